/** The areas, and what each asks for. */

import { html } from "hono/html";
import type { ShownGoodRegistry } from "../../../model/page-data.ts";
import { counted } from "../../../shared/counted.ts";
import type { RepositoryName } from "../../../shared/names.ts";
import type { Links } from "../links.ts";
import { WHOLE_SECTION } from "../page-query.ts";
import { type Slice, slice } from "../paging.ts";
import { visibleText } from "../visible-text.ts";
import { type Html, isolated, joinHtml, nameList, nothing, table } from "./html-pieces.ts";
import { pager } from "./pager-view.ts";

type Area = ShownGoodRegistry["areas"][number];

const MAX_ROWS = 40;
const MAX_PATHS = 8;
const MAX_REPOSITORIES = 8;
const MAX_BRANCHES = 20;

export function areasPage({ areas }: ShownGoodRegistry, page: number): Slice<Area> {
  return slice(areas, page, MAX_ROWS);
}

export function areasView(links: Links, repository: RepositoryName, registry: ShownGoodRegistry, page: number): Html {
  const shown = areasPage(registry, page);
  const elsewhere = elsewhereView(registry);
  if (shown.total === 0) return elsewhere;
  const to = (at: number) =>
    links.to({ kind: "section", repository, section: "areas", query: { ...WHOLE_SECTION, page: at } });
  return html`${elsewhere}${table<Area>(
    "Areas, and whose approval each needs",
    [
      { title: "Area", isHead: true, cell: nameCell },
      { title: "Covers", cell: coversCell },
      { title: "Approvals", cell: approvalsCell },
    ],
    shown.items,
  )}
  ${pager(shown, "areas", to)}`;
}

function elsewhereView({ approval }: ShownGoodRegistry): Html {
  const reviews =
    approval.lgtm > 0 ? html`, and everything ${counted(approval.lgtm, "review")} with <code>/lgtm</code>` : nothing;
  return html`<p>What no area covers needs ${counted(approval.min, "approval")} from ${isolated(approval.from)} or above${reviews}.${approval.branches
    .slice(0, MAX_BRANCHES)
    .map(({ pattern, min, from = [] }) => {
      const most = min > 0 ? html` it is ${min} at least` : html` it is as many`;
      const above = from.length === 0 ? nothing : html`, from ${joinHtml(from.map(isolated), "and")} or above`;
      return html` On branches like <code>${visibleText(pattern)}</code>${most}${above}.`;
    })}</p>`;
}

function nameCell({ name, exclusive, inherits = true }: Area): Html {
  const tag = exclusive ? "exclusive" : inherits ? null : "inherits nothing";
  return html`${isolated(name)}${tag === null ? nothing : html` <span class="tag">${tag}</span>`}`;
}

function coversCell({ repos, paths }: Area): Html {
  const shown = paths.slice(0, MAX_PATHS).map((path) => html`<code>${visibleText(path)}</code>`);
  const rest = paths.length - shown.length;
  const files =
    paths.length === 0 ? html`everything` : joinHtml(rest > 0 ? [...shown, html`${rest} more`] : shown, "and");
  return html`${files} in ${repos.length === 0 ? "every repository" : nameList(repos, MAX_REPOSITORIES)}`;
}

function approvalsCell({ min, from, exclusive }: Area): Html {
  return min === 0
    ? html`none needed`
    : html`${min} from ${isolated(from)} or above${exclusive ? " named for it" : ""}`;
}
