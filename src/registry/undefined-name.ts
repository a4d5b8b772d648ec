/** The message about a role or an area that nobody defined. */

import { durationFault } from "../shared/duration.ts";
import { nearest } from "../shared/nearest.ts";
import { meansEverywhere } from "./advice-by-place.ts";
import { oddCharacter } from "./lookalikes.ts";
import type { Path } from "./registry-path.ts";
import { printable } from "./yaml-faults.ts";

/** Among more names than this no nearest is looked for: the work must stay bounded (R24). */
const MAX_NAMES = 6000;
/** How many names of areas get a hint; a file with more misspellings has other troubles. */
export const MAX_NAME_HINTS = 40;

/** Words for everybody and for nobody, which are no roles. */
const EVERYBODY = /^(?:any(?:one|body)?|every(?:one|body)|all|public|users?)$/i;
const NOBODY = /^(?:nobody|no-?one|none|never|no|off|false)$/i;

/** For a role that is a word for everybody or nobody. */
export function wordForRole(name: string, [lowest = ""]: readonly string[], path: Path): string | null {
  const shown = `role ${printable(name)} is not defined`;
  if (EVERYBODY.test(name)) return `${shown}; write ${lowest}, the lowest, for whoever holds a role`;
  if (!NOBODY.test(name)) return null;
  return path[2] === "promotion" && path[3] === "waive"
    ? `${shown}; write \`waive: false\` for nobody`
    : `${shown}, and no word stands for nobody; write the role that is meant, or leave the key out`;
}

export function undefinedName(
  kind: "area" | "role" | "group" | "kind",
  name: string,
  known: readonly string[],
  hinted = true,
): string {
  if (kind === "role" && durationFault(name) === null)
    return `${printable(name)} is a duration, and a role belongs here; a duration has a key of its own: { window: ${name} }`;
  if (kind === "area" && meansEverywhere(name))
    return `area ${printable(name)} is not defined; leave \`areas\` out: without it the role is held everywhere`;
  const meant = hinted && known.length <= MAX_NAMES ? nearest(name, known) : null;
  const shown = known.length > 12 ? `${known.slice(0, 12).join(", ")} and ${known.length - 12} more` : known.join(", ");
  const odd = oddCharacter(name);
  const why = odd === null ? "" : `, and has ${odd.what}`;
  const hint = meant === null ? "" : `; did you mean ${printable(meant)}?`;
  if (known.length === 0)
    return `${kind} ${printable(name)} is not defined, and no ${kind} is; define it under ${kind}s`;
  return `${kind} ${printable(name)} is not defined${why}; defined are ${shown}${hint}`;
}
