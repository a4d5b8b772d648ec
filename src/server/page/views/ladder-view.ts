/** The ladder with its criteria in words, and the areas with what each asks for. */
import { html } from "hono/html";
import type { ShownCriterion, ShownGoodRegistry } from "../../../model/page-data.ts";
import { markdownLine } from "../markdown-html.ts";
import { counted, type Html, nothing, table } from "./bits.ts";
import { titled } from "./people-view.ts";

/** Lowest rung first. */
export function ladderView(registry: ShownGoodRegistry): Html {
  return html`<ol class="ladder">${registry.roles.map(
    (role, height) => html`<li><h3>${titled(role.name)}</h3>
      ${role.summary === null ? nothing : html`<p>${role.summary}</p>`}
      ${role.criterion === null ? html`<p class="quiet">${height === 0 ? "Where everybody begins." : "The registry has no readable rule for it."}</p>` : criterionView(role.criterion)}</li>`,
  )}</ol>`;
}

const BY = { machine: "counted", people: "by people", time: "by time" } as const;

function criterionView(criterion: ShownCriterion): Html {
  if (criterion.combine !== "leaf") return groupView(criterion);
  return html`<ul class="criteria"><li>${leafText(criterion)}</li></ul>`;
}

type Leaf = Extract<ShownCriterion, { combine: "leaf" }>;
type Group = Exclude<ShownCriterion, Leaf>;

function groupView(group: Group): Html {
  return html`<p class="combine">${intro(group)}</p><ul class="criteria">${group.of.map((each) =>
    each.combine === "leaf" ? html`<li>${leafText(each)}</li>` : html`<li>${groupView(each)}</li>`,
  )}</ul>`;
}

function leafText({ textMarkdown, by }: Leaf): Html {
  return html`${markdownLine(textMarkdown)} <span class="tag">${BY[by]}</span>`;
}

function intro({ combine, min, of }: Group): string {
  if (of.length === 1) return "This:";
  if (combine === "all") return "All of these:";
  return combine === "any" ? "Any of these:" : `At least ${min} of these:`;
}

type Area = ShownGoodRegistry["areas"][number];

export function areasView(registry: ShownGoodRegistry): Html {
  const { approval, areas } = registry;
  const elsewhere = html`<p>What no area covers needs ${counted(approval.min, "approval")} from ${approval.from} or above${approval.lgtm > 0 ? html`, and everything ${counted(approval.lgtm, "review")} with <code>/lgtm</code>` : nothing}.${approval.branches.map(
    ({ pattern, min }) => html` On branches like <code>${pattern}</code> it is ${min} at least.`,
  )}</p>`;
  if (areas.length === 0) return elsewhere;
  return html`${elsewhere}${table<Area>(
    "Areas, and whose approval each needs",
    [
      {
        title: "Area",
        isHead: true,
        cell: ({ name, exclusive, inherits = true }) =>
          html`${name}${exclusive ? html` <span class="tag">exclusive</span>` : inherits ? nothing : html` <span class="tag">inherits nothing</span>`}`,
      },
      {
        title: "Covers",
        cell: ({ repos, paths }) =>
          html`${paths.length === 0 ? "everything" : paths.map((path, at) => html`${at === 0 ? "" : ", "}<code>${path}</code>`)} in ${repos.length === 0 ? "every repository" : repos.join(", ")}`,
      },
      {
        title: "Approvals",
        cell: ({ min, from, exclusive }) =>
          html`${min === 0 ? "none needed" : `${min} from ${from} or above${exclusive ? " named for it" : ""}`}`,
      },
    ],
    areas,
  )}`;
}
