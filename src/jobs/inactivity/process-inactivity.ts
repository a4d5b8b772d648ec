/**
 * Finds out when the people of a registry were last seen, and lists those who were not in one quiet issue. By a registry that is not the
 * one on the default branch, nothing is told and nothing is written.
 */

import { findReading, saveWhole } from "../../database/readings.ts";
import { type Asked, lookedElsewhere, Unparsed } from "../../github/read/parse-elsewhere.ts";
import { readContent } from "../../github/read/registry-files.ts";
import type { QuietIssue } from "../../github/write/quiet-issue.ts";
import type { Job, RepositoryRef } from "../../model/job.ts";
import { toldDigest } from "../../model/quiet-seal.ts";
import type { Look } from "../../promotions/inactivity/look.ts";
import { lookIssue, NOBODY_IS_LOOKED_FOR } from "../../promotions/inactivity/look-issue.ts";
import { inactivityRules, LOOK_TITLE, looksAtInactivity } from "../../registry/inactivity/rules.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import { DAY_MS } from "../../shared/duration.ts";
import { fullName } from "../../shared/names.ts";
import type { JobParts } from "../job-parts.ts";
import {
  endLook,
  type LookHome,
  leaveLook,
  lookAgain,
  lookAudit,
  lookHome,
  quietIssueOf,
  SOON_MS,
  whyUnsure,
} from "../quiet-look.ts";
import type { Work } from "../read-notes.ts";
import { INACTIVITY } from "../reading-watches.ts";
import {
  currentLook,
  type LookMemory,
  laterLook,
  lookMemoryFrom,
  nextLookAt,
  sealedLook,
  withoutMeasured,
} from "./look-memory.ts";
import { QUIET_CAUSE } from "./measured-again.ts";
import { openProposals } from "./open-proposals.ts";
import { NO_PROPOSALS, type Proposals, readProposals } from "./proposals.ts";
import { announcedAbsences, askedText, readSights, searchPeople } from "./sights.ts";

/** People are searched for in parts, so that nothing else has to wait. */
const NEXT_PART_MS = 30_000;

export async function processInactivity(parts: JobParts, named: RepositoryRef, work: Work): Promise<void> {
  const found = await lookHome(parts, { named, subject: INACTIVITY, work });
  if (found === null) return;
  const { home, governing } = found;
  const why = whyUnsure(governing);
  if (why !== null) return await unsure(parts, home, why);
  if (governing.kind !== "good" || governing.extended !== undefined || !looksAtInactivity(governing.index.registry))
    return await endLook(parts, home, () => {
      return { title: LOOK_TITLE, body: NOBODY_IS_LOOKED_FOR, told: [], memory: null };
    });
  try {
    await looked(parts, home, governing.index);
  } catch (error) {
    if (!(error instanceof Unparsed)) throw error;
    await unsure(parts, home, `${error.message}.`);
  }
}

async function looked(parts: JobParts, home: LookHome, index: RegistryIndex): Promise<void> {
  const { repository } = home.reading;
  const { registry } = index;
  const { signal } = home.work;
  const issue = await quietIssueOf(parts, home.reading);
  const stored = await findReading(parts.db, { repositoryId: repository.id, subject: INACTIVITY });
  // The database may have been lost: then the issue's line has it.
  const before = laterLook(lookMemoryFrom(stored?.memory), lookMemoryFrom(issue.seal?.memory));
  const begun = currentLook(before, registry, home.readAt);
  const isProposing = inactivityRules(registry).mode === "propose";
  const proposals = isProposing ? await readProposals(parts, repository, home.readAt) : NO_PROPOSALS;
  const { talk } = proposals;
  const search = await searchPeople(parts, { owner: repository.owner, index, look: begun, talk, signal });
  await saveWhole(parts.db, home.reading, { wholeAt: home.readAt, memory: search.look, shown: {} });
  if (search.failure !== null) throw search.failure;
  if (!search.isWhole) return await lookAgain(parts, home.reading, NEXT_PART_MS);
  await tell(parts, home, { index, memory: search.look, issue, proposals });
  const untilNext = nextLookAt(search.look, registry) - home.readAt;
  await lookAgain(parts, home.reading, Math.max(0, Math.min(DAY_MS, untilNext)));
}

