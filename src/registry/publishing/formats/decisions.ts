/** `as: decisions`: what the community has decided, one row each, the newest first. */

import { escapeMarkdown, linkTarget, shortened } from "../../../shared/markdown.ts";
import type { Format } from "../publication.ts";
import type { PublishedDecision } from "../published-decision.ts";

const FROM =
  "<!-- What stands between these markers comes from the decisions themselves; each says where it was taken. -->";
/** Of a decision's text; the full text is where it was decided. */
const MAX_TEXT = 300;

export const decisions: Format = {
  kind: "part",
  lines(_entry, { decisions: taken }) {
    if (taken === null)
      return {
        refused:
          "is not written: which decisions were taken is not known here, and a list without them would say that there were none",
      };
    if (taken.length === 0) return [FROM, "", "Nothing was decided yet.", ""];
    const rows = taken.toSorted((one, other) =>
      one.endedAt < other.endedAt ? 1 : one.endedAt > other.endedAt ? -1 : 0,
    );
    return [
      FROM,
      "",
      "| Decided | Kind | What | Outcome | Votes | Where |",
      "| --- | --- | --- | --- | --- | --- |",
      ...rows.map(row),
      "",
    ];
  },
};

function row({ endedAt, kind, text, outcome, votes, openedAt, name, url }: PublishedDecision): string {
  const cells = [
    endedAt,
    escapeMarkdown(kind),
    escapeMarkdown(shortened(text, MAX_TEXT)),
    outcome,
    outcome === "cancelled" ? "" : votesText(votes),
    `[${escapeMarkdown(name)}](${linkTarget(url)}), since ${openedAt}`,
  ];
  return `| ${cells.join(" | ")} |`;
}

function votesText(votes: PublishedDecision["votes"]): string {
  if (votes === null) return "none: nobody objected";
  const { yes, no, abstained } = votes;
  return `${yes} yes, ${no} no${abstained === 0 ? "" : `, ${abstained} abstained`}`;
}
