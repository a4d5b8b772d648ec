/** The frame around every view: the banner, the persona picker, the list of subjects, the HTML document itself. */

import { html, raw } from "hono/html";
import type { IssueShort, PersonaState, PullShort, State } from "../control-model.ts";
import { avatar, checkMark, type Html, label, nothing, statePill, threadPath } from "./bits.ts";
import { roleStatements } from "./model.ts";

export type Theme = "system" | "light" | "dark";

export interface Frame {
  readonly state: State;
  readonly as: PersonaState;
  readonly theme: Theme;
  /** Path and query of the page itself, to come back to. */
  readonly here: string;
  /** What the last form without the script led to; "" for nothing. */
  readonly notice: string;
}

/** What stands in the middle, what beside it, and what comes below both on a narrow screen. */
export interface Columns {
  readonly talk: Html;
  readonly rail: Html;
  readonly more: Html;
}

export function page(frame: Frame, title: string, columns: Columns): Html {
  return html`<!doctype html>
<html lang="en" data-theme="${frame.theme}">
<head><meta charset="utf-8"><title>${title} · Rung sandbox</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<link rel="icon" href="/_page/icon.svg" type="image/svg+xml"><link rel="stylesheet" href="/_page/page.css">
<script type="module" src="/_page/in-browser.js"></script></head>
<body>
<a class="skip" href="#title">Skip to the content</a>
${banner(frame)}
<div class="frame${frame.here === "/" ? " home" : ""}">
  <nav class="list" id="list" aria-label="Pull requests and issues">${list(frame)}</nav>
  <main id="main"><div class="talk">${columns.talk}</div>
  <aside class="rail" id="rail" aria-label="What Rung did">${columns.rail}</aside>
  ${columns.more === nothing ? nothing : html`<div class="more">${columns.more}</div>`}</main>
</div>
<div class="toast" id="toast" role="status" aria-live="polite">${frame.notice}</div>
<p class="unseen" id="announce" role="status" aria-live="polite"></p>
</body></html>`;
}

/** The ladder of the name. */
export const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#2f7a67" stroke-width="2.4" stroke-linecap="round"><path d="M8 2.5 6.5 21.5M16 2.5l1.5 19M7.8 6.5h8.4M7.4 11.5h9.2M7 16.5h10"/></svg>';

function banner(frame: Frame): Html {
  return html`<header class="banner" id="banner">
    <p class="loud"><b>Sandbox: not GitHub.</b> Nothing leaves this machine.</p>
    <div class="bar"><a class="brand" href="/">${raw(icon.replace("<svg", '<svg aria-hidden="true" width="26" height="26"'))}<span>Rung</span></a>
      ${picker(frame)}
      <form method="post" action="/_page/theme" data-theme-form><input type="hidden" name="back" value="${frame.here}">
        <label class="unseen" for="theme">Colours</label><select id="theme" name="theme">${(
          ["system", "light", "dark"] as const
        ).map(
          (theme) =>
            html`<option value="${theme}" ${theme === frame.theme ? "selected" : ""}>${theme === "system" ? "Auto" : theme === "light" ? "Light" : "Dark"}</option>`,
        )}</select><noscript><button>Set</button></noscript></form>
    </div></header>`;
}

function picker({ state, as, here }: Frame): Html {
  const ladder = [...new Set(state.personas.filter((one) => one.role !== null).map((one) => one.role ?? ""))];
  const groups = [
    { title: "No role", people: state.personas.filter((one) => one.role === null && one.type === "User") },
    ...ladder.toReversed().map((role) => ({ title: role, people: state.personas.filter((one) => one.role === role) })),
    { title: "Bots", people: state.personas.filter((one) => one.type === "Bot" && one.login !== state.botLogin) },
  ].filter((group) => group.people.length > 0);
  return html`<details class="picker" id="picker"><summary>${avatar(as.login)}<span class="playing"><span class="quiet">You play</span> <b>${as.login}</b><span class="unseen">, </span> <span class="role">${roleStatements(as)}</span></span></summary>
    <form method="post" action="/_page/persona" class="menu" data-act><input type="hidden" name="back" value="${here}">
      ${groups.map(
        (group) =>
          html`<fieldset><legend>${group.title.charAt(0).toUpperCase()}${group.title.slice(1)}</legend>${group.people.map(
            (one) =>
              html`<button name="as" value="${one.login}" class="who-button" aria-pressed="${one.login === as.login ? "true" : "false"}">${avatar(one.login)}<span><b>${one.login}</b><br><span class="quiet">${roleStatements(one)}</span></span></button>`,
          )}</fieldset>`,
      )}</form></details>`;
}

function list(frame: Frame): Html {
  const { state } = frame;
  const subjects = [...state.pulls, ...state.issues];
  const repositories = state.repositories.filter((one) =>
    subjects.some((subject) => subject.owner === one.owner && subject.repo === one.name),
  );
  return html`<a class="button new" href="/new" ${frame.here === "/new" ? raw('aria-current="page"') : ""}>Open a pull request</a>
    <a href="/teams" ${frame.here === "/teams" ? raw('aria-current="page"') : ""}>Teams and access</a>
    ${repositories.map((repository) => {
      const here = subjects.filter((subject) => subject.owner === repository.owner && subject.repo === repository.name);
      return html`<section><h2>${repository.name}</h2><ul>${here.toSorted(byLiveliness).map((subject) => item(subject, frame.here))}</ul></section>`;
    })}`;
}

function byLiveliness(a: PullShort | IssueShort, b: PullShort | IssueShort): number {
  const rank = (subject: PullShort | IssueShort) =>
    (subject.state === "open" ? 0 : 2) + (subject.kind === "pull" ? 0 : 1);
  return rank(a) - rank(b) || b.number - a.number;
}

function item(subject: PullShort | IssueShort, here: string): Html {
  const path = threadPath(subject);
  const current = here.split("?")[0] === path ? raw('aria-current="page"') : "";
  return html`<li id="item-${subject.owner}-${subject.repo}-${subject.number}"><a href="${path}" ${current}><span class="top">${subject.title}</span>
    <span class="under">${subject.kind === "issue" ? html`<span class="tag">issue</span> ` : nothing}${subject.kind === "pull" && subject.state === "open" && !subject.draft ? nothing : html`${statePill(subject)} `}<span class="quiet">#${subject.number} by ${subject.author ?? "ghost"}</span>
    ${subject.kind === "pull" ? subject.checks.map((check) => html`<span class="mini">${checkMark(check)}${check.title ?? ""}</span>`) : nothing}</span>
    ${subject.labels.length === 0 ? nothing : html`<span class="labels">${subject.labels.map(({ name }) => label(name))}</span>`}</a></li>`;
}
