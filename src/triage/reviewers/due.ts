/** When to look for reviewers, and when to remind or replace somebody who was asked. Pure. */

import { awaitsVouch } from "../../gate/conditions/newcomer.ts";
import type { Verdict } from "../../gate/verdict-types.ts";
import type { PullFacts } from "../../model/facts.ts";
import { SWEEP_CAUSE } from "../../model/job.ts";
import type { AskedReviewer, Reviewing } from "../../model/pull-record.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import type { ReviewRule } from "../../registry/settings.ts";
import { timeAfter } from "../../shared/duration.ts";
import { type Instant, loginKey } from "../../shared/names.ts";
import { samePerson } from "../../shared/people.ts";
import { touchedRows } from "./reviewer-candidates.ts";

export type Occasion =
  /** Opened, or no longer a draft. */
  | { readonly kind: "opened" }
  /** The event of its opening may have been missed: anybody who was asked by hand since is enough. */
  | { readonly kind: "missed" }
  /** Areas that were not touched before. */
  | { readonly kind: "touched"; readonly areas: readonly string[] }
  /** By a newcomer for whom nobody has vouched: this is recorded, and nobody is asked. */
  | { readonly kind: "unvouched" }
  | { readonly kind: "overdue" }
  | { readonly kind: "reroll" };

/** A pull request older than this was there before Rung, or its opening was seen to long ago. */
const MISSED_MS = 3 * 24 * 60 * 60_000;

/** The remark where GitHub let Rung ask nobody at all; whenever everything is looked at, it is tried again: it may by now (R32). */
export const ASKS_NOBODY = "GitHub does not let me ask anybody here.";

const SWEEPS: ReadonlySet<string> = new Set(["sweep", SWEEP_CAUSE]);

/** `causes`: of the events that brought this look. `null`: reviewers need not be looked for. */
export function occasionOf(look: {
  readonly facts: PullFacts;
  readonly index: RegistryIndex;
  readonly verdict: Verdict;
  readonly reviewing: Reviewing | undefined;
  readonly causes: readonly string[];
  readonly rerolled: boolean;
}): Occasion | null {
  const { facts, index, verdict, reviewing, causes } = look;
  if (facts.state !== "open" || !isTold(verdict)) return null;
  if (look.rerolled) return { kind: "reroll" };
  if (facts.draft) return null;
  // Nobody is needed; should that end, somebody is looked for as if it had just been opened.
  const isLowered = needsNoApproval(verdict);
  if (isLowered && verdict.lgtm.by.length >= verdict.lgtm.needed) return null;
  const first = reviewing === undefined ? firstLook(facts, causes, verdict) : null;
  if (awaitsVouch(facts, index)) return first === null ? null : { kind: "unvouched" };
  if (reviewing === undefined) return first;
  if (reviewing.awaits === "vouch" || causes.includes("pull_request.ready_for_review")) return { kind: "opened" };
  if (reviewing.remarks.includes(ASKS_NOBODY) && causes.some((cause) => SWEEPS.has(cause))) return { kind: "missed" };
  const areas = isLowered ? [] : touchedRows(facts, index).filter((row) => !reviewing.areas.includes(row));
  if (areas.length > 0) return { kind: "touched", areas };
  return overdue(facts, index.registry.reviews, reviewing).length > 0 ? { kind: "overdue" } : null;
}

/** A condition lets it pass without any approval, as long as it holds: no area is looked after then. */
export function needsNoApproval({ lowered }: Verdict): boolean {
  return lowered?.holds === true && lowered.min === 0;
}

function firstLook({ readAt, createdAt }: PullFacts, causes: readonly string[], { lowered }: Verdict): Occasion | null {
  if (causes.some((cause) => OPENING.has(cause))) return { kind: "opened" };
  const isRecent = readAt - createdAt <= MISSED_MS || causes.includes(VOUCHED) || lowered !== undefined;
  return isRecent ? { kind: "missed" } : null;
}

/** The cause of a look at the pull requests of somebody who was vouched for. */
export const VOUCHED = "vouch";

const OPENING: ReadonlySet<string> = new Set(["pull_request.opened", "pull_request.ready_for_review"]);

/** What is not known completely (cut lists, teams that cannot be read) is no reason to ask anybody (R14). */
export function isTold({ state }: Verdict): boolean {
  return state.kind !== "unknown" && state.kind !== "registry-broken";
}

/** How long an answer is waited for. */
type Patience = Pick<ReviewRule, "nudge" | "reassign">;

interface Overdue {
  readonly who: AskedReviewer;
  readonly what: "nudge" | "reassign";
}

/** People whom Rung asked, who have not reviewed, and whose time is over. */
export function overdue(facts: PullFacts, rule: Patience, reviewing: Reviewing): readonly Overdue[] {
  return waiting(facts, reviewing).flatMap((who): readonly Overdue[] => {
    const { reassign, nudge } = deadlines(who, rule);
    if (reassign !== null && facts.readAt >= reassign) return [{ who, what: "reassign" }];
    return nudge !== null && facts.readAt >= nudge ? [{ who, what: "nudge" }] : [];
  });
}

/** The next moment at which somebody's time is up; `null`: never. */
export function nextDue(facts: PullFacts, rule: Patience, reviewing: Reviewing): Instant | null {
  const moments = waiting(facts, reviewing).flatMap((who) => {
    const { reassign, nudge } = deadlines(who, rule);
    return [reassign, nudge].filter((at): at is Instant => at !== null && at > facts.readAt);
  });
  return moments.length === 0 ? null : Math.min(...moments);
}

function deadlines(who: AskedReviewer, { nudge, reassign }: Patience) {
  return {
    nudge: nudge === undefined || who.nudged === true ? null : timeAfter(who.at, nudge),
    reassign: reassign === undefined ? null : timeAfter(who.at, reassign),
  };
}

/** People whom Rung asked, and who have not reviewed since. */
export function waiting(facts: PullFacts, { asked }: Pick<Reviewing, "asked">): readonly AskedReviewer[] {
  if (facts.state !== "open" || facts.draft) return [];
  return asked.filter((who) => who.replaced !== true && !facts.reviews.items.some((review) => answers(review, who)));
}

/** Who is asked again has reviewed before. */
function answers({ author, at }: PullFacts["reviews"]["items"][number], who: AskedReviewer): boolean {
  return samePerson(author, who) && (who.again === undefined || at >= who.at);
}

/** The list without these people, as if somebody else had been asked instead; the same list if none of them is on it. */
export function notAsked(asked: readonly AskedReviewer[], logins: readonly string[]): readonly AskedReviewer[] {
  const isOff = (one: AskedReviewer) =>
    one.replaced !== true && logins.some((login) => loginKey(login) === loginKey(one.login));
  return asked.some(isOff) ? asked.map((one) => (isOff(one) ? { ...one, replaced: true } : one)) : asked;
}
