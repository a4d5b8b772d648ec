/**
 * Which of the open promotions a command is about (R81): `@user`, role and area name one, as many of them as are needed. The command
 * lines that replies propose are made here as well, so that they do what the reply promises. Pure.
 */

import type { Call } from "../model/call.ts";
import { code, escapeMarkdown, shortened } from "../shared/markdown.ts";
import { loginKey } from "../shared/names.ts";
import { joinList, samePerson } from "../shared/people.ts";
import { singular } from "../shared/singular.ts";
import { placeText, withNames } from "./nomination-text.ts";
import { leavesOf, type PromotionCallResult, type PromotionContext, refused } from "./promotion-context.ts";
import type { Nomination } from "./promotion-types.ts";

type Addressed =
  | { readonly kind: "addressed"; readonly nominations: readonly Nomination[]; readonly rest: string }
  | Extract<PromotionCallResult, { kind: "answer" }>;

interface AddressOptions {
  /** All that fit are meant, where several do. */
  readonly several?: boolean;
  /** The rest is people's text, whose first word may happen to be the name of a role or area: `always`, or unless `@user` is written. */
  readonly text?: "always" | "unless-named";
  /** `anywhere`: somebody named with `@` is meant wherever the name is; none of the words are free text. */
  readonly names?: "anywhere";
  /** Words that have another meaning for this command, even where a role or area has the same name. */
  readonly isOther?: (word: string) => boolean;
  /** It may be about a decision as well, where the registry has any. */
  readonly orDecision?: true;
  /**
   * Whether that promotion asks for such a statement at all, given the rest of the words: where some promotions do, only they can be
   * meant.
   */
  readonly asks?: (nomination: Nomination, rest: string) => boolean;
}

const EVERYWHERE: ReadonlySet<string> = new Set(["everywhere", "anywhere"]);
const FILLERS: ReadonlySet<string> = new Set(["to", "as", "of", "for", "in", "and"]);
/** As long as what is kept of a text. */
const MAX_REST_LENGTH = 300;

function nothingOpen(call: Call, { registry }: PromotionContext, { orDecision }: AddressOptions): string {
  const isEither = orDecision === true && (registry.decisions?.length ?? 0) > 0;
  const what = isEither ? "Neither a promotion nor a decision is" : "No promotion is";
  const starts = `${code("/promote @user role")}${isEither ? ` or ${code("/decide text")}` : ""} starts one.`;
  const isEnding = call.cancel || call.name === "withdraw";
  return `${what} open here, so ${code(`/${call.name}`)} has nothing to do.${isEnding ? "" : ` ${starts}`}`;
}

/** `rest`: the words without those that chose the promotion. */
export function addressed(call: Call, context: PromotionContext, options: AddressOptions = {}): Addressed {
  const open = context.open.map(({ nomination }) => nomination);
  if (open.length === 0) return refused(nothingOpen(call, context, options));
  const words = call.words.trim();
  const [, leading = null, further = ""] = /^(@[\w-]+)[,:]?(?:\s+(.*))?$/s.exec(words) ?? [];
  const named = leading !== null ? [leading] : options.names === "anywhere" ? namesWithin(words) : [];
  const ofPerson = named.length === 0 ? open : open.filter(({ candidate }) => areNamed(candidate, named, context));
  const [login = null] = named;
  if (login !== null && ofPerson.length === 0)
    return refused(`No promotion of ${escapeMarkdown(login.slice(1, 61))} is open here; open ${candidates(open)}.`);
  const behind = leading !== null ? further : named.length > 0 ? words.replace(WITHIN, " ").trim() : words;
  const isText = options.text === "always" || (options.text === "unless-named" && login === null);
  const chosen =
    isText && ofPerson.length === 1
      ? { nominations: ofPerson, rest: behind }
      : chosenBy(behind, ofPerson, context, isText, options);
  if (chosen === null) return refused(noneText(call, open));
  const { rest } = chosen;
  const asking = chosen.nominations.filter((nomination) => options.asks?.(nomination, rest) ?? true);
  const nominations = asking.length === 0 ? chosen.nominations : asking;
  if (nominations.length > 1 && options.several !== true) return refused(whichOne(call, nominations, open, rest));
  return { kind: "addressed", nominations, rest };
}

/** The same for statements that count for criteria of these kinds alone (`what`, for people); a refusal if no promotion meant has one. */
export function addressedFor(
  kinds: readonly string[],
  what: string,
  call: Call,
  context: PromotionContext,
  options: Omit<AddressOptions, "asks"> = {},
): Addressed {
  const asks = (nomination: Nomination) => leavesOf(nomination, ...kinds).length > 0;
  const found = addressed(call, context, { ...options, asks });
  if (found.kind === "answer") return found;
  const nominations = found.nominations.filter(asks);
  if (nominations.length > 0) return { ...found, nominations };
  const [first] = found.nominations;
  const to = first === undefined ? "" : ` to ${placeText(first)}`;
  return refused(`This promotion${to} asks for no ${what}, so ${code(`/${call.name}`)} changes nothing.`);
}

interface Chosen {
  readonly nominations: readonly Nomination[];
  readonly rest: string;
}

