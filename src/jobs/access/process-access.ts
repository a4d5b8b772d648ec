/**
 * Compares access on GitHub with what a registry says, and lists the differences in one quiet issue. After an incomplete reading, or by
 * a registry that is not the one on the default branch, nothing is told as a fact and nothing is written (R67).
 */

import { saveAccessChange } from "../../database/access-changes.ts";
import { grantsOf } from "../../database/access-grants.ts";
import { saveWhole } from "../../database/readings.ts";
import { readAccessWorld } from "../../github/read/access-world.ts";
import type { Governing } from "../../github/read/governing-registry.ts";
import { readRegistryBlobs } from "../../github/read/registry-head.ts";
import type { QuietIssue } from "../../github/write/quiet-issue.ts";
import type { RepositoryRef } from "../../model/job.ts";
import type { ShownAccess } from "../../model/page-data.ts";
import { toldDigest } from "../../model/quiet-seal.ts";
import { ACCESS_TITLE, accessIssue } from "../../registry/access/access-issue.ts";
import type { AccessMemory, AccessWorld } from "../../registry/access/access-world.ts";
import { type AccessClaims, accessClaims } from "../../registry/access/claims.ts";
import type { AccessFindings } from "../../registry/access/difference.ts";
import { accessDifferences } from "../../registry/access/differences.ts";
import { seenWith } from "../../registry/access/granted.ts";
import { grantPlan } from "../../registry/access/plan.ts";
import { seenAfter } from "../../registry/access/seen.ts";
import { pendingWords, told, unreadWords } from "../../registry/access/told.ts";
import { NOTHING_TO_COMPARE, unreadIssue } from "../../registry/access/unread-issue.ts";
import type { Registry } from "../../registry/registry-types.ts";
import { DAY_MS } from "../../shared/duration.ts";
import type { Instant } from "../../shared/names.ts";
import type { JobParts } from "../job-parts.ts";
import { LateReading } from "../patience.ts";
import {
  endLook,
  type LookHome,
  type LookReading,
  leaveLook,
  lookAgain,
  lookAudit,
  quietIssueOf,
  SOON_MS,
} from "../quiet-look.ts";
import type { Work } from "../read-notes.ts";
import { textsOf } from "../reading-watch.ts";
import { ACCESS } from "../reading-watches.ts";
import { joinedMemory, keptMemory, memoryFrom, sealedMemory } from "./access-memory.ts";
import { governedRepositories, watchedRepositories } from "./governed-repositories.ts";
import { grantedEarlier, grantingOf, grantStep } from "./grant-step.ts";
import { unshownChanges, unshownGrants } from "./late-world.ts";
import { storedMemory } from "./stored-memory.ts";

/** A flood of events must not use up an installation's requests: readings for a registry within an hour. */
const MAX_READINGS = 120;
const MAX_LOGGED = 10;

export async function processAccess(parts: JobParts, named: RepositoryRef, work: Work): Promise<void> {
  const { client, registries } = parts;
  const blobs = await readRegistryBlobs(client, named);
  if (blobs === null || blobs.repository.archived) return;
  const { owner, name, id } = blobs.repository;
  const readAt = blobs.readAt ?? Date.now();
  await keepNews(parts, work, readAt);
  const governing = await registries.governing(client, { own: blobs, organisation: null }, readAt);
  const registry = governing.kind === "good" ? governing.index.registry : null;
  const { installationId } = work;
  const repository = { owner, name, id };
  const texts = registry === null ? "" : textsOf(registry);
  const reading: LookReading = { repository, installationId, subject: ACCESS, texts };
  const home: LookHome = { reading, blobs, work, readAt };
  const why = whyUnsure(governing);
  if (why.length > 0) return await unsure(parts, home, why, SOON_MS);
  if (registry?.access === undefined || governing.kind !== "good" || governing.extended !== undefined)
    return await endLook(parts, home, ({ seal }) => {
      return { title: ACCESS_TITLE, body: NOTHING_TO_COMPARE, told: [], memory: seal?.memory ?? null };
    });
  const delivery = work.deliveries.at(-1)?.id ?? "";
  if (!parts.budgets.readings.take({ login: name, id, type: "Other" }, delivery, readAt, MAX_READINGS))
    return await lookAgain(parts, home.reading, SOON_MS);
  await hold(parts, home, registry);
}

/** Must be kept whatever becomes of this look: nobody tells it again. */
async function keepNews({ db }: JobParts, { notes, deliveries }: Work, now: Instant): Promise<void> {
  const last = deliveries.at(-1)?.receivedAt ?? now;
  for (const note of notes) {
    if (note.kind !== "access" || note.change === null) continue;
    const { owner, change, heard = last } = note;
    await saveAccessChange(db, { owner, change, heard, now });
  }
}

/** Sentences; empty: it is the registry of the default branch, and all people whom it names through teams are known. */
function whyUnsure(governing: Governing): readonly string[] {
  switch (governing.kind) {
    case "none":
      return [];
    case "broken":
      return [`${governing.path} has faults, and no good version of it is known.`];
    case "good": {
      const { stale, unreadTeams } = governing;
      if (stale !== null) return [`${stale.path} has faults, so what it says of access is not known.`];
      return unreadTeams.map((team) => `Who is in a team that the registry names is not known: ${team}.`);
    }
  }
}

