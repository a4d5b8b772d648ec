/** What was decided lately, with the reasons. */
import { html } from "hono/html";
import type { Decision } from "../../../database/decisions.ts";
import type { RepositoryName } from "../../../shared/names.ts";
import type { Links } from "../links.ts";
import { type Column, type Html, nothing, type Outcome, person, table, time, verdict } from "./bits.ts";

/** `isOfOne`: all of one pull request, whose page this is. */
export function decisionsView(
  links: Links,
  repository: RepositoryName,
  decisions: readonly Decision[],
  { isOfOne }: { readonly isOfOne: boolean },
): Html {
  if (decisions.length === 0) return html`<p>Nothing was decided here yet.</p>`;
  const when: Column<Decision> = { title: "When", cell: ({ at }) => time(at) };
  const pull: Column<Decision> = {
    title: "Pull request",
    isHead: true,
    cell: ({ number, title }) => {
      // Without a title there is no view of it to lead to.
      if (title === null) return html`#${number}`;
      return html`<a href="${links.to({ kind: "pull", repository, number })}">${title}</a> <span class="quiet">#${number}</span>`;
    },
  };
  const decided: Column<Decision> = { title: "Decided", cell: decidedCell };
  const after: Column<Decision> = { title: "After", cell: (decision) => afterCell(links, decision) };
  const columns = isOfOne ? [{ ...when, isHead: true as const }, decided, after] : [pull, decided, after, when];
  return table<Decision>("Decisions, the latest first", columns, decisions);
}

const OUTCOMES: Readonly<Record<string, Outcome>> = {
  approved: "success",
  waiting: "waiting",
  draft: "waiting",
  held: "action_required",
};

function decidedCell({ state, why }: Decision): Html {
  const [title = state, ...reasons] = why;
  const list = html`<details><summary>Reasons</summary><ul class="plain">${reasons.map((reason) => html`<li>${reason}</li>`)}</ul></details>`;
  return html`${verdict(OUTCOMES[state] ?? "failure", title)}${reasons.length === 0 ? nothing : list}`;
}

function afterCell(links: Links, { after }: Decision): Html {
  if (after === null) return html`a look of Rung's own`;
  const what = after.kind === "said" ? html`<code>${after.what}</code>` : html`${after.what.replace(/[._]/g, " ")}`;
  return html`${what}${after.by === null ? nothing : html` by ${person(links, after.by)}`}`;
}
