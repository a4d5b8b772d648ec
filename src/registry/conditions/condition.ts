/** Lines of `approval.when`: which pull requests need more or fewer approvals than usual (R73, R74). */

import { type LoginKey, loginKey } from "../../shared/names.ts";

/** A line fits where everything that it names fits. A line with `only` is a lowering; every other one only ever raises. */
export interface Condition {
  /** Applies from this many lines on, added and removed. */
  readonly lines?: number;
  /** NEWCOMERS, or a kind of `bots`. */
  readonly author?: string;
  /** Compared without case, as GitHub compares labels. */
  readonly label?: string;
  /** Patterns: fits where no other files change. */
  readonly only?: readonly string[];
  /** This many approvals. */
  readonly min?: number;
  /** Approvals from this role or above. */
  readonly from?: string;
}

/** The one kind of authors that no registry lists. */
export const NEWCOMERS = "newcomers";

/** A line that asks for fewer approvals than usual (R73). */
export interface Lowering {
  readonly author: string;
  readonly only: readonly string[];
  readonly min: number;
}

/** The line as a lowering; `null`: it is a raise. A line without everything that a lowering must have lowers nothing. */
export function loweringOf({ author, only, min }: Condition): Lowering | null {
  if (only === undefined || author === undefined || min === undefined) return null;
  return { author, only, min };
}

export function loweringsOf(when: readonly Condition[] | undefined): readonly Lowering[] {
  return (when ?? []).flatMap((line) => loweringOf(line) ?? []);
}

export function raisesOf(when: readonly Condition[] | undefined): readonly Condition[] {
  return (when ?? []).filter(({ only }) => only === undefined);
}

/** Logins of bots by the kind that the registry gives them. */
export type BotKinds = Readonly<Record<string, readonly string[]>>;

/** The kind of a bot; `null`: it is listed under none. */
export function kindOfBot(bots: BotKinds | undefined, login: string): string | null {
  const key: LoginKey = loginKey(login);
  const found = Object.entries(bots ?? {}).find(([, logins]) => logins.some((one) => loginKey(one) === key));
  return found?.[0] ?? null;
}

/** The condition alone, as the file would write it: two lines that fit alike have one text. */
export function conditionText({ lines, author, label, only }: Condition): string {
  const parts = [
    ...(lines === undefined ? [] : [`lines: ${lines}`]),
    ...(author === undefined ? [] : [`author: ${author}`]),
    ...(label === undefined ? [] : [`label: ${label}`]),
    ...(only === undefined ? [] : [`only: [${only.join(", ")}]`]),
  ];
  return `{ ${parts.join(", ")} }`;
}

/** What a line asks for, as the file would write it. */
export function askedText({ min, from }: Condition): string {
  return [...(min === undefined ? [] : [`min: ${min}`]), ...(from === undefined ? [] : [`from: ${from}`])].join(", ");
}
