/** What people said about a decision: who is heard, whose statement is an elector's, and what remains of deleted comments. Pure. */

import type { IssueFacts, PullFacts } from "../../model/facts.ts";
import type { ReadNote } from "../../model/job.ts";
import type { DecisionRule } from "../../registry/decisions/decisions-key.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import { moment } from "../../shared/dates.ts";
import { type Instant, loginKey, unreachable } from "../../shared/names.ts";
import { samePerson } from "../../shared/people.ts";
import { type GoneContext, keptStatements, type SaidVote, takenBack, utteranceKey } from "../gone-statements.ts";
import { holdingsAs, lacksRole, type Who } from "../promotion-people.ts";
import { inOrder, type Place, placeInThread } from "../promotion-statements.ts";
import type { PromotionStatement } from "../promotion-types.ts";
import type { Decision, DecisionRecord, DecisionStatement, UncountedStatement } from "./decision.ts";
import { placeOfDecision, whoDecides } from "./electorate.ts";

interface StatementContext {
  /** Of the registry that judges it, as it is now. */
  readonly index: RegistryIndex;
  /** GitHub's clock. */
  readonly now: Instant;
  /** Teams whose members are unknown; absent: none. */
  readonly unreadTeams?: readonly string[];
}

/** So many words are kept whose authors are perhaps in a team. */
const MAX_UNSURE = 100;
/** Shown to people; strangers cannot fill more. */
const MAX_HEARD = 20;

/**
 * The record with these statements added. Those of people who can have no part in it are kept apart (`heard`) and never count.
 * Statements that it already has change nothing, except for a review that was changed since. The result does not depend on the order of
 * arrival.
 */
export function takeStatements(
  record: DecisionRecord,
  fresh: readonly DecisionStatement[],
  context: StatementContext,
): { readonly record: DecisionRecord; readonly refused: readonly UncountedStatement[] } {
  const words = [...record.words];
  const heard = [...record.heard];
  const known = new Set([...words, ...heard.map(({ word }) => word)].map(({ key }) => key));
  const refused: UncountedStatement[] = [];
  for (const given of fresh.toSorted(inOrderOfSaying)) {
    const word = asNews(given, words, context.now);
    if (word === null || known.has(word.key)) continue;
    known.add(word.key);
    const reason = reasonAgainst(record, word, context);
    if (reason === null) words.push(word);
    else {
      refused.push({ word, reason });
      heard.push({ word, reason });
    }
  }
  const kept = lastOfEach(words.toSorted(inOrderOfSaying));
  return { record: { ...record, words: kept, heard: newestUncounted(heard) }, refused };
}

/** Of one text's lines, the last of each kind: filling a text with lines says no more than that. */
function lastOfEach(words: readonly DecisionStatement[]): readonly DecisionStatement[] {
  const seen = new Set<string>();
  return words
    .toReversed()
    .filter(({ key, kind }) => {
      if (kind === "review") return true;
      const line = `${utteranceKey({ key })} ${kind}`;
      if (seen.has(line)) return false;
      seen.add(line);
      return true;
    })
    .toReversed();
}

/** For each person the newest of each kind, and only the last few of these. */
export function newestUncounted(heard: readonly UncountedStatement[]): readonly UncountedStatement[] {
  const newest = new Map<string, UncountedStatement>();
  for (const one of heard.toSorted((a, b) => inOrderOfSaying(a.word, b.word))) {
    const { by, kind } = one.word;
    const key = `${by.id ?? loginKey(by.login)} ${kind}`;
    newest.delete(key);
    newest.set(key, one);
  }
  return [...newest.values()].slice(-MAX_HEARD);
}

