/** The gate's recent verdicts, with the reasons. */

import { html } from "hono/html";
import type { Decision } from "../../../database/decisions.ts";
import { oneLine, shortened } from "../../../shared/markdown.ts";
import type { RepositoryName } from "../../../shared/names.ts";
import { causeText, plainReason } from "../decision-words.ts";
import type { Links } from "../links.ts";
import { WHOLE_SECTION } from "../page-query.ts";
import { type Slice, slice } from "../paging.ts";
import {
  type Column,
  type Html,
  isolated,
  nothing,
  type Outcome,
  person,
  table,
  time,
  titleText,
  verdict,
} from "./html-pieces.ts";
import { pager } from "./pager-view.ts";

/** How many decisions of a repository fit on the page. */
export const MAX_DECISIONS = 200;
const MAX_ROWS = 25;
const MAX_LINE = 300;

export function decisionsPage(decisions: readonly Decision[], page: number): Slice<Decision> {
  return slice(decisions, page, MAX_ROWS);
}

/** For all pull requests of a repository. */
export function decisionsView(
  links: Links,
  repository: RepositoryName,
  decisions: readonly Decision[],
  page: number,
): Html {
  if (decisions.length === 0) return noDecision;
  const shown = decisionsPage(decisions, page);
  const pull: Column<Decision> = {
    title: "Pull request",
    isHead: true,
    cell: (one) => pullCell(links, repository, one),
  };
  const to = (at: number) =>
    links.to({ kind: "section", repository, section: "decisions", query: { ...WHOLE_SECTION, page: at } });
  return html`${table<Decision>("Decisions, the latest first", [pull, decided, after(links), { title: "When", cell: when }], shown.items)}
    ${pager(shown, "decisions", to)}`;
}

/** For one pull request, on its own page. */
export function historyView(links: Links, decisions: readonly Decision[]): Html {
  if (decisions.length === 0) return noDecision;
  return table<Decision>(
    "Decisions, the latest first",
    [{ title: "When", isHead: true, cell: when }, decided, after(links)],
    decisions,
  );
}

const noDecision: Html = html`<p>Nothing was decided here yet.</p>`;

const decided: Column<Decision> = { title: "Decided", cell: decidedCell };

function after(links: Links): Column<Decision> {
  return { title: "After", cell: (decision) => afterCell(links, decision) };
}

function when({ at }: Decision): Html {
  return time(at);
}

function pullCell(links: Links, repository: RepositoryName, { number, title }: Decision): Html {
  // Without a title there is no view of it to lead to.
  if (title === null) return html`#${number}`;
  return html`<a href="${links.to({ kind: "pull", repository, number })}"><bdi>${titleText(title)}</bdi></a> <span class="quiet">#${number}</span>`;
}

const OUTCOMES: Readonly<Record<string, Outcome>> = {
  approved: "success",
  waiting: "waiting",
  draft: "waiting",
  held: "action_required",
};

function decidedCell({ state, why }: Decision): Html {
  const [title = state, ...reasons] = why;
  const lines = reasons.map((reason) => shortened(oneLine(plainReason(reason)), MAX_LINE));
  const list = html`<details><summary>Reasons</summary><ul class="plain">${lines.map((line) => html`<li>${isolated(line)}</li>`)}</ul></details>`;
  return html`${verdict(OUTCOMES[state] ?? "failure", title)}${lines.length === 0 ? nothing : list}`;
}

function afterCell(links: Links, { after: cause }: Decision): Html {
  if (cause === null) return html`Rung looked again by itself`;
  const what =
    cause.kind === "said" ? html`<code>${shortened(oneLine(cause.what), MAX_LINE)}</code>` : html`${causeText(cause)}`;
  return html`${what}${cause.by === null ? nothing : html` by ${person(links, cause.by)}`}`;
}
