/** Rules of promotion that look stricter than they are: no time to object, nobody who could take part, votes that end too soon. */

import { z } from "zod";
import type { Complaint } from "../registry/complaints.ts";
import type { Draft } from "../registry/registry-draft.ts";
import type { Path } from "../registry/registry-path.ts";
import type { Registry } from "../registry/registry-types.ts";
import { heightsOf, rungsOf } from "../registry/rungs.ts";
import { milliseconds } from "../shared/duration.ts";
import { joinList } from "../shared/people.ts";
import { promotionShape } from "./block.ts";
import { objectionsAsked, objectionsShape } from "./criteria/objections.ts";
import { seatsKept } from "./criteria/seats.ts";
import { whoText } from "./promotion-people.ts";
import { criteriaIn, isEmptyRule, type PlacedCriterion, parsePromotion } from "./rule.ts";
import { REPOSITORY } from "./shapes.ts";
import { voteShape } from "./voting/vote-shape.ts";

/** A warning names a place of the file: only blocks that it writes itself are looked at. */
export function hollowRules({ fixed }: Draft, registry: Registry): readonly Complaint[] {
  return Object.entries(fixed.roles ?? {}).flatMap(([role, written]) => {
    const block = written?.promotion;
    const read = promotionShape.safeParse(block ?? undefined);
    if (!read.success) return [];
    const path = ["roles", role, "promotion"];
    const criteria = criteriaIn(block, path);
    const { waive } = read.data;
    return [
      ...nothingAsked(block, path, registry),
      ...criteria.flatMap((one) => timeless(one, criteria)),
      ...criteria.flatMap((one) => shortVote(one, criteria)),
      ...criteria.flatMap((one) => nobodyMeant(one, registry)),
      ...criteria.flatMap((one) => fewSeats(one, role, registry)),
      ...criteria.flatMap((one) => untoldIssues(one, registry)),
      ...(typeof waive === "object" && waive.exactly === true
        ? nobodyIs([waive.by], [...path, "waive", "by"], "nobody can waive", registry)
        : []),
    ];
  });
}

function warning(path: Path, message: string, on: Complaint["on"] = "key"): Complaint {
  return { path, on, message };
}

/** A block that is empty, or only says how long, who nominates or who waives. */
function nothingAsked(block: unknown, path: Path, { roles }: Registry): readonly Complaint[] {
  const rule = block == null || block === false ? null : parsePromotion(block).rule;
  if (rule === null || !isEmptyRule(rule, [])) return [];
  const top = rungsOf(roles).at(-1) ?? "";
  return [
    warning(
      path,
      `no criterion is written, so one of ${top} sponsors, as where there is no \`promotion\`; write what is asked for, as in { sponsors: 2 }, or \`promotion: false\` for nobody`,
    ),
  ];
}

/** Nothing may take its place. */
function isMust({ path, for: areas }: PlacedCriterion): boolean {
  return areas === undefined && !path.slice(3).some((step) => step === "any" || step === "some");
}

/** Objections that end with everything else: if no criterion takes time, nobody has time to object. */
function timeless(one: PlacedCriterion, all: readonly PlacedCriterion[]): readonly Complaint[] {
  if (one.kind !== "objections" || objectionsAsked(objectionsShape.parse(one.params)).window !== undefined) return [];
  const beside = all.filter((other) => (other.for ?? one.for) === one.for && !excludes(other, one));
  if (lastsSurely(beside, 0)) return [];
  return [warning(one.path, "nobody has time to object: it passes as soon as all else is met; write `window: 7d`")];
}

/** A list of alternatives that a path passes from there on: its name, and which alternative. */
function alternative(
  path: Path,
  from: number,
): { readonly list: string; readonly item: string; readonly end: number } | null {
  const at = path.findIndex((step, index) => index >= from && index > 2 && (step === "any" || step === "some"));
  if (at === -1) return null;
  const end = at + (path[at] === "some" ? 3 : 2);
  return { list: JSON.stringify(path.slice(0, at + 1)), item: String(path[end - 1]), end };
}

/** Whether they are in different items of one list of alternatives. */
function excludes({ path: one }: PlacedCriterion, { path: other }: PlacedCriterion): boolean {
  for (let from = 0; ; ) {
    const [a, b] = [alternative(one, from), alternative(other, from)];
    if (a === null || b === null || a.list !== b.list) return false;
    if (a.item !== b.item) return true;
    from = a.end;
  }
}

/** Whether it takes a time, whichever of the alternatives is met. */
function lastsSurely(all: readonly PlacedCriterion[], from: number): boolean {
  const lists = new Map<string, Map<string, PlacedCriterion[]>>();
  for (const one of all) {
    const found = alternative(one.path, from);
    if (found === null) {
      if (lasts(one)) return true;
      continue;
    }
    const items = lists.get(found.list) ?? new Map<string, PlacedCriterion[]>();
    lists.set(found.list, items.set(found.item, [...(items.get(found.item) ?? []), one]));
  }
  return [...lists.values()].some((items) =>
    [...items.values()].every((item) => lastsSurely(item, alternative(item[0]?.path ?? [], from)?.end ?? 0)),
  );
}

function lasts({ kind, params }: PlacedCriterion): boolean {
  if (kind === "notice" || kind === "lazy-consensus") return true;
  if (kind === "objections") return objectionsAsked(objectionsShape.parse(params)).window !== undefined;
  if (kind !== "vote") return false;
  const { window, wait, after, early } = voteShape.parse(params);
  return wait !== undefined || after !== undefined || (window !== undefined && early !== true);
}

