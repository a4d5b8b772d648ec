/** The area of files that nobody owned: a registry never leaves a file without anybody who may approve it. */

import type { AreaDraft, OwnerKey } from "./import-types.ts";

export const UNOWNED = "unowned";

/** Written first, it comes last wherever another area matches; the others close themselves against it. */
export function nobodyHere(why: string, everybody: readonly OwnerKey[], paths: readonly string[] = ["**"]): AreaDraft {
  return {
    name: UNOWNED,
    paths,
    inherits: false,
    needsNobody: false,
    approvers: everybody,
    reviewers: [],
    about: [`${why}; here everybody who may approve something may approve them`],
    joinable: false,
  };
}
