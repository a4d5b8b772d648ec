/** The sandbox's clock: what time it is there, and how to let time pass. GitHub's own does not jump. */

import { html } from "hono/html";
import { moment } from "../../shared/dates.ts";
import type { State } from "../control-model.ts";
import type { Html } from "./bits.ts";

interface Offered {
  /** As registries write durations. */
  readonly span: string;
  readonly words: string;
}

const OFFERED: readonly Offered[] = [
  { span: "1d", words: "a day" },
  { span: "2w", words: "two weeks" },
  { span: "3mo", words: "three months" },
];

/** `null`: none that the page offers. */
export function offered(text: unknown): Offered | null {
  return OFFERED.find(({ span }) => span === text) ?? null;
}

/** `back`: where the visitor is. */
export function clockView({ now }: Pick<State, "now">, back: string): Html {
  return html`<section class="card clock" id="clock" data-now="${now}" aria-labelledby="clock-title"><h2 id="clock-title">Let time pass</h2>
    <p>Here it is <b>${moment(Date.parse(now))}</b>. <span class="quiet">Rung does what is due when the clock moves.</span></p>
    <form method="post" action="/_page/clock" class="row" data-act aria-label="Move the clock on by"><input type="hidden" name="back" value="${back}">
      ${OFFERED.map(({ span, words }) => html`<button name="span" value="${span}">${words.charAt(0).toUpperCase()}${words.slice(1)}</button>`)}</form></section>`;
}
