/** Who may approve by login alone, with the numbers by which GitHub knows them now. Pure. */

import type { NameLookups } from "../../registry/named.ts";
import type { Registry } from "../../registry/registry-types.ts";
import { unpinnedApprovers } from "../../registry/unpinned-people.ts";
import { counted } from "../../shared/counted.ts";
import { joinList } from "../../shared/people.ts";
import { type Finding, finder } from "./finding.ts";

/** So many are told; whoever pins these sees the next. */
const MOST_NAMED = 5;

/** One at most, and nothing to mend: a registry is good without a single number. */
export function pinFindings(
  place: string,
  registry: Registry,
  { people }: Pick<NameLookups, "people">,
): readonly Finding[] {
  const logins = unpinnedApprovers(registry);
  const pins = logins.flatMap((login) => {
    const found = people.get(login.toLowerCase());
    return found?.kind === "person" && found.id !== null ? [`{ login: ${login}, id: ${found.id} }`] : [];
  });
  if (pins.length === 0) return [];
  const more = pins.length - MOST_NAMED;
  const shown = [...pins.slice(0, MOST_NAMED), ...(more > 0 ? [`${more} more`] : [])];
  return [
    finder("people", place).ok(
      `${counted(pins.length, "person", "people")} may approve by login alone, which whoever registers such a login once it is given up would inherit; an id in the file keeps the role with whoever has the login now: ${joinList(shown, "and")}`,
    ),
  ];
}
