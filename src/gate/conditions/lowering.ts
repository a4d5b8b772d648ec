/**
 * Whether a bot's pull request needs fewer approvals (R73). It must be entirely that bot's work: a single exception ends the lowering
 * for the whole pull request, and so does anything that is not known.
 */

import type { CommitOrigin, PullFacts } from "../../model/facts.ts";
import type { PullRecord } from "../../model/pull-record.ts";
import { kindOfBot, type Lowering, loweringsOf } from "../../registry/conditions/condition.ts";
import { glob } from "../../registry/glob.ts";
import { entriesFor } from "../../registry/publishing/plan.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import { saysHowMany } from "../../registry/settings.ts";
import { type Account, loginKey } from "../../shared/names.ts";
import { samePerson } from "../../shared/people.ts";
import { pathsOf } from "../changed-paths.ts";
import type { Lowered, LoweringEnd } from "../verdict-types.ts";
import { raisesFor } from "./raises.ts";

/** GitHub's list of a pull request's commits ends here, and a bot that brings more is not looked through. */
export const MAX_COMMITS = 250;

interface LoweringContext {
  readonly facts: PullFacts;
  readonly index: RegistryIndex;
  readonly record: PullRecord;
  /** Logins of people with a role whose request for changes is in force. */
  requests(): readonly string[];
}

/** `null`: no line lowers anything for this author. If several lines fit, the strictest counts. */
export function loweredFor(context: LoweringContext): Lowered | null {
  const { facts, index } = context;
  const { author } = facts;
  if (author?.type !== "Bot") return null;
  const { bots, approval } = index.registry;
  const kind = kindOfBot(bots, author.login);
  const lines = loweringsOf(approval.when).filter((line) => line.author === kind && line.min < approval.min);
  if (kind === null || lines.length === 0) return null;
  const all = lines.map((line): Lowered => {
    const why = endOf(line, author, context);
    return { of: kind, min: line.min, ...(why === null ? { holds: true } : { holds: false, why }) };
  });
  const held = all.filter(({ holds }) => holds);
  const strictest = held.reduce<Lowered | null>(
    (one, other) => (one !== null && one.min >= other.min ? one : other),
    null,
  );
  // Of those that do not hold, one that only commits keep from holding is nearest.
  return strictest ?? all.find((one) => !one.holds && isOfCommits(one.why)) ?? all[0] ?? null;
}

function isOfCommits({ kind }: LoweringEnd): boolean {
  return OF_COMMITS.has(kind);
}

/** The lowering may hold: nothing ends it but that more would have to be read. */
export function isUnread({ kind }: LoweringEnd): boolean {
  return kind === "commits-unread" || kind === "push-unknown";
}

const OF_COMMITS: ReadonlySet<LoweringEnd["kind"]> = new Set([
  "foreign-commit",
  "foreign-committer",
  "unverified-commit",
  "many-commits",
  "commits-unread",
  "foreign-push",
  "push-unknown",
]);

function endOf(line: Lowering, author: Account, context: LoweringContext): LoweringEnd | null {
  return (
    branchEnd(context) ??
    filesEnd(line, context) ??
    requestsEnd(context) ??
    raisesEnd(context) ??
    commitsEnd(author, context.facts) ??
    pushesEnd(author, context)
  );
}

/** A branch that sets its own number of approvals keeps it. */
function branchEnd({ facts, index }: LoweringContext): LoweringEnd | null {
  const matching = new Set(index.branchPatterns(facts.base.ref));
  const own = index.registry.approval.branches.find((rule) => matching.has(rule.pattern) && saysHowMany(rule));
  return own === undefined ? null : { kind: "branch", pattern: own.pattern };
}

