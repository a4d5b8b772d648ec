/**
 * Keeps an open proposal to move somebody: measures again whether they were seen before its notice is over and before it may be merged,
 * reminds once, takes the draft away when it is time, closes it when they were seen, and makes it anew where the registry moved below it.
 */
import { sightingsOf } from "../../database/sightings.ts";
import { GitHubError } from "../../github/client/errors.ts";
import { measure } from "../../github/read/measure.ts";
import { readContent } from "../../github/read/registry-files.ts";
import { apply } from "../../github/write/apply.ts";
import type { Effect, RegistryChangeEffect } from "../../model/effect.ts";
import { isOwn, replyMarker } from "../../model/own-comment.ts";
import { editOf } from "../../promotions/inactivity/joint-guards.ts";
import { type Again, lookAgain } from "../../promotions/inactivity/look-again.ts";
import type { OpenProposal } from "../../promotions/inactivity/proposal.ts";
import { type ProposalRecord, sealProposal } from "../../promotions/inactivity/proposal-record.ts";
import {
  nextDue,
  noticeEnd,
  type ProposalFacts,
  type ProposalState,
  proposalState,
  reminderAt,
} from "../../promotions/inactivity/proposal-state.ts";
import { endedText, reminderText } from "../../promotions/inactivity/proposal-text.ts";
import type { PersonSight } from "../../promotions/inactivity/sight.ts";
import { isAnsweredBy, measuresOfPerson, watchedPeople } from "../../promotions/inactivity/watched-people.ts";
import { measurePlan, registryScope } from "../../promotions/measure/plan.ts";
import { carriedPlace } from "../../promotions/pull-marker.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import { fullName, type Instant } from "../../shared/names.ts";
import { samePerson } from "../../shared/people.ts";
import { byPerson } from "../../shared/person-sets.ts";
import { applyContext } from "../apply-context.ts";
import { auditContextOf } from "../audit/audit-context.ts";
import type { Evaluation } from "../evaluation.ts";
import type { JobParts } from "../job-parts.ts";
import { MOVED } from "../promotions/again.ts";
import { webUrlOf } from "../promotions/promotion-job-context.ts";
import type { Work } from "../read-notes.ts";
import { proposalIn, shutBy } from "./notice.ts";
import { readProposals } from "./proposals.ts";
import { announcedAbsences, readText } from "./sights.ts";

export interface ProposalStep {
  /** With a verdict that is shut where it may not be merged now. */
  readonly own: Evaluation;
  /** When time alone changes something; `null`: it does not. */
  readonly dueAt: Instant | null;
}

/** GitHub's readings show a moment later what was written. */
const SHOWN_MS = 2_000;
/** What cannot be told is asked again. */
const UNCLEAR_MS = 15 * 60_000;

interface Step {
  readonly parts: JobParts;
  readonly own: Evaluation;
  readonly index: RegistryIndex;
  readonly work: Work;
  readonly record: ProposalRecord;
}

/** Costs nothing on any other pull request. */
export async function proposalStep(parts: JobParts, own: Evaluation, work: Work): Promise<ProposalStep> {
  const { facts, governing, index } = own;
  const record = proposalIn(facts, parts)?.record ?? null;
  if (
    record === null ||
    facts.state !== "open" ||
    index === null ||
    governing.kind !== "good" ||
    governing.stale !== null
  )
    return { own, dueAt: null };
  const step: Step = { parts, own, index, work, record };
  const isGone = await refreshed(step);
  const timing = timingOf(step, null);
  const again = isGone ? ({ kind: "gone" } as const) : await againOf(step, timing);
  const state = proposalState({ ...timing, again });
  work.signal.throwIfAborted();
  await apply(effectsOf(step, state), applyContext(parts, { repositoryId: facts.repository.id, audit: auditOf(step) }));
  return { own: { ...own, verdict: shutBy(own.verdict, state, record) }, dueAt: dueOf(step, state, timing) };
}

