/** Open pull requests: what each waits for, and for whom. */
import { html } from "hono/html";
import type { Decision } from "../../../database/decisions.ts";
import type { PullOnPage } from "../../../database/shown.ts";
import type { ShownWait } from "../../../model/page-data.ts";
import type { RepositoryName } from "../../../shared/names.ts";
import type { Links } from "../links.ts";
import { counted, type Html, nothing, people, person, table, time, verdict } from "./bits.ts";

export interface Pulls {
  readonly repository: RepositoryName;
  readonly pulls: readonly PullOnPage[];
  /** Whom a review is asked of and who has not answered, by pull request. */
  readonly requested: ReadonlyMap<number, readonly string[]>;
}

export function pullsView(links: Links, given: Pulls): Html {
  const { pulls, repository, requested } = given;
  if (pulls.length === 0) return html`<p>No pull request is open.</p>`;
  const hasRequests = pulls.some(({ number }) => requested.has(number));
  return table<PullOnPage>(
    `Open pull requests of ${repository.owner}/${repository.name}, the oldest first`,
    [
      {
        title: "Pull request",
        isHead: true,
        cell: ({ number, shown }) =>
          html`<a href="${links.to({ kind: "pull", repository, number })}">${shown.title}</a> <span class="quiet">#${number} by ${person(links, shown.author)}</span>`,
      },
      { title: "Verdict", cell: ({ shown }) => verdict(shown.outcome, shown.verdict) },
      { title: "Waits for", cell: ({ shown }) => waitsView(links, shown.waits) },
      ...(hasRequests
        ? [
            {
              title: "Review asked of",
              cell: ({ number }: PullOnPage) => {
                const asked = requested.get(number) ?? [];
                return asked.length === 0 ? html`nobody` : people(links, asked, 0, "and");
              },
            },
          ]
        : []),
    ],
    pulls,
  );
}

/** Everything it waits for, each in half a sentence. */
export function waitsView(links: Links, waits: readonly ShownWait[]): Html {
  if (waits.length === 0) return html`nobody: it may be merged`;
  const [only] = waits;
  if (waits.length === 1 && only !== undefined) return waitText(links, only);
  return html`<ul class="plain">${waits.map((wait) => html`<li>${waitText(links, wait)}</li>`)}</ul>`;
}

function waitText(links: Links, wait: ShownWait): Html {
  const who = people(links, wait.people, wait.more, "or");
  const area = wait.area === null ? nothing : html` <span class="quiet">for ${wait.area}</span>`;
  switch (wait.kind) {
    case "approval":
      return html`${wait.count} of ${who}${area}`;
    case "nobody":
      return wait.people.length === 0
        ? html`nobody can approve${area}: the registry needs somebody`
        : html`${wait.count} of only ${who}${area}`;
    case "lgtm":
      return html`${counted(wait.count, "review")} with <code>/lgtm</code>`;
    case "changes":
      return html`${people(links, wait.people, wait.more, "and")}, who asked for changes`;
    case "release":
      return wait.people.length === 0
        ? html`whoever releases the hold`
        : html`${people(links, wait.people, wait.more, "and")} to release the hold`;
    case "author":
      return html`${who}: it is a draft`;
    case "registry":
      return wait.people.length === 0
        ? html`the registry on the default branch to be mended`
        : html`${who} to mend the proposed registry`;
    default:
      return html`GitHub to tell all of it`;
  }
}

export interface PullPage {
  readonly repository: RepositoryName;
  readonly pull: PullOnPage;
  readonly requested: readonly string[];
  readonly decisions: readonly Decision[];
}

const STATES = { open: "Open", closed: "Closed", merged: "Merged" } as const;

/** The facts above the verdict of one pull request. */
export function pullHead(links: Links, { repository, pull, requested }: PullPage): Html {
  const { shown, number, state } = pull;
  const github = `${links.web}/${encodeURIComponent(repository.owner)}/${encodeURIComponent(repository.name)}/pull/${number}`;
  return html`<h1>${shown.title} <span class="quiet">#${number}</span></h1>
    <p class="facts"><span class="pill ${state}">${shown.draft && state === "open" ? "Draft" : STATES[state]}</span> by ${person(links, shown.author)}, opened on ${time(shown.createdAt)}, into <code>${shown.baseRef}</code>. <a href="${github}">See it on GitHub</a></p>
    <dl class="facts-list">
      <div><dt>Waits for</dt><dd>${state === "open" ? waitsView(links, shown.waits) : "nobody: it is closed"}</dd></div>
      ${requested.length === 0 || state !== "open" ? nothing : html`<div><dt>Review asked of</dt><dd>${people(links, requested, 0, "and")}</dd></div>`}
      ${shown.areas.length === 0 ? nothing : html`<div><dt>${shown.areas.length === 1 ? "Area" : "Areas"}</dt><dd>${shown.areas.join(", ")}</dd></div>`}
      ${shown.twins.length === 0 ? nothing : html`<div><dt>Same head</dt><dd>${shown.twins.map((twin) => `#${twin}`).join(", ")}: the check passes only if it would for each</dd></div>`}
    </dl>`;
}
