/** One pull request: the whole verdict, as `rung explain` tells it, and who was asked to review and why. */
import { html } from "hono/html";
import type { Links } from "../links.ts";
import { markdown, markdownLine } from "../markdown-html.ts";
import { type Html, nothing, person, time, verdict } from "./bits.ts";
import { decisionsView } from "./decisions-view.ts";
import { type PullPage, pullHead } from "./pulls-view.ts";

export function pullView(links: Links, page: PullPage): Html {
  const { shown, state } = page.pull;
  const caption = "Areas: the files of each, who approved, and what is missing";
  return html`${pullHead(links, page)}
    <section class="card" aria-labelledby="verdict"><h2 id="verdict">Verdict</h2>
      <p class="big">${verdict(shown.outcome, shown.verdict)}</p>
      <div class="prose">${markdown(shown.summaryMarkdown, caption)}${shown.textMarkdown === "" ? nothing : markdown(shown.textMarkdown, caption)}</div>
      <p class="quiet as-of">Of commit <code>${shown.headSha.slice(0, 7)}</code>, as of ${time(shown.readAt)}${state === "open" ? "" : "; the last one while it was open"}.</p></section>
    ${askedView(links, page)}
    <section class="card" aria-labelledby="history"><h2 id="history">How it came to that</h2>${decisionsView(links, page.repository, page.decisions, { isOfOne: true })}</section>`;
}

function askedView(links: Links, { pull }: PullPage): Html {
  if (pull.asked.length === 0) return nothing;
  return html`<section class="card" aria-labelledby="asked"><h2 id="asked">Whom Rung asked, and why</h2>
    <ul class="plain">${pull.asked.map(
      ({ login, why, at }) =>
        html`<li>${person(links, login)}: ${markdownLine(why)} <span class="quiet">on ${time(at)}</span></li>`,
    )}</ul></section>`;
}
