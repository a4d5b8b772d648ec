/**
 * KusionStack as `npm start` plays it: its registry publishes the community's lists, watches two teams, which differ from it as teams do
 * after a while, and asks maintainers who were not seen for a year whether they want to go on.
 */

import { parseRegistry } from "../commands/read-registry.ts";
import { entriesFor, planned } from "../registry/publishing/plan.ts";
import { kusionStack, registryText, type WorldOptions } from "./kusionstack.ts";
import { conditionPulls, NEWCOMER, withConditions } from "./kusionstack-conditions.ts";
import { FORMER, formerPeople, lately } from "./kusionstack-lately.ts";
import { PEOPLE } from "./kusionstack-people.ts";
import type { PlayedWorld } from "./played-world.ts";
import { runningClock } from "./world/clock.ts";
import type { Repo } from "./world/model.ts";

const ORGANIZATION = "KusionStack";

const LISTS = `
# What MAINTAINERS.md and APPROVERS.md say follows from the people above, and so does whom GitHub's CODEOWNERS names.
publish:
  - { file: MAINTAINERS.md, as: table, roles: [maintainers] }
  - { file: APPROVERS.md, as: table, roles: [approvers] }
  - { file: CONTRIBUTORS.md, as: table, roles: [contributors, members] }
  - { file: .github/CODEOWNERS, repos: [.github, kusion], as: codeowners }
  - { file: DECISIONS.md, as: decisions }
affiliations: { AntGroup: Ant Group }

# The teams on GitHub are compared with the people above; what differs is told, and nobody is added or removed.
access:
  mode: watch
  teams: { maintainers: maintainers, approvers: approvers }
  owners: [SparkYuan]

# /decide and a text, in a comment, put it to a decision; what GOVERNANCE.md says changes by one alone.
decisions:
  technical: { by: maintainers, in: area, lazy: 7d }
  direction: { by: maintainers, vote: { share: 2/3, quorum: 1/2, window: 14d, early: true }, wait: 3d }
  governance: { by: maintainers, vote: { share: 2/3, window: 30d, early: true }, paths: [GOVERNANCE.md] }
`;

/** Whoever is not seen is asked; who stepped aside comes back with `/return`. */
const TIME = `
# Maintainers who were not seen for a year are asked whether they want to go on, each in a draft pull request of their own.
inactivity: { mode: propose, every: 3mo, notice: 14d, return: { within: 2y, from: maintainers, min: 1 } }
`;
const YEAR = "    inactivity: 12mo\n";
const LADDER = "roles: { members: {}, contributors: {}, approvers: {}, maintainers: { inactivity: 12mo } }\n";

/** Beside a change of the registry the lists need nobody of their own; in a pull request that brings them in line alone, somebody has to. */
const AREA = `
  # Lists that change with this file need nobody besides; alone, as Rung brings them in line, one of the leaders.
  community: { repos: [.github], paths: [MAINTAINERS.md, APPROVERS.md, CONTRIBUTORS.md, DECISIONS.md, .github/CODEOWNERS] }
`;
const LEADERS: ReadonlySet<string> = new Set(["SparkYuan", "wu8685", "elliotxx"]);

/** The lists' words around what Rung writes between the markers. */
const AROUND: Readonly<Record<string, string>> = {
  "MAINTAINERS.md": "# Maintainers\n\nThey set the direction of KusionStack's projects.",
  "APPROVERS.md": "# Approvers\n\nThey review and approve contributions.",
  "CONTRIBUTORS.md": "# Contributors\n\nThey take part, with code and in other ways.",
  "DECISIONS.md": "# Decisions\n\nWhat the maintainers have decided.",
};
const MARKERS = "<!-- rung:begin -->\n<!-- rung:end -->";

/** The project's registry with everybody's name, the lists, the teams, and what time brings. */
export function registryAtWork(text = registryText(), now = Date.now()): string {
  const named = PEOPLE.reduce(
    (so, { login, name }) =>
      so.replace(
        new RegExp(`\\{ login: ${login}, areas: \\[([^\\]]*)\\]`),
        `{ login: ${login}, name: ${name}, areas: [$1${LEADERS.has(login) ? ", community" : ""}]`,
      ),
    text,
  );
  const timed = named.includes("\nroles:\n")
    ? named.replace(/(\nroles:\n[\s\S]*?\n {2}maintainers:\n)/, `$1${YEAR}`)
    : `${named.trimEnd()}\n${LADDER}`;
  const ruled = withConditions(timed.trimEnd().replace(/(\n {2}engine: .*)\n/, `$1${AREA}`));
  return `${ruled}${LISTS}${TIME}${formerPeople(now)}`;
}

