/**
 * Reduces a person's statements to the current ones: the latest wins, and nothing that ends an approval ever brings an older one back
 * (R10). A request for changes stays in force under everything that came after it, until it is dismissed (R11, R80).
 */

import type { PullFacts } from "../model/facts.ts";
import type { RegistryIndex } from "../registry/registry-index.ts";
import { withoutStop } from "../shared/name-list.ts";
import { type Account, loginKey } from "../shared/names.ts";
import { onceFor } from "../shared/once.ts";
import { samePerson } from "../shared/people.ts";
import { commandFloor } from "./permission.ts";
import type { AreaRow } from "./rows.ts";
import { chronological, inOwnOrder, isSurelyBefore, type Named, type Statement } from "./statements.ts";
import type { UncountedReason } from "./verdict-types.ts";

export interface Speaker {
  /** `null`: deleted accounts, whose statements are all attributed to the same nobody. */
  readonly account: Account | null;
  /** Oldest first. */
  readonly words: readonly Statement[];
}

/** The current state of a person's statements in one row. */
export interface Fold {
  /** Approvals that their author has not taken back, oldest first. */
  readonly approvals: readonly Statement[];
  /** The latest request for changes; it is answered where one of the approvals, which all came after it, counts. */
  readonly request: Statement | null;
  /** Why an approval that came after the request no longer stands; `null`: there was none. */
  readonly lost: UncountedReason | null;
  readonly ended: readonly { readonly word: Statement; readonly reason: UncountedReason }[];
}

/** Statements by person, in the order in which people first spoke. Accounts are told apart by id where it is known. */
export const speakersOf = onceFor(byPerson);

function byPerson(words: readonly Statement[]): readonly Speaker[] {
  const ids = new Map(words.flatMap(({ by }) => (by === null || by.id === null ? [] : [[loginKey(by.login), by.id]])));
  const keyOf = ({ by }: Statement) =>
    by === null ? "" : `${by.id ?? ids.get(loginKey(by.login)) ?? loginKey(by.login)}`;
  // Each one's own words alone say in which order they stand: nobody else's word of the same second moves them.
  return [...Map.groupBy(words, keyOf).values()].map((said) => ({
    account: said[0]?.by ?? null,
    words: inOwnOrder(said),
  }));
}

/** Whether names that people wrote mean this row; `null` means every row. */
export function means(named: Named, row: AreaRow): boolean {
  const isRow = (name: string | null) => name?.toLowerCase() === row.name.toLowerCase();
  return named === null || named.some((name) => isRow(name) || isRow(withoutStop(name)));
}

/** Goes through a person's statements in order. Edited ones are ignored (R7). */
export function foldOf({ words }: Speaker, row: AreaRow): Fold {
  let fold: Fold = { approvals: [], request: null, lost: null, ended: [] };
  for (const word of words) if (!word.edited) fold = after(fold, word, row);
  return fold;
}

function after(fold: Fold, word: Statement, row: AreaRow): Fold {
  const { meaning } = word;
  switch (meaning.kind) {
    case "approval": {
      const gave = means(meaning.gives, row) && word.forgotten !== true ? [word] : [];
      const given = { ...fold, approvals: [...fold.approvals, ...gave] };
      return means(meaning.takes, row) ? ending(given, { kind: "withdrawn" }) : given;
    }
    case "changes-requested":
      return { ...ending(fold, { kind: "superseded" }), request: word, lost: null };
    case "dismissed":
      return ending({ ...fold, approvals: [...fold.approvals, word] }, { kind: "dismissed" });
    default:
      return fold;
  }
}

/** The request for changes stays: only its own dismissal ends it, and then GitHub shows it as dismissed. */
function ending(fold: Fold, reason: UncountedReason): Fold {
  const ended = fold.approvals.map((word) => ({ word, reason }));
  const lost = fold.request !== null && ended.length > 0 ? reason : fold.lost;
  return { approvals: [], request: fold.request, lost, ended: [...fold.ended, ...ended] };
}

/** Whether their statements could count at all, before their role is considered (R2, R3). */
export function mayCount(
  account: Account | null,
  row: AreaRow | null,
  facts: PullFacts,
  index: RegistryIndex,
): boolean {
  if (account === null || account.type !== "User") return false;
  return !samePerson(account, facts.author) || (index.registry.approval.authorCounts && row?.kind !== "registry");
}

