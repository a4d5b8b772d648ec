/** Jobs that enqueue others: for everything open that a registry governs, or that an installation covers. */

import { openQuestions, type QuestionsAsked } from "../database/open-questions.ts";
import { openNumbers, openPulls } from "../database/pulls.ts";
import { mayNameTeams } from "../database/registries.ts";
import { readInstallationRepositories, readOpenPulls } from "../github/read/listings.ts";
import { readPromoting } from "../github/read/promoting.ts";
import { type RegistryBlobs, readRegistryBlobs } from "../github/read/registry-head.ts";
import type { MembershipTold } from "../github/read/teams.ts";
import { DEMANDED_MS } from "../github/read/told-notes.ts";
import type { Unshown } from "../github/read/unshown.ts";
import type { Job, JobSubject, RepositoryRef } from "../model/job.ts";
import { DECISION_MARKER } from "../promotions/decisions/decision-marker.ts";
import { NOMINATION_MARKER } from "../promotions/record-marker.ts";
import { passAccessNews } from "./access/access-news.ts";
import { type OpenPulls, sendFirstLooks } from "./first-look.ts";
import type { JobParts } from "./job-parts.ts";
import { LateReading } from "./patience.ts";
import { RULES_CAUSE } from "./promotions/again.ts";
import { type Listed, noteElsewhere } from "./publishing/send.ts";
import type { Work } from "./read-notes.ts";
import { FIRST_REGISTRY_CAUSE } from "./registry-watch.ts";
import { wakeReturned } from "./returned.ts";
import { unlessUnlisted } from "./unlisted.ts";

/** The registry's file may have changed: its blobs are read with each pull request, so sending those is all it takes (R5). */
export async function processRegistry(parts: JobParts, repository: RepositoryRef, work: Work): Promise<void> {
  await parts.registries.forgetTeams(repository.owner);
  await wakeReturned(parts, [repository], work);
  // Noted first, so that the jobs sent here do not take it for news.
  const blobs = await readRegistryBlobs(parts.client, repository);
  const late = unshownPush(work, blobs);
  const wait = parts.patience.waitFor(work, late);
  if (wait !== null) throw new LateReading(wait, late);
  const isNoted = blobs?.readAt !== undefined && (await parts.watch?.note(blobs, blobs.readAt)) === true;
  const isFirst = isNoted || work.deliveries.some(({ cause }) => cause === FIRST_REGISTRY_CAUSE);
  const everywhere = parts.registries.governsOthers(repository);
  await sendOpenPulls(parts, everywhere ? [] : [repository], work, { cause: "registry", isFirst });
  await sendQuestions(parts, everywhere ? { owner: repository.owner } : { repositoryId: repository.id }, {
    repository,
    work,
  });
}

/**
 * People who lost a role no longer have a part in open questions, and the others may be enough: so they are looked at right away.
 * Finding them costs no request.
 */
async function sendQuestions(
  { db, enqueue }: JobParts,
  asked: QuestionsAsked,
  { repository: named, work }: { readonly repository: RepositoryRef; readonly work: Work },
): Promise<void> {
  const { installationId } = work;
  const jobs = (await openQuestions(db, asked)).map(({ repository, number }): Job => {
    // It may have another name by now.
    const at = repository.id === named.id ? named : repository;
    return { installationId, subject: { kind: "issue", repository: at, number }, cause: RULES_CAUSE, notes: [] };
  });
  if (jobs.length > 0) await enqueue(jobs);
}

/** Why the reading does not show what a push told about the branch: lists would follow the registry as it was before (R37). */
function unshownPush({ notes }: Work, blobs: RegistryBlobs | null): readonly Unshown[] {
  const pushes = notes.flatMap((note) => (note.kind === "base" && note.sha !== undefined ? [note] : []));
  const newest = pushes.at(-1);
  const { commit, readAt = 0 } = blobs ?? {};
  if (newest?.sha === undefined || !commit || pushes.some(({ sha }) => sha === commit)) return [];
  // What came long after its time was pushed over by others since.
  if (readAt - newest.at > DEMANDED_MS) return [];
  return [{ key: `commit ${newest.sha}`, what: `the commit ${newest.sha.slice(0, 7)}`, otherChange: true }];
}

/** Only those that Rung knows: others have no green check of its own. */
export async function processBase(
  { db, enqueue }: JobParts,
  { repository, ref }: Extract<JobSubject, { kind: "base" }>,
  { installationId, notes }: Work,
): Promise<void> {
  const into = (await openPulls(db, repository.id)).filter(({ baseRef }) => baseRef === ref);
  const jobs = into.map(({ number }): Job => {
    return { installationId, subject: { kind: "pull", repository, number }, cause: "base", notes };
  });
  if (jobs.length > 0) await enqueue(jobs);
}

/** Events after which Rung is somewhere for the first time. */
const INSTALLED: ReadonlySet<string> = new Set(["installation.created", "installation_repositories.added"]);

