/** The panel "What Rung just did": the newest webhook with all that followed, older ones folded away. */

import { html } from "hono/html";
import type { CheckDetail } from "../control-model.ts";
import { type Html, moment, nothing } from "./bits.ts";
import { outcomeOf } from "./model.ts";
import type { Chapter, Step } from "./story.ts";

const SHOWN = 8;

/** `checks` are those of the pull request on the page; empty elsewhere. */
export function storyView(chapters: readonly Chapter[], checks: readonly CheckDetail[]): Html {
  const [newest, ...older] = chapters.slice(0, SHOWN);
  return html`<section class="card story" id="story" aria-labelledby="story-title"><h2 id="story-title">What Rung just did</h2>
    ${newest === undefined ? html`<p class="quiet">Nothing yet. Do something, and each webhook, each read and each write shows here.</p>` : html`${chapterView(newest)}${why(checks)}`}
    ${older.length === 0 ? nothing : html`<h3 class="quiet">Before that</h3>`}
    ${older.map(
      (chapter) =>
        html`<details class="older" id="chapter-${chapter.key}"><summary>${sentence(chapter)}</summary>${body(chapter)}</details>`,
    )}</section>`;
}

function chapterView(chapter: Chapter): Html {
  return html`<div class="chapter" id="newest-${chapter.key}"><p class="cause">${sentence(chapter)}</p>${body(chapter)}</div>`;
}

function sentence(chapter: Chapter): Html {
  const place =
    chapter.repository === null
      ? ""
      : ` ${chapter.repository.split("/")[1] ?? ""}${chapter.number === null ? "" : ` #${chapter.number}`}`;
  return html`<b>${chapter.sender}</b> ${chapter.cause} <span class="quiet">${place} ${moment(chapter.at)}</span>`;
}

function body(chapter: Chapter): Html {
  return html`<ol class="steps">
    ${chapter.events.length === 0 ? nothing : html`<li class="step came"><span class="how">Webhook</span> <span>${chapter.events.map((event, at) => html`${at > 0 ? ", " : ""}<code>${event}</code>`)}<br>${answers[chapter.taken]}</span></li>`}
    ${chapter.steps.map((step) => stepView(step))}
    ${chapter.steps.length === 0 && chapter.taken === "stored" ? html`<li class="step"><span class="how">Nothing</span> <span>Rung asked GitHub nothing: ${chapter.events.length === 0 ? "nothing was due" : "this could not change any result"}.</span></li>` : nothing}
    ${chapter.echoes === 0 ? nothing : html`<li class="step"><span class="how">Echo</span> <span>${chapter.echoes === 1 ? "1 webhook" : `${chapter.echoes} webhooks`} about Rung's own writes, dropped without a read.</span></li>`}
  </ol>`;
}

const answers: Record<Chapter["taken"], string> = {
  pending: "It is on its way.",
  stored: "Rung checked the signature and stored it.",
  silent: "Nobody took it. Is Rung running?",
  refused: "Rung refused it.",
};

const how: Record<Step["effect"], string> = { read: "Read", unchanged: "Read", write: "Wrote", auth: "Token" };

function stepView(step: Step): Html {
  return html`<li class="step ${step.effect}${step.failed ? " failed" : ""}" title="${step.operation}"><span class="how">${how[step.effect]}</span>
    <span>${step.words.charAt(0).toUpperCase()}${step.words.slice(1)}${step.failed ? " (refused by GitHub)" : ""}</span></li>`;
}

function why(checks: readonly CheckDetail[]): Html {
  if (checks.length === 0) return nothing;
  return html`<p class="why"><span class="how">Why</span><span>${checks.map(
    (check) =>
      html`<span class="${outcomeOf(check)}"><code>${check.name}</code> says: ${check.title ?? "nothing yet"}.</span> `,
  )}<a href="#checks">Read the report</a></span></p>`;
}