function timingOf({ own: { facts }, record }: Step, again: Again | null): ProposalFacts {
  return {
    openedAt: facts.createdAt,
    notice: record.notice,
    agreedAt: record.agreed?.at ?? null,
    isReminded: record.reminded,
    again,
    now: facts.readAt,
  };
}

function dueOf({ own: { facts }, record }: Step, state: ProposalState, timing: ProposalFacts): Instant | null {
  switch (state.kind) {
    case "waiting":
      return nextDue({ ...timing, isReminded: timing.isReminded || state.remind });
    case "unclear":
      return facts.readAt + UNCLEAR_MS;
    case "ready":
      return facts.draft || record.ready === null ? facts.readAt + SHOWN_MS : null;
    case "seen":
    case "held":
    case "gone":
      return null;
    default:
      return state;
  }
}

/** By what deliveries told until something hangs on it; then GitHub is searched. */
async function againOf(step: Step, timing: ProposalFacts): Promise<Again | null> {
  const { parts, own, index, record } = step;
  const { owner } = own.facts.repository;
  const { now } = timing;
  const reminder = timing.isReminded ? null : reminderAt(timing);
  const hangs = timing.agreedAt !== null || noticeEnd(timing) <= now || (reminder !== null && reminder <= now);
  if (hangs) return await lookedAgain(step);
  const mine = watchedPeople(index.registry).find((person) => samePerson(person, record.person));
  if (mine === undefined) return { kind: "gone" };
  const seen = byPerson((await sightingsOf(parts.db, owner)).map((one) => [one.person, one])).get(mine);
  if (seen === undefined || !isAnsweredBy(mine, seen.at, now)) return null;
  return { kind: "seen", last: { at: seen.at, url: seen.url, item: null } };
}

async function lookedAgain(step: Step): Promise<Again> {
  const { parts, own, index, record } = step;
  const { repository, number, createdAt: openedAt, readAt: now, description } = own.facts;
  const { registry } = index;
  const content = await readContent(parts.client, repository, registry.sources.at(-1)?.path ?? "");
  if (content === null) return { kind: "unknown", why: "the registry is not to be seen" };
  const { open, past, talk } = await readProposals(parts, repository, now);
  const proposal: OpenProposal = { ...record, openedAt, number, url: description.url };
  const sights = await sightsNow(step, talk);
  if (sights === null) return { kind: "unknown", why: "GitHub did not answer" };
  return lookAgain(
    {
      registry,
      text: content.text,
      read: (text) => readText(text, registry),
      owner: repository.owner,
      sights,
      away: await announcedAbsences(parts, repository.owner),
      open,
      past,
      now,
    },
    proposal,
  );
}

/** Of the person by search, of the others as far as deliveries tell. `null`: GitHub does not answer. */
async function sightsNow({ parts, own, index, record }: Step, talk: readonly { repository: string; number: number }[]) {
  const { repository, number, readAt: now } = own.facts;
  const { owner } = repository;
  const told = byPerson((await sightingsOf(parts.db, owner)).map(({ person, at, url }) => [person, { at, url }]));
  const people = watchedPeople(index.registry);
  const mine = people.find((person) => samePerson(person, record.person));
  // Their own word stands, whatever a search finds.
  const asks = mine !== undefined && record.agreed === null;
  try {
    const own = [...talk, { repository: fullName(repository), number }];
    const measured = asks
      ? await measure(
          parts.client,
          measurePlan(measuresOfPerson(mine, owner), mine, { owner, ...registryScope(index), now, own }),
        )
      : new Map();
    return byPerson(
      people.map((person): readonly [typeof person, PersonSight] => [
        person,
        { delivered: told.get(person) ?? null, measured: person === mine ? measured : new Map() },
      ]),
    );
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    parts.log.warn({ err: error }, "whether somebody was seen could not be asked; it is tried again");
    return null;
  }
}

