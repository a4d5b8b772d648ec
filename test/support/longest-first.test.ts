import { globSync } from "node:fs";
import { expect, it } from "vitest";
import { LONG } from "./longest-first.ts";

it.each(LONG)("%s is one file of tests", (name) => {
  expect(globSync(`test/**/${name}.test.ts`, { cwd: new URL("../..", import.meta.url) })).toHaveLength(1);
});
