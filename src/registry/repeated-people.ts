/** Finds entries that add nothing: the same person or team with the same role, or a higher one, in the same place. */
import { loginKey } from "../shared/names.ts";
import { closedAreas } from "./closed-areas.ts";
import type { Complaint } from "./complaints.ts";
import { type Draft, type DraftEntry, entryPath } from "./registry-draft.ts";
import { printable } from "./yaml-faults.ts";

/** One warning for each such entry, in no particular order. */
export function repeatedPeople(draft: Draft): readonly Complaint[] {
  const ranks = new Map(draft.roles.map((role, height) => [role.name, height]));
  const beside = new Set(draft.roles.flatMap((role) => (role.beside === true ? [role.name] : [])));
  const byPerson = new Map<string, DraftEntry[]>();
  for (const entry of draft.entries) {
    // No login has a slash, and every team has one. No role includes one beside the ladder.
    const key = `${loginKey(nameOf(entry))}${beside.has(entry.role) ? ` ${entry.role}` : ""}`;
    const list = byPerson.get(key);
    if (list === undefined) byPerson.set(key, [entry]);
    else list.push(entry);
  }
  const closed = closedAreas(
    Object.entries(draft.fixed.areas ?? {}).map(([name, area]) => ({
      name,
      paths: area?.paths ?? [],
      exclusive: area?.exclusive ?? false,
      inherits: area?.inherits,
    })),
  );
  return [...byPerson.values()]
    .filter((entries) => entries.length > 1)
    .flatMap((entries) =>
      repetitions(
        entries.sort((a, b) => (ranks.get(b.role) ?? 0) - (ranks.get(a.role) ?? 0)),
        closed,
      ),
    );
}

/** `null`: a team. */
export function loginOf({ entry }: DraftEntry): string | null {
  if (typeof entry === "string") return entry;
  return "login" in entry ? entry.login : null;
}

function nameOf({ entry }: DraftEntry): string {
  if (typeof entry === "string") return entry;
  return "login" in entry ? entry.login : entry.team;
}

/** Of one person's entries, or one team's, highest role first. What is held everywhere is not held in areas that are closed to it. */
function repetitions(entries: readonly DraftEntry[], closed: ReadonlySet<string>): readonly Complaint[] {
  const held = new Map<string | null, string>();
  return entries.flatMap((draft) => {
    const { entry, role } = draft;
    const isDated = typeof entry !== "string" && "since" in entry && entry.since != null;
    const areas = typeof entry === "string" || entry.areas == null ? [null] : entry.areas;
    const again = areas.filter((area) => held.has(area) || (held.has(null) && (area === null || !closed.has(area))));
    const above = again.map((area) => held.get(area) ?? held.get(null));
    for (const area of areas) if (!held.has(area)) held.set(area, role);
    // What says since when is there for tenure: the higher entry began later (R49).
    if (again.length === 0 || isDated) return [];
    const where = again[0] == null ? "" : ` in ${again.join(", ")}`;
    const login = printable(nameOf(draft));
    const message = above.every((other) => other === role)
      ? `${login} is listed twice in ${role}${where}; remove one of the entries`
      : `${login} holds ${above.find((other) => other !== role)}${where} already, which includes ${role}; remove this entry`;
    return [{ path: entryPath(draft), on: "value", message }];
  });
}