function effectsOf(step: Step, state: ProposalState): readonly Effect[] {
  const { own, record } = step;
  const { facts } = own;
  switch (state.kind) {
    case "waiting":
      return state.remind ? reminder(step, state.until) : [];
    case "ready": {
      const ready = record.ready ?? facts.readAt;
      return facts.draft || record.ready === null ? [pullEffect(step, { ...record, ready }, { becomes: "ready" })] : [];
    }
    case "unclear":
      // What was known is not known any more, so that it may not be merged now.
      return record.ready === null ? [] : [pullEffect(step, { ...record, ready: null }, { becomes: "as it is" })];
    case "seen":
    case "held":
    case "gone": {
      const note = endedText(state, record.person, webUrlOf(facts));
      return [pullEffect(step, { ...record, end: { kind: "seen", word: null } }, { becomes: "closed", note })];
    }
    default:
      return state;
  }
}

function reminder(step: Step, until: Instant): readonly Effect[] {
  const { parts, own, record } = step;
  const { repository, number, comments } = own.facts;
  const to = "proposal/reminder";
  const marker = replyMarker(to);
  const isSaid = comments.items.some((comment) => isOwn(comment, marker, parts.bot));
  const body = `${marker}\n${reminderText(record.person, until, false)}`;
  const { owner, name } = repository;
  return [
    ...(isSaid ? [] : [{ kind: "reply", repository: { owner, name }, number, to, body } as const]),
    pullEffect(step, { ...record, reminded: true }, { becomes: "as it is" }),
  ];
}

interface Becoming {
  readonly becomes: "closed" | "ready" | "as it is";
  /** Stands above its text. */
  readonly note?: string;
}

function pullEffect(
  { parts, own: { facts } }: Pick<Step, "parts" | "own">,
  record: ProposalRecord,
  to: Becoming,
): Effect {
  return proposalEffect(parts, facts, record, to);
}

type Facts = Evaluation["facts"];

/** Its text with the line as it is now. */
export function proposalEffect(
  { key }: Pick<JobParts, "key">,
  { repository, number, head, description }: Pick<Facts, "repository" | "number" | "head" | "description">,
  record: ProposalRecord,
  { becomes, note }: Becoming,
): Effect {
  const { owner, name, id } = repository;
  const line = sealProposal(record, carriedPlace(id, head.ref), key);
  const text = description.body.replaceAll(/\n*<!-- rung:proposal v1 [\w.-]+ -->/g, "").trimEnd();
  const body = `${note === undefined ? "" : `${note}\n\n---\n\n`}${text}\n\n${line}`;
  return { kind: "proposal-pull", repository: { owner, name }, number, nodeId: description.nodeId, body, becomes };
}

/** Made anew on the registry as it stands now; whether there is nothing left to change. */
async function refreshed(step: Step): Promise<boolean> {
  const { parts, own, index, work, record } = step;
  const { facts } = own;
  const { repository, head, title } = facts;
  const path = index.registry.sources.at(-1)?.path;
  const isMoved = work.deliveries.some(({ cause }) => MOVED.test(cause));
  if (!isMoved || path === undefined || facts.base.ref !== repository.defaultBranch) return false;
  const { owner, name } = repository;
  const effect: RegistryChangeEffect = {
    kind: "registry-change",
    repository: { owner, name },
    path,
    base: facts.base.ref,
    branch: head.ref,
    botLogin: parts.bot.login,
    title,
    message: title,
    body: facts.description.body,
    keepsText: true,
    // The day of the opening stays: else it would be made anew day by day.
    edit: editOf(record, index.registry, facts.createdAt),
    publishing: { extended: null, visibility: { from: "public", to: "public" }, webUrl: webUrlOf(facts) },
  };
  const [outcome] = await apply([effect], applyContext(parts, { repositoryId: repository.id, audit: auditOf(step) }));
  return outcome?.kind === "registry-change" && outcome.change.kind === "already";
}

function auditOf({ own: { facts, index }, work }: Step) {
  return auditContextOf(work, facts, index, null);
}
