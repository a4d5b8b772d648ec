/** The main column for one issue or pull request: heading, checks with Rung's report, merge box, files, conversation, actions. */

import { html, raw } from "hono/html";
import type { CheckDetail, PullDetail } from "../control-model.ts";
import { changes, composer } from "./actions-view.ts";
import { checkMark, type Html, label, nothing, person, statePill, threadPath } from "./bits.ts";
import type { ChipGroup } from "./chips.ts";
import { filesView } from "./files-view.ts";
import { markdown } from "./markdown.ts";
import { outcomeOf, type Scene } from "./model.ts";
import { timelineView } from "./timeline-view.ts";

/** The conversation: what stands, what was said, and the box to speak in. */
export function threadView(scene: Scene, chips: readonly ChipGroup[]): Html {
  const { thread } = scene;
  return html`${heading(scene)}
    ${thread.kind === "pull" ? checksView(scene, thread) : nothing}
    ${timelineView(scene)}
    ${thread.kind === "pull" ? mergeBox(scene, thread) : nothing}
    ${composer(scene, chips)}`;
}

/** What is looked at or done less often: the files, and every other change. */
export function threadMore(scene: Scene): Html {
  const { thread } = scene;
  return html`${thread.kind === "pull" ? filesView(thread.files) : nothing}
    ${changes(scene)}`;
}

function heading({ thread, state }: Scene): Html {
  return html`<header class="heading" id="heading">
    <p class="crumbs"><a href="/" class="back">All pull requests and issues</a> <span class="quiet">${thread.owner}/${thread.repo}</span></p>
    <h1 id="title" tabindex="-1">${thread.title} <span class="number">#${thread.number}</span></h1>
    <p class="facts">${statePill(thread)} ${person(thread.author, state)} ${
      thread.kind === "pull"
        ? html`<span class="refs">wants to merge <code>${thread.head.ref}</code> into <code>${thread.base.ref}</code>, head <code>${thread.head.sha.slice(0, 7)}</code></span>`
        : html`<span class="refs">opened this issue</span>`
    } ${thread.kind === "pull" && thread.queued ? html`<span class="pill queued">In the merge queue</span>` : nothing}</p>
    ${thread.labels.length === 0 ? nothing : html`<p class="labels">${thread.labels.map(({ name }) => label(name))}</p>`}
    ${people("Reviewers asked", thread.kind === "pull" ? thread.requestedReviewers : [])}${people("Assigned", thread.assignees)}
  </header>`;
}

function people(title: string, logins: readonly string[]): Html {
  return logins.length === 0 ? nothing : html`<p class="quiet">${title}: ${logins.join(", ")}</p>`;
}

function checksView(scene: Scene, pull: PullDetail): Html {
  return html`<section class="checks" id="checks" aria-label="Checks">
    ${pull.checksInFull.length === 0 ? html`<p class="card quiet">No check on <code>${pull.head.sha.slice(0, 7)}</code> yet. Rung writes one as soon as a webhook about this pull request reaches it.</p>` : nothing}
    ${pull.checksInFull.map((check) => checkView(check, scene))}</section>`;
}

function checkView(check: CheckDetail, scene: Scene): Html {
  const verdict = `${check.name}: ${check.title ?? check.status.replace("_", " ")}`;
  return html`<details class="card check ${outcomeOf(check)}" id="check-${check.name}" data-verdict="${verdict}" ${check.name === "rung" ? "open" : ""}>
    <summary>${checkMark(check)} <span class="name">${check.name}</span> <span class="title">${check.title ?? ""}</span>
      ${required(scene).includes(check.name) ? html`<span class="tag">required</span>` : nothing}</summary>
    <div class="md report">${raw(markdown(check.summary ?? ""))}${raw(markdown(check.text ?? ""))}</div>
    ${check.annotations.length === 0 ? nothing : annotations(check)}
  </details>`;
}

function annotations(check: CheckDetail): Html {
  return html`<ul class="annotations">${check.annotations.map(
    (note) => html`<li class="${note.level}"><code>${note.path}:${note.line}</code> ${note.message}</li>`,
  )}</ul>`;
}

function mergeBox(scene: Scene, pull: PullDetail): Html {
  if (pull.state === "merged")
    return html`<section class="card merge merged" id="merge"><h2>Merged</h2><p class="quiet">The change is in <code>${pull.base.ref}</code>.</p></section>`;
  if (pull.state === "closed")
    return html`<section class="card merge closed" id="merge"><h2>Closed</h2><p class="quiet">It can be reopened below.</p></section>`;
  const free = pull.mergeBlockedBy.length === 0;
  return html`<section class="card merge ${free ? "success" : "failure"}" id="merge" aria-labelledby="merge-title">
    <h2 id="merge-title">${free ? "Ready to merge" : "Merging is blocked"}</h2>
    ${free ? html`<p class="quiet">Everything the branch asks for is there.</p>` : html`<ul>${pull.mergeBlockedBy.map((reason) => html`<li>${reason}</li>`)}</ul>`}
    <form method="post" action="${threadPath(pull)}/act" data-act><input type="hidden" name="as" value="${scene.as.login}">
      <p class="row"><button name="do" value="merge" class="${free ? "good" : ""}">Merge as ${scene.as.login}</button>
      ${hasQueue(scene) ? html`<button name="do" value="${pull.queued ? "dequeue" : "enqueue"}">${pull.queued ? "Take out of the merge queue" : "Add to the merge queue"}</button>` : nothing}</p></form>
  </section>`;
}

function repositoryOf({ state, thread }: Scene) {
  return state.repositories.find(({ owner, name }) => owner === thread.owner && name === thread.repo);
}

function required(scene: Scene): readonly string[] {
  return repositoryOf(scene)?.requiredChecks ?? [];
}

function hasQueue(scene: Scene): boolean {
  return repositoryOf(scene)?.mergeQueue ?? false;
}
