/** Rules of areas and branches that can never have an effect, or that remove the protection that they appear to give. */

import { loginKey } from "../shared/names.ts";
import type { Reach } from "./area-reach.ts";
import { type Complaint, complaint } from "./complaints.ts";
import { glob, normalised } from "./glob.ts";
import type { Draft } from "./registry-draft.ts";
import type { AreaDefinition, Registry } from "./registry-types.ts";
import { printable } from "./yaml-faults.ts";

export function deadRules(draft: Draft, registry: Registry, reach: Reach): readonly Complaint[] {
  return [
    ...coveredAreas(draft, registry),
    ...openExclusives(draft, registry),
    ...registryPatterns(draft),
    ...gitSuffixes(draft),
    ...commandsBelow(draft, registry),
    ...unreachableBranches(registry, reach),
    ...rolesAlike(draft),
  ];
}

/** This many areas that cover a whole folder are compared with the others. */
const MAX_WIDE = 50;

/** Areas whose every file belongs to an area that is written later, or is exclusive, and covers it all. */
function coveredAreas({ areaNames }: Draft, { areas }: Registry): readonly Complaint[] {
  const wide = areas
    .flatMap((area, order) => area.paths.map((pattern) => ({ area, order, pattern, folder: wholeFolder(pattern) })))
    .filter(({ folder }) => folder !== null)
    .slice(0, MAX_WIDE);
  return areas.flatMap((area, order) => {
    if (area.exclusive || !areaNames.has(area.name) || area.paths.length === 0) return [];
    const holders = area.paths.map((pattern) => {
      const { beginning } = glob(pattern);
      return wide.find(
        (one) =>
          one.area !== area &&
          normalised(one.pattern) !== normalised(pattern) &&
          coversRepos(one.area, area) &&
          (one.area.exclusive ? beginning.startsWith(one.folder ?? "") : one.order > order && beginning === one.folder),
      );
    });
    const [holder] = holders;
    if (holder === undefined || holders.some((one) => one?.area !== holder.area)) return [];
    const by = `area ${printable(holder.area.name)} covers all of ${printable(area.name)}`;
    return [
      holder.area.exclusive
        ? complaint(
            ["areas", area.name],
            `${by} and is exclusive, so this one has no say; remove it, or write \`exclusive: true\` here too`,
            "key",
          )
        : complaint(
            ["areas", area.name],
            `${by} and is written later, so its rules hold there; write ${printable(area.name)} below it`,
            "key",
          ),
    ];
  });
}

/** The beginning that all files of a pattern like `docs/**` share; `null`: it is no whole folder. */
function wholeFolder(pattern: string): string | null {
  const plain = normalised(pattern).replace(/\*\*\/\*$/, "**");
  const folder = plain.endsWith("**") ? plain.slice(0, -2) : null;
  return folder !== null && (folder === "" || folder.endsWith("/")) && !/[*?[\]\\]/.test(folder) ? folder : null;
}

function coversRepos(one: AreaDefinition, other: AreaDefinition): boolean {
  const known = new Set(one.repos.map(loginKey));
  return known.size === 0 || (other.repos.length > 0 && other.repos.every((repo) => known.has(loginKey(repo))));
}

/** `min: 0` together with a key that keeps an area to its people, or with a role. */
function openExclusives({ fixed }: Draft, { approval }: Registry): readonly Complaint[] {
  // On some branches they are asked for after all.
  if (approval.branches.some(({ min }) => min > 0)) return [];
  return Object.entries(fixed.areas ?? {}).flatMap(([name, area]) => {
    if ((area?.approval?.min ?? approval.min) !== 0) return [];
    const path = area?.approval?.min == null ? ["areas", name] : ["areas", name, "approval", "min"];
    const what =
      area?.exclusive === true
        ? "`exclusive`"
        : area?.inherits === false
          ? "`inherits: false`"
          : area?.approval?.from != null
            ? "`from`"
            : null;
    if (what === null) return [];
    return [
      complaint(
        path,
        `0 approvals are asked for here, so ${what} keeps nobody out; write 1 or more, or remove ${what}`,
      ),
    ];
  });
}

