/** What one list item or table row says about one person, or why that is not certain. */

import { loginFault } from "../../../registry/spelling.ts";
import {
  isAbove,
  isRetired,
  type ListedRole,
  lower,
  namesOfRolesIn,
  roleNamed,
  rolesMentioned,
} from "./roles-named.ts";

export interface Listed {
  /** As spelled. */
  readonly login: string;
  readonly role: ListedRole;
  /** Projects as the file names them; empty: all. */
  readonly projects: readonly string[];
  readonly affiliation: string | null;
}

/** Text of a list item or a cell, with its links. */
export interface Cell {
  readonly text: string;
  readonly links: readonly { readonly href: string; readonly text: string }[];
  /** Part of it is struck through. */
  readonly struck: boolean;
  /** What of it is set as code. */
  readonly code: readonly string[];
}

/** `people` empty and `why` null: nobody is meant. */
export interface Card {
  readonly people: readonly Listed[];
  /** What is not sure, as a sentence; `null`: nothing. */
  readonly why: string | null;
}

/** Stands where somebody, or an employer, is still to be named, or there is none. */
const PLACEHOLDER =
  /^(?:tb[acd]|todo|n[/.-]?a\.?|none|nobody|vacant|open|unknown|unassigned|(?:your-?|github-?)*(?:login|user-?name|handle|id)|[-–—?.…_*x]+)$/i;

const NOBODY: Card = { people: [], why: null };