/** `null`: the record already has it. A review that says something else now does so from the time at which that was noticed. */
function asNews(word: DecisionStatement, words: readonly DecisionStatement[], now: Instant): DecisionStatement | null {
  if (word.kind !== "review") return word;
  const [review = ""] = word.key.split("/");
  const versions = words.filter(({ key }) => key.startsWith(`${review}/`)).filter(({ kind }) => kind === "review");
  const last = versions.at(-1);
  if (last === undefined) return word;
  if (last.kind === "review" && last.state === word.state) return null;
  return { ...word, key: `${review}/0.${versions.length}`, at: Math.max(now, last.at) };
}

/** A clause about the author; `null`: they are one of those who decide, or may end it. Roles lost later are considered when it is judged. */
function reasonAgainst(
  { decision, stage, words }: DecisionRecord,
  word: DecisionStatement,
  context: StatementContext,
): string | null {
  const { index } = context;
  if (stage.stage !== "open") return `it had ended on ${moment(stage.at)}`;
  if (word.kind === "cancel")
    return mayCancel(decision, word, index) ? null : "neither opened it nor speaks for the top role";
  if (decision.electorate === null) return null;
  // While it is not known who is in a team, nobody's words are refused for good (R87), until strangers could fill the record.
  if (words.length < MAX_UNSURE && teamsNeeded(decision, context).length > 0) return null;
  const isElector = decision.electorate.some((person) => samePerson(person, word.by));
  // What was given is taken back for good, or it would stand up again with the role.
  if (isElector && isTakingBack(word)) return null;
  const outvoters = outvotersIn(decision.rule);
  const place = placeOfDecision(decision.areas);
  if (word.kind === "vote" || word.kind === "review")
    if (outvoters !== null && holdingsAs(index, outvoters, place, word.by).length > 0) return null;
  const who = whoDecides(decision.rule);
  const isHolder = holdingsAs(index, who, place, word.by).length > 0;
  if (isElector && isHolder) return null;
  return isHolder ? "was not among those who may decide when it was opened" : lacksRole(index, who, place, word.by);
}

function isTakingBack(word: DecisionStatement): boolean {
  if (word.kind === "vote") return word.choice === "cancel";
  return (word.kind === "object" && word.cancel) || (word.kind === "review" && word.state === "none");
}

/** Teams whose members might decide, or outvote. */
export function teamsNeeded(
  decision: Decision,
  { index, unreadTeams = [] }: Pick<StatementContext, "index" | "unreadTeams">,
): readonly string[] {
  const unread = new Set(unreadTeams.map((team) => team.toLowerCase()));
  const roles = [...decision.rule.by, ...(outvotersIn(decision.rule)?.roles ?? [])];
  const held = index.registry.teams.filter(
    ({ team, role }) => unread.has(team.toLowerCase()) && roles.some((floor) => index.atLeast(role, floor)),
  );
  return [...new Set(held.map(({ team }) => team))];
}

/** The person who opened it, and holders of the top role where it is decided. */
function mayCancel({ opener, areas }: Decision, { by }: Pick<DecisionStatement, "by">, index: RegistryIndex): boolean {
  const top: Who = { roles: [index.topRole()], exactly: false };
  return samePerson(opener, by) || holdingsAs(index, top, placeOfDecision(areas), by).length > 0;
}

/** Whether somebody's statements could matter: those who opened it or may end it, and those who decide or outvote. */
export function mayTakePart({ decision }: DecisionRecord, by: DecisionStatement["by"], index: RegistryIndex): boolean {
  const outvoters = outvotersIn(decision.rule);
  const { areas, electorate, rule } = decision;
  const place = placeOfDecision(areas);
  return (
    mayCancel(decision, { by }, index) ||
    (electorate?.some((person) => samePerson(person, by)) ??
      holdingsAs(index, whoDecides(rule), place, by).length > 0) ||
    (outvoters !== null && holdingsAs(index, outvoters, place, by).length > 0)
  );
}

/** Which statements a decision of the kind accepts. A review says yes or no; where silence decides, its no is an objection. */
export function usesOf({ how, wait }: DecisionRule): {
  readonly votes: boolean;
  readonly objections: boolean;
  readonly waits: boolean;
} {
  const isLazy = "lazy" in how;
  return { votes: !isLazy || how.lazy.overruled !== undefined, objections: isLazy, waits: wait !== undefined };
}

