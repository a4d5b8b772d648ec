/** The registry as it stands on GitHub: its faults, its teams, and whether its rules have people to satisfy them. Pure. */

import { reachOf } from "../../registry/area-reach.ts";
import { teamHoldings } from "../../registry/people-index.ts";
import type { Fault, Registry } from "../../registry/registry-types.ts";
import type { Account } from "../../shared/names.ts";
import { type Finding, finder } from "./finding.ts";

/** What governs a repository, as read for the doctor. */
export type RegistryFacts =
  | {
      readonly kind: "none";
      readonly looked: readonly string[];
      /** What lies where somebody may have meant a registry: `KusionStack/kusion: roles.yml`. */
      readonly near: readonly string[];
    }
  | {
      readonly kind: "file";
      /** `KusionStack/.github, roles.yaml`. */
      readonly place: string;
      /** The place of a second file of its repository, which is not read beside the first; absent: there is none. */
      readonly unread?: string;
      /** `null`: faulty. */
      readonly registry: Registry | null;
      readonly faults: readonly Fault[];
    };

export interface TeamFacts {
  /** `org/slug` as written. */
  readonly team: string;
  readonly standing:
    | { readonly kind: "seen"; readonly isSecret: boolean; readonly members: readonly Account[] }
    | { readonly kind: "unseen"; readonly why: string };
}

const MAX_FAULTS = 20;

export function registryFindings(repository: string, facts: RegistryFacts): readonly Finding[] {
  if (facts.kind === "none") {
    const { warn } = finder("registry", repository);
    return [
      ...facts.near.map((what) =>
        warn(
          `${what} is no registry to Rung, which reads a file called roles.yaml, at the root or in .github`,
          "If it is meant as one, give the file that name.",
        ),
      ),
      warn(
        `no roles.yaml governs it, so Rung is silent there; looked for one in ${facts.looked.join(" and ")}`,
        "Write one (docs/registry.md), and install the app on the repository it lies in.",
      ),
    ];
  }
  const { ok, warn, fail } = finder("registry", facts.place);
  const shown = facts.faults.slice(0, MAX_FAULTS).map(({ severity, line, column, message }) => {
    const what = `line ${line}, column ${column}: ${message}`;
    if (severity === "warning") return warn(what, "Until then Rung goes on by what the file says.");
    return fail(what, "Until then Rung goes by the last good version it knows, or blocks.");
  });
  const left = facts.faults.length - shown.length;
  const more = left > 0 ? [warn(`${left} more faults and warnings`, "`rung check` tells them all.")] : [];
  const beside =
    facts.unread === undefined
      ? []
      : [
          warn(
            `${facts.unread} is there too, and is not read`,
            "Move over what you need of it, and remove it: nothing that it says has any effect.",
          ),
        ];
  return [...(shown.length === 0 ? [ok(`governs ${repository}, without faults`)] : [...shown, ...more]), ...beside];
}

export function teamFindings(place: string, teams: readonly TeamFacts[]): readonly Finding[] {
  return teams.map(({ team, standing }) => {
    const { ok, warn, fail } = finder("teams", `${place}, team ${team}`);
    if (standing.kind === "unseen")
      return fail(
        `its members cannot be read: ${standing.why}; whoever holds a role only through it is unknown, and blocks`,
        "Correct its name, or give the app members: read in the organisation the team belongs to.",
      );
    if (standing.members.length === 0) return warn("has no members", "Add some, or take it out of the registry.");
    const many = standing.members.length === 1 ? "1 member" : `${standing.members.length} members`;
    if (!standing.isSecret) return ok(`${many}, listed`);
    return warn(
      `is secret, and Rung names its ${many} in checks, for everyone who can read the repository`,
      "Make the team visible, or list those people by name.",
    );
  });
}

/** What the file alone cannot tell: with the members of its teams, too few people for a rule. Silent while a team is unseen. */
export function reachFindings(place: string, registry: Registry, teams: readonly TeamFacts[]): readonly Finding[] {
  if (registry.teams.length === 0) return [];
  const members = new Map<string, readonly Account[]>();
  for (const { team, standing } of teams) {
    if (standing.kind === "unseen") return [];
    members.set(team.toLowerCase(), standing.members);
  }
  const expanded = { ...registry, teams: [], people: [...registry.people, ...teamHoldings(registry, members)] };
  const reach = reachOf(expanded);
  const { approval } = registry;
  const { ok, warn } = finder("people", place);
  const few = registry.areas.flatMap((area) => {
    const from = area.approval.from ?? approval.from;
    const min = area.approval.min ?? approval.min;
    const people = reach.holders(area, from, min);
    if (people === null || people >= min) return [];
    return [
      warn(
        `area ${area.name} needs ${min} of ${from}, and with its teams ${counted(people)}`,
        "Add people, or ask for fewer.",
      ),
    ];
  });
  return few.length > 0 ? few : [ok("with its teams, every area has people enough to approve it")];
}

function counted(people: number): string {
  return people === 0
    ? "nobody holds that there"
    : people === 1
      ? "only 1 person holds that there"
      : `only ${people} people hold that there`;
}