/** A card has a name, perhaps an address and an employer; what is longer is prose. */
const MAX_WORDS = 9;
/** An item without any login that is this short is a name. */
const MAX_NAME_WORDS = 4;
/** Beside an account: that somebody is none, may become one, or is thanked. */
const NO_ENTRY =
  /(?:^|\s|\()(?:not|never|except|removed|thanks|thank you|credits?|candidate|nominated|nominee|pending|proposed|invited|tbc|tbd|on trial|until)\b/i;
const PROSE =
  /\b(?:see|join|read|visit|contact|guide|docs?|documentation|here|issues?|discussions?|contributing|governance|please|must|should|will|become|becomes|how|list of|responsib\w*|propos\w*|vot\w*|merge\w*)\b/i;

/** A single part of a project, not an employer or somebody's name: "(docs)", "(kubevela, catalog)". */
const SCOPE = /[(（]\s*[a-z][a-z\d._/-]*(?:\s*[,;&]\s*[a-z][a-z\d._/-]*)*\s*[)）]/;
const NO_SCOPE = /[(（]\s*(?:independent|individual|self|freelance|(?:he|she|they)\/\w+|github|on leave)\s*[)）]/i;
/** Says of what follows that it is an account. */
const ACCOUNT_LABEL =
  /^(?:git ?hub(?: (?:id|handle|login|account|user(?:name)?))?|handle|login|account|id|user ?name)$/i;

export function itemCard(item: Cell, role: ListedRole): Card {
  const logins = loginsIn(item);
  const rest = withoutLogins(item, logins);
  const count = namesOfRolesIn(rest).length;
  if (logins.length === 0) {
    if (item.text === "" || count > MAX_NAME_WORDS || PROSE.test(item.text) || /[.:!?]$/.test(item.text)) return NOBODY;
    return { people: [], why: "it names nobody's login" };
  }
  if (item.struck) return unsure("part of it is struck through");
  if (logins.length > 1 && namesOfRolesIn(rest).some((word) => !/^(?:and|und|et|y)$/.test(word)))
    return unsure("it names several accounts and says more than their names");
  if (/^\[ \]/.test(item.text)) return unsure("its box is not ticked, so it may be still to come");
  if (NO_ENTRY.test(rest) && !isRetired(rest)) return unsure("its words may say that they are none");
  if (count > MAX_WORDS || PROSE.test(rest)) return unsure("it reads like prose, not like somebody's entry");
  const link = item.links.find(({ href }) => PROFILE.test(href));
  const isNamed = link === undefined || logins.some((login) => sameName(link.text, login));
  if (!isNamed && !item.text.startsWith(link.text))
    return unsure("its link may lead to something else than a person's account");
  if (isPartAlone(item, logins, rest)) return unsure("it may be about a part of the project alone");
  return titled(logins, role, rest);
}

/** "`tsdb`: @ann", "Remote storage: @ann", "@ann (docs)". */
function isPartAlone({ code, text }: Cell, logins: readonly string[], rest: string): boolean {
  if (code.some((each) => !each.includes("#") && !logins.some((login) => sameName(each, login)))) return true;
  const [, label = ""] = /^([^:]*):/.exec(text) ?? [];
  const isNaming = label.trim() !== "" && !/[@(<]|https?$/.test(label) && !ACCOUNT_LABEL.test(label.trim());
  return (isNaming && roleNamed(label) === null) || isOfPart(rest);
}

function isOfPart(rest: string): boolean {
  const [brackets = ""] = SCOPE.exec(rest) ?? [];
  return brackets !== "" && !NO_SCOPE.test(brackets) && !isRetired(brackets) && rolesMentioned(brackets).size === 0;
}

/** Roles that an item names beside the person: a lower one is taken where it stands alone, a higher one raises nobody. */
function titled(logins: readonly string[], role: ListedRole, rest: string): Card {
  const people = (held: ListedRole) => logins.map((login) => ({ login, role: held, projects: [], affiliation: null }));
  if (isRetired(rest)) return { people: people("emeritus"), why: null };
  const mentioned = [...rolesMentioned(rest)];
  if (mentioned.length === 0 || role === "emeritus") return { people: people(role), why: null };
  const title = titleIn(rest);
  const [only] = mentioned;
  if (mentioned.length > 1 || only === undefined || title === null)
    return unsure("it names a role in words that I cannot read for certain");
  if (isAbove(only, role))
    return { people: people(role), why: `it says more (${only}) than the list it stands in; taken is ${role}` };
  return { people: people(only), why: null };
}

/** The part of an item that is nothing but a role: in brackets, or behind a dash, comma or colon. */
function titleIn(rest: string): ListedRole | null {
  for (const part of rest.split(/[()[\],;:|]|\s[-–—]\s/)) {
    const named = roleNamed(part);
    if (named !== null && named !== "none") return named;
  }
  return null;
}

function unsure(why: string): Card {
  return { people: [], why };
}

type Column = "login" | "role" | "project" | "affiliation" | "name" | "ended" | "other";

/** What a table's column holds, by its head. A column of roles is one whatever else its head says. */
export function columnOf(head: string): Column {
  if (/\b(?:affiliation|company|companies|employer|organi[sz]ation|org|works? (?:at|for)|sponsor)\b/i.test(head))
    return "affiliation";
  if (/\b(?:roles?|title|position|status|level|rank)\b/i.test(head)) return "role";
  if (/github|git hub|login|handle|user ?name|\baccount\b|^id$|^@$/i.test(head)) return "login";
  if (
    /\b(?:projects?|repo\w*|areas?|scope|components?|modules?|sigs?|working groups?|packages?|subprojects?)\b/i.test(
      head,
    )
  )
    return "project";
  if (/\b(?:until|ended|left|end date|inactive)\b/i.test(head)) return "ended";
  if (
    /^(?:name|full name|who|person|people|maintainers?|approvers?|reviewers?|committers?|contributors?|members?|owners?|)$/i.test(
      head.trim(),
    )
  )
    return "name";
  return "other";
}

export function rowCard(columns: readonly Column[], row: readonly Cell[], section: ListedRole): Card {
  const cell = (kind: Column): Cell | undefined => row[columns.indexOf(kind)];
  const texts = row.map(({ text }) => text).filter((text) => text !== "");
  if (texts.length === 0) return NOBODY;
  const logins = rowLogins(columns, row);
  if (logins.length === 0) return { people: [], why: "nobody's login could be made out" };
  if (row.some(({ struck }) => struck)) return unsure("part of it is struck through");
  if (logins.length > 1) return unsure("it names several accounts");
  const place = placeOf(cell("project")?.text ?? "");
  const held = rowRole(cell("role")?.text ?? "", section, columns.includes("project"));
  if (place === null) return unsure("I cannot tell which projects it is about");
  if ("why" in held) return unsure(held.why);
  const ended = cell("ended")?.text ?? "";
  const isOver = ended !== "" && !/^(?:-|–|—|n\/?a|present|now|current|active|no|none)$/i.test(ended);
  if (isOver && held.role !== "emeritus") return unsure(`it may be over (${ended})`);
  const affiliation = cell("affiliation")?.text ?? "";
  const others = row.filter((_, index) => ["name", "login", "other"].includes(columns[index] ?? "other"));
  const role = others.some(({ text }) => isRetired(text)) ? "emeritus" : held.role;
  const projects = [...place, ...held.projects];
  const hasEmployer = affiliation !== "" && affiliation.length <= 100 && !PLACEHOLDER.test(affiliation);
  const employer = hasEmployer ? affiliation : null;
  return { people: logins.map((login) => ({ login, role, projects, affiliation: employer })), why: null };
}

/** The column of logins; without one, the one account that the columns of names have. Never what names an employer. */
function rowLogins(columns: readonly Column[], row: readonly Cell[]): readonly string[] {
  const own = row[columns.indexOf("login")];
  if (own !== undefined) {
    const named = loginsIn(own);
    if (named.length > 0) return named;
    const bare = own.text.replace(/^@/, "");
    return loginFault(bare) === null && !PLACEHOLDER.test(bare) ? [bare] : [];
  }
  return [...new Set(row.flatMap((cell, index) => (columns[index] === "name" ? loginsIn(cell) : [])))];
}

type RowRole = { readonly role: ListedRole; readonly projects: readonly string[] } | { readonly why: string };

/** `Leader - Kusion, Karpor`: a role before its projects. Anything but a role and projects is not sure. */
function rowRole(text: string, section: ListedRole, hasProjects: boolean): RowRole {
  if (/^(?:-|–|—|n\/?a|active|current)?$/i.test(text.trim())) return { role: section, projects: [] };
  if (isRetired(text)) return { role: "emeritus", projects: [] };
  const [, title = text, rest = ""] = /^(.*?)\s+[-–—]\s+(.*)$/.exec(text) ?? [];
  const named = roleNamed(title);
  const projects = rest === "" ? [] : placeOf(rest);
  if (named === null || named === "none" || projects === null || (rest !== "" && hasProjects))
    return { why: `I cannot read the role ${JSON.stringify(text.slice(0, 60))} for certain` };
  return { role: section === "emeritus" ? section : lower(named, section), projects };
}

/** Names of projects; empty: all; `null`: no list of names. */
function placeOf(text: string): readonly string[] | null {
  const names = text
    .split(/[,;]|\s+(?:and|&)\s+/)
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (names.some((name) => /^(?:all|\*|any|everything|all (?:projects|repositories))$/i.test(name)))
    return names.length === 1 ? [] : null;
  return names.every(
    (name) => namesOfRolesIn(name).length <= 3 && !/[()]/.test(name) && rolesMentioned(name).size === 0,
  )
    ? names
    : null;
}

const PROFILE = /^https?:\/\/(?:www\.)?github\.com\/([A-Za-z0-9][\w-]*)\/?$/i;
/** Addresses of GitHub's own that look like an account's. */
const NO_ACCOUNT =
  /^(?:about|apps|collections|contact|enterprise|explore|features|issues|login|marketplace|new|notifications|orgs|pricing|pulls|search|settings|sponsors|teams|topics|users)$/i;

/** An address in the text itself, which GitHub makes a link. */
const ADDRESS = /https?:\/\/(?:www\.)?github\.com\/[A-Za-z0-9][\w-]*\/?(?![\w/.-]*\w)/gi;

/** By links to profiles, else by `@login`. */
export function loginsIn({ text, links }: Pick<Cell, "text" | "links">): readonly string[] {
  const hrefs = [...links.map(({ href }) => href), ...(text.match(ADDRESS) ?? [])];
  const linked = hrefs.flatMap((href) => {
    const login = PROFILE.exec(href)?.[1];
    return login === undefined || NO_ACCOUNT.test(login) ? [] : [login];
  });
  const said = [...text.matchAll(/(?:^|[\s(,[])@([A-Za-z0-9][\w-]{0,38})(?![\w/@.-]*@|\/)/g)].flatMap(
    ([, login]) => login ?? [],
  );
  const named = (linked.length > 0 ? linked : said).filter((login) => !PLACEHOLDER.test(login));
  return [...new Map(named.map((login) => [login.toLowerCase(), login])).values()];
}

function withoutLogins({ text, links }: Cell, logins: readonly string[]): string {
  let rest = text.replace(ADDRESS, " ");
  for (const login of logins) rest = rest.replace(new RegExp(`@?\\b${login}\\b`, "gi"), " ");
  for (const { href, text: shown } of links) if (PROFILE.test(href)) rest = rest.replace(shown, " ");
  return rest
    .replace(/[\w.+-]+@[\w-]+\.[\w.-]+/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

function sameName(text: string, login: string): boolean {
  return text.replace(/^@/, "").toLowerCase() === login.toLowerCase();
}
