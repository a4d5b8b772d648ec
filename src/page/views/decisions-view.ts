/** What was decided lately, with the reason. */
import { html } from "hono/html";
import type { Decision } from "../../database/decisions.ts";
import type { RepositoryName } from "../../names.ts";
import type { Links } from "../links.ts";
import { type Html, table, time, verdict } from "./bits.ts";

export function decisionsView(links: Links, repository: RepositoryName, decisions: readonly Decision[]): Html {
  if (decisions.length === 0) return html`<p>Nothing was decided here yet.</p>`;
  return table<Decision>(
    "Decisions, the latest first",
    [
      {
        title: "Pull request",
        isHead: true,
        cell: ({ number, title }) =>
          html`<a href="${links.to({ kind: "pull", repository, number })}">${title}</a> <span class="quiet">#${number}</span>`,
      },
      { title: "Decided", cell: ({ outcome, why }) => verdict(outcome, why) },
      { title: "When", cell: ({ at }) => time(at) },
    ],
    decisions,
  );
}
