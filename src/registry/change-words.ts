/** How changes are worded. */
import { escapeMarkdown } from "../shared/markdown.ts";

/** Names as an inert enumeration. */
export function joinNames(names: readonly string[]): string {
  const safe = names.map(escapeMarkdown);
  if (safe.length <= 1) return safe.join("");
  return `${safe.slice(0, -1).join(", ")} and ${safe.at(-1)}`;
}
