import { describe, expect, it } from "vitest";
import { initials } from "../../../src/sandbox/page/bits.ts";
import { numbered } from "../../../src/sandbox/page/files-view.ts";

describe("numbered", () => {
  it("numbers the lines of both sides, from each hunk's header", () => {
    const rows = numbered(["@@ -10,2 +12,2 @@", " same", "-gone", "+come", "\\ No newline at end of file"]);
    expect(rows.map((row) => [row.kind, row.before, row.after])).toEqual([
      ["hunk", "", ""],
      ["same", "10", "12"],
      ["del", "11", ""],
      ["add", "", "13"],
      ["same", "", ""],
    ]);
  });
});

describe("initials", () => {
  it("takes them from words, from capitals, or from the beginning", () => {
    expect(["octo-fan", "SparkYuan", "hoangndst", "dependabot[bot]"].map(initials)).toEqual(["OF", "SY", "HO", "DE"]);
  });
});
