import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { KINDS } from "../../../src/promotions/criteria/index.ts";

const A_SCOPE = { owner: "KusionStack", role: "approvers", areas: ["kusion"] };

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

  it("what each counts on GitHub is measured in the sandbox", () => {
    const counted = KINDS.flatMap(({ name, examples, measures }) =>
      examples
        .flatMap((example): readonly unknown[] => [parse(example)[name]].flat())
        .flatMap((params) => measures(params, A_SCOPE).map(({ what }) => what)),
    );
    const measuring = readFileSync(new URL("../../github/read/measure.test.ts", import.meta.url), "utf8");
    const missing = [...new Set(counted)].filter((what) => !measuring.includes(`aMeasure("${what}"`));
    expect(missing, "add a case to test/github/read/measure.test.ts that measures these with aMeasure").toEqual([]);
  });

  it("each test speaks of its kind", () => {
    const spoken = (name: string) => readFileSync(new URL(`./${name}.test.ts`, import.meta.url), "utf8");
    const silent = names.filter((name) => !spoken(name).includes(`describe("${name}"`));
    expect(silent, 'begin the test of each of these with describe("<name>", …)').toEqual([]);
  });
});