/** `repositories` empty: all that the installation covers (R31). */
export async function processSweep(parts: JobParts, repositories: readonly RepositoryRef[], work: Work): Promise<void> {
  // A team's own event comes as a sweep.
  const isForNobody = await concernsNobody(parts, work);
  if (!isForNobody) await membersShown(parts, work);
  await passAccessNews(parts, work);
  if (isForNobody) return;
  parts.repositoryNotes.forget();
  await wakeReturned(parts, repositories, work);
  const all = repositories.length > 0 ? repositories : await readInstallationRepositories(parts.client);
  // Whatever the cause, a sweep looks at everything anew.
  for (const owner of new Set(all.map((one) => one.owner))) await parts.registries.forgetTeams(owner);
  const isFirst = work.deliveries.some(({ cause }) => INSTALLED.has(cause));
  await sendOpenPulls(parts, all, work, { cause: "sweep", isFirst });
  await sendPromotions(parts, all, work);
}

/** Events that only change the members of teams. */
const ABOUT_MEMBERS = /^(?:team|membership|organization)\./;

/**
 * Whether teams alone have changed, where no registry names any: a large organisation's teams change all day, and to look at everything
 * there is costs thousands of requests.
 */
async function concernsNobody({ db }: JobParts, { deliveries, notes }: Work): Promise<boolean> {
  const owners = notes.flatMap((note) => (note.kind === "access" ? [note.owner] : []));
  const isAboutMembers = deliveries.length > 0 && deliveries.every(({ cause }) => ABOUT_MEMBERS.test(cause));
  if (!isAboutMembers || owners.length === 0) return false;
  for (const owner of new Set(owners)) if (await mayNameTeams(db, owner)) return false;
  return true;
}

/** Throws until GitHub shows who came into a team or left it, as far as events told: all that is open is judged by its members next (R37). */
async function membersShown(parts: JobParts, work: Work): Promise<void> {
  const told = [...membershipsTold(work).values()];
  if (told.length === 0) return;
  for (const owner of new Set(told.map(({ organisation }) => organisation))) await parts.registries.forgetTeams(owner);
  const late = await parts.registries.unshownMembers(parts.client, told);
  const wait = parts.patience.waitFor(work, late);
  if (wait !== null) throw new LateReading(wait, late);
}

/** The last of each person and team. */
function membershipsTold({ notes }: Work): ReadonlyMap<string, MembershipTold> {
  return new Map(
    notes.flatMap((note) => {
      if (note.kind !== "access" || note.change === null) return [];
      const { what, where, person } = note.change;
      const team = where.kind === "team" ? where.team : null;
      const isOfTeams = team === null ? where.kind === "organisation" && what === "removed" : true;
      const told = { organisation: note.owner, team, person: person.id, isIn: what === "added" };
      return isOfTeams ? [[`${note.owner}/${team ?? ""} ${person.id}`, told] as const] : [];
    }),
  );
}

/** Windows of promotions end although nothing happens on their subjects. */
async function sendPromotions(parts: JobParts, repositories: readonly RepositoryRef[], work: Work): Promise<void> {
  const { client, bot, enqueue, log } = parts;
  for (const repository of repositories) {
    work.signal.throwIfAborted();
    const markers = [NOMINATION_MARKER, DECISION_MARKER];
    const subjects = await unlessUnlisted(log, repository, [], () =>
      readPromoting(client, repository, { markers, botLogin: bot.login }),
    );
    const { installationId } = work;
    if (subjects.length > 0)
      await enqueue(subjects.map((subject): Job => ({ installationId, subject, cause: "sweep", notes: [] })));
  }
}

/** One repository after the other: a large installation's listing must not crowd out its reviews. */
async function sendOpenPulls(
  parts: JobParts,
  named: readonly RepositoryRef[],
  work: Work,
  { cause, isFirst }: { readonly cause: string; readonly isFirst: boolean },
): Promise<void> {
  const repositories = named.length > 0 ? named : await readInstallationRepositories(parts.client);
  const { db, enqueue } = parts;
  const { installationId } = work;
  const first: OpenPulls[] = [];
  const listed: Listed[] = [];
  try {
    for (const repository of repositories) {
      work.signal.throwIfAborted();
      const companion = parts.registries.companionOf(repository.id);
      const open = await unlessUnlisted(parts.log, repository, null, () =>
        readOpenPulls(parts.client, repository, companion),
      );
      if (!open) continue;
      // Closed without anybody having heard of it: its check is still to be taken (R38).
      const remembered = await openNumbers(db, open.repository.id);
      const numbers = [...new Set([...open.pulls.map(({ number }) => number), ...remembered])];
      const jobs: readonly Job[] = numbers.map((number) => ({
        installationId,
        subject: { kind: "pull", repository: open.repository, number },
        cause,
        notes: [],
      }));
      if (isFirst) first.push({ repository: open.repository, numbers });
      else if (jobs.length > 0) await enqueue(jobs);
      const governing = await parts.repositoryNotes.listed(parts.client, open.registryHead, open.readAt, cause);
      if (governing !== null) listed.push({ repository: open.repository, governing });
    }
  } finally {
    // A repository that cannot be listed keeps none before it waiting.
    await sendFirstLooks({ enqueue, db, installationId }, first);
  }
  if (named.length === 0) await noteElsewhere(parts, listed);
}
