/**
 * Finds out who meets the measurable criteria of their next role, and tells the maintainers in one quiet issue. By a registry that is
 * not the one on the default branch, nothing is told and nothing is written.
 */

import { saveQuiet } from "../../database/growth-quiets.ts";
import { findReading, saveWhole } from "../../database/readings.ts";
import { GitHubError } from "../../github/client/errors.ts";
import { readActivePeople } from "../../github/read/active-people.ts";
import { findQuiets } from "../../github/read/find-quiets.ts";
import type { Governing } from "../../github/read/governing-registry.ts";
import { measureStep } from "../../github/read/measure-step.ts";
import { lonelyElsewhere, Unparsed } from "../../github/read/parse-elsewhere.ts";
import { readContent } from "../../github/read/registry-files.ts";
import type { RepositoryRef } from "../../model/job.ts";
import { toldDigest } from "../../model/quiet-seal.ts";
import {
  GROWTH_TITLE,
  growthIssue,
  NOBODY_IS_TOLD_OF,
  type ReadyStep,
  readyStep,
} from "../../promotions/growth/growth-issue.ts";
import { growthRoles } from "../../promotions/growth/growth-roles.ts";
import { nextSteps } from "../../promotions/growth/next-steps.ts";
import { quietSince } from "../../promotions/growth/quiet.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import { DAY_MS, milliseconds } from "../../shared/duration.ts";
import { fullName, type Instant } from "../../shared/names.ts";
import type { JobParts } from "../job-parts.ts";
import {
  endLook,
  type LookHome,
  leaveLook,
  lookAgain,
  lookHome,
  quietIssueOf,
  SOON_MS,
  whyUnsure,
} from "../quiet-look.ts";
import type { Work } from "../read-notes.ts";
import { GROWTH } from "../reading-watches.ts";
import {
  begunLook,
  type GrowthMemory,
  growthMemoryFrom,
  nextLookAt,
  standingLook,
  stillReady,
} from "./growth-memory.ts";
import { sealedMemory, standingQuiets, standingTold, withoutQuiet } from "./quiet-memory.ts";
import { withoutOpen } from "./without-open.ts";

/** People are measured in parts, so that nothing else has to wait. */
const NEXT_PART_MS = 30_000;
const MAX_AT_ONCE = 10;
/** People with a merge since then are considered, or since the last look if that is longer ago. */
const LATELY_MS = 90 * DAY_MS;

type Good = Extract<Governing, { readonly kind: "good" }>;

export async function processGrowth(parts: JobParts, named: RepositoryRef, work: Work): Promise<void> {
  const found = await lookHome(parts, { named, subject: GROWTH, work });
  if (found === null) return;
  const { home, governing } = found;
  const why = whyUnsure(governing);
  if (why !== null) return await unsure(parts, home, { why, againMs: SOON_MS });
  if (governing.kind !== "good" || governing.extended !== undefined || governing.index.registry.growth === undefined)
    return await endLook(parts, home, () => {
      return { title: GROWTH_TITLE, body: NOBODY_IS_TOLD_OF, told: [], memory: null };
    });
  // Whoever is in a team that was not read may hold the role already.
  if (governing.unreadTeams.length > 0)
    return await unsure(parts, home, { why: "The members of a team could not be read.", againMs: DAY_MS });
  try {
    await looked(parts, home, governing);
  } catch (error) {
    if (!(error instanceof Unparsed)) throw error;
    await unsure(parts, home, { why: `${error.message}.`, againMs: DAY_MS });
  }
}

async function looked(parts: JobParts, home: LookHome, { index }: Good): Promise<void> {
  const { reading, readAt } = home;
  const { owner, id } = reading.repository;
  const stored = await findReading(parts.db, { repositoryId: id, subject: GROWTH });
  const kept = growthMemoryFrom(stored?.memory);
  await recallQuiets(parts, home, { owner, lookedAt: kept === null ? null : (stored?.wholeAt ?? null) });
  const standing = standingLook(kept, index.registry, readAt);
  const begun = standing ?? begunLook(index, await readActivePeople(parts.client, owner, sinceOf(index, readAt)));
  const { memory, failure } = await measuredPart(parts, home, { index, memory: begun });
  await saveWhole(parts.db, reading, { wholeAt: readAt, memory, shown: {} });
  if (failure !== null) throw failure;
  if (memory.left.length > 0) return await lookAgain(parts, home.reading, NEXT_PART_MS);
  await tell(parts, home, { index, memory });
  await lookAgain(parts, home.reading, Math.max(0, Math.min(DAY_MS, nextLookAt(memory, index.registry) - readAt)));
}

