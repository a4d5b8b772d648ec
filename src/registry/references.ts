/** Faults that appear only when the parts of roles.yaml are compared with each other: undefined names, pinned ids that disagree. */

import { loginKey } from "../shared/names.ts";
import { nearest } from "../shared/nearest.ts";
import { accessFaults } from "./access/access-faults.ts";
import { type Complaint, complaint, MAX_FAULTS } from "./complaints.ts";
import { conditionFaults } from "./conditions/condition-faults.ts";
import { keptLabelFaults } from "./conditions/kept-labels.ts";
import { decisionFaults } from "./decisions/decision-faults.ts";
import { isTeam } from "./entries.ts";
import { groupFaults } from "./group-faults.ts";
import { placedEntries } from "./groups.ts";
import { growthFaults } from "./growth/growth-faults.ts";
import { inactivityFaults } from "./inactivity/inactivity-faults.ts";
import type { LabelKey } from "./label-key.ts";
import { publishFaults } from "./publishing/publish-faults.ts";
import type { Draft } from "./registry-draft.ts";
import type { Registry, RegistrySource } from "./registry-types.ts";
import { rolesInRules } from "./sections.ts";
import type { NamedRole } from "./setting.ts";
import { MAX_NAME_HINTS, undefinedName, wordForRole } from "./undefined-name.ts";
import { printable } from "./yaml-faults.ts";

interface Surroundings {
  readonly source: RegistrySource;
  /** The registry that this one extends, where it is at hand. */
  readonly base: Registry | null;
  /** Names of commands, where known. */
  readonly knownCommands: readonly string[] | null;
  /** The labels that Rung may keep. */
  readonly labels: readonly LabelKey[];
}

export function referenceFaults(draft: Draft, around: Surroundings): readonly Complaint[] {
  return [
    ...extensionFaults(draft, around),
    ...roleFaults(draft, around),
    ...areaFaults(draft, around),
    ...groupFaults(draft, around.base),
    ...boundlessAreas(draft, around),
    ...teamFaults(draft, around),
    ...pinFaults(draft),
    ...commandFaults(draft, around),
    ...promotionFaults(draft, around),
    ...publishFaults(draft, around),
    ...accessFaults(draft, around),
    ...inactivityFaults(draft, around),
    ...growthFaults(draft),
    ...decisionFaults(draft, around),
    ...conditionFaults(draft, around),
    ...keptLabelFaults(draft, around),
  ];
}

function extensionFaults({ fixed, roles }: Draft, { source, base }: Surroundings): readonly Complaint[] {
  if (fixed.extends == null) return [];
  const found: Complaint[] = [];
  const [owner, name] = fixed.extends === true ? [] : fixed.extends.split("/");
  const { repository } = source;
  if (owner !== undefined && repository.owner !== "") {
    if (loginKey(owner) !== loginKey(repository.owner))
      found.push(
        complaint(
          ["extends"],
          `${printable(owner)} is another owner; a registry can extend only one of ${repository.owner}`,
        ),
      );
    else if (name?.toLowerCase() === repository.name.toLowerCase())
      found.push(complaint(["extends"], "a registry cannot extend itself; name another repository"));
  }
  if (base?.extends !== undefined)
    found.push(
      complaint(["extends"], "the registry named here extends another itself; name that one, or leave the key out"),
    );
  for (const role of roles)
    if (base !== null && !base.roles.some((known) => known.name === role.name))
      found.push(
        complaint(
          ["roles", role.name],
          `${undefinedName(
            "role",
            role.name,
            base.roles.map((known) => known.name),
          )}; the ladder is the organisation's`,
          "key",
        ),
      );
  return found;
}

/** Places that name a role. */
function roleFaults({ fixed, roles }: Draft, { base }: Surroundings): readonly Complaint[] {
  // The ladder is in a file that is not at hand; extends.ts drops what it does not know.
  if (fixed.extends != null && base === null) return [];
  const known = roles.map((role) => role.name);
  const named: readonly NamedRole[] = [
    ...rolesInRules(fixed),
    ...Object.entries(fixed.areas ?? {}).flatMap(([name, area]) =>
      area?.approval?.from == null ? [] : [{ path: ["areas", name, "approval", "from"], role: area.approval.from }],
    ),
  ];
  return named.flatMap(({ path, role, on }) =>
    known.includes(role)
      ? []
      : [complaint(path, wordForRole(role, known, path) ?? undefinedName("role", role, known), on)],
  );
}

function areaFaults(draft: Draft, { base }: Surroundings): readonly Complaint[] {
  const found = [...areaNameFaults(draft, base)];
  const openEnded = draft.fixed.extends != null && base === null;
  const closed = new Set(base?.areas.filter((area) => area.exclusive).map((area) => area.name));
  const known = new Set([...draft.areaNames, ...(base?.areas.map((area) => area.name) ?? [])]);
  const names = [...known];
  for (const { path, entry } of draft.lists.entries) {
    for (const [index, area] of (typeof entry === "string" ? [] : (entry.areas ?? [])).entries()) {
      if (found.length > MAX_FAULTS) return found;
      const place = [...path, "areas", index];
      if (closed.has(area)) found.push(complaint(place, exclusiveFault(area)));
      else if (!known.has(area) && !openEnded)
        found.push(complaint(place, undefinedName("area", area, names, found.length < MAX_NAME_HINTS)));
    }
  }
  return found;
}

