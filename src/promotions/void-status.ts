/** What a status comment says that is not valid where it is: its nomination lives elsewhere (R46), or its record is lost. Pure. */

import type { IssueFacts, PullFacts } from "../model/facts.ts";
import { code, escapeMarkdown, linkTarget } from "../shared/markdown.ts";
import { fullName, sameName } from "../shared/names.ts";
import { placeText, promoteText } from "./nomination-text.ts";
import type { VoidComment } from "./promotion-memory.ts";
import type { PromotionRecord } from "./promotion-record.ts";
import { nominationLine, VOID_TEXT } from "./record-marker.ts";
import { isOpen } from "./stages.ts";

/** The whole comment: it has no record, so that nothing said there counts for it. */
export function voidStatus({ id, claimed, isDouble }: VoidComment, facts: PullFacts | IssueFacts): string {
  if (isDouble) return `${nominationLine(id)}\n### Promotion\n\nIts status stands in another comment here.`;
  const title =
    claimed === null
      ? "### Promotion"
      : `### Promotion: ${escapeMarkdown(claimed.nomination.candidate.login)} to ${placeText(claimed.nomination)}`;
  const anew = claimed === null ? "`/promote @user role`" : code(promoteText(claimed.nomination));
  const why = claimed !== null && isElsewhere(claimed, facts) ? elsewhereText(claimed) : LOST;
  const ended = claimed !== null && !isOpen(claimed.stage);
  const next = ended ? "" : ` ${anew} starts a new one here.`;
  return `${nominationLine(id)}\n${title}\n\n${VOID_TEXT}${why}${next}`;
}

const LOST =
  "what this comment remembered was lost or changed by somebody, and there is nothing to make it anew from, so nothing said here counts for it.";

function elsewhereText({ place, url }: PromotionRecord): string {
  const where = place === undefined ? "another issue" : `${place.repository}#${place.number}`;
  return `this was nominated in [${escapeMarkdown(where)}](${linkTarget(url)}) and lives only there, so nothing said here counts for it.`;
}

/** By its place; where an earlier version did not write that, by the address of the comment that nominated. */
export function isElsewhere({ place, url }: PromotionRecord, { repository, number }: PullFacts | IssueFacts): boolean {
  if (place !== undefined) return place.repositoryId !== repository.id || place.number !== number;
  const [, name = "", at = ""] = /^[a-z]+:\/\/[^/]+\/([^/]+\/[^/]+)\/(?:issues|pull)\/(\d+)/i.exec(url) ?? [];
  return !sameName(name, fullName(repository)) || Number(at) !== number;
}
