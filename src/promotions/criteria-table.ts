/** The table of a promotion's criteria, as people read it: what is asked for, where it stands, and what proves that. Pure. */
import { escapeMarkdown } from "../shared/markdown.ts";
import type { LeafResult } from "./evaluate-promotion.ts";
import { evidenceText, linkTarget } from "./evidence-text.ts";

/** Lines of Markdown. The numbers are those that `/waive` and `/attest` name. */
export function criteriaTable(
  leaves: readonly LeafResult[],
  webUrl: string,
  numbersUrl: string = webUrl,
): readonly string[] {
  const rows = leaves.map(
    (leaf) => `| ${leaf.criterion.number} | ${leaf.wording} | ${standsAt(leaf)} | ${proof(leaf, webUrl, numbersUrl)} |`,
  );
  return ["| | Asked for | Stands at | Evidence |", "| --- | --- | --- | --- |", ...rows];
}

function standsAt({ standing, waivedBy }: LeafResult): string {
  const figure = standing.state === "met" ? standing.figure : `**${standing.figure}**`;
  const waived = waivedBy.map(
    ({ by, why, url }) => `waived by [${escapeMarkdown(by.login)}](${linkTarget(url)}): “${escapeMarkdown(why)}”`,
  );
  return [figure, ...waived].filter((part) => part !== "****").join(", ");
}

function proof({ standing, attested, criterion }: LeafResult, webUrl: string, numbersUrl: string): string {
  const vouched = criterion.kind === "attestation" ? [] : attested;
  const also = vouched.map(
    ({ by, text, url }) => `[${escapeMarkdown(by.login)}](${linkTarget(url)}): “${escapeMarkdown(text)}”`,
  );
  return [evidenceText(standing.evidence, webUrl, numbersUrl), ...also].filter((part) => part !== "").join("; ");
}
