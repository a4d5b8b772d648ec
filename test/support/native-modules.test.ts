/** How tests and sources are loaded. */

import { expect, it } from "vitest";
import { PGlite as own } from "./pglite.ts";

it("the sources get the tests' own library of the embedded database", async () => {
  const { PGlite } = await import("@electric-sql/pglite");
  expect(PGlite).toBe(own);
});

it("a file goes by its name alone, so that what was compiled of it is found again", () => {
  expect(import.meta.url).toMatch(/\/native-modules\.test\.ts$/);
});
