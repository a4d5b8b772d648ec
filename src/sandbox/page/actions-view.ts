/** What the visitor can do to an issue or pull request as the person they play; every form also works without the script. */

import { html } from "hono/html";
import type { PullDetail } from "../control-model.ts";
import { avatar, type Html, nothing, threadPath } from "./bits.ts";
import type { ChipGroup } from "./chips.ts";
import { roleStatements, type Scene } from "./model.ts";

/** The comment box, with the commands as completions and, on pull requests, the three kinds of review. */
export function composer(scene: Scene, groups: readonly ChipGroup[]): Html {
  const { thread, as } = scene;
  return html`<section class="card composer" id="composer" aria-labelledby="composer-title">
    <h2 id="composer-title" class="row">${avatar(as.login)} <span>Speak as ${as.login} <span class="quiet">${roleStatements(as)}</span></span></h2>
    <form method="post" action="${threadPath(thread)}/act" data-act data-clears>
      <input type="hidden" name="as" value="${as.login}">
      <label class="unseen" for="say">Comment</label>
      <textarea id="say" name="body" rows="3" placeholder="Write a comment, or a command such as /approve"></textarea>
      <div class="commands" role="group" aria-label="Commands">
        <label class="unseen" for="find-command">Find a command</label>
        <input id="find-command" type="search" placeholder="Find a command, such as label or away" autocomplete="off" spellcheck="false">
        ${groups.map(chipGroup)}
        <p class="quiet" id="no-command" hidden>No command is called that or does that.</p>
      </div>
      <p class="row"><button name="do" value="comment" class="primary">Comment</button>
        ${thread.kind === "pull" ? reviewButtons() : nothing}</p>
    </form>
  </section>`;
}

const TITLES: Readonly<Record<ChipGroup["name"], string>> = {
  review: "Review",
  triage: "Triage",
  roles: "Roles and promotions",
  decisions: "Decisions",
  help: "Help",
};

/** Small groups would be more trouble to open than to show. */
const MAX_SHOWN = 3;

function chipGroup({ name, chips }: ChipGroup): Html {
  const buttons = html`<p class="chips">${chips.map(
    (chip) =>
      html`<button type="button" class="chip" data-insert="${chip.text}" title="${chip.says}">${chip.text}</button>`,
  )}</p>`;
  if (chips.length <= MAX_SHOWN) return html`<div class="chip-group">${buttons}</div>`;
  return html`<details class="chip-group" id="commands-${name}" ${name === "review" ? "open" : ""}>
    <summary>${TITLES[name]} <span class="quiet">${chips.length}</span></summary>${buttons}</details>`;
}

function reviewButtons(): Html {
  return html`<button name="do" value="approve" class="good">Approve</button>
    <button name="do" value="request-changes" class="danger">Request changes</button>
    <button name="do" value="review">Review only</button>`;
}

/** Everything else one can do to it: push, rename, retarget, label, close. */
export function changes(scene: Scene): Html {
  const { thread } = scene;
  return html`<section class="card changes" id="changes"><h2>Change it <span class="quiet">as ${scene.as.login}</span></h2>
    <div class="acts">
      ${thread.kind === "pull" && thread.state === "open" ? html`${pushing(scene, thread)}${aiming(scene, thread)}` : nothing}
      ${labelling(scene)}${opening(scene)}
    </div>
  </section>`;
}

function pushing(scene: Scene, pull: PullDetail): Html {
  const paths = pull.files.filter((file) => file.status !== "removed").map((file) => file.path);
  const first = paths[0];
  if (first === undefined) return nothing;
  const target = first.replace(/[^/]+$/, (name) => `renamed-${name}`);
  return html`${act(scene, "Push", html`<label for="push-path">Touch a file</label>${select("push-path", "path", paths, first)}${button("push", "Push a change")}`)}
    ${act(scene, "Rebase", html`<p class="quiet">New commits on top of the base, the same diff.</p>${button("rebase", "Push a rebase")}`)}
    ${act(
      scene,
      "Rename",
      html`<label for="rename-from">File</label>${select("rename-from", "from", paths, first)}
        <label for="rename-to">New path</label><input id="rename-to" name="to" value="${target}" required>${button("rename", "Rename and push")}`,
    )}`;
}

function aiming(scene: Scene, pull: PullDetail): Html {
  const branches =
    repositoryOf(scene)?.branches.filter((branch) => branch !== pull.base.ref && branch !== pull.head.ref) ?? [];
  const first = branches[0];
  if (first === undefined) return nothing;
  return act(
    scene,
    "Base",
    html`<label for="base">New base branch</label>${select("base", "base", branches, first)}${button("retarget", "Retarget")}`,
  );
}

function labelling(scene: Scene): Html {
  const known = repositoryOf(scene)?.labels.map((label) => label.name) ?? [];
  const names = [...new Set([...known, ...scene.thread.labels.map((label) => label.name)])];
  return act(
    scene,
    "Labels",
    html`<label for="label">Label</label><input id="label" name="label" list="labels" required value="${names[0] ?? ""}">
      <datalist id="labels">${names.map((name) => html`<option value="${name}"></option>`)}</datalist>
      <span class="row">${button("label", "Put on")} ${button("unlabel", "Take off")}</span>`,
  );
}

function opening(scene: Scene): Html {
  const { thread } = scene;
  if (thread.state === "merged") return nothing;
  if (thread.state === "closed") return act(scene, "State", button("reopen", "Reopen"));
  const draft =
    thread.kind === "issue"
      ? nothing
      : thread.draft
        ? button("ready", "Ready for review")
        : button("draft", "Make it a draft");
  return act(scene, "State", html`${draft} ${button("close", "Close")}`);
}

function repositoryOf({ state, thread }: Scene) {
  return state.repositories.find(({ owner, name }) => owner === thread.owner && name === thread.repo);
}

function act(scene: Scene, title: string, fields: Html): Html {
  return html`<form method="post" action="${threadPath(scene.thread)}/act" data-act class="act" aria-label="${title}">
    <h3>${title}</h3><input type="hidden" name="as" value="${scene.as.login}">${fields}</form>`;
}

function button(value: string, words: string): Html {
  return html`<button name="do" value="${value}">${words}</button>`;
}

function select(id: string, name: string, values: readonly string[], chosen: string): Html {
  return html`<select id="${id}" name="${name}">${values.map(
    (value) => html`<option value="${value}" ${value === chosen ? "selected" : ""}>${value}</option>`,
  )}</select>`;
}
