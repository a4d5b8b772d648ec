/**
 * What the status comment says about reviewers, and the welcome of a first-time contributor. Made from the record alone, so that it
 * stays the same.
 */

import { vouchersText } from "../../gate/conditions/newcomer.ts";
import { longestAbsence } from "../../gate/ineligibility.ts";
import type { Absence } from "../../model/absence.ts";
import type { PullFacts } from "../../model/facts.ts";
import type { AskedReviewer, PullRecord, Remark } from "../../model/pull-record.ts";
import type { Registry } from "../../registry/registry-types.ts";
import { code, escapeMarkdown, shortened } from "../../shared/markdown.ts";
import { joinList, samePerson } from "../../shared/people.ts";
import { awayText } from "./availability.ts";

const MAX_NAMED = 15;
const MAX_WELCOME = 4_000;

/** "Asked **hoangndst** (approver of kusion; …) and **jemshad** (…). SparkYuan knows this code best but is away." */
export function reviewerLines(
  { reviewing }: Pick<PullRecord, "reviewing">,
  away: readonly Absence[],
): readonly string[] {
  if (reviewing === undefined) return [];
  const asked = reviewing.asked.filter(({ replaced }) => replaced !== true);
  const isAway = (one: AskedReviewer) => away.some((other) => samePerson(other, one));
  const others =
    asked.every(isAway) && reviewing.remarks.length === 0 ? [`${code("/reroll")} asks somebody else.`] : [];
  const first = asked.length === 0 ? [] : [askedSentence(asked, away), ...others];
  const sentences = [...first, ...reviewing.remarks.filter((one) => isStillTrue(one, away)).map(remarkText)];
  return sentences.length === 0 ? [] : [sentences.join(" ")];
}

function isStillTrue(remark: Remark, away: readonly Absence[]): boolean {
  if (typeof remark === "string") return true;
  return remark.away.every((then) => away.some((now) => samePerson(now, then) && now.until === then.until));
}

export function remarkText(remark: Remark): string {
  return typeof remark === "string" ? remark : remark.text;
}

/** "Asked **hoangndst** (approver of kusion; …)." `away`: people who are away, so that nobody waits for them without knowing it. */
export function askedSentence(asked: readonly AskedReviewer[], away: readonly Absence[]): string {
  return `Asked ${joinList(
    asked.map((one) => named(one, away)),
    "and",
    MAX_NAMED,
  )}.`;
}

function named(one: AskedReviewer, away: readonly Absence[]): string {
  const absence = longestAbsence(away.filter((other) => samePerson(other, one)));
  const facts = [...(one.why === "" ? [] : [one.why]), ...(absence === null ? [] : [awayText(absence)])];
  return `**${escapeMarkdown(one.login)}**${facts.length === 0 ? "" : ` (${facts.join("; ")})`}`;
}

/** What has to happen before anybody is asked, and who may do it; the author need not do anything. */
export function vouchLines(
  { author, repository }: Pick<PullFacts, "author" | "repository">,
  { reviewing }: Pick<PullRecord, "reviewing">,
  { commands }: Pick<Registry, "commands">,
): readonly string[] {
  if (reviewing?.awaits !== "vouch" || author === null) return [];
  return [
    `${escapeMarkdown(author.login)} is new here, so reviewers are asked once ${vouchersText({ commands })} writes ${code(`/vouch @${author.login}`)}, in this conversation or another one of ${escapeMarkdown(repository.name)}. ` +
      `${escapeMarkdown(author.login)} need not do anything for that, and anyone may review meanwhile.`,
  ];
}

/** Why nobody is asked before that, even if somebody wishes it. */
export function unvouchedText(author: PullFacts["author"]): string {
  const login = author?.login ?? "";
  return `${escapeMarkdown(login)} is new here, and this registry has reviewers asked once somebody with a role writes ${code(`/vouch @${login}`)}, so I asked nobody.`;
}

/** GitHub's words for an author who is new to the repository. */
const NEW: ReadonlySet<string> = new Set(["FIRST_TIME_CONTRIBUTOR", "FIRST_TIMER", "NONE"]);

export function isFirstTime(association: string | null): boolean {
  return association !== null && NEW.has(association);
}

/** What will happen, who will review, and the commands; the registry's own words instead of ours if it has some. */
export function welcomeLines(
  author: string,
  { reviewing }: Pick<PullRecord, "reviewing">,
  registry: Registry,
): readonly string[] {
  if (reviewing === undefined || !reviewing.welcomed) return [];
  const own = registry.welcome === null ? null : quoted(registry.welcome);
  const asked = reviewing.asked.filter(({ replaced }) => replaced !== true).map(({ login }) => escapeMarkdown(login));
  const many = asked.length > 1 ? "were" : "was";
  const who =
    asked.length === 0
      ? "Somebody who may approve it will review it"
      : `${joinList(asked, "and", MAX_NAMED)} ${many} asked to review it`;
  return [
    own ?? `Welcome, ${escapeMarkdown(author)}, and thank you: this is your first pull request here.`,
    "",
    `${who}; the ${code("rung")} check says who may approve it and what is still missing. You can push to it at ` +
      "any time. Commands go at the start of a line of a comment: " +
      `${code("/help")} lists them, ${code("/hold")} keeps it from merging, and ${code("/role")} tells what your next step here takes.`,
  ];
}

/** The registry's own Markdown; but it notifies nobody, and no hidden comment in it is taken for a marker (R25). */
function quoted(text: string): string {
  return shortened(text.trim(), MAX_WELCOME)
    .replaceAll("<!--", "&lt;!--")
    .replace(/@(?=\w)/g, "@\u200b");
}