interface Held {
  readonly index: RegistryIndex;
  readonly memory: LookMemory;
  readonly issue: QuietIssue;
  readonly proposals: Proposals;
}

async function tell(parts: JobParts, home: LookHome, held: Held): Promise<void> {
  const { index, memory, issue, proposals } = held;
  const { repository } = home.reading;
  const { registry } = index;
  const path = registry.sources.at(-1)?.path ?? "";
  const content = await readContent(parts.client, repository, path);
  // Moved a moment ago: its push brings another look.
  const text = content === null ? null : askedText(content.text, registry);
  if (content === null || text === null) return;
  const { owner } = repository;
  const webUrl = content.webUrl ?? parts.webUrl;
  const first = await foundBy(parts, held, { owner, text });
  const found = await foundFresh(parts, home, held, { first, owner, text });
  await openProposals(parts, found.proposals, {
    repository: home.blobs.repository,
    registry,
    webUrl,
    foundAt: memory.at,
    now: home.readAt,
    audit: lookAudit(home, { texts: home.reading.texts }),
    signal: home.work.signal,
  });
  // What is proposed already is looked at again by the same measure.
  if (found.quietRoles.length > 0) await parts.enqueue(proposals.open.map(({ number }) => quietJob(home, number)));
  const { title, body, told } = lookIssue({
    look: found,
    owner,
    registry: fullName(repository),
    mode: inactivityRules(registry).mode,
    webUrl,
    now: memory.at,
    next: nextLookAt(memory, registry),
  });
  home.work.signal.throwIfAborted();
  const outcome = await issue.keep({ title, body, told: told.map(toldDigest), memory: sealedLook(memory) });
  if (outcome.kind === "cannot") parts.log.warn({ why: outcome.why }, "who was not seen lately is told nowhere");
}

function quietJob({ reading: { repository, installationId } }: LookHome, number: number): Job {
  return { installationId, subject: { kind: "pull", repository, number }, cause: QUIET_CAUSE, notes: [] };
}

interface Text {
  readonly owner: string;
  readonly text: Asked;
}

async function foundBy(parts: JobParts, { index, memory, proposals }: Held, { owner, text }: Text): Promise<Look> {
  const { registry } = index;
  const { open, past, leaving } = proposals;
  const { at: now, isFirst } = memory;
  const sights = await readSights(parts, owner, { registry, look: memory });
  const away = await announcedAbsences(parts, owner);
  return await lookedElsewhere(text, { registry, owner, sights, away, open, past, leaving, now, isFirst });
}

/** If a place becomes free long after the look, the person who would be proposed is searched for once more before. */
async function foundFresh(
  parts: JobParts,
  home: LookHome,
  held: Held,
  { first, ...text }: Text & { readonly first: Look },
): Promise<Look> {
  const { index, memory, proposals } = held;
  if (first.proposals.length === 0 || home.readAt - memory.at < DAY_MS) return first;
  const people = first.proposals.map(({ person }) => person);
  const { signal } = home.work;
  const asked = { owner: text.owner, index, look: withoutMeasured(memory, people), talk: proposals.talk, signal };
  const { look: again, isWhole, failure } = await searchPeople(parts, asked);
  if (failure !== null) throw failure;
  if (!isWhole) return { ...first, proposals: [] };
  return await foundBy(parts, { ...held, memory: again }, text);
}

async function unsure(parts: JobParts, home: LookHome, why: string): Promise<void> {
  parts.log.warn({ why }, "who was not seen lately is not looked at");
  await leaveLook(parts, home, { why: [why], againMs: SOON_MS });
}
