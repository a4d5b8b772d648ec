/**
 * The one line that tells somebody, in their own pull request, that they may be ready for the next role. Made from the record alone, so
 * that it stays the same. Pure.
 */

import { code, escapeMarkdown } from "../../shared/markdown.ts";
import { placeText } from "../nomination-text.ts";

interface NextRoleTold {
  readonly role: string;
  readonly areas: readonly string[];
}

/** Without a figure: other readers learn none. */
export function growthLines(author: string, told: NextRoleTold | undefined): readonly string[] {
  if (told === undefined) return [];
  return [
    `By the way, ${escapeMarkdown(author)}: you meet what machines count for ${placeText(told)}. ${code("/role")} shows it and what people have to say; ${code("/quiet")} keeps such lines away.`,
  ];
}
