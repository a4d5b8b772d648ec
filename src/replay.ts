/** What a registry would have made of the pull requests merged in a span of time: reads GitHub, writes nothing. */
import { type Comparison, type Diffs, diffKey } from "./gate/diffs.ts";
import type { Client } from "./github/client.ts";
import type { Instant, RepositoryName } from "./names.ts";
import { loadOf, type PersonLoad } from "./replay/load.ts";
import { comparisonsOf, type Replayed, replayed } from "./replay/outcome.ts";
import type { PastPull } from "./replay/past.ts";
import type { Registry } from "./roles/model.ts";
import { indexed, type RegistryIndex } from "./roles/registry.ts";
import { readDiff } from "./snapshot/diff.ts";
import type { DiffFacts } from "./snapshot/facts.ts";
import { readPast } from "./snapshot/past.ts";
import { teams } from "./snapshot/teams.ts";

export interface ReplayQuestion {
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

export type Replay =
  | ReplayResult
  | { readonly kind: "absent" }
  | { readonly kind: "unread-teams"; readonly teams: readonly string[] };

/** Two diffs each where an approval was given before a push; beyond so many, what they decide stays unknown. */
const MOST_DIFFS = 600;
const AT_ONCE = 8;

export async function replay(client: Client, question: ReplayQuestion): Promise<Replay> {
  const { registry, repository, since, until, most } = question;
  const members = await teams().membersOf(client, registry.teams);
  if (members.unread.length > 0) return { kind: "unread-teams", teams: members.unread };
  const index = indexed(withoutAbsences(registry), members.known);
  // Who wrote a change of the registry matters whatever the setting (R40).
  const read = await readPast(client, repository, { since, until, most, people: true });
  if (read === "absent") return { kind: "absent" };
  const budget = { left: MOST_DIFFS };
  const pulls: Replayed[] = [];
  for (const past of read.pulls) pulls.push(await replayedPull(client, past, index, budget));
  return {
    ...{
      kind: "replayed",
      repository: { owner: read.repository.owner, name: read.repository.name },
      since,
      until: until ?? read.readAt,
      pulls,
    },
    load: loadOf(read.pulls, index),
    limits: limitsOf({ truncated: read.truncated, most, teams: registry.teams.length > 0, pulls }),
  };
}

/** Who is away now was not, or was, away then: nobody's absence is known of the past. */
function withoutAbsences(registry: Registry): Registry {
  return { ...registry, people: registry.people.map((holding) => ({ ...holding, away: null })) };
}

async function replayedPull(
  client: Client,
  past: PastPull,
  index: RegistryIndex,
  budget: { left: number },
): Promise<Replayed> {
  const wanted = comparisonsOf(past, index);
  if (wanted.length > budget.left) {
    const why = `more than ${MOST_DIFFS} diffs would have to be compared; replay a shorter span`;
    return { past, outcome: { kind: "unknown", why }, estimated: false };
  }
  budget.left -= wanted.length;
  return replayed(past, index, await diffsOf(client, past, wanted));
}

/** Against the commit it was merged onto: the branch has moved since, and may contain the head itself. */
async function diffsOf(client: Client, { facts, onto }: PastPull, wanted: readonly Comparison[]): Promise<Diffs> {
  const found: [string, DiffFacts][] = [];
  for (let at = 0; at < wanted.length; at += AT_ONCE) {
    const batch = wanted.slice(at, at + AT_ONCE).map(async (one): Promise<[string, DiffFacts]> => {
      const base = one.base === facts.base.ref ? (onto ?? facts.base.sha) : one.base;
      return [diffKey(one), await readDiff(client, facts.repository, base, one.head)];
    });
    found.push(...(await Promise.all(batch)));
  }
  return new Map(found);
}

function limitsOf(made: {
  readonly truncated: boolean;
  readonly most: number;
  readonly teams: boolean;
  readonly pulls: readonly Replayed[];
}): readonly string[] {
  const estimated = made.pulls.filter((one) => one.estimated).length;
  return [
    ...(made.truncated
      ? [`Only the ${made.most} pull requests last touched were looked at; --most N looks at more.`]
      : []),
    ...(made.teams ? ["Teams are taken as they are now: who was in them then is not told."] : []),
    ...(estimated > 0
      ? [
          `${estimated} of them rest on comments before a push; which commit those were about is taken from the dates of commits, which Rung itself would not trust.`,
        ]
      : []),
    "The registry is held against the past as if it had stood all the while, with nobody away.",
    "What GitHub has forgotten does not count: comments that were edited. Commands in inline review comments were not read.",
  ];
}