/** The registry's own file has its own rule, whatever areas say. */
function registryPatterns({ fixed }: Draft): readonly Complaint[] {
  const isRegistry = (pattern: string) => /^(?:\.github\/)?roles\.yaml$/.test(normalised(pattern));
  const lists = [
    ...Object.entries(fixed.areas ?? {}).map(([name, area]) => ({
      path: ["areas", name, "paths"],
      patterns: area?.paths ?? [],
    })),
    { path: ["generated"], patterns: fixed.generated ?? [] },
  ];
  return lists.flatMap(({ path, patterns }) =>
    patterns.flatMap((pattern, index) =>
      isRegistry(pattern)
        ? [
            complaint(
              [...path, index],
              `${printable(pattern)} has a rule of its own: the ladder's top role approves its changes, and this changes nothing; remove it, or the area`,
            ),
          ]
        : [],
    ),
  );
}

/** GitHub lets no repository's name end so. */
function gitSuffixes({ fixed }: Draft): readonly Complaint[] {
  return Object.entries(fixed.areas ?? {}).flatMap(([name, area]) =>
    (area?.repos ?? []).flatMap((repo, index) => {
      if (!/\.git$|^\.\.?$/i.test(repo)) return [];
      const bare = repo.replace(/\.git$/i, "");
      const hint = /^\.*$/.test(bare) ? "write its name" : `write ${printable(bare)}`;
      return [
        complaint(
          ["areas", name, "repos", index],
          `no repository is called ${printable(repo)}, so this covers nothing; ${hint}`,
        ),
      ];
    }),
  );
}

/** Commands that a role may use although its statements then count for nothing. */
function commandsBelow({ fixed, roles }: Draft, { approval, reviews, areas }: Registry): readonly Complaint[] {
  const heights = roles.map(({ name }) => name);
  const lowest = [approval.from, ...areas.map((area) => area.approval.from ?? approval.from)].reduce((low, role) =>
    heights.indexOf(role) < heights.indexOf(low) ? role : low,
  );
  const rules = [
    { command: "approve", counts: lowest, key: "approval: { from: " },
    { command: "lgtm", counts: reviews.from, key: "reviews: { from: " },
  ];
  return rules.flatMap(({ command, counts, key }) => {
    const commands = fixed.commands ?? {};
    const role = Object.hasOwn(commands, command) ? commands[command] : undefined;
    if (role === undefined || heights.indexOf(role) < 0 || heights.indexOf(role) >= heights.indexOf(counts)) return [];
    const message = `/${command} counts from ${counts} or above, whoever may say it; write ${counts}, or \`${key}${role} }\` for it to count from ${role}`;
    return [complaint(["commands", command], message, "key")];
  });
}

/** Without areas: branches that ask for more approvals than there are people. */
function unreachableBranches({ approval, areas, roles }: Registry, reach: Reach): readonly Complaint[] {
  if (areas.length > 0) return [];
  const heights = roles.map(({ name }) => name);
  const everyone = reach.holders(null, approval.from, approval.min);
  if (everyone !== null && everyone < approval.min) return [];
  return approval.branches.flatMap(({ pattern, min, from = [] }) => {
    const floor = from.reduce(
      (high, role) => (heights.indexOf(role) > heights.indexOf(high) ? role : high),
      approval.from,
    );
    const needed = Math.max(approval.min, min);
    const able = reach.holders(null, floor, needed);
    if (able === null || able >= needed) return [];
    const asked = needed === 1 ? "1 approval" : `${needed} approvals`;
    return [
      complaint(
        ["approval", "branches", pattern],
        `branches ${printable(pattern)} need ${asked} from ${floor}, but only ${able} may give one; ask for fewer, or name more people`,
        "key",
      ),
    ];
  });
}

function rolesAlike({ fixed }: Draft): readonly Complaint[] {
  const seen = new Map<string, string>();
  return Object.keys(fixed.roles ?? {}).flatMap((name) => {
    const first = seen.get(name.toLowerCase());
    seen.set(name.toLowerCase(), first ?? name);
    if (first === undefined) return [];
    return [
      complaint(
        ["roles", name],
        `roles ${printable(first)} and ${printable(name)} differ only in case; write another name`,
        "key",
      ),
    ];
  });
}
