/** The empty record, and the union of two records. */

import type { ActiveHold, AskedReviewer, PullRecord, Reviewing } from "../../model/pull-record.ts";
import { mergedBaseCommits } from "./base-commits.ts";
import { basesOf, headsOf, spansOfBases, spansOfHeads } from "./heads.ts";
import { madeTogether } from "./made-comments.ts";
import { withHeads, withPushes } from "./pushes.ts";
import { forgottenOf, withRestrictions } from "./restrictions.ts";
import { joined } from "./spans.ts";

export function emptyRecord(): PullRecord {
  return {
    heads: [],
    bases: [],
    holds: [],
    holdsThrough: 0,
    holdsSeen: [],
    inline: false,
    ownHoldLabel: false,
    labelSeen: false,
    restrictions: [],
  };
}

/**
 * The knowledge of the database and the status comment together. `newer` is the one written last: it knows of releases that the other
 * cannot, so only its holds count, unless it has folded fewer statements.
 */
export function mergedRecords(newer: PullRecord, older: PullRecord): PullRecord {
  const leading = foldedMore(older, newer) ? older : newer;
  const merged: PullRecord = {
    heads: headsOf(joined(spansOfHeads(newer.heads), spansOfHeads(older.heads))),
    bases: basesOf(joined(spansOfBases(newer.bases), spansOfBases(older.bases))),
    ...mergedBaseCommits(newer, older),
    holds: holdsOf(leading, leading === newer ? older : newer),
    holdsThrough: leading.holdsThrough,
    holdsSeen: leading.holdsSeen,
    inline: newer.inline || older.inline,
    ownHoldLabel: leading.ownHoldLabel,
    labelSeen: leading.labelSeen,
    ...releasedOf(newer, older),
    ...unlimitedOf(newer, older),
    ...madeTogether(newer, older),
    ...forgottenOf(newer, older),
    restrictions: newer.restrictions,
    ...latest("reviewing", joinedReviewing(newer.reviewing, older.reviewing)),
    ...latest("growth", newer.growth ?? older.growth),
    ...latest("reviewed", newer.reviewed ?? older.reviewed),
    ...latest("labels", newer.labels),
    ...(newer.commits && { commits: true as const }),
    ...latest("order", laterOrder(newer.order, older.order)),
  };
  const lost = newer.pushesLost || older.pushesLost;
  const everyHead = { ...merged, heads: [...older.heads, ...newer.heads], ...(lost && { pushesLost: true as const }) };
  const pushed = withPushes(everyHead, [...(older.pushes ?? []), ...(newer.pushes ?? [])]);
  return withRestrictions(withHeads(pushed, merged.heads), older.restrictions);
}

/** Whichever of the two was restored from an older copy, the order that was given last is the one GitHub has. */
function laterOrder(one: PullRecord["order"], other: PullRecord["order"]): PullRecord["order"] {
  if (one === undefined || other === undefined) return one ?? other;
  return other.at > one.at ? other : one;
}

/**
 * Either record may have been restored from an older copy. Somebody whom either knows as asked, reminded or replaced was so, and it is
 * not done again (R78). The other details are the longer list's.
 */
function joinedReviewing(one: PullRecord["reviewing"], other: PullRecord["reviewing"]): PullRecord["reviewing"] {
  if (one === undefined || other === undefined) return one ?? other;
  const longer = deedsIn(other) > deedsIn(one) ? other : one;
  const shorter = longer === one ? other : one;
  const known = new Map(shorter.asked.map((asked) => [askedKey(asked), asked]));
  const asked = longer.asked.map((each): AskedReviewer => {
    const before = known.get(askedKey(each));
    known.delete(askedKey(each));
    return { ...each, ...(before?.nudged && { nudged: true }), ...(before?.replaced && { replaced: true }) };
  });
  return {
    ...longer,
    areas: [...new Set([...longer.areas, ...shorter.areas])],
    asked: [...known.values(), ...asked],
    refused: [...new Set([...longer.refused, ...shorter.refused])],
    welcomed: longer.welcomed || shorter.welcomed,
  };
}

function askedKey({ login, at }: AskedReviewer): string {
  return `${login.toLowerCase()} ${at}`;
}

function deedsIn({ areas, asked }: Reviewing): number {
  const marks = asked.filter(({ nudged }) => nudged).length + asked.filter(({ replaced }) => replaced).length;
  return areas.length + asked.length + marks;
}

function latest<Key extends "reviewing" | "growth" | "reviewed" | "labels" | "order">(
  key: Key,
  value: PullRecord[Key] | undefined,
): Pick<PullRecord, never> {
  return value === undefined ? {} : { [key]: value };
}

function unlimitedOf(newer: PullRecord, older: PullRecord): Pick<PullRecord, "unlimited"> {
  const all = [...new Set([...(older.unlimited ?? []), ...(newer.unlimited ?? [])])];
  return all.length === 0 ? {} : { unlimited: all };
}

function releasedOf(newer: PullRecord, older: PullRecord): Pick<PullRecord, "released"> {
  const all = [...(older.released ?? []), ...(newer.released ?? [])];
  const each = new Map(all.map((one) => [`${one.key} ${whoseKey(one.of)}`, one]));
  return each.size === 0 ? {} : { released: [...each.values()].toSorted((one, other) => one.at - other.at) };
}

/** Whether `one` has folded every statement that `other` has, and more. */
function foldedMore(one: PullRecord, other: PullRecord): boolean {
  if (one.holdsThrough !== other.holdsThrough) return one.holdsThrough > other.holdsThrough;
  return one.holdsSeen.length > other.holdsSeen.length && other.holdsSeen.every((key) => one.holdsSeen.includes(key));
}

/** The leader's holds, and those of the other from statements that the leader did not see. */
function holdsOf(leading: PullRecord, other: PullRecord): readonly ActiveHold[] {
  const unseen = other.holdsSeen.some((key) => !leading.holdsSeen.includes(key));
  if (!unseen || other.holdsThrough < leading.holdsThrough) return leading.holds;
  const known = new Set(leading.holds.map(holdKey));
  return [...leading.holds, ...other.holds.filter((hold) => !known.has(holdKey(hold)))];
}

function holdKey({ by, at, source }: ActiveHold): string {
  return `${source} ${at} ${whoseKey(by)}`;
}

/** Field by field: the database returns the keys in another order. */
function whoseKey(by: ActiveHold["by"]): string {
  return by === null ? "" : `${by.id ?? by.login.toLowerCase()}`;
}
