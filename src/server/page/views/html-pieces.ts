/**
 * The small pieces that every view shares: tables, times, names, marks. What people typed is isolated: it cannot reorder the text beside
 * it.
 */

import { html, raw } from "hono/html";
import { day, moment } from "../../../shared/dates.ts";
import type { Instant } from "../../../shared/names.ts";
import { type Links, onGitHub } from "../links.ts";
import type { Html } from "../markdown-html.ts";
import { visibleText } from "../visible-text.ts";

export type { Html } from "../markdown-html.ts";

export const nothing: Html = raw("");

/** A moment as voice.md has it, and for machines. */
export function time(at: Instant): Html {
  return html`<time datetime="${new Date(at).toISOString()}">${moment(at)}</time>`;
}

/** A day that somebody wrote as `YYYY-MM-DD`; anything else is shown as it is. */
export function dayOf(written: string): Html {
  const at = Date.parse(`${written}T00:00:00Z`);
  return Number.isNaN(at) ? isolated(written) : html`<time datetime="${written}">${day(at)}</time>`;
}

/** What somebody typed, made visible, with a text direction of its own. */
export function isolated(text: string): Html {
  return html`<bdi>${visibleText(text)}</bdi>`;
}

/** A pull request's title: always something that can be read and pressed. */
export function titleText(title: string): string {
  return visibleText(title) || "(nothing to see in its title)";
}

const LOGIN = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/;

/** A person by the login that the registry or GitHub gives; linked only where it can be a login at all. */
export function person(links: Links, login: string | null): Html {
  if (login === null || !LOGIN.test(login)) return personName(login);
  return html`<a class="who" href="${onGitHub(links, login)}">${login}</a>`;
}

/** Without a link: if many people are named, each link would be one more stop on the way through the page. */
export function personName(login: string | null): Html {
  if (login !== null && !LOGIN.test(login)) return html`<span class="who">${isolated(login)}</span>`;
  return html`<span class="who">${login ?? "ghost"}</span>`;
}

/** "a, b and c". */
export function joinHtml(items: readonly Html[], word: "and" | "or"): Html {
  return html`${items.map((item, at) => html`${at === 0 ? "" : at === items.length - 1 ? ` ${word} ` : ", "}${item}`)}`;
}

/** "a, b or 6 more": at most `most` names; `more`: how many there are besides those given. */
export function peopleNames(logins: readonly string[], more: number, word: "and" | "or", most = 5): Html {
  const names = logins.slice(0, most).map(personName);
  const rest = logins.length - names.length + more;
  return joinHtml(rest > 0 ? [...names, html`${rest} more`] : names, word);
}

/** "a, b and 58 more" of names that people gave. */
export function nameList(names: readonly string[], most: number): Html {
  const shown = names.slice(0, most).map(isolated);
  const rest = names.length - shown.length;
  return joinHtml(rest > 0 ? [...shown, html`${rest} more`] : shown, "and");
}

export interface Column<Row> {
  readonly title: string;
  /** Names its row. */
  readonly isHead?: true;
  cell(row: Row): Html;
}

/**
 * A table with a caption for people who do not see the surrounding text. On a narrow screen its cells are below each other, each with
 * its column's title; the roles keep it a table for screen readers.
 */
export function table<Row>(caption: string, columns: readonly Column<Row>[], rows: readonly Row[]): Html {
  return html`<table role="table"><caption class="unseen">${caption}</caption>
    <thead role="rowgroup"><tr role="row">${columns.map(({ title }) => html`<th role="columnheader" scope="col">${title}</th>`)}</tr></thead>
    <tbody role="rowgroup">${rows.map(
      (row) =>
        html`<tr role="row">${columns.map((column) => {
          const cell = column.cell(row);
          if (column.isHead === true) return html`<th role="rowheader" scope="row">${cell}</th>`;
          return html`<td role="cell" data-title="${column.title}"><div>${cell}</div></td>`;
        })}</tr>`,
    )}</tbody></table>`;
}

export type Outcome = "success" | "failure" | "action_required" | "neutral" | "waiting" | "cancelled";

const MARKS: Readonly<Record<Outcome, { readonly mark: string; readonly word: string; readonly tone: string }>> = {
  success: { mark: "✓", word: "passed", tone: "good" },
  waiting: { mark: "●", word: "waiting", tone: "open" },
  neutral: { mark: "–", word: "reports only", tone: "calm" },
  cancelled: { mark: "–", word: "not decided", tone: "calm" },
  action_required: { mark: "■", word: "held", tone: "open" },
  failure: { mark: "✕", word: "not passed", tone: "bad" },
};

/** A verdict's sign and title; the word is for people who do not see the colour. */
export function verdict(outcome: Outcome, title: string): Html {
  const { mark, word, tone } = MARKS[outcome];
  return html`<span class="verdict ${tone}"><span class="mark" aria-hidden="true">${mark}</span><span><span class="unseen">Check: ${word}. </span>${isolated(title)}</span></span>`;
}
