import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { KINDS } from "../../../src/promotions/criteria/index.ts";

const files = (folder: string, ending: string) =>
  readdirSync(new URL(folder, import.meta.url))
    .filter((file) => file.endsWith(ending) && !file.startsWith("index."))
    .map((file) => file.slice(0, -ending.length))
    .sort();

describe("the kinds of criteria", () => {
  const names = KINDS.map(({ name }) => name).sort();

  it("each has a file, a test and a line in the index, and nothing else is there", () => {
    expect(files("../../../src/promotions/criteria/", ".ts")).toEqual(names);
    expect(files("./", ".test.ts")).toEqual(names);
  });

  it("each test speaks of its kind", () => {
    for (const name of names)
      expect(readFileSync(new URL(`./${name}.test.ts`, import.meta.url), "utf8")).toContain(`describe("${name}"`);
  });
});
