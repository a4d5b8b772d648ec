/** The table of a promotion's criteria, as people read it: what is asked for, how far it is met, and the evidence. Pure. */

import { pushTo } from "../shared/grouped.ts";
import { escapeMarkdown, linkTarget } from "../shared/markdown.ts";
import { unreachable } from "../shared/names.ts";
import type { LeafResult } from "./leaf-result.ts";
import type { CountedItem, Evidence } from "./promotion-types.ts";

interface TableShown {
  /** GitHub's address for browsers, without a slash at its end. */
  readonly webUrl: string;
  /** The address that numbers link to; empty: they are not links. */
  readonly numbersUrl: string;
  /** Criteria that are not met are emphasised only while something can be done about them. */
  readonly isOpen: boolean;
}

/** Lines of Markdown. The numbers are those that `/waive` and `/attest` name. */
export function criteriaTable(leaves: readonly LeafResult[], shown: TableShown): readonly string[] {
  const { webUrl, numbersUrl } = shown;
  const rows = leaves.map(
    (leaf) =>
      `| ${leaf.criterion.number} | ${leaf.wording} | ${standsAt(leaf, shown)} | ${proof(leaf, webUrl, numbersUrl)} |`,
  );
  return ["| No. | Asked for | Stands at | Evidence |", "| --- | --- | --- | --- |", ...rows];
}

function standsAt(leaf: LeafResult, { isOpen }: TableShown): string {
  const { standing, spare } = leaf;
  const isDebt = isOpen && standing.state !== "met" && !spare;
  const figure = isDebt ? `**${standing.figure}**` : standing.figure;
  return [figure, ...waiverTexts(leaf), ...(spare ? ["not needed"] : [])]
    .filter((part) => part !== "****" && part !== "")
    .join(", ");
}

function proof(leaf: LeafResult, webUrl: string, numbersUrl: string): string {
  // An attestation is its own criterion's evidence already.
  const vouched = leaf.criterion.kind === "attestation" ? [] : attestationTexts(leaf);
  return [evidenceText(leaf.standing.evidence, webUrl, numbersUrl), ...vouched]
    .filter((part) => part !== "")
    .join("; ");
}

/** "waived by ann: “why”", for each waiver that counts. */
export function waiverTexts({ waivedBy }: Pick<LeafResult, "waivedBy">): readonly string[] {
  return waivedBy.map(({ by, why, url }) => `waived by ${quoted(by.login, url, why)}`);
}

/** "ann: “text”", for each attestation that names the criterion. */
export function attestationTexts({ attested }: Pick<LeafResult, "attested">): readonly string[] {
  return attested.map(({ by, text, url }) => quoted(by.login, url, text));
}

function quoted(login: string, url: string, text: string): string {
  return `[${escapeMarkdown(login)}](${linkTarget(url)}): “${escapeMarkdown(text)}”`;
}

const MAX_ITEMS = 20;
const MAX_LINKS = 8;

/** For a table cell; empty if there is no evidence. `webUrl`: GitHub's address for browsers, without a slash at its end. */
export function evidenceText(evidence: readonly Evidence[], webUrl: string, numbersUrl: string = webUrl): string {
  const items = evidence.flatMap((each) => (each.kind === "pulls" ? each.items : []));
  const links = evidence.flatMap((each) => linkTo(each, webUrl));
  const shown = links.slice(0, MAX_LINKS);
  const more = links.length > shown.length ? [`${links.length - shown.length} more`] : [];
  const found = [...shown, ...more].join(", ");
  const numbers = numbersText(items, numbersUrl);
  if (numbers === "" || found === "") return numbers + found;
  return `${numbers} (${found})`;
}

/**
 * "kusion #3 #5", each a link that leaves no trace in what it links to: by the host that GitHub offers for that, on github.com; on
 * other servers plain text. A private repository is not named.
 */
function numbersText(all: readonly CountedItem[], webUrl: string): string {
  const items = all.filter((item) => !item.private);
  const hidden = all.length - items.length;
  const byRepository = new Map<string, CountedItem[]>();
  for (const item of items.slice(0, MAX_ITEMS)) {
    const name = item.repository.split("/").at(-1) ?? item.repository;
    pushTo(byRepository, name, item);
  }
  const groups = [...byRepository].map(
    ([name, those]) => `${escapeMarkdown(name)} ${those.map((item) => numberText(item, webUrl)).join(" ")}`,
  );
  const rest = items.length - MAX_ITEMS;
  const shown = rest > 0 ? `${groups.join("; ")} and ${rest} more` : groups.join("; ");
  return [shown, hidden === 0 ? "" : `${hidden} in private repositories`].filter((part) => part !== "").join("; ");
}

/** github.com's own way to link without a cross-reference: it answers with the same address there. */
const WITHOUT_TRACE: ReadonlyMap<string, string> = new Map([["https://github.com", "https://redirect.github.com"]]);

function numberText({ repository, number }: CountedItem, webUrl: string): string {
  const shown = escapeMarkdown(`#${number}`);
  const host = WITHOUT_TRACE.get(webUrl.toLowerCase());
  return host === undefined ? shown : `[${shown}](${linkTarget(`${host}/${repository}/issues/${number}`)})`;
}

function linkTo(evidence: Evidence, webUrl: string): readonly string[] {
  switch (evidence.kind) {
    case "pulls":
      return [];
    case "search":
      return [searchLink(evidence.query, webUrl)];
    case "statement":
      return [
        `[${escapeMarkdown(evidence.by)}](${linkTarget(evidence.url)})${evidence.note ? ` ${evidence.note}` : ""}`,
      ];
    default:
      return unreachable(evidence);
  }
}

function searchLink(query: string, webUrl: string): string {
  const [, repository] = /(?:^| )repo:[^/ ]+\/(\S+)/.exec(query) ?? [];
  const name = repository === undefined ? "search" : `search of ${escapeMarkdown(repository)}`;
  const type = query.includes("is:pr") ? "pullrequests" : "issues";
  return `[${name}](${linkTarget(`${webUrl}/search?q=${encodeURIComponent(query)}&type=${type}`)})`;
}
