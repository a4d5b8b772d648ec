/**
 * Finds the people in a Markdown file of maintainers, approvers or the like, in its tables and lists. Strict: what is not certainly
 * somebody's entry becomes a question, and gives nobody a role.
 */

import MarkdownIt from "markdown-it";
import { type Card, type Cell, columnOf, itemCard, type Listed, loginsIn, rowCard } from "./cards.ts";
import { isAbove, isRetired, type ListedRole, namesOfRolesIn, roleNamed, rolesMentioned } from "./roles-named.ts";

interface Question {
  /** 1-based. */
  readonly line: number;
  readonly text: string;
  /** Why nobody was given a role by it, as a clause. */
  readonly why: string;
}

export interface ReadPeople {
  readonly people: readonly Listed[];
  readonly questions: readonly Question[];
}

const markdown = new MarkdownIt({ html: false });

/** What the people below a heading, a label or an item are; `role` null: it cannot be told, because of `said`. */
interface Section {
  readonly role: ListedRole | null;
  readonly said: string;
  /** A heading's level, {@link LABEL} for a label in the text, more for an item of a list. */
  readonly depth: number;
}

const LABEL = 7;
const MAX_LABEL = 60;

/** `role`: what the file's name says. */
export function peopleIn(text: string, role: ListedRole): ReadPeople {
  const tokens = markdown.parse(withoutComments(text), {});
  // Of several titles none is the file's: each speaks for what is below it.
  const reading = new Reading(role, tokens.filter(({ type, tag }) => type === "heading_open" && tag === "h1").length);
  let inBody = false;
  for (const [index, token] of tokens.entries()) {
    const cell = cellOf(tokens[index + 1]);
    const line = (token.map?.[0] ?? reading.line) + 1;
    reading.line = line - 1;
    if (token.type === "heading_open") reading.heading(Number(token.tag.slice(1)), cell);
    else if (token.type === "tbody_open") inBody = true;
    else if (token.type === "thead_close") {
      inBody = false;
      reading.headEnds();
    } else if (token.type === "tr_open") reading.row = [];
    else if (token.type === "th_open" || token.type === "td_open") reading.row.push(cell);
    else if (token.type === "tr_close" && inBody) reading.rowEnds();
    else if (token.type === "tbody_close") inBody = false;
    else if (token.type === "blockquote_open") reading.quotes += 1;
    else if (token.type === "blockquote_close") reading.quotes -= 1;
    else if (token.type === "list_item_open") reading.items += 1;
    else if (token.type === "list_item_close") reading.itemEnds();
    else if (token.type === "paragraph_open") reading.paragraph(cell);
  }
  return { people: reading.people, questions: reading.questions };
}

/** HTML comments, which nobody sees, as empty lines; one that is not closed hides the rest, as on GitHub. Linear. */
function withoutComments(text: string): string {
  let shown = "";
  let at = 0;
  for (;;) {
    const begin = text.indexOf("<!--", at);
    if (begin === -1) return shown + text.slice(at);
    const found = text.indexOf("-->", begin + 4);
    const end = found === -1 ? text.length : found + 3;
    shown += text.slice(at, begin) + text.slice(begin, end).replace(/[^\n]/g, "");
    at = end;
  }
}

class Reading {
  readonly people: Listed[] = [];
  readonly questions: Question[] = [];
  readonly #sections: Section[];
  readonly #file: ListedRole;
  /** Words of the title: the project's name, which says nothing more in a heading below. */
  readonly #title = new Set<string>();
  #columns: readonly ReturnType<typeof columnOf>[] = [];
  line = 0;
  row: Cell[] = [];
  items = 0;
  quotes = 0;

  readonly #titles: number;

  constructor(role: ListedRole, titles: number) {
    this.#file = role;
    this.#titles = titles;
    this.#sections = [{ role, said: "", depth: 0 }];
  }

