/** What a pull request's title and text tell: whether it is documentation, or reverts another one. Pure. */

import type { KindRule } from "../../registry/settings.ts";

/** Whether the title matches one of the patterns: `*` stands for any text, case does not matter. Linear in the title's length. */
export function saysDocs(title: string, { titles }: Pick<KindRule, "titles">): boolean {
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

/** How bots and people say which pull request theirs takes over; the first number counts. */
const COPIES: readonly { readonly of: "title" | "body" | "branch"; readonly says: RegExp }[] = [
  { of: "branch", says: /^(?:[\w.-]+\/)?(?:automated-)?(?:cherry-?pick|backport)(?:-of)?[-/]#?(\d+)(?![\d.])/i },
  { of: "branch", says: /^mergify\/bp\/.+\/pr-(\d+)$/i },
  {
    of: "title",
    says: /\b(?:cherry[- ]?pick(?:ed)?|backport(?:ed|s)?)\b(?:[ \w]{0,30}?[ :])?(?:of|from)?\s*\(?#(\d+)/i,
  },
  { of: "title", says: /\(backport #(\d+)\)/i },
  {
    of: "body",
    says: /^\W*(?:this is an? )?(?:automat(?:ed|ic) )?(?:cherry[- ]?pick(?:ed)?|backport(?:ed|s)?)(?: of| from)?(?: pull request)?:? #(\d+)/i,
  },
];

/** The number of the pull request that this one takes over into another branch; `null`: it names none in its own repository. */
export function copiedFrom(pull: {
  readonly title: string;
  readonly body: string;
  readonly branch: string;
}): number | null {
  const lines = pull.body.slice(0, 4_000).split("\n");
  for (const { of, says } of COPIES) {
    for (const text of of === "body" ? lines : [pull[of]]) {
      const [, number] = says.exec(text) ?? [];
      if (number !== undefined) return Number(number);
    }
  }
  return null;
}
