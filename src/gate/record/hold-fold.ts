/**
 * Which holds remain after the statements that placed and released them. GitHub's times are whole seconds, and ids order only what was
 * said in one way (comments, reviews). So within one second each way is folded by itself, from the state before that second, and
 * nobody's statement moves a release behind a hold made in another way.
 */

import type { ActiveHold, ReleasedHold } from "../../model/pull-record.ts";
import type { Instant } from "../../shared/names.ts";
import { samePerson } from "../../shared/people.ts";
import { isSurelyBefore, type Moment, wayOf } from "../statements.ts";

/** A hold with the utterance that began it, where that is known. */
export interface KnownHold extends ActiveHold {
  readonly key?: string;
}

export interface State {
  readonly holds: readonly KnownHold[];
  readonly released: readonly ReleasedHold[];
}

export interface Step {
  /** Of the utterance, or "label:" and the moment. */
  readonly key: string;
  readonly at: Instant;
  readonly after: (state: State) => State;
}

/** The steps of one way within a second have to be taken in order; nothing else about their order matters. */
export function folded(steps: readonly Step[], before: State): State {
  const seconds = [...Map.groupBy(steps, (step) => step.at)].toSorted(([one], [other]) => one - other);
  return seconds.reduce<State>((state, [, each]) => afterSecond(each, state), before);
}

/** A description comes before everything else that was said in the second of its opening. */
function afterSecond(steps: readonly Step[], before: State): State {
  const opening = steps.filter(({ key }) => wayOf(key) === "description");
  const opened = opening.reduce<State>((state, step) => step.after(state), before);
  const ways = Map.groupBy(
    steps.filter((step) => !opening.includes(step)),
    ({ key }) => wayOf(key),
  );
  const ends = [...ways]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, each]) => each.reduce<State>((state, step) => step.after(state), opened));
  return joined(opened, ends);
}

/** What any of them ended is over, and what any of them began is in force. */
function joined(before: State, ends: readonly State[]): State {
  const [only] = ends;
  if (only !== undefined && ends.length === 1) return only;
  const begun = ends.flatMap(({ holds }) => holds.filter((hold) => !before.holds.includes(hold)));
  const left = before.holds.filter((hold) => ends.every(({ holds }) => holds.includes(hold)));
  const labels = begun.filter(({ source }) => source === "label");
  const byComment = begun.filter(({ source }) => source === "comment");
  const holds = byComment.reduce<readonly KnownHold[]>(withHold, inOrder([...left, ...labels]));
  return { holds, released: [...before.released, ...releasedOnce(before, ends)] };
}

/** If two people released a hold at the same time, its holder is told of one of them. */
function releasedOnce(before: State, ends: readonly State[]): readonly ReleasedHold[] {
  const news = ends.flatMap(({ released }) => released.filter((one) => !before.released.includes(one)));
  return news.filter((one, at) => !news.slice(0, at).some((other) => other.of === one.of));
}

/** A second statement of the same person gives a new reason, but it remains one hold. */
export function withHold(standing: readonly KnownHold[], hold: KnownHold): readonly KnownHold[] {
  const isSame = (other: ActiveHold) => other.source === "comment" && samePerson(other.by, hold.by);
  if (standing.some((other) => isSame(other) && other.at > hold.at)) return standing;
  return inOrder([...standing.filter((other) => !isSame(other)), hold]);
}

function inOrder(holds: readonly KnownHold[]): readonly KnownHold[] {
  return holds.toSorted((one, other) => one.at - other.at);
}

/** Whether a release may be about the hold: a hold that may have begun only after it stays. */
export function isHeldBefore({ at, key }: KnownHold, release: Moment): boolean {
  return at < release.at || (key !== undefined && isSurelyBefore({ key, at }, release));
}
