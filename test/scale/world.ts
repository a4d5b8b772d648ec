/** The GitHub of the simulation: thousands of organisations with their registries, repositories and open pull requests. */

import { EVENTS, PERMISSIONS } from "../../src/sandbox/kusionstack.ts";
import { PlayedWorld } from "../../src/sandbox/played-world.ts";
import type { Actor, App, Installation, Pull, Repo } from "../../src/sandbox/world/model.ts";
import type { WorldEvent } from "../../src/sandbox/world/world.ts";
import { type Sizes, spread } from "./sizes.ts";

export interface Organization {
  readonly login: string;
  readonly installation: Installation;
  readonly home: Repo;
  /** Of the registry in `home`. */
  readonly registry: string;
  readonly people: People;
}

export interface People {
  readonly maintainers: readonly string[];
  readonly approvers: readonly string[];
  readonly contributors: readonly string[];
}

export interface Place {
  readonly organization: Organization;
  readonly repo: Repo;
  /** Pull requests that the database remembers and that are not open any more: the numbers from 1. */
  readonly closed: number;
  readonly open: Pull[];
}

export interface BroadWorld {
  readonly world: PlayedWorld;
  readonly app: App;
  /** Whose checks are everybody's noise. */
  readonly ci: App;
  readonly organizations: readonly Organization[];
  /** The first has the most pull requests. */
  readonly places: readonly Place[];
  /** Of an organisation of its own, which is counted nowhere: what a bot writes down here is what the database is filled after. */
  readonly sample: Place;
}

/** Every webhook of GitHub's carries whole repositories and people; the sandbox's leave most of that out. */
const PADDING = Object.fromEntries(
  Array.from({ length: 60 }, (_, at) => [
    `field_${at}_url`,
    `https://api.github.com/repos/organization/repository/field-${at}{/sha}{/other}`,
  ]),
);

class IndexedWorld extends PlayedWorld {
  readonly #byAccount = new Map<Actor, Installation[]>();

  override install(app: App, account: string, repositories: Repo[] | null = null): Installation {
    const made = super.install(app, account, repositories);
    this.#byAccount.set(made.account, [...(this.#byAccount.get(made.account) ?? []), made]);
    return made;
  }

  override installationsOf(repo: Repo | null, organization: Actor | null): Installation[] {
    const account = repo?.owner ?? organization;
    return account === null ? [] : (this.#byAccount.get(account) ?? []);
  }

  override emit(event: WorldEvent): void {
    super.emit({ ...event, payload: () => ({ ...event.payload(), padding: PADDING }) });
  }
}

export function broadWorld(sizes: Sizes): BroadWorld {
  const world = new IndexedWorld();
  world.addActor("owner-of-apps", { type: "Organization" });
  const app = world.addApp("rung", "owner-of-apps", { permissions: PERMISSIONS, events: EVENTS });
  const ci = world.addApp("ci", "owner-of-apps", { permissions: { checks: "write" }, events: [] });
  const counts = spread(sizes.repositories, sizes.installations, 2, 0.75);
  const organizations: Organization[] = [];
  const repos: { organization: Organization; repo: Repo }[] = [];
  counts.forEach((count, at) => {
    const asked = { repositories: count, looks: at % LOOKS_EVERY === 0 };
    const { organization, others } = anOrganization(world, app, `org-${at}`, asked);
    organizations.push(organization);
    for (const repo of others) repos.push({ organization, repo });
  });
  const pulls = spread(sizes.pulls, repos.length, 0, 1.05);
  const open = spread(sizes.open, repos.length, 0, 1.05);
  // The largest repositories are not all the largest organisation's.
  const places = mixed(repos).map(({ organization, repo }, at): Place => {
    const closed = Math.max(0, (pulls[at] ?? 0) - (open[at] ?? 0));
    repo.nextNumber = closed + 1;
    const place: Place = { organization, repo, closed, open: [] };
    for (let n = 0; n < (open[at] ?? 0); n += 1) place.open.push(anOpenPull(world, place, n));
    return place;
  });
  const { organization, others } = anOrganization(world, app, "sample", { repositories: 2, looks: true });
  const [repo] = others;
  if (repo === undefined) throw new Error("the sample has no repository");
  return { world, app, ci, organizations, places, sample: { organization, repo, closed: 0, open: [] } };
}

/** In an order that has nothing to do with the one they were made in, and is always the same. */
function mixed<T>(all: readonly T[]): readonly T[] {
  const step = 7_919;
  return all
    .map((one, at) => ({ one, at: (at * step) % 104_729 }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ one }) => one);
}