/** `null`: a role or area is named, and no open promotion is for it. In free text such words are part of the text. */
function chosenBy(
  words: string,
  among: readonly Nomination[],
  context: PromotionContext,
  isText: boolean,
  options: AddressOptions,
): Chosen | null {
  const run = selectorsIn(words, context, options);
  for (let length = run.length; length > 0; length -= 1) {
    const selectors = run.slice(0, length);
    const nominations = selected(
      among,
      selectors.map(({ word }) => word),
    );
    if (nominations.length > 0) return { nominations, rest: words.slice(selectors.at(-1)?.end ?? 0).trim() };
    if (!isText) return null;
  }
  return { nominations: among, rest: words };
}

interface Selector {
  readonly word: string;
  /** The position in the words where it ends. */
  readonly end: number;
}

/** The names of roles and areas at the beginning of the words; filler words between them are skipped. */
function selectorsIn(words: string, context: PromotionContext, { isOther }: AddressOptions): readonly Selector[] {
  const found: Selector[] = [];
  for (const match of words.matchAll(/\S+/g)) {
    const word = match[0].replace(/[,;:]$/, "").toLowerCase();
    if (isOther?.(word) === true) break;
    if (isSelector(word, context)) found.push({ word, end: match.index + match[0].length });
    else if (!FILLERS.has(word)) break;
  }
  return found;
}

function isSelector(word: string, { registry, index, open }: PromotionContext): boolean {
  if (EVERYWHERE.has(word) || index.areaNamed(word) !== null) return true;
  if (registry.roles.some(({ name }) => isRole(name, word))) return true;
  return open.some(({ nomination }) => names(nomination, word));
}

function isRole(name: string, word: string): boolean {
  return name.toLowerCase() === word || singular(name).toLowerCase() === word;
}

function names({ role, areas }: Pick<Nomination, "role" | "areas">, word: string): boolean {
  if (EVERYWHERE.has(word)) return areas.length === 0;
  return isRole(role, word) || areas.some((area) => area.toLowerCase() === word);
}

/** The promotions that all the words fit; of several, the one whose areas are named in full. */
function selected(among: readonly Nomination[], words: readonly string[]): readonly Nomination[] {
  const fitting = among.filter((nomination) => words.every((word) => names(nomination, word)));
  const whole = fitting.filter(
    ({ areas }) => areas.length > 0 && areas.every((area) => words.includes(area.toLowerCase())),
  );
  return fitting.length > 1 && whole.length === 1 ? whole : fitting;
}

/** A name with its `@`, anywhere among other words. */
const WITHIN = /(?<![\w@/.-])@([a-z0-9][\w-]*)/gi;

function namesWithin(words: string): readonly string[] {
  return [...words.matchAll(WITHIN)].map(([name]) => name);
}

function areNamed(candidate: Nomination["candidate"], logins: readonly string[], context: PromotionContext): boolean {
  return logins.some((login) => isNamed(candidate, login, context));
}

/** By id where it is known who has the login; otherwise by login. */
function isNamed(candidate: Nomination["candidate"], login: string, { account }: PromotionContext): boolean {
  if (loginKey(candidate.login) === loginKey(login)) return true;
  const found = account(login);
  return typeof found !== "string" && samePerson(found, candidate);
}

/** What distinguishes one nomination from another. */
export type Addressable = Pick<Nomination, "id" | "candidate" | "role" | "areas">;

/** What a command must name to be about this promotion: ` @newt contributor docs`, as much as is needed; empty if it is the only one. */
export function addressOf(nomination: Addressable, open: readonly Addressable[]): string {
  const others = open.filter(({ id }) => id !== nomination.id);
  if (others.length === 0) return "";
  const { candidate, role, areas } = nomination;
  const same = others.filter((other) => samePerson(other.candidate, candidate));
  if (same.length === 0) return ` @${candidate.login}`;
  const area = areas.find((name) => !same.some((other) => names(other, name.toLowerCase())));
  if (area !== undefined && !isRole(role, area.toLowerCase())) return ` @${candidate.login} ${area}`;
  return ` @${candidate.login} ${singular(role)} ${areas.length === 0 ? "everywhere" : areas.join(" ")}`;
}

/** The command about one promotion, as inline code. `rest`: what follows the address. */
export function commandAbout(
  call: Pick<Call, "name" | "cancel">,
  nomination: Nomination,
  open: readonly Nomination[],
  rest = "",
): string {
  const tail = rest === "" ? "" : ` ${shortened(rest, MAX_REST_LENGTH)}`;
  const behind = `${addressOf(nomination, open)}${tail}`;
  return code(`${withNames(`/${call.name}${call.cancel ? " cancel" : ""}`, behind)}${behind}`);
}

function whichOne(call: Call, fitting: readonly Nomination[], open: readonly Nomination[], rest: string): string {
  const ways = fitting.map((nomination) => commandAbout(call, nomination, open, rest));
  return `${fitting.length} promotions are open here, and ${code(`/${call.name}`)} does not say which one it is about. Say ${joinList(ways, "or", 20)}.`;
}

function noneText(call: Call, open: readonly Nomination[]): string {
  const those = open.map(
    ({ candidate, role, areas }) => `${escapeMarkdown(candidate.login)} to ${placeText({ role, areas })}`,
  );
  return `No such promotion is open here, so ${code(`/${call.name}`)} changes nothing. What is open: ${joinList(those, "and", 20)}.`;
}

function candidates(open: readonly Nomination[]): string {
  const names = [...new Set(open.map(({ candidate }) => escapeMarkdown(candidate.login)))];
  return `${names.length === 1 ? "is that" : "are those"} of ${joinList(names, "and", 8)}`;
}
