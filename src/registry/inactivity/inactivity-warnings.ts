/** Warnings about `inactivity` and `emeritus` that can have no effect, or cannot be intended. */

import { durationText, milliseconds } from "../../shared/duration.ts";
import { type Complaint, complaint } from "../complaints.ts";
import type { Draft } from "../registry-draft.ts";
import type { Registry } from "../registry-types.ts";
import { undefinedName } from "../undefined-name.ts";
import { printable } from "../yaml-faults.ts";
import { inactivityRules, watchedRoles } from "./rules.ts";

/** `registry` is the whole, joined with what the file extends; a complaint names a place of the file. */
export function inactivityWarnings(draft: Draft, registry: Registry): readonly Complaint[] {
  return [
    ...(draft.fixed.extends == null ? [...idle(draft, registry), ...kept(draft, registry)] : []),
    ...longNotices(draft, registry),
    ...onlyTeams(draft, registry),
    ...formerPeople(draft, registry),
  ];
}

function idle({ fixed }: Draft, { roles }: Registry): readonly Complaint[] {
  if (fixed.inactivity == null || fixed.inactivity.mode === "off" || watchedRoles(roles).length > 0) return [];
  // Who leaves by `/step-down` comes back by the same rule.
  if (fixed.emeritus !== undefined && Object.keys(fixed.inactivity).every((key) => key === "return")) return [];
  const message = "no role has an `inactivity`, so nobody is looked for; write it at a role, as in `inactivity: 12mo`";
  return [complaint(["inactivity"], message, "key")];
}

const NOBODY_PROPOSED = "so nobody is ever proposed";

/** Whether a warning's message is the one that `keep` leaves nobody to propose. */
export function isAboutKeeping(message: string): boolean {
  return message.includes(NOBODY_PROPOSED);
}

/** A `keep` that leaves nobody to propose: for the top role also the implicit one, reported at its `inactivity`. */
function kept({ fixed }: Draft, registry: Registry): readonly Complaint[] {
  const watched = new Set(watchedRoles(registry.roles).map(({ role }) => role));
  const written = fixed.inactivity?.keep ?? {};
  const { keep, mode } = inactivityRules(registry);
  return Object.entries(keep).flatMap(([role, least]) => {
    const holders = new Set(registry.people.filter((held) => held.role === role).map(({ key }) => key)).size;
    if (!watched.has(role) || holders === 0 || holders > least) return [];
    const who = holders === 1 ? "1 person holds" : `${holders} people hold`;
    if (Object.hasOwn(written, role)) {
      const message = `${who} ${role} and ${least} are to be kept, ${NOBODY_PROPOSED}; write ${holders - 1} or less`;
      return [complaint(["inactivity", "keep", role], message)];
    }
    // Where nobody asked for proposals, people are told of all the same.
    if (mode !== "propose") return [];
    const way = `write \`inactivity: { keep: { ${role}: ${holders - 1} } }\`, or leave \`inactivity\` out here`;
    const message = `${who} ${role}, of whom ${least} are kept where \`keep\` says nothing, ${NOBODY_PROPOSED}; ${way}`;
    return [complaint(["roles", role, "inactivity"], message, "key")];
  });
}

/** A proposal that outlasts the time to the next look. */
function longNotices({ fixed }: Draft, registry: Registry): readonly Complaint[] {
  const { every } = inactivityRules(registry);
  const written = [
    { path: ["inactivity", "notice"], notice: fixed.inactivity?.notice },
    ...Object.entries(fixed.roles ?? {}).map(([name, role]) => ({
      path: ["roles", name, "inactivity", "notice"],
      notice: typeof role?.inactivity === "object" ? role.inactivity?.notice : null,
    })),
  ];
  return written.flatMap(({ path, notice }) => {
    if (notice == null || milliseconds(notice) <= milliseconds(every)) return [];
    const message = `a notice of ${durationText(notice)} is longer than the ${durationText(every)} from one look to the next; write a shorter one, or a longer \`every\``;
    return [complaint(path, message)];
  });
}

function onlyTeams({ fixed }: Draft, { people, teams }: Registry): readonly Complaint[] {
  return Object.entries(fixed.roles ?? {}).flatMap(([name, role]) => {
    const isHeld = people.some((held) => held.role === name) || !teams.some((held) => held.role === name);
    if (role?.inactivity == null || isHeld) return [];
    const message = `only teams hold ${printable(name)}, whose members GitHub keeps, so nobody is looked for; list people, or remove \`inactivity\``;
    return [complaint(["roles", name, "inactivity"], message, "key")];
  });
}

function formerPeople({ fixed, areaNames }: Draft, { areas: all }: Registry): readonly Complaint[] {
  const places = new Set([...areaNames, ...all.map(({ name }) => name)]);
  return (fixed.emeritus ?? []).flatMap((entry, index): readonly Complaint[] => {
    if (typeof entry === "string") return [];
    const { was, areas = [], since, until } = entry;
    const unknown = was === undefined ? areas.filter((area) => !places.has(area)) : [];
    const isReversed = since != null && until != null && until < since;
    return [
      ...unknown.map((area) =>
        complaint(["emeritus", index, "areas", areas.indexOf(area)], undefinedName("area", area, [...places])),
      ),
      ...(isReversed
        ? [
            complaint(
              ["emeritus", index, "until"],
              `the last day, ${until}, is before the first, ${since}; correct one of them`,
            ),
          ]
        : []),
    ];
  });
}