/** A vote that ends for good while the nomination must still stay open for people to see. */
function shortVote(one: PlacedCriterion, all: readonly PlacedCriterion[]): readonly Complaint[] {
  if (one.kind !== "vote") return [];
  const { window, after } = voteShape.parse(one.params);
  if (window === undefined) return [];
  const closes = milliseconds(window) + (after === undefined ? 0 : milliseconds(after));
  const [notice] = all
    .filter((other) => other.kind === "notice" && isMust(other))
    .map(({ params }) => noticeOf(params));
  if (notice === undefined || closes >= milliseconds(notice)) return [];
  const when = after === undefined ? window : `${after} and ${window}`;
  const message = `the vote closes after ${when}, while the nomination stands open for ${notice}; write a longer \`window\`, or \`after: ${notice}\` for a vote that follows`;
  return [warning([...one.path, "window"], message, "value")];
}

function noticeOf(params: unknown): string {
  if (typeof params === "string") return params;
  return withWindow.parse(params).window;
}

const withWindow = z.object({ window: z.string() });
/** A short form has no keys. */
const keys = z.record(z.string(), z.unknown()).catch({});

interface ExactPart {
  readonly roles: readonly string[];
  readonly at: readonly string[];
  readonly what: string;
}

const PARTS: Readonly<
  Record<string, readonly { readonly key: string; readonly within?: string; readonly what: string }[]>
> = {
  sponsors: [
    { key: "from", what: "nobody can sponsor" },
    { within: "of-which", key: "from", what: "nobody can be among them" },
  ],
  vote: [{ key: "of", what: "nobody may vote" }],
  objections: [
    { key: "from", what: "nobody can object" },
    { within: "overruled-by", key: "of", what: "nobody can outvote it" },
  ],
  "lazy-consensus": [
    { key: "from", what: "nobody can object" },
    { within: "overruled-by", key: "of", what: "nobody can outvote it" },
  ],
  attestation: [{ key: "by", what: "nobody can vouch" }],
  nomination: [{ key: "by", what: "nobody can nominate" }],
};

/** Roles that are meant exactly and that nobody holds. */
function nobodyMeant({ kind, params, path }: PlacedCriterion, registry: Registry): readonly Complaint[] {
  return exactParts(kind, params).flatMap(({ roles, at, what }) => nobodyIs(roles, [...path, ...at], what, registry));
}

function exactParts(kind: string, params: unknown): readonly ExactPart[] {
  return (PARTS[kind] ?? []).flatMap(({ key, within, what }) => {
    const whole = keys.parse(params);
    const part = within === undefined ? whole : keys.parse(whole[within]);
    if (part.exactly !== true) return [];
    const roles = [part[key]].flat().filter((role) => typeof role === "string");
    return roles.length === 0 ? [] : [{ roles, at: within === undefined ? [key] : [within, key], what }];
  });
}

function nobodyIs(roles: readonly string[], path: Path, what: string, registry: Registry): readonly Complaint[] {
  const known = roles.filter((role) => registry.roles.some(({ name }) => name === role));
  const isHeld = [...registry.people, ...registry.teams].some(({ role }) => known.includes(role));
  if (known.length === 0 || known.length < roles.length || isHeld) return [];
  const message = `nobody is listed as ${joinList(known, "or")}, and those above are not meant (\`exactly\`), so ${what}; leave \`exactly\` out, or name people`;
  return [warning(path, message, "value")];
}

/** Fewer people than the ladder wants kept. */
function fewSeats({ kind, params, path }: PlacedCriterion, role: string, registry: Registry): readonly Complaint[] {
  const kept = kind === "seats" ? seatsKept(params, role) : null;
  if (kept === null || kept.place !== "anywhere") return [];
  const { min, who } = kept;
  const floors = new Set(who.roles.flatMap((floor) => (who.exactly ? [floor] : rolesFrom(registry, floor))));
  if (registry.teams.some((team) => floors.has(team.role))) return [];
  const people = new Set(registry.people.filter((held) => floors.has(held.role)).map(({ key }) => key)).size;
  if (people >= min) return [];
  return [
    warning(path, `${min} ${whoText(who)} are wanted at least, and there ${people === 1 ? "is" : "are"} ${people}`),
  ];
}

function rolesFrom(registry: Registry, floor: string): readonly string[] {
  const { atLeast } = heightsOf(registry.roles);
  return registry.roles.flatMap(({ name }) => (atLeast(name, floor) ? [name] : []));
}

const COUNT_ISSUES: ReadonlySet<string> = new Set(["opened-issues", "resolved-issues", "comments", "contributions"]);

/** Issues are of an area of paths by its label alone. */
function untoldIssues({ kind, params, path }: PlacedCriterion, { labels, areas }: Registry): readonly Complaint[] {
  const { area: written } = keys.parse(params);
  if (!COUNT_ISSUES.has(kind) || written === undefined || written === false || written === REPOSITORY) return [];
  if ((labels.areas ?? null) !== null) return [];
  const named = [written].flat();
  const untold = areas.filter(({ name, paths }) => paths.length > 0 && (written === true || named.includes(name)));
  if (untold.length === 0) return [];
  const message = `issues have no paths and \`labels: { areas: false }\` leaves them without a label, so nobody can tell which are of ${joinList(
    untold.map(({ name }) => name),
    "or",
    4,
  )}; name labels for areas, or write \`area: repository\``;
  return [warning([...path, "area"], message, "value")];
}
