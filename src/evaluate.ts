/** Evaluates one pull request: reads, remembers, compares, decides; writes nothing on GitHub. */
import type { Evaluated } from "./decide.ts";
import { comparisonsNeeded } from "./gate/lapse.ts";
import type { Verdict } from "./gate/model.ts";
import { rowsOf } from "./gate/rows.ts";
import { brokenRegistry, type Proposal, unknownVerdict, verdict } from "./gate/verdict.ts";
import { wordsOf } from "./gate/words.ts";
import type { Client } from "./github/client.ts";
import type { Log } from "./log.ts";
import type { RepositoryName } from "./names.ts";
import type { Note } from "./queue/model.ts";
import { noted, observed } from "./record/heads.ts";
import { standingHolds } from "./record/holds.ts";
import { type Unsealed, unseal } from "./record/marker.ts";
import type { PullRecord } from "./record/model.ts";
import { emptyRecord, mergedRecords } from "./record/record.ts";
import { type Bot, isTouched } from "./replies/own.ts";
import { ownStatus } from "./replies/status.ts";
import { registryChanges } from "./roles/changes.ts";
import type { RegistryIndex } from "./roles/registry.ts";
import type { DiffReader } from "./snapshot/diffs.ts";
import type { PullFacts, Utterance } from "./snapshot/facts.ts";
import { type RegistryHead, readPull } from "./snapshot/read.ts";
import type { Governing, Registries } from "./snapshot/registry.ts";
import { readProposal } from "./snapshot/registry-files.ts";

export interface Evaluator {
  readonly client: Client;
  readonly log: Log;
  readonly registries: Registries;
  readonly diffs: DiffReader;
  readonly bot: Bot;
  /** For the signed record (R26), the present key first; none: it is not read. */
  readonly keys: readonly Uint8Array[];
}

export interface Evaluation extends Evaluated {
  readonly governing: Governing;
  /** Where the registry lies. */
  readonly registryHead: RegistryHead;
  /** `null` where no registry is known to ask. */
  readonly index: RegistryIndex | null;
  /** As remembered before this evaluation's notes. */
  readonly before: PullRecord;
  readonly record: PullRecord;
  /** What the status comment says of it. */
  readonly published: PullRecord | null;
}

/** What the signed record is bound to, so that one pull request's cannot be pasted into another's (R26). */
export function recordContext(facts: Pick<PullFacts, "repository" | "number">): string {
  return `${facts.repository.id}#${facts.number}`;
}

/** Evaluates as of now. `stored` is what the database remembers of it; `null`: nothing. */
export async function evaluate(
  evaluator: Evaluator,
  subject: { readonly repository: RepositoryName & { readonly id: number }; readonly number: number },
  notes: readonly Note[],
  stored: PullRecord | null,
): Promise<Evaluation | "absent"> {
  const { registries } = evaluator;
  const { repository, number } = subject;
  let reading = { commits: registries.wantsCommits(repository.id), inline: withNotes(stored, notes).inline };
  for (;;) {
    const registryRepo = registries.companionOf(repository.id);
    const registryTexts = registries.isNew(repository.id);
    const options = { ...reading, registryRepo, registryTexts };
    const read = await readPull(evaluator.client, repository, number, options);
    if (read === "absent") return "absent";
    const governing = await registries.governing(evaluator.client, read.registryHead, read.facts.readAt);
    const { before, published } = remembered(evaluator, read.facts, stored);
    const needed = {
      commits: governing.kind === "good" && !governing.index.registry.approval.contributorsCount,
      inline: withNotes(before, notes).inline,
    };
    // The first reading could not know that more is needed; the second one does.
    if ((needed.commits && !reading.commits) || (needed.inline && !reading.inline)) {
      reading = { commits: needed.commits || reading.commits, inline: needed.inline || reading.inline };
      continue;
    }
    return decided(evaluator, { ...read, governing, before, published }, notes);
  }
}

function withNotes(record: PullRecord | null, notes: readonly Note[]): PullRecord {
  return notes.reduce(noted, record ?? emptyRecord());
}

