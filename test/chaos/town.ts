/** The place of the chaos: KusionStack with a registry that has areas, a team, a branch of its own rules and a ladder. */

import { kusionStack } from "../../src/sandbox/kusionstack.ts";
import type { PlayedWorld } from "../../src/sandbox/played-world.ts";
import type { Issue, Pull, Repo, Subject, Team } from "../../src/sandbox/world/model.ts";

export const HOME = "KusionStack/.github";

/**
 * Who holds is told by roles that stay: whoever comes and goes only approves, so that the order in which a bot hears of things
 * makes no difference to what must stand in the end.
 */
export const STEADY = ["SparkYuan", "liu-hm19", "hoangndst", "jemshad"] as const;
/** Approver today, nobody tomorrow: by the registry's file, and by the team it names. */
export const FLEETING = { byFile: "howieyuen", byTeam: "jakezhu9" } as const;
export const OUTSIDERS = ["octo-fan", "riven-blade"] as const;
export const OF_KARPOR = ["elliotxx", "ruquanzhao"] as const;

const FILE_LINE = `  - { login: ${FLEETING.byFile}, areas: [kusion] }\n`;
const DOCS = [
  'docs: { repos: [kusion], paths: ["docs/**"] }',
  'docs: { repos: [kusion], paths: ["docs/**"], approval: { min: 2 } }',
] as const;

export const REGISTRY = `version: 1
roles:
  members: {}
  contributors:
    promotion:
      sponsors: { from: approvers, min: 2 }
      objections: { from: maintainers, window: 3s }
  approvers: {}
  maintainers: {}
areas:
  kusion: { repos: [kusion] }
  engine: { repos: [kusion], paths: ["pkg/engine/**"] }
  ${DOCS[0]}
  karpor: { repos: [karpor] }
approval: { branches: { "release-*": { min: 2 } } }
labels: { approved: approved, hold: do-not-merge/hold, areas: "area/*", needs-approver: needs-approver }
maintainers:
  - SparkYuan
  - { login: liu-hm19, areas: [kusion] }
approvers:
  - { login: hoangndst, areas: [kusion] }
  - { login: jemshad, areas: [docs] }
  - { login: elliotxx, areas: [karpor] }
  - { login: ruquanzhao, areas: [karpor] }
  - { team: KusionStack/go-reviewer, areas: [kusion] }
${FILE_LINE}contributors:
  - riven-blade
`;

export interface Town {
  readonly world: PlayedWorld;
  readonly kusion: Repo;
  readonly karpor: Repo;
  readonly home: Repo;
  readonly team: Team;
  readonly pulls: Pull[];
  readonly issues: Issue[];
}

export function aTown(): Town {
  const world = kusionStack({ registry: REGISTRY, empty: true });
  const [kusion, karpor, home] = [world.repo("KusionStack/kusion"), world.repo("KusionStack/karpor"), world.repo(HOME)];
  const team = world.teams.find(({ slug }) => slug === "go-reviewer");
  if (team === undefined) throw new Error("the sandbox's team go-reviewer is gone");
  // else putting them into the team would only invite them
  world.addMember("KusionStack", FLEETING.byTeam);
  for (const login of ["jemshad", FLEETING.byFile, FLEETING.byTeam]) kusion.collaborators.set(login, "triage");
  return { world, kusion, karpor, home, team, pulls: [], issues: [] };
}

export function registryNow({ world, home }: Town): string {
  const tip = world.tip(home, home.defaultBranch);
  const blob = tip === undefined ? undefined : world.git.filesAt(tip).get("roles.yaml");
  return blob === undefined ? REGISTRY : world.git.text(blob);
}

/** The registry with one thing turned over: somebody's role, or how many must approve the docs. All else stays as it is. */
export function turned(text: string, what: "role" | "min"): string {
  if (what === "role")
    return text.includes(FILE_LINE)
      ? text.replace(FILE_LINE, "")
      : text.replace("contributors:\n  - ", `${FILE_LINE}contributors:\n  - `);
  const [one, two] = DOCS;
  return text.includes(two) ? text.replace(two, one) : text.replace(one, two);
}

/** `owner/name#12` */
export function nameOf({ repo, number }: Subject): string {
  return `${repo.owner.login}/${repo.name}#${number}`;
}
