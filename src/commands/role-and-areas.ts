/** The role and the areas that are named behind `/return` and `/step-down`. Pure. */

import { roleNamed } from "../promotions/nominee.ts";
import type { PromotionContext } from "../promotions/promotion-context.ts";
import { code } from "../shared/markdown.ts";
import { namesIn } from "../shared/name-list.ts";
import { joinList } from "../shared/people.ts";

/** What people write between the names, besides the preposition of the command. */
const FILLERS: ReadonlySet<string> = new Set(["as", "in", "of", "the", "for", "and"]);

type RoleAndAreas =
  /** `role` null: none is named; `areas` empty: likewise. */
  | { readonly kind: "named"; readonly role: string | null; readonly areas: readonly string[] }
  /** `text`: a word is neither. Inert. */
  | { readonly kind: "unknown"; readonly text: string };

export function roleAndAreasIn(
  words: string,
  preposition: "from" | "to",
  { registry, index }: PromotionContext,
): RoleAndAreas {
  const ladder = registry.roles.map(({ name }) => name);
  let role: string | null = null;
  const areas: string[] = [];
  for (const word of namesIn(words)) {
    const asRole: string | null = role === null ? roleNamed(word, ladder) : null;
    const area = index.areaNamed(word);
    if (asRole !== null) role = asRole;
    else if (area !== null) areas.push(area.name);
    else if (word.toLowerCase() !== preposition && !FILLERS.has(word.toLowerCase())) {
      const known = [...ladder, ...index.areaNames()].map((name) => code(name));
      const text = `I know no role or area ${code(word.slice(0, 60))}, so nothing was changed. There are ${joinList(known, "and", 30)}.`;
      return { kind: "unknown", text };
    }
  }
  return { kind: "named", role, areas };
}