async function hold(parts: JobParts, home: LookHome, registry: Registry): Promise<void> {
  const { client, registries } = parts;
  const says = registry.access?.repositories ?? null;
  const { repositories, own } =
    says === null ? { repositories: [], own: new Map() } : await governedRepositories(parts, registry, home.blobs);
  const { known: members } = await registries.membersOf(client, registry.teams);
  const claims = accessClaims(registry, { members, own });
  if (claims === null) return;
  const watched = says === null ? { watched: watchedRepositories(registries, registry, home.blobs) } : {};
  const world = await readAccessWorld(client, claims, repositories, watched);
  const issue = await quietIssueOf(parts, home.reading);
  const granted = grantedEarlier(await grantsOf(parts.db, claims.owner));
  // The database may have been lost: then the issue's line has it.
  const memory = joinedMemory(await storedMemory(parts.db, home.reading.repository), memoryFrom(issue.seal?.memory));
  const late = [...unshownChanges(world, memory.changes), ...unshownGrants(world, granted, memory.changes)];
  const wait = parts.patience.waitFor(home.work, late);
  if (wait !== null) throw new LateReading(wait, late);
  const findings = accessDifferences(claims, world, memory);
  if (findings.unread.length === 0) await tell(parts, home, { claims, world, memory, findings, issue });
  else await notWhole(parts, home, { findings, memory, issue });
}

interface Held {
  readonly claims: AccessClaims;
  readonly world: AccessWorld;
  readonly memory: AccessMemory;
  readonly findings: AccessFindings;
  readonly issue: QuietIssue;
}

/** How many differences are kept for the page. */
const MAX_SHOWN = 1_000;

async function tell(parts: JobParts, home: LookHome, held: Held): Promise<void> {
  const { claims, world, memory, issue } = held;
  const { readAt } = world;
  const granting = grantingOf(claims, parts);
  const plan = grantPlan(held.findings, { mode: granting === "rung" ? "grant" : "watch" });
  home.work.signal.throwIfAborted();
  const { signal } = home.work;
  const audit = lookAudit(home, { teams: held.claims.teams, world: held.world });
  const step = await grantStep(parts, { claims, findings: held.findings, plan, audit, readAt, signal });
  const { findings, troubles } = step;
  const { differences } = findings;
  const seen = seenAfter(claims, world, { memory, findings: held.findings }) ?? memory.seen;
  const next = { ...memory, seen: seenWith(seen, step.granted) };
  const sealed = sealedMemory(next, differences, issue.seal?.memory);
  const body = accessIssue({ claims, findings, plan, readAt, granting, troubles });
  // One that was closed since nothing differed is not edited for a new date.
  const rests = differences.length === 0 && issue.seal?.open === false && sealed === issue.seal.memory;
  home.work.signal.throwIfAborted();
  const outcome = await issue.keep({
    title: ACCESS_TITLE,
    body: rests ? (issue.body ?? body) : body,
    told: differences.map(({ key }) => toldDigest(key)),
    memory: sealed,
  });
  if (outcome.kind === "cannot")
    parts.log.warn({ why: outcome.why }, "what differs in access is told on the page alone");
  const entries = differences.slice(0, MAX_SHOWN).map((difference) => told(difference, { claims, plan, troubles }));
  const shown: ShownAccess = {
    differences: entries.map(({ what, ways }) => ({ whatMarkdown: what, waysMarkdown: ways })),
    count: differences.length,
    pending: findings.pending.slice(0, MAX_SHOWN).map(pendingWords),
    issue: outcome.kind === "kept" ? outcome.number : null,
    trouble: outcome.kind === "cannot" ? outcome.why : null,
  };
  await saveWhole(parts.db, home.reading, { wholeAt: readAt, memory: keptMemory(next), shown });
  await lookAgain(parts, home.reading, step.againMs ?? DAY_MS);
  if (step.stopped !== null) throw step.stopped;
}

async function notWhole(
  parts: JobParts,
  home: LookHome,
  { findings, memory, issue }: Pick<Held, "findings" | "memory" | "issue">,
): Promise<void> {
  const sentences = (unread: AccessFindings["unread"]) => unread.map((part) => `${unreadWords(part)}.`);
  const forbidden = findings.unread.filter((one) => one.why === "forbidden");
  home.work.signal.throwIfAborted();
  if (forbidden.length > 0) await sayForbidden(issue, memory, sentences(forbidden));
  const lasts = forbidden.length === findings.unread.length;
  await unsure(parts, home, sentences(findings.unread), lasts ? DAY_MS : SOON_MS);
}

/** Somebody has to give the app what it lacks; the issue's previous text stays below. */
async function sayForbidden(issue: QuietIssue, memory: AccessMemory, why: readonly string[]): Promise<void> {
  const unread = toldDigest("unread");
  const told = issue.seal?.told.filter((one) => one !== unread) ?? [];
  await issue.keep({
    title: ACCESS_TITLE,
    body: unreadIssue(issue.body ?? "", why),
    told: [unread, ...told],
    memory: issue.seal?.memory ?? keptMemory(memory),
  });
}

/** The previous text stays as it is. */
async function unsure(parts: JobParts, home: LookHome, why: readonly string[], inMs: number): Promise<void> {
  parts.log.warn({ why: why.slice(0, MAX_LOGGED) }, "who has access could not be read in full; nothing of it is told");
  await leaveLook(parts, home, { why, againMs: inMs });
}
