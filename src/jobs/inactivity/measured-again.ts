/**
 * Whether somebody who is asked was seen in the meantime: by what deliveries told, and by GitHub's search where something depends on it.
 */

import { findReading } from "../../database/readings.ts";
import { sightingsOf } from "../../database/sightings.ts";
import { GitHubError } from "../../github/client/errors.ts";
import { measure } from "../../github/read/measure.ts";
import { lookedAgainElsewhere, Unparsed } from "../../github/read/parse-elsewhere.ts";
import { readContent } from "../../github/read/registry-files.ts";
import type { RepositoryRef } from "../../model/job.ts";
import type { AskedLook } from "../../promotions/inactivity/asked-look.ts";
import type { Again } from "../../promotions/inactivity/look-again.ts";
import type { OpenProposal } from "../../promotions/inactivity/proposal.ts";
import type { ProposalRecord } from "../../promotions/inactivity/proposal-record.ts";
import { noticeEnd, type ProposalFacts, reminderAt } from "../../promotions/inactivity/proposal-state.ts";
import { sightScope } from "../../promotions/inactivity/sight-scope.ts";
import { isAnsweredBy, measuresOfPerson, watchedPeople } from "../../promotions/inactivity/watched-people.ts";
import { measurePlan } from "../../promotions/measure/plan.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import { DAY_MS } from "../../shared/duration.ts";
import { fullName, type Instant } from "../../shared/names.ts";
import { samePerson } from "../../shared/people.ts";
import { byPerson } from "../../shared/person-sets.ts";
import type { Evaluation } from "../evaluation.ts";
import type { JobParts } from "../job-parts.ts";
import type { Work } from "../read-notes.ts";
import { INACTIVITY } from "../reading-watches.ts";
import { lookMemoryFrom, measuredOf } from "./look-memory.ts";
import { proposalIn } from "./notice.ts";
import { readProposals } from "./proposals.ts";
import { announcedAbsences, askedText, nameOf } from "./sights.ts";

/** An open proposal, and what governs it. */
export interface ProposalContext {
  readonly parts: JobParts;
  readonly own: Evaluation;
  readonly index: RegistryIndex;
  readonly work: Work;
  readonly record: ProposalRecord;
}

/** `null`: it is no proposal, or no registry says what to do about it. */
export function proposalContext(parts: JobParts, own: Evaluation, work: Work): ProposalContext | null {
  const { facts, governing, index } = own;
  const record = proposalIn(facts, parts)?.record ?? null;
  if (record === null || index === null || governing.kind !== "good" || governing.stale !== null) return null;
  return { parts, own, index, work, record };
}

export function timingOf({ own: { facts }, record }: ProposalContext, again: Again | null): ProposalFacts {
  return {
    openedAt: facts.createdAt,
    notice: record.notice,
    agreedAt: record.agreed?.at ?? null,
    isReminded: record.reminded,
    again,
    now: facts.readAt,
  };
}

/** Cause of the look at what is proposed once more than half of a role was not seen. */
export const QUIET_CAUSE = "inactivity.quiet";

/** By what deliveries told, until something depends on it; then GitHub is searched. */
export async function measureAgainIfDue(context: ProposalContext, timing: ProposalFacts): Promise<Again | null> {
  const { parts, own, index, record, work } = context;
  const { owner } = own.facts.repository;
  const { now } = timing;
  const reminder = timing.isReminded ? null : reminderAt(timing);
  const isQuiet = work.deliveries.some(({ cause }) => cause === QUIET_CAUSE);
  const isOver = timing.agreedAt !== null || noticeEnd(timing) <= now || (reminder !== null && reminder <= now);
  if (isOver || isQuiet) return await measureAgain(context);
  const mine = watchedPeople(index.registry).find((person) => samePerson(person, record.person));
  if (mine === undefined) return { kind: "gone" };
  const seen = byPerson((await sightingsOf(parts.db, owner)).map((one) => [one.person, one])).get(mine);
  if (seen === undefined || !isAnsweredBy(mine, seen.at, now)) return null;
  return { kind: "seen", last: { at: seen.at, url: seen.url, item: null } };
}

/** If GitHub fails as a whole, the result is unknown. */
async function measureAgain(context: ProposalContext): Promise<Again> {
  try {
    return await measuredNow(context);
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    context.parts.log.warn({ err: error }, "whether somebody was seen could not be asked; it is tried again");
    return { kind: "unknown", why: "GitHub did not answer" };
  }
}

/** Rejects where GitHub fails as a whole. */
export async function measuredNow(context: ProposalContext): Promise<Again> {
  const { parts, own, index, record } = context;
  const { repository, number, createdAt: openedAt, readAt: now, description } = own.facts;
  const { registry } = index;
  const content = await readContent(parts.client, repository, registry.sources.at(-1)?.path ?? "");
  if (content === null) return { kind: "unknown", why: "the registry is not to be seen" };
  const { open, past, leaving, talk } = await readProposals(parts, repository, now);
  const proposal: OpenProposal = { ...record, openedAt, number, url: description.url };
  const text = askedText(content.text, registry);
  if (text === null) return { kind: "unknown", why: "the registry is not to be seen" };
  const { owner } = repository;
  const sights = await sightsNow(context, talk);
  const away = await announcedAbsences(parts, owner);
  const asked = { registry, owner, sights, away, open, past, leaving, now, isFirst: false };
  try {
    return await lookedAgainElsewhere(text, asked, proposal);
  } catch (error) {
    if (!(error instanceof Unparsed)) throw error;
    return { kind: "unknown", why: error.message };
  }
}

/** By search for the person, by deliveries for the others, with the last look if it was today. */
async function sightsNow(
  { parts, own, index, record }: ProposalContext,
  talk: readonly { readonly repository: string; readonly number: number }[],
): Promise<AskedLook["sights"]> {
  const { repository, number, readAt: now } = own.facts;
  const { owner } = repository;
  const told = byPerson((await sightingsOf(parts.db, owner)).map(({ person, at, url }) => [person, { at, url }]));
  const people = watchedPeople(index.registry);
  const mine = people.find((person) => samePerson(person, record.person));
  const scope = sightScope(index, { owner, now, talk: [...talk, { repository: fullName(repository), number }] });
  // Their own word stands, whatever a search finds.
  const measured =
    mine !== undefined && record.agreed === null
      ? await measure(parts.client, measurePlan(measuresOfPerson(mine, owner), mine, scope))
      : new Map();
  const look = await lookOfToday(parts, repository, now);
  return people.map((person) => [
    nameOf(person),
    {
      delivered: told.get(person) ?? null,
      measured: person === mine ? measured : look === null ? new Map() : measuredOf(look, person),
    },
  ]);
}

async function lookOfToday({ db }: JobParts, { id }: RepositoryRef, now: Instant) {
  const stored = await findReading(db, { repositoryId: id, subject: INACTIVITY });
  const look = lookMemoryFrom(stored?.memory);
  return look !== null && now - look.at < DAY_MS ? look : null;
}
