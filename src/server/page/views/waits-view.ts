/** Whom a pull request waits for, each in half a sentence. */

import { html } from "hono/html";
import type { ShownWait } from "../../../model/page-data.ts";
import { counted } from "../../../shared/counted.ts";
import { unreachable } from "../../../shared/names.ts";
import { type Html, isolated, nothing, peopleNames } from "./html-pieces.ts";

/** How much of it is shown: waits, and names in each. */
interface WaitsShown {
  readonly waits: number;
  readonly names: number;
}

/** At most this many of them, then how many more there are. */
export function waitsView(waits: readonly ShownWait[], most: WaitsShown): Html {
  const [only] = waits;
  if (only === undefined) return html`nobody: it may be merged`;
  if (waits.length === 1) return waitText(only, most.names);
  const rest = waits.length - most.waits;
  return html`<ul class="plain">${waits.slice(0, most.waits).map((wait) => html`<li>${waitText(wait, most.names)}</li>`)}${
    rest > 0 ? html`<li>and for ${rest} more</li>` : nothing
  }</ul>`;
}

function waitText(wait: ShownWait, names: number): Html {
  const area = wait.area === null ? nothing : html` <span class="quiet">for ${isolated(wait.area)}</span>`;
  const all = peopleNames(wait.people, wait.more, "and", names);
  switch (wait.kind) {
    case "approval":
      return html`${wait.count} of ${peopleNames(wait.people, wait.more, "or", names)}${area}`;
    case "nobody":
      return wait.people.length === 0
        ? html`nobody can approve${area}: the registry needs somebody`
        : html`${counted(wait.count, "approval")}${area}, and only ${all} can approve`;
    case "lgtm":
      return html`${counted(wait.count, "review")} with <code>/lgtm</code>`;
    case "changes":
      return html`${all}, who asked for changes`;
    case "release":
      return wait.people.length === 0 ? html`whoever releases the hold` : html`${all} to release the hold`;
    case "author":
      return html`${all}: it is a draft`;
    case "registry":
      return wait.people.length === 0
        ? html`the registry on the default branch to be mended`
        : html`${all} to mend the proposed registry`;
    case "drift":
      return html`what was edited by hand to be changed in the registry instead`;
    case "decision":
      return html`the community's decision${area}`;
    case "vouch":
      return html`somebody to vouch for its author with <code>/vouch</code>: reviewers are asked then`;
    case "reading":
      return html`GitHub to tell all of it`;
    default:
      return unreachable(wait.kind);
  }
}
