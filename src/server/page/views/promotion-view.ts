/** The promotions of one thread: each criterion with its figure and evidence, alternatives as alternatives. */

import { html } from "hono/html";
import type { ShownPromotion, ShownRequirement } from "../../../model/page-data.ts";
import { singular } from "../../../shared/singular.ts";
import type { Links } from "../links.ts";
import { markdown, markdownLine } from "../markdown-html.ts";
import { type Html, nothing, person, personName, time } from "./html-pieces.ts";
import { placeText, progressLine } from "./promotions-view.ts";

/** The nominations of one thread. */
export function promotionView(links: Links, promotions: readonly ShownPromotion[]): Html {
  const [first] = promotions;
  if (first === undefined) return nothing;
  const heading =
    promotions.length === 1
      ? html`${personName(first.candidate)} to ${placeText(first)}`
      : `Promotions in #${first.number}`;
  return html`<h1>${heading}</h1>${promotions.map((one, at) => whole(links, one, `promotion-${at + 1}`, linksFor(promotions)))}`;
}

/** How many links evidence may have, so that the page has a bounded number of stops. */
function linksFor(promotions: readonly ShownPromotion[]): number {
  const count = promotions.reduce((sum, { requirements }) => sum + leavesIn(requirements), 0);
  return Math.max(1, Math.floor(MAX_EVIDENCE / Math.max(1, count)));
}

const MAX_EVIDENCE = 200;

function leavesIn(requirement: ShownRequirement | undefined): number {
  if (requirement === undefined) return 0;
  if (requirement.combine === "leaf") return 1;
  return requirement.of.reduce((sum, each) => sum + leavesIn(each), 0);
}

function whole(links: Links, one: ShownPromotion, id: string, mostLinks: number): Html {
  const { candidate, number, requirements } = one;
  const caption = `Requirements for ${candidate} to ${singular(one.role)}`;
  return html`<section class="card" aria-labelledby="${id}"><h2 id="${id}">${person(links, candidate)} to ${placeText(one)}</h2>
    ${progressLine(one)}
    <p class="quiet">Nominated on ${time(one.nominatedAt)} in <a href="${one.url}">#${number}</a></p>
    ${requirements === undefined ? nothing : html`<div class="requirements">${treeView(requirements, mostLinks)}</div>`}
    <div class="prose">${markdown(one.bodyMarkdown, caption)}</div></section>`;
}

function treeView(requirement: ShownRequirement, mostLinks: number): Html {
  if (requirement.combine === "leaf") return html`<ul class="criteria">${leafView(requirement, mostLinks)}</ul>`;
  return groupView(requirement, mostLinks);
}

type Leaf = Extract<ShownRequirement, { combine: "leaf" }>;
type Group = Exclude<ShownRequirement, Leaf>;

function groupView(group: Group, mostLinks: number): Html {
  return html`<p class="combine">${introText(group)}</p><ul class="criteria">${group.of.map((each) =>
    each.combine === "leaf" ? leafView(each, mostLinks) : html`<li>${groupView(each, mostLinks)}</li>`,
  )}</ul>`;
}

function introText({ combine, min, of, isMet: met }: Group): string {
  const done = met ? ", which is met" : "";
  if (of.length === 1) return `This${done}:`;
  if (combine === "all") return `All of these${done}:`;
  return combine === "any" ? `Any one of these${done}:` : `At least ${min} of these${done}:`;
}

const MARKS: Readonly<Record<Leaf["state"], { readonly mark: string; readonly word: string; readonly tone: string }>> =
  {
    met: { mark: "✓", word: "met", tone: "good" },
    waived: { mark: "✓", word: "waived", tone: "good" },
    missing: { mark: "●", word: "missing", tone: "open" },
    spare: { mark: "–", word: "no longer asked for", tone: "calm" },
  };

function leafView(leaf: Leaf, mostLinks: number): Html {
  const { mark, word, tone } = MARKS[leaf.state];
  // What another way has made needless is told without a figure, which would read as a debt.
  const figure =
    leaf.state === "spare" || leaf.figureMarkdown === "" ? nothing : html`: ${markdownLine(leaf.figureMarkdown, 1)}`;
  const evidence =
    leaf.evidenceMarkdown === "" || leaf.state === "spare"
      ? nothing
      : html` <span class="quiet">${markdownLine(leaf.evidenceMarkdown, mostLinks)}</span>`;
  return html`<li><span class="verdict ${tone}"><span class="mark" aria-hidden="true">${mark}</span><span>${leaf.number}. ${markdownLine(leaf.textMarkdown, 0)}: <span class="state">${word}</span>${figure}${evidence}</span></span></li>`;
}
