import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
// @ts-expect-error: plain JavaScript, as it runs before it is known whether types can be stripped
import { isCompiled } from "../../scripts/compiled.mjs";
import { built, digestOf } from "./built.ts";

it("what tests start is Rung as it is installed: what was built, and no sources beside it", async () => {
  const { root, main, sandbox } = await built();
  expect(isCompiled(pathToFileURL(`${root}/`))).toBe(true);
  expect(existsSync(join(root, "src"))).toBe(false);
  for (const path of [main, sandbox]) expect(readFileSync(path, "utf8")).not.toContain("/src/");
  expect((await built()).root).toBe(root);
});

it("is built anew wherever a file that it is made of is another", () => {
  const files = new Map([
    ["src/a.ts", Buffer.from("1")],
    ["src/b.ts", Buffer.from("2")],
  ]);
  const digest = digestOf(files);
  expect(digestOf(new Map([...files].toReversed()))).toBe(digest);
  const others: readonly (readonly (readonly [string, Buffer])[])[] = [
    [...files, ["src/c.ts", Buffer.from("")]],
    [["src/a.ts", Buffer.from("1")]],
    [
      ["src/a.ts", Buffer.from("12")],
      ["src/b.ts", Buffer.from("")],
    ],
    [
      ["src/a.ts", Buffer.from("2")],
      ["src/b.ts", Buffer.from("1")],
    ],
  ];
  for (const other of others) expect(digestOf(new Map(other))).not.toBe(digest);
});
