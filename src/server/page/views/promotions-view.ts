/** Open promotions, each with its progress and its whole status. */
import { html } from "hono/html";
import type { ShownPromotion } from "../../../model/page-data.ts";
import { singular } from "../../../shared/singular.ts";
import type { Links } from "../links.ts";
import { markdown } from "../markdown-html.ts";
import { type Html, person, time } from "./bits.ts";

const STAGES: Readonly<Record<ShownPromotion["stage"], string>> = {
  nominated: "Nominated: what machines count is not all met yet",
  measured: "Measured: people's part is missing",
  sponsored: "Sponsored: only time is missing",
  unopposed: "Passed: the registry's change is being made",
  "registry-change": "Passed: the registry's change waits to be merged",
};

export function promotionsView(links: Links, promotions: readonly ShownPromotion[]): Html {
  if (promotions.length === 0) {
    return html`<p>No promotion is open here. Somebody with a role starts one with <code>/promote @user role</code> in a comment.</p>`;
  }
  return html`${promotions.map((one) => promotionView(links, one))}`;
}

function promotionView(links: Links, one: ShownPromotion): Html {
  const { candidate, role, areas, number, met, of } = one;
  const to = `${singular(role)}${areas.length === 0 ? " everywhere" : ` of ${areas.join(", ")}`}`;
  return html`<article class="promotion"><h3>${person(links, candidate)} to ${to}</h3>
    <p>${STAGES[one.stage]}. <span class="load">${met} of ${of} met<meter min="0" max="${Math.max(1, of)}" value="${met}" aria-hidden="true"></meter></span></p>
    <p class="quiet">Nominated on ${time(one.nominatedAt)} in <a href="${one.url}">#${number}</a></p>
    <details><summary>Each requirement, with its evidence</summary><div class="prose">${markdown(one.bodyMarkdown, `Requirements for ${candidate} to ${to}`)}</div></details></article>`;
}