/** What the database and the status comment remember together; a comment that was tampered with says nothing (R26). */
function remembered(
  { bot, keys, log }: Evaluator,
  facts: PullFacts,
  stored: PullRecord | null,
): { readonly before: PullRecord; readonly published: PullRecord | null } {
  const status = ownStatus(facts, bot);
  const sealed = status && keys.length > 0 ? opened(status, facts, { bot, keys }) : { kind: "none" as const };
  if (sealed.kind === "tampered")
    log.warn(
      { repository: facts.repository.id, pull: facts.number },
      "the record in the status comment was tampered with",
    );
  const published = sealed.kind === "ok" ? sealed.record : null;
  const before = stored && published ? mergedRecords(stored, published) : (stored ?? published ?? emptyRecord());
  return { before, published };
}

/** A signed record says nothing either once somebody else edited its comment: it may be an older one, pasted back. */
function opened(status: Utterance, facts: PullFacts, { bot, keys }: Pick<Evaluator, "bot" | "keys">): Unsealed {
  return isTouched(status, bot) ? { kind: "tampered" } : unseal(status.body, recordContext(facts), keys);
}

interface Reading {
  readonly facts: PullFacts;
  readonly registryHead: RegistryHead;
  readonly governing: Governing;
  readonly before: PullRecord;
  readonly published: PullRecord | null;
}

async function decided(evaluator: Evaluator, reading: Reading, notes: readonly Note[]): Promise<Evaluation> {
  const { facts, governing, before, published, registryHead } = reading;
  const seen = observed(withNotes(before, notes), facts);
  const base = { facts, governing, before, published, registryHead };
  if (governing.kind !== "good") {
    const { path, faults } = governing.kind === "broken" ? governing : { path: "", faults: [] };
    return { ...base, index: null, record: seen, patterns: null, verdict: brokenRegistry(path, faults) };
  }
  const { index } = governing;
  const { record } = standingHolds(seen, wordsOf(facts, seen), facts, index, notes);
  const patterns = index.branchPatterns(facts.base.ref);
  const result = await verdictOf(evaluator, reading, index, record);
  return { ...base, index, record, patterns, verdict: result };
}

async function verdictOf(
  evaluator: Evaluator,
  reading: Reading,
  index: RegistryIndex,
  record: PullRecord,
): Promise<Verdict> {
  const { facts, governing } = reading;
  const words = wordsOf(facts, record);
  const comparisons = comparisonsNeeded(facts, index, record, words);
  const [diffs, proposal] = await Promise.all([
    evaluator.diffs.read(evaluator.client, facts, comparisons),
    proposalOf(evaluator, reading, index),
  ]);
  const stale = governing.kind === "good" ? governing.stale : null;
  const result = verdict({ facts, index, record, diffs, proposal, staleRegistry: stale });
  const unread = governing.kind === "good" ? governing.unreadTeams : [];
  if (unread.length === 0) return result;
  // Who is in a team that cannot be read is unknown, and so is whether somebody in it asked for changes (R14).
  return { ...result, state: unknownVerdict(`the members of ${unread.join("; ")}`).state, quickest: [] };
}

/** The registry as it would stand after the merge, where the pull request touches its file. */
async function proposalOf(
  { client, registries }: Evaluator,
  { facts, registryHead }: Reading,
  index: RegistryIndex,
): Promise<Proposal | undefined> {
  const row = rowsOf(facts, index).find((one) => one.kind === "registry");
  if (!row) return undefined;
  const { repository, head, readAt } = facts;
  const proposed =
    (await readProposal(client, repository, "roles.yaml", head.sha)) ??
    (await readProposal(client, repository, ".github/roles.yaml", head.sha));
  if (!proposed) return { path: row.name, parsed: null, changes: [] };
  const after = proposed.parsed.registry
    ? await registries.joinedProposal(client, registryHead, proposed.parsed.registry, readAt)
    : null;
  return { ...proposed, changes: after ? registryChanges(index.registry, after) : [] };
}
