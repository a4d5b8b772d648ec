/** What a command needs to know to be a part in a promotion, and which of the open ones it is about. Pure. */
import type { Answer, Call } from "../commands/model.ts";
import { listed, samePerson } from "../commands/people.ts";
import { code, inert } from "../markdown.ts";
import { type Account, loginKey } from "../names.ts";
import type { Registry } from "../roles/model.ts";
import type { RegistryIndex } from "../roles/registry.ts";
import { singular } from "../roles/singular.ts";
import type { IssueFacts, PullFacts } from "../snapshot/facts.ts";
import type { Criterion, Leaf, Nomination, PromotionRule, PromotionWord } from "./model.ts";
import { leaves } from "./rule.ts";

/** "none": GitHub knows nobody of that name; "unknown": it could not be told. */
export type Looked = Account | "none" | "unknown";

export interface Hearing {
  readonly facts: PullFacts | IssueFacts;
  readonly registry: Registry;
  readonly index: RegistryIndex;
  readonly speaker: Account;
  /** Open at that moment, in the order in which they were made. */
  readonly open: readonly OpenNomination[];
  /** Open on other subjects of the same owner, as far as is known. */
  readonly elsewhere: readonly Elsewhere[];
  /** Who a login belongs to. */
  account(login: string): Looked;
  /** The answer to `/role` about somebody; `null`: it was not measured. */
  progress(login: string): string | null;
}

export interface Elsewhere extends Pick<Nomination, "candidate" | "role" | "areas"> {
  readonly url: string;
}

export interface OpenNomination {
  readonly nomination: Nomination;
  /** Address of the words that nominated. */
  readonly url: string;
}

type WithoutWhoAndWhen<Word> = Word extends unknown ? Omit<Word, "key" | "by" | "at" | "url"> : never;
/** A word as far as its text tells. */
export type Saying = WithoutWhoAndWhen<PromotionWord>;

export type Heard =
  /** About each of these nominations. */
  | { readonly kind: "word"; readonly about: readonly string[]; readonly saying: Saying }
  | { readonly kind: "nomination"; readonly nominee: Nominee }
  /** `role` null: every one. */
  | { readonly kind: "step-down"; readonly role: string | null; readonly areas: readonly string[] }
  | { readonly kind: "answer"; readonly answer: Answer };

export interface Nominee {
  readonly candidate: { readonly login: string; readonly id: number | null };
  readonly role: string;
  readonly areas: readonly string[];
  readonly rule: PromotionRule;
}

export function refused(text: string): Extract<Heard, { kind: "answer" }> {
  return { kind: "answer", answer: { kind: "refused", text } };
}

export function toldOf(text: string): Extract<Heard, { kind: "answer" }> {
  return { kind: "answer", answer: { kind: "told", text } };
}

/** "I cannot take `/sponsor` from ann: …" */
export function cannotTake(call: Pick<Call, "name" | "cancel">, { login }: Pick<Account, "login">, because: string) {
  return `I cannot take ${code(`/${call.name}${call.cancel ? " cancel" : ""}`)} from ${inert(login)}: ${because}.`;
}

/** The key under which a call's answer is found. */
export function callKey(
  utterance: { readonly kind: string; readonly id: number },
  call: Pick<Call, "line" | "part">,
): string {
  return `${utterance.kind}:${utterance.id}/${callPlace(call)}`;
}

/** Where a call stands in its text; the first of a line by the line alone, as it was kept before a line could have several. */
export function callPlace({ line, part }: Pick<Call, "line" | "part">): string {
  return part === undefined ? `${line}` : `${line}.${part}`;
}

export type Addressed =
  | { readonly kind: "addressed"; readonly nominations: readonly Nomination[]; readonly rest: string }
  | Extract<Heard, { kind: "answer" }>;

/**
 * The nomination that a call is about: of the user it names with `@`, else the only open one; among several of one person a role
 * or area behind the name decides. `rest` is what is left of the words. With `several`, all that fit are meant.
 */