/** A registry names so many repositories at most as areas of their own. */
const MAX_AREAS = 12;
/** Every so many of organisations looks for those who have not been seen lately. */
const LOOKS_EVERY = 10;

interface Asked {
  /** The one that the registry lies in among them. */
  readonly repositories: number;
  readonly looks: boolean;
}

function anOrganization(world: PlayedWorld, app: App, login: string, { repositories: count, looks }: Asked) {
  world.addActor(login, { type: "Organization" });
  const names = (role: string, many: number) => Array.from({ length: many }, (_, n) => `${login}-${role}-${n}`);
  const people: People = {
    maintainers: names("maintainer", 2),
    approvers: names("approver", 2 + Math.ceil(Math.sqrt(count))),
    contributors: names("contributor", 3 + Math.ceil(Math.sqrt(count))),
  };
  const repositories = Array.from({ length: count - 1 }, (_, n) => `repo-${n}`);
  const registry = registryOf(repositories, people, looks);
  for (const one of people.maintainers) world.addMember(login, one, "admin");
  const home = world.addRepo({ owner: login, name: ".github", files: { "roles.yaml": registry } });
  const others = repositories.map((name) => {
    const repo = world.addRepo({ owner: login, name, files: FILES });
    for (const one of people.contributors) repo.collaborators.set(one, "write");
    for (const one of people.approvers) repo.collaborators.set(one, "maintain");
    for (const label of LABELS) world.addLabel(repo, label);
    return repo;
  });
  const installation = world.install(app, login);
  const organization: Organization = { login, installation, home, registry, people };
  return { organization, others };
}

const FILES = { "README.md": "# A repository\n", "src/main.go": "package main\n", "docs/index.md": "# Documents\n" };
export const LABELS = ["kind/bug", "kind/feature", "good first issue", "do-not-merge/hold"] as const;

function registryOf(repositories: readonly string[], people: People, looks: boolean): string {
  const areas = repositories.slice(0, MAX_AREAS).map((name) => `  ${name}: { repos: [${name}] }`);
  const own = areas.map((_, at) => `repo-${at}`);
  const person = (login: string, at: number) => `  - { login: ${login}, areas: [${own[at % own.length]}] }`;
  return [
    "version: 1",
    "roles:",
    looks ? "  contributors: { inactivity: { after: 12mo } }" : "  contributors: {}",
    "  approvers: {}",
    "  maintainers: {}",
    "areas:",
    ...areas,
    "labels: { hold: do-not-merge/hold, approved: approved }",
    "maintainers:",
    ...people.maintainers.map((login) => `  - ${login}`),
    "approvers:",
    ...people.approvers.map((login) => `  - ${login}`),
    "contributors:",
    ...people.contributors.map(person),
    "",
  ].join("\n");
}

function anOpenPull(world: PlayedWorld, { organization, repo }: Place, n: number): Pull {
  const { contributors } = organization.people;
  const author = contributors[n % contributors.length] ?? "";
  const files = { [`src/change-${n}.go`]: `package main\n\nconst N = ${n}\n` };
  const branch = `change-${n}`;
  return world
    .as(author)
    .openPull({ repo: `${organization.login}/${repo.name}`, title: `feat: change ${n}`, branch, files });
}
