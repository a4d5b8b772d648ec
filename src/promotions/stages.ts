/**
 * The stages of a promotion as separate types, and the moves between them: a move takes one stage and returns the next, so that
 * one that skips something does not compile.
 */

import type { Instant, RepositoryName } from "../shared/names.ts";
import type { Person } from "./promotion-types.ts";

/** What every stage that has not ended has. */
interface Going {
  /** When the registry's change was closed unmerged, and the question was opened again; `null`: never. */
  readonly reopenedAt: Instant | null;
}

/** Nominated; a measurable criterion is missing or unknown. */
interface Nominated extends Going {
  readonly stage: "nominated";
}

/** The measurable criteria are met or waived; people's part is missing. */
interface Measured extends Going {
  readonly stage: "measured";
}

/** Everything but time is met, without a break since `clearSince`. */
interface Sponsored extends Going {
  readonly stage: "sponsored";
  readonly clearSince: Instant;
}

/** Everything is met: the registry can be changed. */
export interface Unopposed extends Going {
  readonly stage: "unopposed";
  readonly clearSince: Instant;
  readonly passedAt: Instant;
}

export interface RegistryPull {
  readonly repository: RepositoryName;
  readonly number: number;
}

/** The registry's change waits to be merged. */
export interface RegistryChange extends Going {
  readonly stage: "registry-change";
  readonly clearSince: Instant;
  readonly passedAt: Instant;
  readonly pull: RegistryPull;
}

interface Done {
  readonly stage: "done";
  readonly at: Instant;
  /** `null`: the registry already said so. */
  readonly pull: RegistryPull | null;
  /** What no longer held when it was merged, for people; the merge is valid all the same. Inert. */
  readonly lapsed: readonly string[];
}

interface Withdrawn {
  readonly stage: "withdrawn";
  readonly at: Instant;
  readonly by: Person;
}

interface Declined {
  readonly stage: "declined";
  readonly at: Instant;
  /** A sentence without its full stop. Inert. */
  readonly why: string;
}

interface Expired {
  readonly stage: "expired";
  readonly at: Instant;
}

/** It is not valid here: it was made elsewhere, or by a registry that no longer judges it (R45, R46). */
interface Void {
  readonly stage: "void";
  readonly at: Instant;
  /** A sentence without its full stop. Inert. */
  readonly why: string;
}

/** Before the registry's change. */
export type Undecided = Nominated | Measured | Sponsored | Unopposed;
export type Open = Undecided | RegistryChange;
type Ended = Done | Withdrawn | Declined | Expired | Void;
export type Stage = Open | Ended;

export function nominated(): Nominated {
  return { stage: "nominated", reopenedAt: null };
}

export function measured({ reopenedAt }: Nominated): Measured {
  return { stage: "measured", reopenedAt };
}

/** `clearSince`: when nothing but time was left. */
export function sponsored({ reopenedAt }: Measured, clearSince: Instant): Sponsored {
  return { stage: "sponsored", reopenedAt, clearSince };
}

export function unopposed({ reopenedAt, clearSince }: Sponsored, passedAt: Instant): Unopposed {
  return { stage: "unopposed", reopenedAt, clearSince, passedAt };
}

export function changing({ reopenedAt, clearSince, passedAt }: Unopposed, pull: RegistryPull): RegistryChange {
  return { stage: "registry-change", reopenedAt, clearSince, passedAt, pull };
}

export function merged({ pull }: RegistryChange, at: Instant, lapsed: readonly string[]): Done {
  return { stage: "done", at, pull, lapsed };
}

/** The registry already says so: somebody else has changed it in the meantime. */
export function alreadyInRegistry(_from: Open, at: Instant): Done {
  return { stage: "done", at, pull: null, lapsed: [] };
}

/** The registry's change was closed without being merged. */
export function reopened(_from: RegistryChange | Unopposed, at: Instant): Nominated {
  return { stage: "nominated", reopenedAt: at };
}

/** Something that was met is no longer. */
export function fallenBack({ reopenedAt }: Open): Nominated {
  return { stage: "nominated", reopenedAt };
}

export function withdrawn(_from: Open, by: Person, at: Instant): Withdrawn {
  return { stage: "withdrawn", at, by };
}

export function declined(_from: Open, why: string, at: Instant): Declined {
  return { stage: "declined", at, why };
}

/** A promotion that has passed does not expire: it waits for people who merge. */
export function expired(_from: Undecided, at: Instant): Expired {
  return { stage: "expired", at };
}

export function voided(_from: Open, why: string, at: Instant): Void {
  return { stage: "void", at, why };
}

const ENDS: ReadonlySet<Stage["stage"]> = new Set<Ended["stage"]>(["done", "withdrawn", "declined", "expired", "void"]);

export function isOpen(stage: Stage): stage is Open {
  return !ENDS.has(stage.stage);
}

/** Since when only time is missing; `null` if more is. */
export function clearSinceOf(stage: Stage): Instant | null {
  return "clearSince" in stage ? stage.clearSince : null;
}

/** When it ended; `null`: it has not. */
export function endOf(stage: Stage): Instant | null {
  return isOpen(stage) ? null : stage.at;
}
