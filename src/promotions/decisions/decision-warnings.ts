/** What `decisions` says that can have no effect, or that the present people cannot reach. */

import type { Complaint } from "../../registry/complaints.ts";
import { ANYWHERE, type DecisionRule, OF_SUBJECT } from "../../registry/decisions/decisions-key.ts";
import { coversEverything } from "../../registry/glob.ts";
import type { Draft } from "../../registry/registry-draft.ts";
import { indexed, type RegistryIndex } from "../../registry/registry-index.ts";
import type { Registry } from "../../registry/registry-types.ts";
import { printable } from "../../registry/yaml-faults.ts";
import { joinList } from "../../shared/people.ts";
import { everyone, type Who } from "../promotion-people.ts";
import { outvotersIn } from "./decision-statements.ts";
import { placeOfDecision, whoDecides } from "./electorate.ts";

/** For the kinds that the file itself defines; `registry` is the whole, joined with what it extends. */
export function decisionWarnings({ fixed }: Draft, registry: Registry): readonly Complaint[] {
  const written = Object.keys(fixed.decisions ?? {});
  if (written.length === 0) return [];
  const index = indexed(registry);
  return (registry.decisions ?? [])
    .filter(({ kind }) => written.includes(kind))
    .flatMap((rule) => [
      ...fewPeople(rule, index),
      ...endless(rule),
      ...everyPull(rule),
      ...neverOutvoted(rule, index),
    ]);
}

type Place = readonly (string | number)[];

function warning(kind: string, path: Place, message: string, on: Complaint["on"] = "value"): Complaint {
  return { path: ["decisions", kind, ...path], on, message };
}

/** How many could decide at most; `null`: a team holds the role, and who is in it is not known here. */
function most(who: Who, rule: DecisionRule, index: RegistryIndex): number | null {
  const isTeams = index.registry.teams.some((team) => who.roles.some((role) => index.atLeast(team.role, role)));
  if (isTeams) return null;
  // Of what is decided it is not known which area it is of: anybody's may be meant.
  const areas = rule.in === ANYWHERE || rule.in === OF_SUBJECT ? null : [rule.in];
  return everyone(index, who, placeOfDecision(areas)).length;
}

function holding(number: number, who: Who): string {
  const roles = joinList(who.roles, "or");
  return number === 0
    ? `nobody holds ${roles}`
    : number === 1
      ? `only 1 person holds ${roles}`
      : `only ${number} people hold ${roles}`;
}

function fewPeople(rule: DecisionRule, index: RegistryIndex): readonly Complaint[] {
  const { kind, how, paths } = rule;
  const who = whoDecides(rule);
  const people = most(who, rule, index);
  if (people === null) return [];
  if (people === 0) {
    const gated =
      paths.length === 0 ? "" : `, and no pull request that changes ${joinList(paths, "or", 3)} can be merged`;
    return [warning(kind, ["by"], `${holding(0, who)}, so nothing of this kind is ever decided${gated}`)];
  }
  if (!("vote" in how)) return [];
  const { quorum, "min-yes": min, "small-group": small } = how.vote;
  if (small !== undefined && people < small.under) {
    if (small.min === undefined || small.min <= people) return [];
    const message = `${holding(people, who)}, and ${small.min} must vote yes, so it is never accepted; write ${people} or less`;
    return [warning(kind, ["vote", "small-group", "min"], message)];
  }
  const found: Complaint[] = [];
  if (typeof quorum === "number" && quorum > people)
    found.push(
      warning(
        kind,
        ["vote", "quorum"],
        `${holding(people, who)}, and ${quorum} must take part, so it is never accepted; write ${people} or less, or a share`,
      ),
    );
  else if (quorum !== undefined && people === 1)
    found.push(
      warning(
        kind,
        ["vote", "quorum"],
        `${holding(1, who)}, who decides alone, and a quorum changes nothing; remove it, or name more people`,
      ),
    );
  if (min !== undefined && min > people)
    found.push(
      warning(
        kind,
        ["vote", "min-yes"],
        `${holding(people, who)}, and ${min} must vote yes, so it is never accepted; write ${people} or less`,
      ),
    );
  return found;
}

/** Kinds whose decisions nothing ends. */
function endless({ kind, how }: DecisionRule): readonly Complaint[] {
  if (!("vote" in how) || how.vote.window !== undefined) return [];
  const message =
    "without a `window` it is open until it passes or is cancelled, and is never declined; write one, as in `window: 14d`";
  return [warning(kind, ["vote"], message, "key")];
}

function everyPull({ kind, paths }: DecisionRule): readonly Complaint[] {
  return paths.flatMap((pattern, place) =>
    coversEverything(pattern)
      ? [
          warning(
            kind,
            ["paths", place],
            `${printable(pattern)} covers every file, so that every pull request needs such a decision; name the files that do`,
          ),
        ]
      : [],
  );
}

function neverOutvoted(rule: DecisionRule, index: RegistryIndex): readonly Complaint[] {
  const who = outvotersIn(rule);
  if (who === null || !("lazy" in rule.how)) return [];
  const people = most(who, rule, index);
  const wanted = rule.how.lazy.overruled?.["min-yes"] ?? 1;
  if (people === null || people >= wanted) return [];
  const message = `${holding(people, who)}, and ${wanted} must vote yes, so an objection is never outvoted; name more people, or write less`;
  return [warning(rule.kind, ["lazy", "overruled-by"], message, "key")];
}
