/** Patterns that most likely do not mean what they look like. */
import type { Complaint } from "./complaints.ts";
import type { Draft } from "./registry-draft.ts";
import { printable } from "./yaml-faults.ts";

/** What a pattern that looks like this means, and what to write instead; `null`: it is plain. */
export function patternWarning(pattern: string): string | null {
  const shown = printable(pattern);
  if (/\\[^\][{}*?!()+@|\\]/.test(pattern))
    return `the backslash in ${shown} separates nothing, it only takes away the meaning of the next sign; write / between folders`;
  if (/(?:^|[^\\])\[[^\]]+\]/.test(pattern)) {
    const escaped = pattern.replace(/(^|[^\\])\[([^\]]+)\]/g, "$1\\[$2\\]");
    return `[ ] in ${shown} stands for one of the characters in it; for a folder of that name write '${escaped}'`;
  }
  if (/^\*\.[^/*?]+$/.test(pattern))
    return `${shown} matches only at the top of the repository; for every folder write ${printable(`**/${pattern}`)}`;
  if (/^\/?(?:[^*?[\\]+\/)*[a-z0-9_-]+$/.test(pattern))
    return `${shown} is one file of that very name; for a folder write ${printable(`${pattern}/**`)}`;
  return null;
}

/** One warning a pattern. */
export function patternWarnings({ fixed }: Draft): readonly Complaint[] {
  return Object.entries(fixed.areas ?? {}).flatMap(([name, area]) =>
    (area?.paths ?? []).flatMap((pattern, index) => {
      const message = patternWarning(pattern);
      return message === null ? [] : [{ path: ["areas", name, "paths", index], on: "value" as const, message }];
    }),
  );
}
