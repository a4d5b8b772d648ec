import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { criteriaReference, withCriteriaReference } from "../../scripts/references/criteria-reference.ts";
import { KINDS } from "../../src/promotions/criteria/index.ts";

describe("docs/promotions.md", () => {
  it("has the table of criteria as they are; `npm run docs` writes it", () => {
    const text = readFileSync(new URL("../../docs/promotions.md", import.meta.url), "utf8");
    expect(text).toBe(withCriteriaReference(text));
    expect(text).toContain(criteriaReference());
    for (const { name, about } of KINDS) expect(text).toContain(`| \`${name}\` | ${about} |`);
  });
});
