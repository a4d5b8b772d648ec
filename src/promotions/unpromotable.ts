/** Promotions that can never pass, because too few people hold the roles that they need. */

import type { Reach } from "../registry/area-reach.ts";
import type { Complaint } from "../registry/complaints.ts";
import { employerKey } from "../registry/conditions/employers.ts";
import type { Draft } from "../registry/registry-draft.ts";
import type { Path } from "../registry/registry-path.ts";
import type { Registry } from "../registry/registry-types.ts";
import { heightsOf } from "../registry/rungs.ts";
import { persons } from "../registry/warnings.ts";
import { printable } from "../registry/yaml-faults.ts";
import { pushTo } from "../shared/grouped.ts";
import { joinList } from "../shared/people.ts";
import { sponsorsNeeded } from "./criteria/sponsors.ts";
import type { EmployerRule } from "./employers.ts";
import { whoOf, whoText } from "./promotion-people.ts";
import { criteriaIn, type PlacedCriterion } from "./rule.ts";
import { votersNeeded } from "./voting/vote-shape.ts";

/** A warning names a place of the file: the criterion, or the role where the file writes no ladder. */
export function unpromotable(draft: Draft, registry: Registry, reach: Reach): readonly Complaint[] {
  return registry.roles.flatMap(({ name, promotion }) => {
    const written = draft.fixed.roles?.[name]?.promotion == null ? null : ["roles", name, "promotion"];
    const together = tooFewTogether(criteriaIn(promotion, written ?? []), name, written, registry, reach);
    if (together.length > 0) return together;
    return criteriaIn(promotion, written ?? []).flatMap((criterion) =>
      neededBy(criterion, name).flatMap((asked) => {
        const { part, people } = asked;
        const path = written === null ? [name] : criterion.path;
        const known = {
          ...asked,
          roles: asked.roles.filter((role) => registry.roles.some((each) => each.name === role)),
        };
        if (known.roles.length === 0) return [];
        return [
          ...short(
            { role: name, path, part, people, roles: known.roles, for: criterion.for ?? null },
            asked.everywhere,
            registry,
            reach,
          ),
          ...(asked.employers === null
            ? []
            : unkeptEmployers({ ...known, rule: asked.employers }, name, path, registry)),
        ];
      }),
    );
  });
}

interface Asked {
  /** "sponsor", "voter". */
  readonly part: string;
  readonly people: number;
  readonly roles: readonly string[];
  readonly everywhere: boolean;
  /** The rule about their employers; `null`: none that could be in the way. */
  readonly employers: EmployerRule | null;
}

function neededBy({ kind, params }: PlacedCriterion, role: string): readonly Asked[] {
  if (kind === "sponsors") {
    const { from, min, area, employers, part } = sponsorsNeeded(params);
    const usual = { part: "sponsor", everywhere: area !== "nomination" };
    return [
      { ...usual, people: min, roles: whoOf(from, false, role).roles, employers },
      ...(part === null
        ? []
        : [{ ...usual, people: part.min, roles: whoOf(part.from, false, role).roles, employers: null }]),
    ];
  }
  if (kind !== "vote") return [];
  const { of, min } = votersNeeded(params);
  return [{ part: "voter", people: min, roles: whoOf(of, false, role).roles, everywhere: true, employers: null }];
}

interface Shortage {
  readonly role: string;
  readonly path: Path;
  readonly part: string;
  readonly people: number;
  readonly roles: readonly string[];
  /** `null`: every area. */
  readonly for: readonly string[] | null;
}

