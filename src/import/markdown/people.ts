/** Finds the people in a Markdown file of maintainers, approvers or the like: in its tables and its lists. */
import MarkdownIt from "markdown-it";
import { loginFault } from "../../roles/spelling.ts";

export type ListedRole = "maintainers" | "approvers" | "reviewers" | "contributors" | "members" | "emeritus";

export interface Listed {
  /** As spelled. */
  readonly login: string;
  readonly role: ListedRole;
  /** Projects as the file names them; empty: all. */
  readonly projects: readonly string[];
  readonly affiliation: string | null;
}

export interface ReadPeople {
  readonly people: readonly Listed[];
  /** Rows and items in which nobody could be made out, as text. */
  readonly unread: readonly string[];
}

/** The first that a text has; those that take rights away come first. */
const WORDS: readonly (readonly [RegExp, ListedRole])[] = [
  [/\b(?:emeritus|emeriti|former|past|alumni|retired|inactive)\b/i, "emeritus"],
  [/\b(?:maintainers?|leads?|leaders?|owners?|chairs?|core[ -]?team)\b/i, "maintainers"],
  [/\b(?:approvers?|committers?)\b/i, "approvers"],
  [/\breviewers?\b/i, "reviewers"],
  [/\bcontributors?\b/i, "contributors"],
  [/\bmembers?\b/i, "members"],
];

export function roleIn(text: string): ListedRole | null {
  return WORDS.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

const markdown = new MarkdownIt({ html: false });

interface Cell {
  readonly text: string;
  readonly links: readonly string[];
}

/** `role`: what the file's name says; a heading that names another one says so for what is below it. */
export function peopleIn(text: string, role: ListedRole): ReadPeople {
  const tokens = markdown.parse(text, {});
  const people: Listed[] = [];
  const unread: string[] = [];
  const take = (found: readonly Listed[], shown: string) => {
    if (found.length > 0) people.push(...found);
    else if (shown.trim() !== "") unread.push(shown.trim());
  };
  const section: { role: ListedRole; depth: number }[] = [{ role, depth: 0 }];
  let header: readonly string[] = [];
  let row: Cell[] = [];
  let inHead = false;
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    const inline = cellOf(tokens[index + 1]);
    if (token.type === "heading_open") {
      const level = Number(token.tag.slice(1));
      while (section.length > 1 && (section.at(-1)?.depth ?? 0) >= level) section.pop();
      // The title only repeats what the file is.
      const named = level === 1 ? null : roleIn(inline.text);
      if (named !== null) section.push({ role: named, depth: level });
    } else if (token.type === "thead_open") inHead = true;
    else if (token.type === "thead_close") inHead = false;
    else if (token.type === "tr_open") row = [];
    else if (token.type === "th_open" || token.type === "td_open") row.push(inline);
    else if (token.type === "tr_close") {
      if (inHead) header = row.map((cell) => cell.text);
      else take(inRow(header, row, section.at(-1)?.role ?? role), row.map((cell) => cell.text).join(" | "));
    } else if (token.type === "list_item_open") depth += 1;
    else if (token.type === "list_item_close") depth -= 1;
    else if (token.type === "paragraph_open" && depth > 0) take(inItem(inline, section.at(-1)?.role ?? role), "");
  }
  return { people, unread };
}

function cellOf(
  token: { readonly type: string; readonly content: string; readonly children?: readonly Inline[] | null } | undefined,
): Cell {
  if (token?.type !== "inline") return { text: "", links: [] };
  const children = token.children ?? [];
  const links = children.flatMap((child) => (child.type === "link_open" ? String(child.attrGet("href") ?? "") : []));
  const text = children
    .map((child) => (child.type === "text" || child.type === "code_inline" ? child.content : " "))
    .join("");
  return { text: text.replace(/\s+/g, " ").trim(), links };
}

interface Inline {
  readonly type: string;
  readonly content: string;
  attrGet(name: string): string | number | null;
}

const COLUMNS = {
  login: /github|login|handle|username|account|\bid\b/i,
  project: /project|repo|area|scope|component|module|\bsig\b/i,
  affiliation: /affiliation|company|employer|organi[sz]ation/i,
  role: /role|title|position|status/i,
};

function inRow(header: readonly string[], row: readonly Cell[], role: ListedRole): readonly Listed[] {
  const column = (pattern: RegExp): Cell | undefined => {
    const index = header.findIndex((name) => pattern.test(name));
    return index === -1 ? undefined : row[index];
  };
  const logins = loginsOf(column(COLUMNS.login), row);
  const place = placeOf(column(COLUMNS.project)?.text ?? "");
  const title = roleIn(column(COLUMNS.role)?.text ?? "");
  const affiliation = column(COLUMNS.affiliation)?.text ?? "";
  const held = emeritusOr(role, [place.role, title]);
  return logins.map((login) => ({
    ...{ login, role: held, projects: place.projects },
    affiliation: affiliation === "" || affiliation.length > 100 ? null : affiliation,
  }));
}

/** The file and its headings say the role; only that somebody is no longer active is read off a row. */
function emeritusOr(role: ListedRole, named: readonly (ListedRole | null)[]): ListedRole {
  return named.includes("emeritus") ? "emeritus" : role;
}

function loginsOf(own: Cell | undefined, row: readonly Cell[]): readonly string[] {
  if (own !== undefined) {
    const named = namedIn(own);
    if (named.length > 0) return named;
    const bare = own.text.replace(/^@/, "");
    return loginFault(bare) === null ? [bare] : [];
  }
  for (const cell of row) {
    const named = namedIn(cell);
    if (named.length > 0) return named;
  }
  return [];
}

function inItem(item: Cell, role: ListedRole): readonly Listed[] {
  return namedIn(item).map((login) => ({
    login,
    role: emeritusOr(role, [roleIn(item.text)]),
    projects: [],
    affiliation: null,
  }));
}

/** By links to profiles, else by `@login`. */
function namedIn({ text, links }: Cell): readonly string[] {
  const linked = links.flatMap(
    (link) => /^https?:\/\/(?:www\.)?github\.com\/([A-Za-z0-9][\w-]*)\/?$/.exec(link)?.[1] ?? [],
  );
  const said = [...text.matchAll(/(?:^|[\s(,])@([A-Za-z0-9][\w-]{0,38})(?![\w/@.-]*@|\/)/g)].flatMap(
    ([, login]) => login ?? [],
  );
  return [...new Set(linked.length > 0 ? linked : said)];
}

/** `Leader - Kusion, Karpor`: a title before the projects. */
function placeOf(text: string): { readonly role: ListedRole | null; readonly projects: readonly string[] } {
  const [, title, rest] = /^(.*?)\s+[-–—:]\s+(.*)$/.exec(text) ?? [];
  const isTitled = title !== undefined && roleIn(title) !== null;
  const projects = (isTitled ? (rest ?? "") : text)
    .split(/[,;]|\s+and\s+/)
    .map((name) => name.trim())
    .filter((name) => name !== "");
  const every = projects.some((name) => /^(?:all|\*|any|everything|all (?:projects|repositories))$/i.test(name));
  return { role: isTitled ? roleIn(title) : null, projects: every ? [] : projects };
}
