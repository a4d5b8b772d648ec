/** A visitor's query for a list, as the address has it: words, filters and the page of the list. Pure. */

import type { PullInList } from "../../database/shown.ts";
import type { ListedPull, ShownWait } from "../../model/page-data.ts";
import { loginKey, unreachable } from "../../shared/names.ts";
import { visibleText } from "./visible-text.ts";

export const PULL_STATES = {
  waiting: "Waits for approval",
  changes: "Changes requested",
  held: "On hold",
  draft: "Draft",
  registry: "The registry has faults",
  unknown: "Cannot tell yet",
  ready: "Needs nobody",
} as const;
type PullState = keyof typeof PULL_STATES;

/** Empty texts ask for nothing. */
export interface PullQuery {
  readonly words: string;
  readonly author: string;
  readonly area: string;
  readonly state: PullState | "";
  readonly waitsFor: string;
  /** The first is 1. */
  readonly page: number;
}

export interface SectionQuery {
  readonly words: string;
  readonly role: string;
  readonly page: number;
}

export const EVERY_PULL: PullQuery = { words: "", author: "", area: "", state: "", waitsFor: "", page: 1 };
export const WHOLE_SECTION: SectionQuery = { words: "", role: "", page: 1 };

/** An address's parameters; anybody writes them. */
type Params = Readonly<Record<string, string | undefined>>;

const MAX_LENGTH = 100;

export function pullQueryOf(params: Params): PullQuery {
  return {
    words: textOf(params.q),
    author: loginOf(params.author),
    area: textOf(params.area),
    state: stateNamed(params.state ?? ""),
    waitsFor: loginOf(params.for),
    page: pageIn(params),
  };
}

export function sectionQueryOf(params: Params): SectionQuery {
  return { words: textOf(params.q), role: textOf(params.role), page: pageIn(params) };
}

export function pageIn({ page = "" }: Params): number {
  return /^[1-9]\d{0,5}$/.test(page) ? Number(page) : 1;
}

/** With `?`; empty where it asks for everything. */
export function pullSearch({ words, author, area, state, waitsFor, page }: PullQuery): string {
  return searchOf({ q: words, author, area, state, for: waitsFor }, page);
}

export function sectionSearch({ words, role, page }: SectionQuery): string {
  return searchOf({ q: words, role }, page);
}

export function searchOf(params: Readonly<Record<string, string>>, page: number): string {
  const search = new URLSearchParams(Object.entries(params).filter(([, value]) => value !== ""));
  if (page > 1) search.set("page", `${page}`);
  return search.size === 0 ? "" : `?${search}`;
}

/** Whether it leaves anything out. */
export function isFiltered({ words, author, area, state, waitsFor }: PullQuery): boolean {
  return [words, author, area, state, waitsFor].some((part) => part !== "");
}

function textOf(text = ""): string {
  return visibleText(text.slice(0, MAX_LENGTH));
}

function loginOf(text = ""): string {
  return textOf(text).replace(/^@/, "");
}

function isPullState(name: string): name is PullState {
  return Object.hasOwn(PULL_STATES, name);
}

function stateNamed(name: string): PullState | "" {
  return isPullState(name) ? name : "";
}

function pullState({ waits }: Pick<ListedPull, "waits">): PullState {
  const [first] = waits;
  return first === undefined ? "ready" : stateOfWait(first.kind);
}

function stateOfWait(kind: ShownWait["kind"]): PullState {
  switch (kind) {
    case "approval":
    case "nobody":
    case "lgtm":
    case "decision":
    case "vouch":
      return "waiting";
    case "changes":
      return "changes";
    case "release":
      return "held";
    case "author":
      return "draft";
    case "registry":
    case "drift":
      return "registry";
    case "reading":
      return "unknown";
    default:
      return unreachable(kind);
  }
}

/** By pull request: the people who are asked for a review and have not answered. */
export type Requested = ReadonlyMap<number, readonly string[]>;

/** Those that match; if it names somebody, those on which their review is requested come first. */
export function pullsMatching(
  pulls: readonly PullInList[],
  requested: Requested,
  query: PullQuery,
): readonly PullInList[] {
  const found = pulls.filter((pull) => matches(pull, query));
  if (query.waitsFor === "") return found;
  const asked = found.filter(({ number }) => isAsked(requested, number, query.waitsFor));
  const able = found.filter(
    ({ number, shown }) => !isAsked(requested, number, query.waitsFor) && isWaitedFor(shown, query.waitsFor),
  );
  return [...asked, ...able];
}

export function isAsked(requested: Requested, number: number, login: string): boolean {
  return (requested.get(number) ?? []).some((one) => loginKey(one) === loginKey(login));
}

function isWaitedFor({ waits, waitsFor }: ListedPull, login: string): boolean {
  const people = waitsFor ?? waits.flatMap(({ people }) => people);
  return people.some((one) => loginKey(one) === loginKey(login));
}

function matches({ number, shown }: PullInList, { words, author, area, state }: PullQuery): boolean {
  const by = shown.author ?? "ghost";
  const text = folded(`${visibleText(shown.title)} #${number} ${by} ${shown.baseRef}`);
  return (
    folded(words)
      .split(" ")
      .every((word) => text.includes(word)) &&
    (author === "" || loginKey(author) === loginKey(by)) &&
    (area === "" || shown.areas.some((one) => folded(visibleText(one)) === folded(area))) &&
    (state === "" || pullState(shown) === state)
  );
}

function folded(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}
