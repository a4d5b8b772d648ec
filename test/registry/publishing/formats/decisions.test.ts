import { describe, expect, it } from "vitest";
import type { PublishedDecision } from "../../../../src/registry/publishing/published-decision.ts";
import { textOf, whyNot } from "../a-publication.ts";

const REGISTRY = "publish: [{ file: DECISIONS.md, as: decisions }]\nmaintainers: [ann]\n";
const one: PublishedDecision = {
  name: "KusionStack/community#12",
  url: "https://github.com/KusionStack/community/issues/12",
  kind: "technical",
  text: "Use <b>Go</b> | 1.25 @ann",
  outcome: "accepted",
  openedAt: "2026-11-01",
  endedAt: "2026-11-08",
  votes: null,
};

describe("as: decisions", () => {
  it("is a row for each decision, the newest first, and people's text is only text", () => {
    const later = {
      ...one,
      endedAt: "2026-12-01",
      votes: { yes: 3, no: 1, abstained: 2 },
      outcome: "declined" as const,
    };
    const rows = textOf(REGISTRY, { decisions: [one, later] })
      .split("\n")
      .filter((line) => line.startsWith("| 2026"));
    expect(rows).toEqual([
      expect.stringMatching(/^\| 2026-12-01 \|.*\| declined \| 3 yes, 1 no, 2 abstained \|/),
      "| 2026-11-08 | technical | Use &lt;b&gt;Go&lt;/b&gt; &#124; 1.25 @&#8203;ann | accepted | none: nobody objected | [KusionStack/community#&#8203;12](https://github.com/KusionStack/community/issues/12), since 2026-11-01 |",
    ]);
  });

  it("says that nothing was decided only where that is known; else a full list is never replaced by an empty one", () => {
    expect(textOf(REGISTRY, { decisions: [] })).toContain("\nNothing was decided yet.\n");
    expect(whyNot(REGISTRY)).toBe(
      "DECISIONS.md is not written: which decisions were taken is not known here, and a list without them would say that there were none",
    );
  });
});
