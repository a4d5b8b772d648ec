/** Open promotions: what each still lacks, in one line; the details have a page of their own. */

import { html } from "hono/html";
import { isMet, type ShownPromotion, type ShownRequirement } from "../../../model/page-data.ts";
import type { RepositoryName } from "../../../shared/names.ts";
import { singular } from "../../../shared/singular.ts";
import type { Links } from "../links.ts";
import { markdownLine } from "../markdown-html.ts";
import { WHOLE_SECTION } from "../page-query.ts";
import { type Slice, slice } from "../paging.ts";
import { visibleText } from "../visible-text.ts";
import { type Html, joinHtml, nameList, nothing, personName } from "./html-pieces.ts";
import { pager } from "./pager-view.ts";

const STAGES: Readonly<Record<ShownPromotion["stage"], string>> = {
  nominated: "Nominated: what can be counted is not all met yet",
  measured: "What can be counted is met: people's part is missing",
  sponsored: "Sponsored: only time is missing",
  unopposed: "Passed: the registry's change is being made",
  "registry-change": "Passed: the registry's change waits to be merged",
};

const MAX_ROWS = 25;
const MAX_AREAS = 5;

export function promotionsPage(promotions: readonly ShownPromotion[], page: number): Slice<ShownPromotion> {
  return slice(promotions, page, MAX_ROWS);
}

export function promotionsView(
  links: Links,
  repository: RepositoryName,
  promotions: readonly ShownPromotion[],
  page: number,
): Html {
  if (promotions.length === 0) {
    return html`<p>No promotion is open here. Somebody with a role starts one with <code>/promote @user role</code> in a comment.</p>`;
  }
  const shown = promotionsPage(promotions, page);
  const to = (at: number) =>
    links.to({ kind: "section", repository, section: "promotions", query: { ...WHOLE_SECTION, page: at } });
  return html`${shown.items.map((one) => inList(links, repository, one))}${pager(shown, "promotions", to)}`;
}

function inList(links: Links, repository: RepositoryName, one: ShownPromotion): Html {
  const href = links.to({ kind: "promotion", repository, number: one.number });
  return html`<article class="promotion"><h3><a href="${href}">${personName(one.candidate)} to ${placeText(one)}</a></h3>
    ${progressLine(one)}
    ${missingLine(one.requirements)}</article>`;
}

export function placeText({ role, areas }: ShownPromotion): Html {
  return html`<bdi>${singular(visibleText(role))}</bdi>${areas.length === 0 ? " everywhere" : html` of ${nameList(areas, MAX_AREAS)}`}`;
}

export function progressLine({ stage, met, of }: ShownPromotion): Html {
  return html`<p>${STAGES[stage]}. <span class="load">${met} of ${of} met<meter min="0" max="${Math.max(1, of)}" value="${met}" aria-hidden="true"></meter></span></p>`;
}

function missingLine(requirements: ShownRequirement | undefined): Html {
  const missing = requirements === undefined ? [] : missingIn(requirements);
  if (missing.length === 0) return nothing;
  const shown = missing.slice(0, MAX_MISSING);
  const rest = missing.length - shown.length;
  return html`<p class="quiet">Missing: ${joinHtml(rest > 0 ? [...shown, html`${rest} more`] : shown, "and")}</p>`;
}

const MAX_MISSING = 4;

/** One entry for each thing that has to happen; alternatives are one entry. */
function missingIn(requirement: ShownRequirement): readonly Html[] {
  if (requirement.combine === "leaf")
    return requirement.state === "missing" ? [markdownLine(requirement.textMarkdown, 0)] : [];
  if (requirement.isMet) return [];
  if (requirement.combine === "all") return requirement.of.flatMap(missingIn);
  const ways = requirement.of.map(missingIn).filter((way) => way.length > 0);
  const named = joinHtml(
    ways.map((way) => (way.length === 1 ? html`${way}` : html`(${joinHtml(way, "and")})`)),
    "or",
  );
  const more = requirement.min - requirement.of.filter(isMet).length;
  return [more === 1 ? named : html`${more} of ${named}`];
}
