/** The first page, and the form that opens a pull request. */

import { html } from "hono/html";
import { ACCESS_TITLE } from "../../registry/access/access-issue.ts";
import { LOOK_TITLE } from "../../registry/inactivity/rules.ts";
import type { IssueShort, PersonaState, PullDetail, State } from "../control-model.ts";
import { avatar, type Html, nothing, threadPath } from "./bits.ts";
import { roleStatements } from "./model.ts";
import { approver, former, outsider, unseen } from "./tour.ts";
import { tourView } from "./tour-view.ts";

/** `status`: address of the bot's own page; `null`: no bot runs beside. */
export function homeView(state: State, tour: PullDetail | null, status: string | null): Html {
  return html`<h1 id="title" tabindex="-1">A contributor ladder that works</h1>
    <p class="lead">Rung knows who holds which role in ${state.organization}, lets only the right people approve a pull request, and says why. This is the real bot against a GitHub that lives on this machine: play anyone, and watch it answer.</p>
    ${tour === null ? nothing : tourView(tour, false)}
    <section class="card"><h2>How it works</h2><ol class="how-list">
      <li>You do something as one of ${state.personas.filter((one) => one.type === "User").length} people. The sandbox sends Rung the webhook that GitHub would send.</li>
      <li>Rung reads the pull request and the registry, <code>roles.yaml</code>, and decides.</li>
      <li>It writes a check named <code>rung</code>. The branch requires that check, so merging waits for the right people.</li></ol>
      ${status === null ? nothing : html`<p>What the community sees of all this is <a href="${status}">the bot's own page</a>: who holds which role, what waits for whom, and why.</p>`}</section>
    ${furtherView(state)}`;
}

function furtherView(state: State): Html {
  const { organization, lists } = state;
  const issueCalled = (name: string) => state.issues.find((one) => one.title === name && one.state === "open");
  const told = issueCalled(ACCESS_TITLE);
  const issue =
    told === undefined
      ? nothing
      : html` What the registry does not say is told in <a href="${threadPath(told)}">one issue</a>.`;
  const list = lists.find((file) => file.startsWith("CONTRIBUTORS"));
  const along = list === undefined ? "" : `, and ${list} is changed in the same commit`;
  return html`<section class="card" id="further"><h2>Then</h2><ol class="how-list">
      <li>Promote somebody: on an issue, as ${approver}, say <code>/promote @${outsider} contributors kusion</code>, then <code>/sponsor</code> as ${approver} and as SparkYuan. Rung opens the change of <code>roles.yaml</code>${along}.</li>
      <li>See <a href="/teams">whom ${organization}'s teams give access</a>, and change it as SparkYuan, who owns the organization.${issue}</li>
      ${state.personas.some(({ login }) => login === former) ? timeView(state, issueCalled(LOOK_TITLE)) : nothing}</ol></section>`;
}

/** What months bring, where the world has somebody who was not seen for long, and somebody who may come back. */
function timeView(state: State, told: IssueShort | undefined): Html {
  const asked = state.pulls.find(
    ({ title, state: standing }) => standing === "open" && title.startsWith(`Ask ${unseen} `),
  );
  const issue = told === undefined ? "an issue tells" : html`<a href="${threadPath(told)}">an issue</a> tells`;
  const asks =
    asked === undefined
      ? "Rung asks in a draft pull request"
      : html`Rung asks in <a href="${threadPath(asked)}">a draft pull request</a>`;
  return html`<li>Let time pass: ${unseen} was not seen for over a year, as ${issue}. Move the clock by three months, and ${asks} whether ${unseen} wants to go on: answer as ${unseen} with <code>/stay</code> or <code>/step-down</code>, or let two weeks pass without an answer. ${former} stepped aside and comes back with <code>/return</code> on any issue.</li>`;
}

export const absentView: Html = html`<h1 id="title" tabindex="-1">There is no such issue or pull request here</h1>
  <p class="lead">The sandbox forgets everything when it stops, numbers included. <a href="/">See what there is now</a>.</p>`;

/** For the addresses of GitHub that Rung's texts and pages link, and that are none of the sandbox's. */
export const elsewhereView: Html = html`<h1 id="title" tabindex="-1">The sandbox does not show this</h1>
  <p class="lead">On GitHub this address would be somebody's profile, a search, or a page of a repository. The sandbox has issues, pull requests and the files of default branches alone. <a href="/">See what there is now</a>.</p>`;

interface ShownFile {
  readonly owner: string;
  readonly repo: string;
  readonly path: string;
  readonly text: string;
}

export function fileView({ owner, repo, path, text }: ShownFile): Html {
  return html`<h1 id="title" tabindex="-1">${path}</h1>
    <p class="lead">As it is on the default branch of ${owner}/${repo}.</p>
    <div class="md card"><pre tabindex="0" role="group" aria-label="The file"><code>${text}</code></pre></div>`;
}

/** What the form for a new pull request needs to know of the chosen repository. */
interface Ground {
  readonly owner: string;
  readonly repo: string;
  readonly paths: readonly string[];
  readonly branches: readonly string[];
}

export function openView(state: State, as: PersonaState, ground: Ground): Html {
  const full = `${ground.owner}/${ground.repo}`;
  return html`<h1 id="title" tabindex="-1">Open a pull request</h1>
    <form method="get" action="/new" class="row" data-pick><label for="in">Repository</label>
      <select id="in" name="in">${state.repositories.map((one) => {
        const name = `${one.owner}/${one.name}`;
        return html`<option value="${name}" ${name === full ? "selected" : ""}>${one.name}</option>`;
      })}</select><button>Show its files</button></form>
    <form method="post" action="/new" class="card opening" data-act="go" id="opening-${full}">
      <h2 class="row">${avatar(as.login)} <span>As ${as.login} <span class="quiet">${roleStatements(as)}</span></span></h2>
      <input type="hidden" name="as" value="${as.login}"><input type="hidden" name="repository" value="${full}">
      <label for="title">Title</label><input id="title" name="title" required value="fix: say what went wrong">
      <label for="body">Description</label><textarea id="body" name="body" rows="3"></textarea>
      <label for="into">Into</label><select id="into" name="base">${ground.branches.map((branch) => html`<option value="${branch}">${branch}</option>`)}</select>
      <fieldset class="paths"><legend>Files to change</legend>${ground.paths.map(
        (path, at) =>
          html`<label class="path"><input type="checkbox" name="paths" value="${path}" ${at === 0 ? "checked" : ""}> ${path}</label>`,
      )}</fieldset>
      <label for="more">A new file</label><input id="more" name="more" placeholder="docs/note.md">
      <label class="path"><input type="checkbox" name="draft"> As a draft</label>
      <p class="row"><button class="primary">Open the pull request</button></p>
    </form>`;
}