/** Its lists are not there yet: they name the address of this GitHub, so they can be written once that is known. */
export function kusionStackAtWork(options: Omit<WorldOptions, "registry"> = {}): PlayedWorld {
  const { clock = runningClock() } = options;
  const world = kusionStack({ ...options, clock, registry: registryAtWork(registryText(), clock.now()) });
  world.addActor(FORMER, { name: "Octo Alum" });
  teams(world);
  world.addActor(NEWCOMER, { name: "Octo Newt" });
  if (options.empty === true) return world;
  lately(world, ORGANIZATION);
  toDecide(world);
  conditionPulls(world, ORGANIZATION);
  return world;
}

/** Where a decision can be played: it is opened, voted on and objected to by comments. */
function toDecide(world: PlayedWorld): void {
  world.as("SparkYuan").openIssue({
    repo: `${ORGANIZATION}/community`,
    title: "Which versions of Go do we support?",
    body: [
      "The oldest one costs us more than it is worth. How do we decide?",
      "",
      "As a maintainer, comment one of these; the status comment then says who may do what next:",
      "",
      "- `/decide We support the two newest versions of Go`: silence is consent, for seven days",
      "- `/decide direction We support the two newest versions of Go`: two thirds of the maintainers vote yes",
    ].join("\n"),
  });
}

const DAY = 86_400_000;

/** jemshad was added by hand, and shaofan-hs overlooked the invitation. */
function teams(world: PlayedWorld): void {
  const organization = world.actor(ORGANIZATION);
  const inviter = world.actor("SparkYuan");
  const invitee = world.actor("shaofan-hs");
  world.organizations.of(organization).members.delete(invitee);
  const holders = (role: string) => PEOPLE.filter((one) => one.role === role && one.login !== invitee.login);
  const maintainers = world.addTeam(
    ORGANIZATION,
    "maintainers",
    holders("maintainers").map(({ login }) => login),
  );
  world.addTeam(ORGANIZATION, "approvers", [...holders("approvers").map(({ login }) => login), "jemshad"]);
  const createdAt = world.clock.now() - 12 * DAY;
  world.addInvitation({ organization, invitee, inviter, teams: [maintainers], createdAt });
}

/** Commits the lists as the registry says them; the world has its address by then. */
export function publishLists(world: PlayedWorld): void {
  for (const name of [".github", "kusion"]) {
    const repo = world.repo(`${ORGANIZATION}/${name}`);
    const files = Object.fromEntries(listsOf(world, repo));
    if (Object.keys(files).length > 0)
      world.as("SparkYuan").commit(repo, repo.defaultBranch, { files, message: "Publish the lists" });
  }
}

/** By path: what differs from what the registry says. */
export function listsOf(world: PlayedWorld, repo: Repo): readonly (readonly [path: string, text: string])[] {
  const repository = { owner: ORGANIZATION, name: repo.name };
  const text = textsIn(world, world.repo(`${ORGANIZATION}/.github`)).get("roles.yaml") ?? "";
  const source = { repository: { owner: ORGANIZATION, name: ".github" }, path: "roles.yaml", oid: "" };
  const { registry } = parseRegistry(text, source);
  if (registry === null) return [];
  const there = textsIn(world, repo);
  const plans = planned(entriesFor(registry, repository), {
    registry,
    repository,
    teams: new Map(),
    decisions: [],
    paths: [...there.keys()],
    read: (path) => there.get(path) ?? begun(path),
    blocked: () => null,
    webUrl: world.links.html,
    asks: () => null,
  });
  return plans
    .flatMap(({ files }) => files)
    .flatMap(({ path, outcome }) => (outcome.kind === "written" ? [[path, outcome.text] as const] : []));
}

function begun(path: string): string | null {
  const words = AROUND[path];
  return words === undefined ? null : `${words}\n\n${MARKERS}\n`;
}

function textsIn(world: PlayedWorld, repo: Repo): ReadonlyMap<string, string> {
  const tip = world.tip(repo, repo.defaultBranch);
  const files = tip === undefined ? new Map<string, string>() : world.git.filesAt(tip);
  return new Map([...files].map(([path, blob]) => [path, world.git.text(blob)]));
}
