/** Rules that cancel each other. */

import { milliseconds } from "../shared/duration.ts";
import { loginKey } from "../shared/names.ts";
import { type Complaint, complaint } from "./complaints.ts";
import { loweringsOf } from "./conditions/condition.ts";
import { coversEverything, normalised } from "./glob.ts";
import type { Draft } from "./registry-draft.ts";
import type { AreaDefinition, Registry } from "./registry-types.ts";
import { printable } from "./yaml-faults.ts";

/** `registry` is the whole, joined with what the file extends; a complaint names a place of the file. */
export function ruleWarnings(draft: Draft, registry: Registry): readonly Complaint[] {
  return [
    ...lowBranches(draft, registry),
    ...lowRoles(draft, registry),
    ...lateNudge(draft),
    ...everythingGenerated(draft),
    ...uncountedCommands(draft, registry),
    ...samePatterns(draft, registry),
  ];
}

/** Branches that ask for fewer approvals than every branch does: the larger number holds, unless it is there so that nothing is lowered (R73). */
function lowBranches({ fixed }: Draft, { approval, areas }: Registry): readonly Complaint[] {
  if (loweringsOf(approval.when).length > 0) return [];
  const least = Math.min(approval.min, ...areas.map((area) => area.approval.min ?? approval.min));
  return Object.entries(fixed.approval?.branches ?? {}).flatMap(([pattern, { min, from }]) =>
    min == null || min >= approval.min || min > least
      ? []
      : [
          complaint(
            ["approval", "branches", pattern, "min"],
            `every branch asks for ${approval.min}, and the larger number holds, so ${min} changes nothing; write ${approval.min} or more, or remove ${from === undefined ? "the branch" : "it"}`,
          ),
        ],
  );
}

/** Branches that name a role below the one that approves anyway: the higher role holds. */
function lowRoles({ fixed, roles }: Draft, { approval, areas }: Registry): readonly Complaint[] {
  const heights = roles.map(({ name }) => name);
  const asked = [approval.from, ...areas.map((area) => area.approval.from ?? approval.from)];
  const least = Math.min(...asked.map((role) => heights.indexOf(role)));
  return Object.entries(fixed.approval?.branches ?? {}).flatMap(([pattern, { from }]) =>
    from === undefined || heights.indexOf(from) > least
      ? []
      : [
          complaint(
            ["approval", "branches", pattern, "from"],
            `every branch asks for ${approval.from} or above, and the higher role holds, so ${from} changes nothing; write a higher role, or remove it`,
          ),
        ],
  );
}

/** A reminder that comes when somebody else has already been asked. */
function lateNudge({ fixed }: Draft): readonly Complaint[] {
  const { nudge, reassign } = fixed.reviews ?? {};
  if (nudge == null || reassign == null) return [];
  const [first, second] = [milliseconds(reassign), milliseconds(nudge)];
  // Business days have no fixed length: equal on paper, either may come first.
  const areEqual = first === second && nudge.endsWith("bd") === reassign.endsWith("bd");
  if (first > second || (first === second && !areEqual)) return [];
  return [
    complaint(
      ["reviews", "nudge"],
      `after ${reassign} somebody else is asked, so nobody is ever reminded after ${nudge}; write less than ${reassign}, or remove it`,
    ),
  ];
}

/** By the name of the command: what a review says as well, and the rule that both follow. */
const SAID_BY_REVIEWS = {
  approve: { rule: ["approval", "from"], of: ({ approval }: Registry) => approval.from, what: "approving reviews" },
  lgtm: { rule: ["reviews", "from"], of: ({ reviews }: Registry) => reviews.from, what: "approving reviews" },
} as const;

/** A command that is reserved for a higher role while reviews still say the same. */
function uncountedCommands({ fixed, roles }: Draft, registry: Registry): readonly Complaint[] {
  const heights = roles.map(({ name }) => name);
  return Object.entries(SAID_BY_REVIEWS).flatMap(([command, { rule, of, what }]) => {
    const commands = fixed.commands ?? {};
    const role = Object.hasOwn(commands, command) ? commands[command] : undefined;
    if (role === undefined || heights.indexOf(role) <= heights.indexOf(of(registry))) return [];
    const [section, key] = rule;
    const message = `this keeps the comment /${command} to ${role}, and ${what} of ${of(registry)} go on counting; for both write \`${section}: { ${key}: ${role} }\``;
    return [complaint(["commands", command], message, "key")];
  });
}

/** If every file is generated, there is never another beside them. */
function everythingGenerated({ fixed }: Draft): readonly Complaint[] {
  return (fixed.generated ?? []).flatMap((pattern, index) =>
    coversEverything(pattern)
      ? [
          complaint(
            ["generated", index],
            `${printable(pattern)} covers every file, so none is ever beside another, and this changes nothing; name the generated files`,
          ),
        ]
      : [],
  );
}

interface Holder {
  readonly area: AreaDefinition;
  readonly order: number;
}

/** Of one pattern in one repository, or in every one. */
interface Holders {
  open?: Holder;
  exclusive?: Holder;
}

/** One pattern in two areas: the files belong to the one written last, or to the one that is exclusive. */
function samePatterns({ areaNames }: Draft, { areas }: Registry): readonly Complaint[] {
  const last = new Map<string, Holders>();
  for (const [order, area] of areas.entries()) {
    for (const pattern of patternsOf(area)) {
      for (const repo of reposOf(area)) {
        const key = placeKey(repo, pattern);
        const known = last.get(key) ?? {};
        known[area.exclusive ? "exclusive" : "open"] = { area, order };
        last.set(key, known);
      }
    }
  }
  return areas.flatMap((area, order) => {
    if (area.exclusive || !areaNames.has(area.name)) return [];
    return patternsOf(area).flatMap((pattern, index) => {
      const holders = reposOf(area).map((repo) =>
        overruling(last, placeKey(repo, pattern), placeKey("*", pattern), order),
      );
      const [holder] = holders;
      // Where it holds in one of its repositories, it is the general rule of a special one.
      if (holder == null || holders.includes(null)) return [];
      return [overruled(area, pattern, index, holder)];
    });
  });
}

/** `null`: the area is whole repositories. */
function patternsOf({ paths }: AreaDefinition): readonly (string | null)[] {
  return paths.length === 0 ? [null] : paths;
}

function reposOf({ repos }: AreaDefinition): readonly string[] {
  return repos.length === 0 ? ["*"] : repos;
}

function placeKey(repo: string, pattern: string | null): string {
  return `${loginKey(repo)} ${pattern === null ? "" : normalised(pattern)}`;
}

/** The area that takes the files of another, written as number `order`; `null`: none does. */
function overruling(
  last: ReadonlyMap<string, Holders>,
  here: string,
  everywhere: string,
  order: number,
): AreaDefinition | null {
  const both = [last.get(here), last.get(everywhere)];
  const exclusive = both.find((one) => one?.exclusive !== undefined)?.exclusive;
  const later = both.find((one) => one?.open !== undefined && one.open.order > order)?.open;
  return (exclusive ?? later)?.area ?? null;
}

function overruled(area: AreaDefinition, pattern: string | null, index: number, holder: AreaDefinition): Complaint {
  const why = holder.exclusive
    ? "which is exclusive, so this one has no say"
    : "which is written later, so its rules hold";
  const what = pattern === null ? `what area ${printable(area.name)} covers` : printable(pattern);
  return complaint(
    pattern === null ? ["areas", area.name] : ["areas", area.name, "paths", index],
    `${what} is that of area ${printable(holder.name)} too, ${why}; remove it from one of the two`,
    pattern === null ? "key" : "value",
  );
}