export function addressed(call: Call, hearing: Hearing, several = false): Addressed {
  const { open } = hearing;
  if (open.length === 0)
    return refused(
      `No promotion is open here, so ${code(`/${call.name}`)} has nothing to do. ${code("/promote @user role")} starts one.`,
    );
  let rest = call.words.trim();
  let fitting = open.map(({ nomination }) => nomination);
  const [word = ""] = rest.split(/\s+/, 1);
  if (/^@[\w-]+[,:]?$/.test(word)) {
    const login = word.replace(/[,:]$/, "");
    rest = rest.slice(word.length).trim();
    fitting = fitting.filter(({ candidate }) => isNamed(candidate, login, hearing));
    if (fitting.length === 0)
      return refused(`No promotion of ${inert(login.slice(1))} is open here. Open are those of ${candidates(open)}.`);
  }
  while (fitting.length > 1) {
    const [next = ""] = rest.split(/\s+/, 1);
    const narrower = fitting.filter((nomination) => names(nomination, next));
    if (narrower.length === 0) break;
    rest = rest.slice(next.length).trim();
    fitting = narrower;
  }
  if (fitting.length > 1 && !several) return refused(whichOne(call, fitting));
  return { kind: "addressed", nominations: fitting, rest };
}

/** By id where it is known whose the login is; else by login. */
function isNamed(candidate: Nomination["candidate"], login: string, { account }: Hearing): boolean {
  if (loginKey(candidate.login) === loginKey(login)) return true;
  const found = account(login);
  return typeof found !== "string" && samePerson(found, candidate);
}

function names({ role, areas }: Nomination, word: string): boolean {
  const folded = word.toLowerCase().replace(/,$/, "");
  if (folded === "") return false;
  return [role, singular(role), ...areas].some((name) => name.toLowerCase() === folded);
}

function whichOne(call: Call, fitting: readonly Nomination[]): string {
  const ways = fitting.map((nomination) => {
    const others = fitting.filter((other) => other !== nomination && samePerson(other.candidate, nomination.candidate));
    const area = nomination.areas.find((name) => !others.some((other) => other.areas.includes(name)));
    const further = others.length === 0 ? "" : ` ${area ?? singular(nomination.role)}`;
    return code(`/${call.name}${call.cancel ? " cancel" : ""} @${nomination.candidate.login}${further}`);
  });
  return `${fitting.length} promotions are open here, and ${code(`/${call.name}`)} does not say which one it is about. Say ${listed(ways, "or", 8)}.`;
}

function candidates(open: readonly OpenNomination[]): string {
  const names = [...new Set(open.map(({ nomination }) => inert(nomination.candidate.login)))];
  return listed(names, "and", 8);
}

/** "approver of kusion and engine", "maintainer everywhere". Inert. */
export function placeText({ role, areas }: Pick<Nomination, "role" | "areas">): string {
  const name = inert(singular(role));
  return areas.length === 0 ? `${name} everywhere` : `${name} of ${listed(areas.map(inert), "and", 20)}`;
}

/** "an approver of kusion". Inert. */
export function aPlaceText(place: Pick<Nomination, "role" | "areas">): string {
  return `${/^[aeiou]/i.test(place.role) ? "an" : "a"} ${placeText(place)}`;
}

/** The criteria of these kinds. */
export function leavesOf(rule: { readonly criterion: Criterion }, ...kinds: readonly string[]): readonly Leaf[] {
  return leaves(rule.criterion).filter(({ kind }) => kinds.includes(kind));
}

/** Of the nominations those whose rule asks for one of these kinds; a refusal when none does. */
export function asking(
  call: Call,
  nominations: readonly Nomination[],
  kinds: readonly string[],
  what: string,
): readonly Nomination[] | Extract<Heard, { kind: "answer" }> {
  const those = nominations.filter(({ rule }) => leavesOf(rule, ...kinds).length > 0);
  if (those.length > 0) return those;
  const [first] = nominations;
  const to = first === undefined ? "" : ` to ${placeText(first)}`;
  return refused(`This promotion${to} asks for no ${what}, so ${code(`/${call.name}`)} changes nothing.`);
}
