/** What a registry would have made of the pull requests merged in a period: reads GitHub, writes nothing. */

import { MAX_COMMITS } from "../../gate/conditions/lowering.ts";
import { speaksOfNewcomers } from "../../gate/conditions/newcomer.ts";
import { asksCommits, hasUnnamed } from "../../gate/contributors.ts";
import { rowsOf } from "../../gate/rows.ts";
import type { Client } from "../../github/client/client.ts";
import { readCommitOrigins } from "../../github/read/commit-origins.ts";
import { readPast } from "../../github/read/past-pulls.ts";
import { type DiffReader, diffReader } from "../../github/read/read-diffs.ts";
import { teams } from "../../github/read/teams.ts";
import { type Compared, type Comparison, type Diffs, diffKey } from "../../model/diffs.ts";
import type { PastPull } from "../../model/past.ts";
import { kindOfBot, loweringsOf } from "../../registry/conditions/condition.ts";
import { indexed, type RegistryIndex } from "../../registry/registry-index.ts";
import type { Registry } from "../../registry/registry-types.ts";
import type { Instant, RepositoryName } from "../../shared/names.ts";
import { untoldBranch } from "./facts-at.ts";
import { loadOf, type PersonLoad } from "./load.ts";
import { comparisonsOf, type Replayed, replayed } from "./outcome.ts";

interface ReplayQuestion {
  readonly repository: RepositoryName;
  /** Joined with what it extends. */
  readonly registry: Registry;
  readonly since: Instant;
  readonly until: Instant | null;
  /** So many pull requests are looked at, the last touched first. */
  readonly most: number;
}

export interface ReplayResult {
  readonly kind: "replayed";
  readonly repository: RepositoryName;
  readonly since: Instant;
  readonly until: Instant;
  /** Oldest merge first. */
  readonly pulls: readonly Replayed[];
  readonly load: readonly PersonLoad[];
  /** What was left out, and what had to be supposed, as sentences. */
  readonly limits: readonly string[];
}

type Replay =
  | ReplayResult
  | { readonly kind: "absent" }
  | { readonly kind: "unread-teams"; readonly teams: readonly string[] };

/** One where an approval was given before a push, some three requests each; beyond so many, what they decide stays unknown. */
const MAX_COMPARISONS = 300;
const AT_ONCE = 8;

export async function replay(client: Client, question: ReplayQuestion): Promise<Replay> {
  const { registry, repository, since, until, most } = question;
  const members = await teams().membersOf(client, registry.teams);
  if (members.unread.length > 0) return { kind: "unread-teams", teams: members.unread };
  const index = indexed(withoutAbsences(registry), members.known);
  // Who wrote a change of the registry matters whatever the setting (R40).
  const read = await readPast(client, repository, { since, until, most, people: true });
  if (read === "absent") return { kind: "absent" };
  const budget = { left: MAX_COMPARISONS, reader: diffReader() };
  const pulls: Replayed[] = [];
  for (const past of read.pulls)
    pulls.push(await replayedPull(client, await withOrigins(client, past, index), index, budget));
  return {
    kind: "replayed",
    repository: { owner: read.repository.owner, name: read.repository.name },
    since,
    until: until ?? read.readAt,
    pulls,
    load: loadOf(read.pulls, index),
    limits: limitsOf({ truncated: read.truncated, most, registry, pulls }),
  };
}

/** Who is away now was not, or was, away then: nobody's absence is known of the past. */
function withoutAbsences(registry: Registry): Registry {
  return { ...registry, people: registry.people.map((holding) => ({ ...holding, away: null })) };
}

/** Whose its commits are, where a line lowers something for its author (R73), or somebody unnamed may be a bot (R2). */
async function withOrigins(client: Client, past: PastPull, index: RegistryIndex): Promise<PastPull> {
  const { facts, onto } = past;
  const { bots, approval } = index.registry;
  const kind = facts.author?.type === "Bot" ? kindOfBot(bots, facts.author.login) : null;
  const isLowered = loweringsOf(approval.when).some(({ author }) => author === kind);
  const isUnnamed = asksCommits(rowsOf(facts, index), index) && hasUnnamed(facts);
  if (onto === null || !(isLowered || isUnnamed)) return past;
  const origins = await readCommitOrigins(client, { ...facts, base: { ...facts.base, sha: onto } }, MAX_COMMITS);
  return origins === null ? past : { ...past, facts: { ...facts, origins } };
}

async function replayedPull(
  client: Client,
  past: PastPull,
  index: RegistryIndex,
  budget: { left: number; readonly reader: DiffReader },
): Promise<Replayed> {
  const wanted = comparisonsOf(past, index);
  if (wanted.length > budget.left) {
    const why = `more than ${MAX_COMPARISONS} diffs would have to be compared; replay a shorter span`;
    return { past, outcome: { kind: "unknown", why }, conditions: {}, estimated: false };
  }
  budget.left -= wanted.length;
  return replayed(past, index, await diffsOf(client, budget.reader, past, wanted));
}

async function diffsOf(
  client: Client,
  reader: DiffReader,
  { facts }: PastPull,
  wanted: readonly Comparison[],
): Promise<Diffs> {
  const found = new Map<string, Compared>();
  for (const one of wanted) {
    const branch = untoldBranch(one.approved.base) ?? untoldBranch(one.present.base);
    if (branch !== null)
      found.set(diffKey(one), { kind: "incomparable", why: `where ${branch} stood then is not told` });
  }
  const told = wanted.filter((one) => !found.has(diffKey(one)));
  for (let at = 0; at < told.length; at += AT_ONCE) {
    for (const [key, compared] of await reader.read(client, facts, told.slice(at, at + AT_ONCE))) {
      if (compared.kind === "unread") throw compared.failure;
      found.set(key, compared);
    }
  }
  return found;
}

function limitsOf(made: {
  readonly truncated: boolean;
  readonly most: number;
  readonly registry: Registry;
  readonly pulls: readonly Replayed[];
}): readonly string[] {
  const estimated = made.pulls.filter((one) => one.estimated).length;
  return [
    ...(made.truncated
      ? [`Only the ${made.most} pull requests last touched were looked at; --most N looks at more.`]
      : []),
    ...(made.registry.teams.length > 0 ? ["Teams are taken as they are now: who was in them then is not told."] : []),
    ...(estimated > 0
      ? [
          `${estimated} of them rest on comments before a push; which commit those were about is taken from the dates of commits, which Rung itself would not trust.`,
        ]
      : []),
    ...(speaksOfNewcomers(made.registry)
      ? ["Who was new then is not told: lines about newcomers are held against what GitHub says of the authors now."]
      : []),
    "The registry is held against the past as if it had stood all the while, with nobody away.",
    "What GitHub has forgotten does not count: comments that were edited. Commands in inline review comments were not read.",
  ];
}