function filesEnd({ only }: Lowering, { facts, index }: LoweringContext): LoweringEnd | null {
  const { files } = facts;
  const paths = files.items.flatMap(pathsOf);
  // Whatever else is changed is not known.
  if (paths.length === 0 || !files.complete) return { kind: "no-files" };
  const globs = only.map(glob);
  for (const path of paths) {
    const kept = keptEnd(path, facts, index);
    if (kept !== null) return kept;
    if (!globs.some((one) => one.matches(path))) return { kind: "file", path };
  }
  return null;
}

/** Files that stay with people, whatever the patterns match. */
function keptEnd(path: string, { repository }: PullFacts, index: RegistryIndex): LoweringEnd | null {
  if (index.isRegistryPath(path)) return { kind: "registry-file", path };
  if (/^\.github\//i.test(path)) return { kind: "github-folder", path };
  if (isPublished(path, repository, index)) return { kind: "published-file", path };
  for (const { areas } of index.areaPathsOf(repository, path)) {
    const area = index.areaNamed(areas[0] ?? "");
    if (area?.exclusive === true) return { kind: "exclusive-area", area: area.name, path };
    if (area?.approval.min !== undefined) return { kind: "own-min", area: area.name, path };
  }
  return null;
}

/** For OWNERS, each folder has its own file. */
function isPublished(path: string, repository: PullFacts["repository"], { registry }: RegistryIndex): boolean {
  return entriesFor(registry, repository).some(
    ({ file, as }) => path === file || (as === "owners" && path.endsWith(`/${file}`)),
  );
}

function requestsEnd({ requests }: LoweringContext): LoweringEnd | null {
  const [by] = requests();
  return by === undefined ? null : { kind: "changes-requested", by };
}

/** The strictest line wins: where one asks for more, none asks for less. */
function raisesEnd({ facts, index }: LoweringContext): LoweringEnd | null {
  return raisesFor(facts, index).length > 0 ? { kind: "raised" } : null;
}

function commitsEnd(author: Account, { origins, head }: PullFacts): LoweringEnd | null {
  if (origins === undefined) return { kind: "commits-unread" };
  const { items, complete, total } = origins;
  for (const origin of items) {
    const end = commitEnd(author, origin);
    if (end !== null) return end;
  }
  if (total > MAX_COMMITS) return { kind: "many-commits", commits: total };
  return complete && items.some(({ sha }) => sha === head.sha) ? null : { kind: "commits-unread" };
}

function commitEnd(bot: Account, { sha, author, committer, signature }: CommitOrigin): LoweringEnd | null {
  if (author === null || !isBot(bot, author)) return { kind: "foreign-commit", sha, by: author?.login ?? null };
  if (committer !== "github" && (committer === null || !isBot(bot, committer)))
    return { kind: "foreign-committer", sha, by: committer?.login ?? null };
  return signature === "github" ? null : { kind: "unverified-commit", sha };
}

/** A person may have the same login without the brackets, and is another account. */
function isBot(bot: Account, other: Account): boolean {
  return other.type === "Bot" && samePerson(bot, other) && loginKey(bot.login) === loginKey(other.login);
}

/** The commits may be the bot's own although somebody else pushed them, in another order or an older state. */
function pushesEnd(bot: Account, { facts, record }: LoweringContext): LoweringEnd | null {
  const pushes = record.pushes ?? [];
  const there = new Set([facts.head.sha, ...(facts.origins?.items ?? []).map(({ sha }) => sha)]);
  // Of the oldest pushes only the people are remembered.
  const relevant = pushes.filter(({ sha }) => sha === "" || there.has(sha));
  const foreign = relevant.findLast(({ by }) => !samePerson(by, bot));
  if (foreign !== undefined) return { kind: "foreign-push", sha: foreign.sha, by: foreign.by.login };
  const known = new Set(pushes.map(({ sha }) => sha));
  const stood = record.heads.map(({ sha }) => sha).filter((sha) => there.has(sha));
  const unknown = [facts.head.sha, ...stood].find((sha) => !known.has(sha));
  return unknown === undefined ? null : { kind: "push-unknown", sha: unknown };
}