/** A look is made each day: a database that does not know of one was lost, or is an older copy, or its bot was down. */
const MAX_SILENCE_MS = 2 * DAY_MS;

/** What the database may have forgotten of what people said: Rung's own answers hold it, sealed. */
async function recallQuiets(
  { client, db, bot, keys }: JobParts,
  { readAt }: LookHome,
  { owner, lookedAt }: { readonly owner: string; readonly lookedAt: Instant | null },
): Promise<void> {
  if (lookedAt !== null && readAt - lookedAt <= MAX_SILENCE_MS) return;
  const since = quietSince(readAt);
  for (const one of await findQuiets(client, { owner, since, botLogin: bot.login, keys }))
    await saveQuiet(db, owner, one);
}

function sinceOf({ registry }: RegistryIndex, now: Instant): Instant {
  return now - Math.max(LATELY_MS, milliseconds(registry.growth?.every ?? "1mo"));
}

async function webUrlOf(
  { client, webUrl }: Pick<JobParts, "client" | "webUrl">,
  { index, repository }: { readonly index: RegistryIndex; readonly repository: RepositoryRef },
): Promise<string> {
  const content = await readContent(client, repository, index.registry.sources.at(-1)?.path ?? "");
  return content?.webUrl ?? webUrl;
}

interface Part {
  readonly index: RegistryIndex;
  readonly memory: GrowthMemory;
}

/** `failure`: GitHub fails as a whole; what was measured is kept, and the rest is tried again. */
async function measuredPart(
  parts: JobParts,
  { reading, work }: LookHome,
  { index, memory }: Part,
): Promise<{ readonly memory: GrowthMemory; readonly failure: GitHubError | null }> {
  const { owner } = reading.repository;
  const { registry } = index;
  const roles = growthRoles(registry, registry.growth ?? { roles: null });
  const scope = { index, owner, now: memory.at, publicOnly: true };
  if (memory.left.length === 0) return { memory, failure: null };
  const webUrl = await webUrlOf(parts, { index, repository: reading.repository });
  let found = memory;
  for (const person of memory.left.slice(0, MAX_AT_ONCE)) {
    work.signal.throwIfAborted();
    const ready: ReadyStep[] = [];
    let isOpen = false;
    const names = new Map<number, string>();
    try {
      for (const step of nextSteps(person, index, roles)) {
        const standing = await measureStep(parts.client, step, scope, names);
        if (standing.meets === true) ready.push(readyStep(step, standing, webUrl));
        isOpen ||= standing.meets === null;
      }
    } catch (error) {
      if (!(error instanceof GitHubError)) throw error;
      return { memory: found, failure: error };
    }
    const steps = ready.map(({ role, areas, lines }) => ({ role, areas: [...areas], lines: [...lines] }));
    found = {
      ...found,
      left: found.left.slice(1),
      ready: steps.length === 0 ? found.ready : [...found.ready, { person, steps }],
      unknown: isOpen ? [...found.unknown, person] : found.unknown,
    };
  }
  return { memory: found, failure: null };
}

async function tell(parts: JobParts, home: LookHome, { index, memory }: Part): Promise<void> {
  const { repository } = home.reading;
  const issue = await quietIssueOf(parts, home.reading);
  const sealed = issue.seal?.memory;
  const quiets = await standingQuiets(parts, repository.owner, { sealed, now: home.readAt });
  const spoken = await standingTold(parts, repository.owner, sealed);
  const ready = withoutQuiet(stillReady(memory, index), quiets);
  const source = index.registry.sources.at(-1);
  const { title, body, told } = growthIssue({
    ready: await withoutOpen(parts.db, { owner: repository.owner, registry: index.registry }, ready),
    areas: source === undefined ? [] : await lonelyElsewhere(index, source),
    unknown: memory.unknown.length,
    truncated: memory.truncated,
    owner: repository.owner,
    registry: fullName(repository),
    now: memory.at,
    next: nextLookAt(memory, index.registry),
  });
  home.work.signal.throwIfAborted();
  const outcome = await issue.keep({ title, body, told: told.map(toldDigest), memory: sealedMemory(quiets, spoken) });
  if (outcome.kind === "cannot")
    parts.log.warn({ why: outcome.why }, "who may be ready for the next role is told nowhere");
}

async function unsure(
  parts: JobParts,
  home: LookHome,
  { why, againMs }: { readonly why: string; readonly againMs: number },
): Promise<void> {
  parts.log.warn({ why }, "who may be ready for the next role is not looked at");
  await leaveLook(parts, home, { why: [why], againMs });
}
