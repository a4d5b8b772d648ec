/** Contradictions between a role's own keys and how the file uses the role. */

import type { Complaint } from "./complaints.ts";
import type { Draft } from "./registry-draft.ts";
import type { Registry } from "./registry-types.ts";
import { printable } from "./yaml-faults.ts";

/** `registry` is the whole, joined with what the file extends; a warning names a place of the file. */
export function roleWarnings(draft: Draft, registry: Registry): readonly Complaint[] {
  return [...misheld(draft, registry), ...othersToSay(draft, registry)];
}

/** Entries without areas of a role that is held for areas, and the other way round. */
function misheld({ lists }: Draft, { roles, areas }: Registry): readonly Complaint[] {
  const ways = new Map(roles.map(({ name, held }) => [name, held]));
  return lists.entries.flatMap(({ role, area, entry, path }): readonly Complaint[] => {
    const way = ways.get(role);
    const hasAreas = area !== null || (typeof entry !== "string" && entry.areas != null);
    if (way === "area" && !hasAreas && areas.length > 0)
      return [
        {
          path,
          on: "value",
          message: `${printable(role)} are held for areas (\`held: area\`), and this entry holds everywhere; write its \`areas\``,
        },
      ];
    if (way !== "everywhere" || !hasAreas) return [];
    const message = `${printable(role)} are held everywhere (\`held: everywhere\`), and this entry only in some areas; ${area === null ? "remove its `areas`" : "list it under its role at the beginning of a line"}`;
    return [{ path, on: "value", message }];
  });
}

/** The ladder is the organisation's: a repository's file only says what a role does and what it asks for. */
function othersToSay({ fixed }: Draft, { sources }: Registry): readonly Complaint[] {
  if (fixed.extends == null && sources.length < 2) return [];
  return Object.entries(fixed.roles ?? {}).flatMap(([name, role]) =>
    (["beside", "held", "inactivity"] as const)
      .filter((key) => role?.[key] != null)
      .map((key): Complaint => {
        const message = `how the ladder is built is for the registry to say that is extended, so this changes nothing; remove it`;
        return { path: ["roles", name, key], on: "key", message };
      }),
  );
}