function exclusiveFault(area: string): string {
  return `area ${printable(area)} is exclusive in the organisation's registry; only that file can name its people`;
}

function areaNameFaults(draft: Draft, base: Registry | null): readonly Complaint[] {
  const seen = new Map<string, string>();
  const theirs = new Set(base?.areas.map((area) => area.name.toLowerCase()));
  return [...draft.areaNames].flatMap((name) => {
    const folded = name.toLowerCase();
    const first = seen.get(folded);
    seen.set(folded, name);
    if (theirs.has(folded))
      return [complaint(["areas", name], `area ${printable(name)} is the organisation's; choose another name`, "key")];
    if (first === undefined) return [];
    return [
      complaint(
        ["areas", name],
        `areas ${printable(first)} and ${printable(name)} differ only in case; rename one`,
        "key",
      ),
    ];
  });
}

/** An area with neither repositories nor paths would be the whole of every repository (R77). */
function boundlessAreas({ fixed }: Draft, { base }: Surroundings): readonly Complaint[] {
  // The registry that is extended may have said it; extends.ts gives nothing to an area that neither of the two bounds.
  if (fixed.extends != null && base === null) return [];
  const theirs = new Set(base?.areas.map((area) => area.name.toLowerCase()));
  return Object.entries(fixed.areas ?? {}).flatMap(([name, area]) =>
    area?.repos !== undefined || area?.paths !== undefined || theirs.has(name.toLowerCase())
      ? []
      : [
          complaint(
            ["areas", name],
            `area ${printable(name)} says neither its repositories nor its paths; write \`repos\`, or \`paths: ["**"]\` for everything`,
            "key",
          ),
        ],
  );
}

function teamFaults(draft: Draft, { source }: Surroundings): readonly Complaint[] {
  const owner = source.repository.owner;
  if (owner === "") return [];
  return placedEntries(draft.lists).flatMap(({ path, entry }) => {
    if (!isTeam(entry)) return [];
    const organisation = entry.team.split("/")[0] ?? "";
    if (loginKey(organisation) === loginKey(owner)) return [];
    return [
      complaint(
        [...path, "team"],
        `${printable(organisation)} is another organisation, whose teams cannot be read; name one of ${owner}`,
      ),
    ];
  });
}

/** One login has one id, and one id one login (R4). */
function pinFaults({ lists }: Draft): readonly Complaint[] {
  const idOf = new Map<string, number>();
  const loginOf = new Map<number, string>();
  return placedEntries(lists).flatMap(({ path, entry }) => {
    if (typeof entry === "string" || isTeam(entry) || entry.id == null) return [];
    const { login, id } = entry;
    const otherId = idOf.get(loginKey(login));
    const otherLogin = loginOf.get(id);
    idOf.set(loginKey(login), otherId ?? id);
    loginOf.set(id, otherLogin ?? login);
    if (otherId !== undefined && otherId !== id)
      return [
        complaint(
          [...path, "id"],
          `${printable(login)} has the id ${otherId} above and ${id} here; keep the right one`,
        ),
      ];
    if (otherLogin !== undefined && loginKey(otherLogin) !== loginKey(login))
      return [
        complaint([...path, "id"], `the id ${id} is that of ${printable(otherLogin)} above; correct one of them`),
      ];
    return [];
  });
}

function commandFaults({ fixed }: Draft, { knownCommands }: Surroundings): readonly Complaint[] {
  if (knownCommands === null) return [];
  return Object.keys(fixed.commands ?? {}).flatMap((name) => {
    if (knownCommands.includes(name)) return [];
    const meant = nearest(name, knownCommands);
    const hint = meant === null ? `there are ${knownCommands.join(", ")}` : `did you mean ${printable(meant)}?`;
    return [complaint(["commands", name], `there is no command ${printable(name)}; ${hint}`, "key")];
  });
}

/** Roles and areas that the criteria name. The default ladder's own are not asked: a file that writes no ladder has them all. */
function promotionFaults({ fixed, roles, areaNames }: Draft, { base }: Surroundings): readonly Complaint[] {
  if (fixed.extends != null && base === null) return [];
  const known = {
    role: roles.map((role) => role.name),
    area: [...areaNames, ...(base?.areas.map((area) => area.name) ?? [])],
  };
  return roles.flatMap(({ name: role, references }) =>
    fixed.roles?.[role]?.promotion == null
      ? []
      : references.flatMap(({ to, name, path: within }) => {
          if (known[to].includes(name)) return [];
          const path = ["roles", role, "promotion", ...within];
          const word = to === "role" ? wordForRole(name, known.role, path) : null;
          return [complaint(path, word ?? undefinedName(to, name, known[to]))];
        }),
  );
}
