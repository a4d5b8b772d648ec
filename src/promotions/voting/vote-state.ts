/** The state of a vote: whether it has passed, can still pass, or is lost. Pure; its wording is elsewhere. */

import type { VotingRule } from "../../registry/voting-shape.ts";
import { timeAfter } from "../../shared/duration.ts";
import type { Instant } from "../../shared/names.ts";
import type { Ballot } from "./ballot.ts";
import { canPass, passes, type Tally } from "./tally.ts";

export type VoteState =
  | { readonly kind: "not-open"; readonly opens: Instant }
  /** Nobody may vote. */
  | { readonly kind: "nobody" }
  | { readonly kind: "vetoed" }
  | { readonly kind: "passed" }
  /** Enough have voted yes; it stays open until then. `window`: it closes then, otherwise it can pass from then on. */
  | { readonly kind: "carried"; readonly until: Instant; readonly window: boolean }
  /** Its window has ended. */
  | { readonly kind: "lost" }
  /** `possible`: the votes still to come could carry it. `dueAt`: when time alone changes something. */
  | { readonly kind: "open"; readonly possible: boolean; readonly dueAt: Instant | null };

/** `written`: what is asked of a group of that size (`askedOfGroup`). */
export function voteState(written: VotingRule, now: Instant, given: Ballot, figures: Tally): VoteState {
  const { opens, end, waits } = given;
  if (given.group === 0 && written["min-yes"] !== 0) return { kind: "nobody" };
  if (opens > now) return { kind: "not-open", opens };
  if (written.veto === true && given.no.length > 0) return { kind: "vetoed" };
  const open = end !== null && end > now;
  const pass = passes(written, figures);
  const mayPassNow = !open || written.early === true;
  if (pass && waits !== null && waits > now && mayPassNow) return { kind: "carried", until: waits, window: false };
  if (pass && mayPassNow) return { kind: "passed" };
  if (pass && end !== null) return { kind: "carried", until: end, window: true };
  if (end !== null && !open) return { kind: "lost" };
  return { kind: "open", possible: canPass(written, figures), dueAt: soonest(now, written, given) };
}

function soonest(now: Instant, written: VotingRule, { opens, end }: Ballot): Instant | null {
  const drop = written["drop-absent"] === undefined ? null : timeAfter(opens, written["drop-absent"]);
  const ahead = [drop, end].filter((each) => each !== null).filter((each) => each > now);
  return ahead.length === 0 ? null : Math.min(...ahead);
}
