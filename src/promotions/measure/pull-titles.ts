/** What a pull request's title and text tell: documentation, or the taking back of another one. Pure. */
import type { KindRule } from "../../registry/settings.ts";

/** Whether the title fits one of the patterns: `*` stands for any text, case does not matter. Linear in the title's length. */
export function saysDocs(title: string, { titles }: KindRule): boolean {
  return titles.some((pattern) => fits(title.toLowerCase(), pattern.toLowerCase()));
}

function fits(title: string, pattern: string): boolean {
  const [beginning = "", ...rest] = pattern.split("*");
  const ending = rest.pop();
  if (ending === undefined) return title === pattern;
  if (!title.startsWith(beginning)) return false;
  let at = beginning.length;
  for (const part of rest) {
    const found = title.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return title.length - ending.length >= at && title.endsWith(ending);
}

/** GitHub's own button writes `Revert "…"` and "Reverts owner/name#12", git "This reverts commit …". */
export function takesBack(title: string, body: string): boolean {
  if (/^revert\b\s*["“:(!]/i.test(title.trim())) return true;
  const lines = body.slice(0, 4_000).split("\n");
  return lines.some((line) => /^\s*(this reverts\b|reverts\s+\S*#\d+)/i.test(line));
}
