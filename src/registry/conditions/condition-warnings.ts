/** Warnings about conditions that are valid but cannot be intended: lines that change nothing, and lines that nobody can satisfy (R83). */

import { loginKey } from "../../shared/names.ts";
import type { Reach } from "../area-reach.ts";
import { type Complaint, complaint } from "../complaints.ts";
import { glob, normalised } from "../glob.ts";
import type { Draft } from "../registry-draft.ts";
import { registryNeeds } from "../registry-needs.ts";
import { isRegistryPath } from "../registry-places.ts";
import type { AreaDefinition, Holding, Registry } from "../registry-types.ts";
import { printable } from "../yaml-faults.ts";
import type { Condition } from "./condition.ts";
import { conditionOf } from "./conditions-key.ts";
import { employerOf } from "./employers.ts";

/** `registry` is the whole, joined with what the file extends; a complaint names a place of the file. */
export function conditionWarnings(
  { fixed }: Pick<Draft, "fixed">,
  registry: Registry,
  reach: Reach,
): readonly Complaint[] {
  const lines = (fixed.approval?.when ?? []).map(conditionOf);
  return [
    ...lines.flatMap((line, index) => {
      const short = [...unreachable(line, index, registry, reach), ...ownChanges(line, index, registry, reach)];
      return [
        ...idle(line, index, registry),
        ...neverLowered(line, index, registry),
        // What nobody could approve in other files either is said once.
        ...(short.length > 0 ? short : changesOfRegistry(line, index, registry)),
      ];
    }),
    ...unreachableEmployers({ fixed }, registry),
    ...unusedKinds({ fixed }, registry),
  ];
}

/** More areas are not looked at: each is asked about for every line (R24). */
const MAX_PLACES = 300;

/** Where people are asked at all: each area, and the files that no area covers. */
function placesOf({ areas, approval }: Registry) {
  const of = (area: AreaDefinition | null) => ({
    area,
    from: area?.approval.from ?? approval.from,
    min: area?.approval.min ?? approval.min,
  });
  return [null, ...areas.slice(0, MAX_PLACES)].map(of).filter(({ min }) => min > 0);
}

function higherOf({ roles }: Registry) {
  const ladder = roles.map(({ name }) => name);
  return (one: string, other: string | undefined) =>
    other !== undefined && ladder.indexOf(other) > ladder.indexOf(one) ? other : one;
}

/** Asks for nothing beyond what is asked anyway; a lowering for no less. */
function idle({ min, from, only }: Condition, index: number, registry: Registry): readonly Complaint[] {
  const path = ["approval", "when", index];
  if (only !== undefined) {
    if (min === undefined || min < registry.approval.min) return [];
    return [
      complaint(
        [...path, "min"],
        `as usual ${registry.approval.min} ${registry.approval.min === 1 ? "is" : "are"} asked for, so ${min} lowers nothing; write less, or remove the line`,
      ),
    ];
  }
  const higher = higherOf(registry);
  const raises = placesOf(registry).some(
    (place) => (min ?? 0) > place.min || (from !== undefined && higher(place.from, from) !== place.from),
  );
  if (raises) return [];
  return [complaint(path, "as much is asked for anyway, so this line changes nothing; ask for more, or remove it")];
}

/** Files that people keep to themselves, whatever a pattern of `only` matches (R73). */
function neverLowered({ only = [] }: Condition, index: number, registry: Registry): readonly Complaint[] {
  return only.flatMap((pattern, place) => {
    const why = keptWhy(pattern, registry);
    if (why === null) return [];
    const message = `${printable(pattern)} ${why}, which no bot changes with fewer approvals, so it lowers nothing; remove it`;
    return [complaint(["approval", "when", index, "only", place], message)];
  });
}

