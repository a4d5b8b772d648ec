/** One pull request: the whole verdict, as `rung explain` tells it, and who was asked to review and why. */

import { html } from "hono/html";
import type { Decision } from "../../../database/decisions.ts";
import type { PullOnPage } from "../../../database/shown.ts";
import type { RepositoryName } from "../../../shared/names.ts";
import { type Links, onGitHub } from "../links.ts";
import { markdown, markdownLine } from "../markdown-html.ts";
import { historyView } from "./decisions-view.ts";
import { type Html, nameList, nothing, peopleNames, person, time, titleText, verdict } from "./html-pieces.ts";
import { waitsView } from "./waits-view.ts";

export interface PullPage {
  readonly repository: RepositoryName;
  readonly pull: PullOnPage;
  /** The people who are asked for a review and have not answered. */
  readonly requested: readonly string[];
  readonly decisions: readonly Decision[];
}

const STATES = { open: "Open", closed: "Closed", merged: "Merged" } as const;
/** The verdict has all of it. */
const MOST = { waits: 4, names: 5 } as const;
const MAX_REQUESTED = 20;
const MAX_AREAS = 12;
const MAX_TWINS = 20;
/** Each with its reason. */
const MAX_ASKED = 50;

export function pullView(links: Links, page: PullPage): Html {
  const { shown, state } = page.pull;
  return html`${pullHead(links, page)}
    <section class="card" aria-labelledby="verdict"><h2 id="verdict">Verdict</h2>
      <p class="big">${verdict(shown.outcome, shown.verdict)}</p>
      <div class="prose">${verdictText(shown)}</div>
      <p class="quiet as-of">Of commit <code>${shown.headSha.slice(0, 7)}</code>, as of ${time(shown.readAt)}${state === "open" ? "" : "; the last one while it was open"}.</p></section>
    ${askedView(links, page)}
    <section class="card" aria-labelledby="history"><h2 id="history">How it came to that</h2>${historyView(links, page.decisions)}</section>`;
}

/** A longer text would be too much for a phone: then the check's own page on GitHub is linked. */
const MAX_TEXT = 150_000;

function verdictText({ summaryMarkdown, textMarkdown }: PullOnPage["shown"]): Html {
  const caption = "Areas: the files of each, who approved, and what is missing";
  const summary = markdown(summaryMarkdown, caption);
  const text = textMarkdown === "" ? nothing : markdown(textMarkdown, caption);
  if (`${summary}${text}`.length <= MAX_TEXT) return html`${summary}${text}`;
  const rest = html`<p>The rest is too long for this page; the check on GitHub has it.</p>`;
  return `${summary}`.length <= MAX_TEXT ? html`${summary}${rest}` : rest;
}

/** The facts above the verdict. */
function pullHead(links: Links, { repository, pull, requested }: PullPage): Html {
  const { shown, number, state } = pull;
  const github = onGitHub(links, repository.owner, repository.name, "pull", `${number}`);
  const twins = shown.twins.slice(0, MAX_TWINS).map((twin) => `#${twin}`);
  const rest = shown.twins.length - twins.length;
  return html`<h1><bdi>${titleText(shown.title)}</bdi> <span class="quiet">#${number}</span></h1>
    <p class="facts"><span class="pill ${state}">${shown.draft && state === "open" ? "Draft" : STATES[state]}</span> by ${person(links, shown.author)}, opened on ${time(shown.createdAt)}, into <code>${shown.baseRef}</code>. <a href="${github}">See it on GitHub</a></p>
    <dl class="facts-list">
      <div><dt>Waits for</dt><dd>${state === "open" ? waitsView(shown.waits, MOST) : "nobody: it is closed"}</dd></div>
      ${requested.length === 0 || state !== "open" ? nothing : html`<div><dt>Review asked of</dt><dd>${peopleNames(requested, 0, "and", MAX_REQUESTED)}</dd></div>`}
      ${shown.areas.length === 0 ? nothing : html`<div><dt>${shown.areas.length === 1 ? "Area" : "Areas"}</dt><dd>${nameList(shown.areas, MAX_AREAS)}</dd></div>`}
      ${twins.length === 0 ? nothing : html`<div><dt>Same head</dt><dd>${twins.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}: the check passes only if it would for each</dd></div>`}
    </dl>`;
}

function askedView(links: Links, { pull }: PullPage): Html {
  if (pull.asked.length === 0) return nothing;
  return html`<section class="card" aria-labelledby="asked"><h2 id="asked">Whom Rung asked, and why</h2>
    <ul class="plain">${pull.asked
      .slice(-MAX_ASKED)
      .map(
        ({ login, why, at }) =>
          html`<li>${person(links, login)}: ${markdownLine(why, 2)} <span class="quiet">on ${time(at)}</span></li>`,
      )}</ul></section>`;
}