/** Who outvotes objections; `null`: nobody, or a vote decides. */
export function outvotersIn({ how }: Pick<DecisionRule, "how">): Who | null {
  const rule = "lazy" in how ? how.lazy.overruled : undefined;
  return rule === undefined ? null : { roles: rule.of, exactly: rule.exactly ?? false };
}

/**
 * By time, then by utterance and line, as people read them. Of a review and the commands in its text the stricter counts (R8a), so it
 * comes last.
 */
function inOrderOfSaying(one: DecisionStatement, other: DecisionStatement): number {
  return inOrder(one, other, placeOf);
}

function placeOf(word: DecisionStatement): Place {
  const isStrict = word.kind === "review" && word.state !== "yes";
  return isStrict ? { ...placeInThread(word), line: Number.MAX_SAFE_INTEGER } : placeInThread(word);
}

/**
 * The record's statements without those whose comments or accounts are gone, under the present names of their authors. `present`: keys
 * of the utterances that count. `heard` includes support that no longer counts because its account is gone.
 */
export function rememberedDecisionStatements(
  record: DecisionRecord,
  { facts, notes }: { readonly facts: PullFacts | IssueFacts; readonly notes: readonly ReadNote[] },
  present: ReadonlySet<string>,
): Pick<DecisionRecord, "words" | "heard"> {
  const votes = record.words.filter((word) => word.kind === "vote");
  const remembered = { facts, notes, present, lookedAt: record.openUntil };
  const { words, gone } = keptStatements(record.words, remembered, (word, context) =>
    withoutDecisionComment(word, votes, context),
  );
  const lost = gone.filter(isYes).map((word) => ({ word, reason: GONE }));
  return { words, heard: lost.length === 0 ? record.heard : newestUncounted([...record.heard, ...lost]) };
}

const GONE = "the account is gone from GitHub, so this counts no longer";

function isYes(word: DecisionStatement): boolean {
  return (word.kind === "vote" && word.choice === "yes") || (word.kind === "review" && word.state === "yes");
}

/** Others than their author can delete comments: a no and an objection stay, a yes is taken back. */
function withoutDecisionComment(
  word: DecisionStatement,
  votes: readonly SaidVote[],
  context: GoneContext,
): readonly DecisionStatement[] {
  if (word.kind === "review") return [word.state === "yes" ? { ...word, state: "none" } : word];
  if (word.kind !== "vote" || word.choice === "no" || word.choice === "cancel") return [word];
  const cancel = takenBack(word, votes, context);
  return cancel === null ? [word] : [word, cancel];
}

/**
 * The same as statements of promotions, so that one code judges both: where silence decides, a request for changes is an objection, and
 * an approval takes it back.
 */
export function statementsOf(
  { rule: { how } }: Decision,
  words: readonly DecisionStatement[],
): readonly PromotionStatement[] {
  return words.flatMap((word): readonly PromotionStatement[] => {
    const { key, by, at, url } = word;
    const said = { key, by, at, url };
    switch (word.kind) {
      case "vote":
        return [{ ...said, kind: "vote", choice: word.choice }];
      case "object":
        return [{ ...said, kind: "object", cancel: word.cancel, why: word.why }];
      case "review": {
        const vote: PromotionStatement = { ...said, kind: "vote", choice: CHOICES[word.state] };
        if ("vote" in how) return [vote];
        return [vote, { ...said, kind: "object", cancel: word.state !== "no", why: word.why || CHANGES_REQUESTED }];
      }
      case "wait":
      case "cancel":
        return [];
      default:
        return unreachable(word);
    }
  });
}

const CHOICES = { yes: "yes", no: "no", none: "cancel" } as const;
const CHANGES_REQUESTED = "asked for changes in a review";