/** Why nothing that the pattern matches is ever lowered; `null`: something may be. */
function keptWhy(pattern: string, { publish = [], areas }: Registry): string | null {
  const { beginning } = glob(pattern);
  const isOneFile = normalised(pattern) === beginning;
  if (isOneFile && isRegistryPath(beginning)) return "is the registry";
  if (/^\.github\//i.test(beginning)) return "lies in .github/";
  if (isOneFile && publish.some(({ file }) => file === beginning)) return "is published by the registry";
  const around = areas.find(
    ({ repos, paths, exclusive, approval }) =>
      repos.length === 0 && (exclusive || approval.min !== undefined) && paths.some((one) => isWithin(beginning, one)),
  );
  if (around === undefined) return null;
  return `lies in the area ${printable(around.name)}, which ${around.exclusive ? "is exclusive" : "has a `min` of its own"}`;
}

/** Only for a plain folder it is certain that everything with that beginning is inside. */
function isWithin(beginning: string, pattern: string): boolean {
  const folder = /^([^*?\\]+\/)\*\*$/.exec(normalised(pattern))?.[1];
  return folder !== undefined && beginning.startsWith(folder);
}

/** Possibly fewer people than that have the role. */
function unreachable(line: Condition, index: number, registry: Registry, reach: Reach): readonly Complaint[] {
  if (line.only !== undefined) return [];
  const higher = higherOf(registry);
  const short = placesOf(registry).flatMap(({ area, from, min }) => {
    const asked = { from: higher(from, line.from), min: Math.max(min, line.min ?? 0) };
    const usual = reach.holders(area, from, min);
    const able = reach.holders(area, asked.from, asked.min);
    // What lacks people as it is has a complaint of its own.
    if (able === null || able >= asked.min || (usual !== null && usual < min)) return [];
    return [{ area, able, ...asked }];
  });
  const [first, ...others] = short;
  if (first === undefined) return [];
  const { area, able, from, min } = first;
  const where =
    area === null ? (registry.areas.length === 0 ? "" : " where no area is") : ` in ${printable(area.name)}`;
  const more =
    others.length === 0 ? "" : ` (and so in ${others.length} more ${others.length === 1 ? "place" : "places"})`;
  const who = able === 0 ? "nobody holds" : able === 1 ? "only 1 person holds" : `only ${able} people hold`;
  return [
    complaint(
      ["approval", "when", index],
      `this line then asks for ${min} ${min === 1 ? "approval" : "approvals"} from ${from}${where}, but ${who} that there${more}; ask for less, or name more people`,
    ),
  ];
}

/**
 * Exclusive areas where the line asks for as many approvals as there are approvers, unlike without it: then none of them gets their own
 * changes approved (R83).
 */
function ownChanges(line: Condition, index: number, registry: Registry, reach: Reach): readonly Complaint[] {
  // Bots and newcomers are none of those who approve.
  if (line.only !== undefined || line.author !== undefined || registry.approval.authorCounts) return [];
  const higher = higherOf(registry);
  const tight = placesOf(registry).flatMap(({ area, from, min }) => {
    if (area === null || !area.exclusive) return [];
    const asked = { from: higher(from, line.from), min: Math.max(min, line.min ?? 0) };
    const usual = reach.holders(area, from, min + 1);
    const isTight = reach.holders(area, asked.from, asked.min + 1) === asked.min;
    return isTight && usual !== null && usual > min ? [{ area, ...asked }] : [];
  });
  const [first, ...others] = tight;
  if (first === undefined) return [];
  const more =
    others.length === 0 ? "" : ` (and so in ${others.length} more ${others.length === 1 ? "place" : "places"})`;
  return [
    complaint(
      ["approval", "when", index],
      `this line then asks for ${first.min} ${first.min === 1 ? "approval" : "approvals"} from ${first.from} in ${printable(first.area.name)}, which is exclusive and has no more of them${more}, so none of them can get such a change of their own approved; ask for less, or name more people`,
    ),
  ];
}

/** A change of the registry itself, which takes as many of the top role (R83). */
function changesOfRegistry(
  { only, min: more = 0 }: Condition,
  index: number,
  registry: Registry,
): readonly Complaint[] {
  const needs = registryNeeds(registry);
  if (needs === null || only !== undefined) return [];
  const { top, approvers, min } = needs;
  const people = approvers.length;
  // What lacks people as it is, or has one alone, has a complaint of its own.
  if (people < min || people < 2 || people >= more) return [];
  return [
    complaint(
      ["approval", "when", index],
      `this line then asks for ${more} approvals from ${top} of a change of this file, but only ${people} people hold that; ${FEWER}`,
    ),
  ];
}

const FEWER = "ask for less, or name more people";

/** Only the registry's own affiliations count; the employers of teams' members are unknown. */
function unreachableEmployers({ fixed }: Pick<Draft, "fixed">, registry: Registry): readonly Complaint[] {
  const asked = registry.approval.employers;
  if (asked === undefined || fixed.approval?.employers == null) return [];
  const { roles } = registry;
  const ladder = roles.map(({ name }) => name);
  const floors = placesOf(registry).map(({ from }) => ladder.indexOf(from));
  const least = Math.min(...floors);
  const approvers = registry.people.filter(({ role }) => ladder.indexOf(role) >= least && least >= 0);
  const people = Map.groupBy(registry.people, ({ key, id }) => id ?? key);
  const employersOf = (some: readonly Pick<Holding, "key" | "id">[]) =>
    new Set(some.flatMap(({ key, id }) => employerOf(people.get(id ?? key) ?? [])?.key ?? [])).size;
  const found = employersOf(approvers);
  const needed = asked === "mixed" ? 2 : asked;
  if (floors.length === 0) return [];
  if (found < needed) {
    const who =
      found === 0
        ? "the registry tells nobody's `affiliation` who may approve"
        : `whoever may approve is of ${counted(found)}, as far as \`affiliation\` tells`;
    return [
      complaint(["approval", "employers"], `${who}, so ${employersEffect(asked, "a pull request")}; ${AFFILIATION}`),
    ];
  }
  const needs = registryNeeds(registry);
  const top = employersOf((needs?.approvers ?? []).map(({ login, id }) => ({ key: loginKey(login), id })));
  if (needs === null || needs.approvers.length === 0 || top >= needed) return [];
  const who = `whoever may approve a change of this file is of ${top === 0 ? "no employer" : counted(top)}, as far as \`affiliation\` tells`;
  return [complaint(["approval", "employers"], `${who}, so ${employersEffect(asked, "one")}; ${AFFILIATION}`)];
}

const AFFILIATION = "write `affiliation` at people, or ask for less";

function counted(employers: number): string {
  return employers === 1 ? "one employer" : `${employers} employers`;
}

function employersEffect(asked: "mixed" | number, what: string): string {
  return asked === "mixed"
    ? `${what} by one of them, or by somebody whose employer is not known, can never be approved`
    : `${asked} different ones can never be among the approvers`;
}

function unusedKinds({ fixed }: Pick<Draft, "fixed">, { approval }: Registry): readonly Complaint[] {
  const used = new Set((approval.when ?? []).map(({ author }) => author));
  return Object.keys(fixed.bots ?? {}).flatMap((kind) =>
    used.has(kind)
      ? []
      : [
          complaint(
            ["bots", kind],
            `no line of \`approval.when\` names ${printable(kind)}, so it has no effect`,
            "key",
          ),
        ],
  );
}
