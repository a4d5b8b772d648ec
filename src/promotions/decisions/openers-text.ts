/** Tells people who may not open a decision who may. Pure. */

import { code, escapeMarkdown } from "../../shared/markdown.ts";
import { joinList, roleWithArticle } from "../../shared/people.ts";

interface OpenersAsked {
  readonly kind: string;
  /** Roles; that one or above. */
  readonly by: readonly string[];
  /** See `areasOfDecision`. */
  readonly areas: readonly string[] | null;
}

/** The refusal of a `/decide`, as a sentence. Inert. */
export function openersText({ login }: { readonly login: string }, { kind, by, areas }: OpenersAsked): string {
  const who = joinList(by.map(roleWithArticle), "or", 6);
  return `I cannot take ${code("/decide")} from ${escapeMarkdown(login)}: a decision of the kind ${code(kind)} is opened by ${who} or above${placeText(areas)}. Nothing was opened.`;
}

function placeText(areas: readonly string[] | null): string {
  if (areas === null) return "";
  return areas.length === 0 ? ", who holds that everywhere" : ` of ${joinList(areas.map(escapeMarkdown), "or", 6)}`;
}
