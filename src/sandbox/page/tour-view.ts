/** The tour as a checklist that ticks itself; the step that is next can be done with one press. */

import { html } from "hono/html";
import type { PullDetail } from "../control-model.ts";
import { type Html, nothing, threadPath } from "./bits.ts";
import { type TourStep, tourSteps } from "./tour.ts";

/** `here`: the visitor already looks at the tour's pull request. */
export function tourView(pull: PullDetail, here: boolean): Html {
  const steps = tourSteps(pull);
  const next = steps.findIndex((step) => !step.done);
  return html`<section class="card tour" id="tour" aria-labelledby="tour-title">
    <h2 id="tour-title">Try this</h2>
    <p class="quiet">${here ? "On this pull request:" : html`On <a href="${threadPath(pull)}">${pull.repo} #${pull.number}, ${pull.title}</a>:`}</p>
    <ol class="ticks">${steps.map((step, at) => stepView(step, at, at === next, pull))}</ol>
    ${next < 0 ? html`<p>That was the whole ladder. Now try <code>/hold</code>, a rename, or a pull request of your own.</p>` : nothing}
  </section>`;
}

function stepView(step: TourStep, at: number, next: boolean, pull: PullDetail): Html {
  return html`<li class="tick${step.done ? " done" : ""}${next ? " next" : ""}" id="tick-${at}">
    <span class="box" aria-hidden="true">${step.done ? "✓" : at + 1}</span>
    <div><p><b>${step.title}</b>${step.done ? html`<span class="unseen"> (done)</span>` : nothing}${next ? html`<br><span class="quiet">${step.expect}</span>` : nothing}</p>
    ${next ? doIt(step, pull) : nothing}</div></li>`;
}

function doIt(step: TourStep, pull: PullDetail): Html {
  return html`<form method="post" action="${threadPath(pull)}/act" data-act="go"><input type="hidden" name="as" value="${step.act.as}">
    ${Object.entries(step.act.fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
    <button name="do" value="${step.act.do}" class="primary small">Do it as ${step.act.as}</button></form>`;
}
