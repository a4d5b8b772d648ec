/** The ladder with its criteria in words. */

import { html } from "hono/html";
import type { ShownCriterion, ShownGoodRegistry } from "../../../model/page-data.ts";
import { counted } from "../../../shared/counted.ts";
import { markdownLine } from "../markdown-html.ts";
import { visibleText } from "../visible-text.ts";
import { type Html, nothing } from "./html-pieces.ts";
import { titled } from "./people-view.ts";

/** Lowest rung first, then the roles beside the ladder. */
export function ladderView({ roles }: ShownGoodRegistry): Html {
  const rungs = roles.filter(({ beside }) => beside !== true);
  const others = roles.filter(({ beside }) => beside === true);
  const ladder = html`<ol class="ladder">${rungs.map((role, height) => roleView(role, height === 0))}</ol>`;
  if (others.length === 0) return ladder;
  return html`${ladder}<h3>Beside the ladder</h3><ul class="ladder">${others.map((role) => roleView(role, false))}</ul>`;
}

function roleView(role: ShownGoodRegistry["roles"][number], isLowest: boolean): Html {
  return html`<li><h3>${titled(role.name)}</h3>
      ${role.summary === null ? nothing : html`<p>${visibleText(role.summary)}</p>`}
      ${role.criterion === null ? html`<p class="quiet">${isLowest ? "Where everybody begins." : "The registry has no readable rule for it."}</p>` : criteriaView(role.criterion)}</li>`;
}

const BY = { machine: "counted", people: "by people", time: "by time" } as const;

/** This many are read at a glance; more are folded. */
const MAX_UNFOLDED = 15;

function criteriaView(criterion: ShownCriterion): Html {
  const count = leavesIn(criterion);
  const list =
    criterion.combine === "leaf"
      ? html`<ul class="criteria"><li>${leafText(criterion)}</li></ul>`
      : groupView(criterion);
  if (count <= MAX_UNFOLDED) return list;
  return html`<details><summary>${counted(count, "requirement")}</summary>${list}</details>`;
}

function leavesIn(criterion: ShownCriterion): number {
  if (criterion.combine === "leaf") return 1;
  return criterion.of.reduce((sum, each) => sum + leavesIn(each), 0);
}

type Leaf = Extract<ShownCriterion, { combine: "leaf" }>;
type Group = Exclude<ShownCriterion, Leaf>;

function groupView(group: Group): Html {
  return html`<p class="combine">${intro(group)}</p><ul class="criteria">${group.of.map((each) =>
    each.combine === "leaf" ? html`<li>${leafText(each)}</li>` : html`<li>${groupView(each)}</li>`,
  )}</ul>`;
}

/** In each line. */
const MAX_LINKS = 1;

function leafText({ textMarkdown, by }: Leaf): Html {
  return html`${markdownLine(textMarkdown, MAX_LINKS)} <span class="tag">${BY[by]}</span>`;
}

function intro({ combine, min, of }: Group): string {
  if (of.length === 1) return "This:";
  if (combine === "all") return "All of these:";
  return combine === "any" ? "Any of these:" : `At least ${min} of these:`;
}