/** Several entries of sponsors that must all be met, where there are enough people for each, but not for all of them together. */
function tooFewTogether(
  criteria: readonly PlacedCriterion[],
  role: string,
  written: Path | null,
  registry: Registry,
  reach: Reach,
): readonly Complaint[] {
  const musts = criteria.filter(
    ({ kind, path, for: areas }) =>
      kind === "sponsors" && areas === undefined && !path.some((step) => step === "any" || step === "some"),
  );
  const asked = musts.flatMap((one) => neededBy(one, role).slice(0, 1));
  const [first] = musts;
  const { height, atLeast } = heightsOf(registry.roles);
  const roles = asked.flatMap((one) => one.roles).filter((name) => height(name) >= 0);
  const [lowest] = [...roles].sort((a, b) => height(a) - height(b));
  if (first === undefined || lowest === undefined || asked.length < 2) return [];
  if (!roles.every((name) => atLeast(name, lowest))) return [];
  const people = asked.reduce((sum, one) => sum + one.people, 0);
  const found = reach.holdersAnywhere(lowest, people);
  const most = Math.max(...asked.map((one) => one.people));
  if (found === null || found >= people || found < most) return [];
  const message = `${role} need ${people} sponsors in all, each entry people of its own, but ${persons(found)} ${lowest} or above; ${FEWER}`;
  return [warning(written === null ? [role] : first.path.slice(0, written.length + 1), message)];
}

const FEWER = "ask for fewer, or name more people";

/** Of several roles any will do; with "or above" the lowest stands for all. */
function short(asked: Shortage, everywhere: boolean, registry: Registry, reach: Reach): readonly Complaint[] {
  const { roles, people, part } = asked;
  const { height, atLeast } = heightsOf(registry.roles);
  const [lowest] = [...roles].sort((a, b) => height(a) - height(b));
  // People of roles of which none includes the other cannot be told together.
  if (lowest === undefined || !roles.every((role) => atLeast(role, lowest))) return [];
  const needs = `${asked.role} need ${people} ${people === 1 ? part : `${part}s`} from ${roles.join(" or ")}`;
  if (everywhere || registry.areas.length === 0) {
    const found = reach.holdersAnywhere(lowest, people);
    return found === null || found >= people
      ? []
      : [warning(asked.path, `${needs}, but ${persons(found)} that; ${FEWER}`)];
  }
  const places = new Map<number, string[]>();
  for (const area of registry.areas) {
    if (asked.for?.includes(area.name) === false) continue;
    const found = reach.holders(area, lowest, people);
    if (found !== null && found < people) pushTo(places, found, area.name);
  }
  return [...places].map(([found, names]) =>
    warning(asked.path, `${needs} in ${joinList(names, "and", 8)}, but ${persons(found)} that; ${FEWER}`),
  );
}

/** Rules about employers that the possible sponsors cannot satisfy, whichever of them sponsor. */
function unkeptEmployers(
  { roles, people: wanted, rule }: Asked & { readonly rule: EmployerRule },
  role: string,
  path: Path,
  registry: Registry,
): readonly Complaint[] {
  const { atLeast } = heightsOf(registry.roles);
  const may = (held: string) => roles.some((floor) => atLeast(held, floor));
  if (registry.teams.some((team) => may(team.role))) return [];
  const people = registry.people.filter((held) => may(held.role));
  const [only] = people;
  const employers = new Set(people.map((held) => employerKey(held.affiliation ?? "")));
  if (only === undefined) return [];
  const who = whoText({ roles, exactly: false });
  const need = `${role} need sponsors of different employers from ${who}`;
  const untold = "the file tells nobody's affiliation; write it in their entries";
  const isOfOthers = rule === "one-other-than-candidate" || rule === "all-other-than-candidate";
  if (employers.size === 1 && only.affiliation === null && (isOfOthers || wanted > 1))
    return [
      warning(
        path,
        `${isOfOthers ? `${role} need sponsors of other employers than the candidate` : need}, but ${untold}`,
      ),
    ];
  const whose = printable(only.affiliation ?? "");
  if (employers.size === 1 && isOfOthers)
    return [
      warning(
        path,
        `all of ${who} are of ${whose}, so nobody of ${whose} can become one of ${role}; name people of others, or leave \`employers\` out`,
      ),
    ];
  if (employers.size === 1 && wanted > 1)
    return [warning(path, `${need}, but all are of ${whose}; name people of others, or leave \`employers\` out`)];
  const known = employers.size - (employers.has("") ? 1 : 0);
  if (rule !== "all-distinct" || known >= wanted) return [];
  return [
    warning(path, `${role} need ${wanted} sponsors, each of another employer, but ${who} are of ${known}; ${FEWER}`),
  ];
}

function warning(path: Path, message: string): Complaint {
  return { path, on: "key", message };
}