  get #section(): Section {
    return this.#sections.at(-1) ?? { role: this.#file, said: "", depth: 0 };
  }

  heading(level: number, { text }: Cell): void {
    if (level === 1 && this.#titles === 1)
      for (const word of namesOfRolesIn(text)) if (rolesMentioned(word).size === 0) this.#title.add(word);
    this.#begin(text, level);
  }

  /** Whatever stands below somebody retired is retired; a heading that names no role leaves open what is below it. */
  #begin(text: string, depth: number): void {
    while (this.#sections.length > 1 && this.#section.depth >= depth) this.#sections.pop();
    const above = this.#section;
    const named = roleNamed(text, this.#title);
    if (above.role === "emeritus" || named === "none") return;
    // "Leads" of reviewers are no maintainers: only the word itself raises.
    const raises = named !== null && isAbove(named, this.#file);
    if (raises && !/\b(?:maintainer|approver|committer|reviewer|contributor)s?\b/i.test(text)) {
      this.#sections.push({ role: null, said: text, depth });
      return;
    }
    // A title says what the file is; only one that says another role, or that they are retired, is more.
    const isTitle = depth === 1 && this.#titles === 1;
    if (named === null && isTitle && [...rolesMentioned(text)].every((role) => role === this.#file)) return;
    this.#sections.push({ role: named, said: text, depth });
  }

  paragraph(cell: Shown): void {
    if (this.items > 0) {
      this.#item(cell);
      return;
    }
    while (this.#sections.length > 1 && this.#section.depth >= LABEL) this.#sections.pop();
    const { text } = cell;
    const isLabel = text.length <= MAX_LABEL && (text.endsWith(":") || cell.strong);
    const announces =
      text.endsWith(":") && (isRetired(text) || [...rolesMentioned(text)].some((role) => role !== this.#section.role));
    if (isLabel && (announces || roleNamed(text, this.#title) !== null)) this.#begin(text, LABEL);
    else if (announces && this.#section.role !== "emeritus")
      this.#sections.push({ role: null, said: text, depth: LABEL });
    if (loginsIn(cell).length > 0) this.#ask(text, "it stands in the text, not in a list or table");
  }

  #item(cell: Cell): void {
    const depth = LABEL + this.items;
    while (this.#sections.length > 1 && this.#section.depth >= depth) this.#sections.pop();
    const named = roleNamed(cell.text, this.#title);
    const isPerson = loginsIn(cell).length > 0;
    if (!isPerson && named !== null && named !== "none") {
      this.#begin(cell.text, depth);
      return;
    }
    if (isPerson || !cell.text.endsWith(":")) this.#take(cell.text, isPerson, (role) => itemCard(cell, role));
    // Whoever stands below what names nobody may be of that alone: "storage", and within it "remote: @ann".
    if (!isPerson && this.#section.role !== "emeritus") this.#sections.push({ role: null, said: cell.text, depth });
  }

  itemEnds(): void {
    const depth = LABEL + this.items;
    while (this.#sections.length > 1 && this.#section.depth >= depth) this.#sections.pop();
    this.items -= 1;
  }

  headEnds(): void {
    this.#columns = this.row.map(({ text }) => columnOf(text));
  }

  rowEnds(): void {
    const text = this.row.map((cell) => cell.text).join(" | ");
    const columns = this.#columns;
    const row = this.row;
    const names = row.some((cell) => loginsIn(cell).length > 0) || columns.includes("login");
    this.#take(text, names, (role) => rowCard(columns, row, role));
  }

  #take(text: string, names: boolean, card: (role: ListedRole) => Card): void {
    const { role, said } = this.#section;
    if (role === null) {
      if (names)
        this.#ask(
          text,
          `it stands below ${JSON.stringify(said.slice(0, 60))}, which does not say for certain what they are`,
        );
      return;
    }
    if (this.quotes > 0) {
      if (names) this.#ask(text, "it stands in a quotation");
      return;
    }
    const { people, why } = card(role);
    this.people.push(...people);
    if (why !== null) this.#ask(text, why);
  }

  #ask(text: string, why: string): void {
    this.questions.push({ line: this.line + 1, text: text.trim(), why });
  }
}

interface Shown extends Cell {
  /** All of it is bold, as people write labels. */
  readonly strong: boolean;
}

interface Inline {
  readonly type: string;
  readonly content: string;
  attrGet(name: string): string | number | null;
}

function cellOf(
  token: { readonly type: string; readonly content: string; readonly children?: readonly Inline[] | null } | undefined,
): Shown {
  if (token?.type !== "inline") return { text: "", links: [], struck: false, code: [], strong: false };
  const children = token.children ?? [];
  const links: { href: string; text: string }[] = [];
  let open: { href: string; text: string } | null = null;
  let text = "";
  for (const child of children) {
    const said = child.type === "text" || child.type === "code_inline" ? child.content : " ";
    text += child.type.endsWith("_open") || child.type.endsWith("_close") ? "" : said;
    if (child.type === "link_open") open = { href: String(child.attrGet("href") ?? ""), text: "" };
    else if (child.type === "link_close" && open !== null) {
      links.push({ href: open.href, text: open.text.trim() });
      open = null;
    } else if (open !== null) open.text += said;
  }
  const types = children
    .filter(({ type, content }) => type !== "text" || content.trim() !== "")
    .map(({ type }) => type);
  const strong =
    types[0] === "strong_open" &&
    types.at(-1) === "strong_close" &&
    types.filter((type) => type === "strong_open").length === 1;
  const code = children.flatMap(({ type, content }) => (type === "code_inline" ? [content] : []));
  return { text: text.replace(/\s+/g, " ").trim(), links, struck: types.includes("s_open"), code, strong };
}
