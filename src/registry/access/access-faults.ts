/** Faults of `access` that no key shows by itself: teams with two roles, teams that the registry reads itself, too many teams. */

import type { Complaint } from "../complaints.ts";
import type { Draft } from "../registry-draft.ts";
import type { Path } from "../registry-path.ts";
import type { RegistrySource } from "../registry-types.ts";
import { heightsOf } from "../rungs.ts";
import { printable } from "../yaml-faults.ts";
import { type TeamRule, teamRules } from "./access-key.ts";
import { AREA, teamsNamed } from "./team-pattern.ts";

/** GitHub is asked about all of them in one request. */
const MAX_TEAMS = 100;

export function accessFaults(draft: Draft, { source }: { readonly source: RegistrySource }): readonly Complaint[] {
  const { access, extends: extended } = draft.fixed;
  if (access === undefined) return [];
  if (extended != null)
    return [
      fault([], "the registry that is extended says who has access; write it there, and leave the key out", "key"),
    ];
  const rules = teamRules(access);
  const places = [...draft.areaNames].map((name) => ({ name }));
  const teams = rules.flatMap((rule) => teamsNamed(rule.pattern, places).map((team) => ({ ...team, rule })));
  return [
    ...rules
      .filter(({ pattern }) => pattern.includes(AREA) && places.length === 0)
      .map(({ pattern }) =>
        fault(
          ["teams", pattern],
          `${printable(pattern)} stands for the team of each area, and no area is defined`,
          "key",
        ),
      ),
    ...shared(teams),
    ...circles(draft, teams, source),
    ...(teams.length > MAX_TEAMS
      ? [
          fault(
            ["teams"],
            `these are ${teams.length} teams, and at most ${MAX_TEAMS} can be compared; name fewer`,
            "key",
          ),
        ]
      : []),
  ];
}

interface NamedTeam {
  readonly slug: string;
  readonly area: string | null;
  readonly rule: TeamRule;
}

function fault(path: Path, message: string, on: Complaint["on"] = "value"): Complaint {
  return { path: ["access", ...path], on, message };
}

/** A team needs a single rule: of two, one would call people surplus whom the other adds. */
function shared(teams: readonly NamedTeam[]): readonly Complaint[] {
  const first = new Map<string, NamedTeam>();
  const told = new Set<string>();
  return teams.flatMap((team) => {
    const { slug, rule } = team;
    const known = first.get(slug);
    if (known === undefined) {
      first.set(slug, team);
      return [];
    }
    if (told.has(rule.pattern)) return [];
    told.add(rule.pattern);
    const message =
      known.rule.pattern === rule.pattern
        ? `the areas ${printable(known.area ?? "")} and ${printable(team.area ?? "")} would share the team ${printable(slug)}; rename one`
        : `the team ${printable(slug)} is filled by ${printable(known.rule.pattern)} already; keep one of the two`;
    return [fault(["teams", rule.pattern], message, "key")];
  });
}

/** People added to such a team would hold the role only because they are in it. */
function circles({ entries, roles }: Draft, teams: readonly NamedTeam[], source: RegistrySource): readonly Complaint[] {
  const { atLeast } = heightsOf(roles);
  const told = new Set<string>();
  return entries.flatMap(({ role, entry }) => {
    if (typeof entry === "string" || !("team" in entry)) return [];
    const [organisation = "", slug = ""] = entry.team.toLowerCase().split("/");
    const filled = teams.find((team) => team.slug === slug && atLeast(role, team.rule.from));
    const isOurs = source.repository.owner === "" || source.repository.owner.toLowerCase() === organisation;
    if (filled === undefined || !isOurs || told.has(slug)) return [];
    told.add(slug);
    const from = filled.rule.from;
    return [
      fault(
        ["teams", filled.rule.pattern],
        `${printable(filled.slug)} would be filled from ${from}, and the registry reads that very team for ${role}; name its people there, or leave the team out`,
        "key",
      ),
    ];
  });
}
