/** What a role's own keys say against how the file uses the role. */
import type { Complaint } from "./complaints.ts";
import { type Draft, entryPath } from "./registry-draft.ts";
import type { Registry } from "./registry-types.ts";
import { printable } from "./yaml-faults.ts";

/** `registry` is the whole, joined with what the file extends; a warning names a place of the file. */
export function roleWarnings(draft: Draft, registry: Registry): readonly Complaint[] {
  return [...misheld(draft, registry), ...othersToSay(draft, registry)];
}

/** Entries without areas of a role that is held for areas, and the other way round. */
function misheld({ entries }: Draft, { roles, areas }: Registry): readonly Complaint[] {
  const ways = new Map(roles.map(({ name, held }) => [name, held]));
  return entries.flatMap((one): readonly Complaint[] => {
    const way = ways.get(one.role);
    const hasAreas = typeof one.entry !== "string" && one.entry.areas != null;
    if (way === "area" && !hasAreas && areas.length > 0)
      return [
        {
          path: entryPath(one),
          on: "value",
          message: `${printable(one.role)} are held for areas (\`held: area\`), and this entry holds everywhere; write its \`areas\``,
        },
      ];
    if (way !== "everywhere" || !hasAreas) return [];
    const message = `${printable(one.role)} are held everywhere (\`held: everywhere\`), and this entry only in some areas; remove its \`areas\``;
    return [{ path: entryPath(one), on: "value", message }];
  });
}

/** The ladder is the organisation's: a repository's file says of a role only what it does and what it asks for. */
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
