/** What the community is deciding and has decided: the question, its state or outcome, and when. */

import { html } from "hono/html";
import type { ShownDecision } from "../../../model/decision-data.ts";
import { counted } from "../../../shared/counted.ts";
import { oneLine, shortened } from "../../../shared/markdown.ts";
import type { RepositoryName } from "../../../shared/names.ts";
import type { Links } from "../links.ts";
import { markdown } from "../markdown-html.ts";
import { WHOLE_SECTION } from "../page-query.ts";
import { type Slice, slice } from "../paging.ts";
import { type Html, isolated, nothing, person, time } from "./html-pieces.ts";
import { pager } from "./pager-view.ts";

const MAX_ROWS = 15;
const MAX_TITLE = 120;

export function votesPage(decisions: readonly ShownDecision[], page: number): Slice<ShownDecision> {
  return slice(decisions, page, MAX_ROWS);
}

export function votesView(
  links: Links,
  repository: RepositoryName,
  decisions: readonly ShownDecision[],
  page: number,
): Html {
  if (decisions.length === 0)
    return html`<p>Nothing was put to a decision here yet. <code>/decide</code> and the words to be decided, in a comment, open one.</p>`;
  const shown = votesPage(decisions, page);
  const to = (at: number) =>
    links.to({ kind: "section", repository, section: "votes", query: { ...WHOLE_SECTION, page: at } });
  return html`${shown.items.map((one) => decisionView(links, one))}${pager(shown, "decisions", to)}`;
}

function decisionView(links: Links, one: ShownDecision): Html {
  const { kind, text, url, number, openedBy, openedAt, bodyMarkdown } = one;
  return html`<article class="promotion"><h3><a href="${url}"><bdi>${shortened(oneLine(text), MAX_TITLE)}</bdi></a></h3>
    ${stateLine(one)}
    <p class="quiet">${isolated(kind)}, opened by ${person(links, openedBy)} on ${time(openedAt)} in #${number}</p>
    ${bodyMarkdown === "" ? nothing : html`<details><summary>The whole of it</summary><div class="prose">${markdown(bodyMarkdown, `How ${kind} in #${number} stands`)}</div></details>`}</article>`;
}

interface State {
  readonly mark: string;
  readonly word: string;
  readonly tone: string;
}

const STATES: Readonly<Record<ShownDecision["state"], State>> = {
  open: { mark: "●", word: "Open", tone: "open" },
  accepted: { mark: "✓", word: "Accepted", tone: "good" },
  declined: { mark: "✕", word: "Declined", tone: "bad" },
  cancelled: { mark: "–", word: "Cancelled", tone: "calm" },
};

function stateLine(one: ShownDecision): Html {
  const { state, endsAt, endedAt, votes, objections } = one;
  const { mark, word, tone } = STATES[state];
  const when =
    endedAt !== null ? html` on ${time(endedAt)}` : endsAt === null ? nothing : html`, until ${time(endsAt)}`;
  const cast =
    votes === null
      ? nothing
      : html`. ${votes.yes} yes, ${votes.no} no, ${votes.abstained} abstained of ${counted(votes.mayVote, "person", "people")} who may vote`;
  const against = objections === 0 ? nothing : html`. ${counted(objections, "objection")}`;
  return html`<p><span class="verdict ${tone}"><span class="mark" aria-hidden="true">${mark}</span><span><b>${word}</b>${when}${cast}${against}</span></span></p>`;
}