/**
 * Whether a statement could count anywhere in the pull request, by its author and by the areas it names; later statements are not
 * considered.
 */
export function couldCount(word: Statement, rows: readonly AreaRow[], facts: PullFacts, index: RegistryIndex): boolean {
  const { by, meaning } = word;
  if (meaning.kind === "lgtm")
    return !samePerson(by, facts.author) && rows.some((row) => row.requirements.some((unit) => unit.mayReview(by)));
  if (meaning.kind !== "approval" || !mayUseApprove(word, index)) return false;
  return rows.some(
    (row) =>
      means(meaning.gives, row) &&
      mayCount(by, row, facts, index) &&
      row.requirements.some((unit) => unit.min > 0 && unit.mayApprove(by)),
  );
}

/** `/approve` needs the role that `commands:` names for it as well as the area's own; a review does not. */
export function mayUseApprove(word: Statement, index: RegistryIndex): boolean {
  const floor = word.said === "/approve" ? commandFloor(index.registry, "approve") : null;
  return floor === null || index.rolesOf(word.by).some((holding) => index.atLeast(holding.role, floor));
}

/** The approvals that may count in some row, where the present head and base have not been approved by the same person. */
export function standingApprovals(
  words: readonly Statement[],
  rows: readonly AreaRow[],
  facts: PullFacts,
  index: RegistryIndex,
): readonly Statement[] {
  const older = (word: Statement) => word.meaning.kind === "approval" && !isPresent(word, facts);
  const speakers = speakersOf(words).filter((speaker) => speaker.words.some(older));
  const found = speakers.flatMap((speaker) =>
    rows.flatMap((row) => {
      if (!mayCount(speaker.account, row, facts, index)) return [];
      const { approvals, request } = foldOf(speaker, row);
      // Whether an approval answers the same person's request matters also where nobody needs to approve.
      if (!row.requirements.some((unit) => (unit.min > 0 || request !== null) && unit.mayApprove(speaker.account)))
        return [];
      return approvals.some((word) => isPresent(word, facts)) ? [] : approvals;
    }),
  );
  return [...new Set(found)];
}

/** The statement was made about exactly the present diff. */
export function isPresent(word: Statement, facts: PullFacts): boolean {
  return (
    word.about.length > 0 && word.about.every(({ base, head }) => base === facts.base.sha && head === facts.head.sha)
  );
}

/** The `/lgtm` statements in force: people withdraw their own, approvers any that may have been made before. Oldest first. */
export function standingLgtms(
  words: readonly Statement[],
  rows: readonly AreaRow[],
  facts: PullFacts,
  index: RegistryIndex,
): readonly Statement[] {
  const speakers = speakersOf(words.some(({ edited }) => edited) ? words.filter(({ edited }) => !edited) : words);
  const taking = words.filter((word) => !word.edited && isLgtmTaken(word) && mayTakeAnyLgtm(word.by, index));
  const given = speakers
    .filter(
      ({ account }) =>
        mayCount(account, null, facts, index) &&
        !samePerson(account, facts.author) &&
        rows.some((row) => row.requirements.some((unit) => unit.mayReview(account))),
    )
    .flatMap((speaker) => speaker.words.reduce(afterOwnLgtm, []))
    .filter((word) => taking.every((taken) => samePerson(taken.by, word.by) || isSurelyBefore(taken, word)));
  return chronological(given);
}

function afterOwnLgtm(standing: readonly Statement[], word: Statement): readonly Statement[] {
  switch (word.meaning.kind) {
    case "lgtm":
      if (word.meaning.cancel) return [];
      return word.forgotten ? standing : [...standing, word];
    case "changes-requested":
    case "dismissed":
      return [];
    default:
      return standing;
  }
}

function isLgtmTaken({ meaning }: Statement): boolean {
  return meaning.kind === "lgtm" && meaning.cancel;
}

export function mayTakeAnyLgtm(by: Account | null, index: RegistryIndex): boolean {
  return index.rolesOf(by).some((holding) => index.atLeast(holding.role, index.registry.approval.from));
}
