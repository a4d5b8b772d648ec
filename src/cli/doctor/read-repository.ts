/** Reads everything about one repository that the doctor examines: its registry with faults and teams, its branches' rules, its labels. */

import { z } from "zod";
import { commandNames } from "../../commands/index.ts";
import { parseRegistry } from "../../commands/read-registry.ts";
import type { Client } from "../../github/client/client.ts";
import { Forbidden, GitHubError, Gone, RateLimited } from "../../github/client/errors.ts";
import { parsed } from "../../github/read/graphql-pages.ts";
import { readContent } from "../../github/read/registry-files.ts";
import { A_PAGE, isLastPage } from "../../github/read/rest-pages.ts";
import { teams } from "../../github/read/teams.ts";
import { REGISTRY_PATHS } from "../../registry/registry-places.ts";
import type { Registry } from "../../registry/registry-types.ts";
import { isoDay } from "../../shared/dates.ts";
import { fullName, type RepositoryName, sameName } from "../../shared/names.ts";
import type { LabelFacts } from "./label-findings.ts";
import type { BranchFacts, RequiredCheck } from "./protection.ts";
import type { RegistryFacts, TeamFacts } from "./roster.ts";

interface Found {
  readonly repository: RepositoryName;
  readonly path: string;
  readonly text: string;
  readonly oid: string;
}

async function found(client: Client, places: readonly RepositoryName[]): Promise<Found | null> {
  for (const repository of places) {
    for (const path of REGISTRY_PATHS) {
      const content = await readContent(client, repository, path);
      if (content) return { repository, path, ...content };
    }
  }
  return null;
}

/** Names that people give a registry, and things of its name that are no file. */
async function nearMisses(client: Client, places: readonly RepositoryName[]): Promise<readonly string[]> {
  const near: string[] = [];
  for (const repository of places) {
    const root = await rootTree(client, repository);
    const nested = root.find(({ path, type }) => path === ".github" && type === "tree");
    const below = nested === undefined ? [] : await tree(client, repository, nested.sha);
    const entries = [...root, ...below.map((entry) => ({ ...entry, path: `.github/${entry.path}` }))];
    near.push(...entries.flatMap((entry) => nearMiss(entry).map((what) => `${fullName(repository)}: ${what}`)));
  }
  return near;
}

function nearMiss({ path, type, mode }: TreeEntry): readonly string[] {
  const name = path.replace(/^.*\//, "");
  const isFile = type === "blob" && mode !== "120000";
  if (name !== "roles.yaml") return isFile && /^roles?\.ya?ml$/i.test(name) ? [path] : [];
  if (isFile) return [];
  return [`the ${type === "tree" ? "folder" : type === "commit" ? "submodule" : "link"} ${path}`];
}

const treeView = z.object({
  tree: z.array(z.object({ path: z.string(), type: z.string(), mode: z.string(), sha: z.string() })),
});
type TreeEntry = z.output<typeof treeView>["tree"][number];

/** Empty where there is nothing that the app may see. */
async function rootTree(client: Client, repository: RepositoryName): Promise<readonly TreeEntry[]> {
  try {
    const { defaultBranch } = await readDefaultBranch(client, repository);
    return await tree(client, repository, defaultBranch);
  } catch (error) {
    if (error instanceof Gone || error instanceof Forbidden) return [];
    throw error;
  }
}

async function tree(client: Client, repository: RepositoryName, name: string): Promise<readonly TreeEntry[]> {
  try {
    const { data } = await client.rest("GET", `${home(repository)}/git/trees/${encodeURIComponent(name)}`);
    return treeView.safeParse(data).data?.tree ?? [];
  } catch (error) {
    // An empty repository has no tree.
    if (error instanceof GitHubError && !(error instanceof RateLimited)) return [];
    throw error;
  }
}

export interface RepositoryReading {
  readonly client: Client;
  readonly repository: RepositoryName;
  /** The owner's repository that serves those without a registry. */
  readonly registryRepo: string;
}

/** The registry as the file on the default branch says now, joined with what it extends. */
export async function readRegistryFacts(looking: RepositoryReading): Promise<RegistryFacts> {
  const { client, repository, registryRepo } = looking;
  const shared = { owner: repository.owner, name: registryRepo };
  const places = sameName(repository.name, registryRepo) ? [repository] : [repository, shared];
  const own = await found(client, places);
  if (own === null) return { kind: "none", looked: places.map(fullName), near: await nearMisses(client, places) };
  const unread = await leftUnread(client, own);
  const facts = await joined(looking, own, shared);
  return unread === null || facts.kind === "none" ? facts : { ...facts, unread };
}

/** A second file of that repository, in the place that comes after the one that is read. */
async function leftUnread(client: Client, { repository, path }: Found): Promise<string | null> {
  const [read, second] = REGISTRY_PATHS;
  if (path !== read) return null;
  return (await readContent(client, repository, second)) === null ? null : `${fullName(repository)}, ${second}`;
}

async function joined({ client }: RepositoryReading, own: Found, shared: RepositoryName): Promise<RegistryFacts> {
  const first = parsedFile(own, null);
  const extension = first.registry?.extends;
  if (extension === undefined) return { kind: "file", place: placeOf(own), ...first };
  const target = extension.repository ?? shared;
  const base = await found(client, [target]);
  const broken = (message: string): RegistryFacts => ({
    kind: "file",
    place: placeOf(own),
    registry: null,
    faults: [{ severity: "error", line: 1, column: 1, message }],
  });
  if (base === null) return broken(`extends ${fullName(target)}, which has no roles.yaml that the app can see`);
  const below = parsedFile(base, null);
  if (below.registry === null) return { kind: "file", place: placeOf(base), ...below };
  if (below.registry.extends !== undefined)
    return broken(`extends ${fullName(target)}, which extends another registry itself`);
  return { kind: "file", place: placeOf(own), ...parsedFile(own, below.registry) };
}

function placeOf({ repository, path }: Found): string {
  return `${fullName(repository)}, ${path}`;
}

function parsedFile({ repository, path, oid, text }: Found, base: Registry | null) {
  const source = { repository: { owner: repository.owner, name: repository.name }, path, oid };
  const options = { knownCommands: commandNames, today: isoDay(Date.now()) };
  return parseRegistry(text, source, base === null ? options : { ...options, base });
}

const teamView = z.object({ privacy: z.string().nullish() });

export async function readTeamFacts(client: Client, registry: Registry): Promise<readonly TeamFacts[]> {
  const members = await teams().membersOf(client, registry.teams);
  const names = [...new Map(registry.teams.map(({ team }) => [team.toLowerCase(), team])).values()];
  const facts: TeamFacts[] = [];
  for (const team of names) {
    const known = members.known.get(team.toLowerCase());
    const prefix = `${team.toLowerCase()}: `;
    const why = members.unread.find((line) => line.startsWith(prefix))?.slice(prefix.length) ?? "";
    if (known === undefined) facts.push({ team, standing: { kind: "unseen", why } });
    else facts.push({ team, standing: { kind: "seen", isSecret: await isSecret(client, team), members: known } });
  }
  return facts;
}

async function isSecret(client: Client, team: string): Promise<boolean> {
  const [organisation = "", slug = ""] = team.split("/");
  const { data } = await client.rest(
    "GET",
    `/orgs/${encodeURIComponent(organisation)}/teams/${encodeURIComponent(slug)}`,
  );
  return parsed(teamView, data, "a team").privacy === "secret";
}

function home({ owner, name }: RepositoryName): string {
  return `/repos/${owner}/${name}`;
}

const repositoryView = z.object({ default_branch: z.string(), archived: z.boolean().nullish() });

export async function readDefaultBranch(client: Client, repository: RepositoryName) {
  const { data } = await client.rest("GET", home(repository));
  const view = parsed(repositoryView, data, "a repository");
  return { defaultBranch: view.default_branch, archived: view.archived === true };
}

const namesView = z.array(z.object({ name: z.string() }));
const labelsView = z.array(z.object({ name: z.string(), color: z.string() }));
const MAX_PAGES = 10;

async function pages<T extends z.ZodType>(client: Client, path: string, view: z.ZodArray<T>): Promise<z.output<T>[]> {
  const all: z.output<T>[] = [];
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const answer = await client.rest("GET", `${path}?per_page=${A_PAGE}&page=${page}`);
    const items = parsed(view, answer.data, path);
    all.push(...items);
    if (isLastPage(answer, items.length)) break;
  }
  return all;
}

export async function readBranchNames(client: Client, repository: RepositoryName): Promise<readonly string[]> {
  return (await pages(client, `${home(repository)}/branches`, namesView)).map(({ name }) => name);
}

export async function readLabels(client: Client, repository: RepositoryName): Promise<readonly LabelFacts[]> {
  return await pages(client, `${home(repository)}/labels`, labelsView);
}

const classicView = z.object({
  protection: z
    .object({
      required_status_checks: z
        .object({ checks: z.array(z.object({ context: z.string(), app_id: z.number().nullish() })).nullish() })
        .nullish(),
    })
    .nullish(),
});
const rulesView = z.array(
  z.object({
    type: z.string(),
    parameters: z
      .object({
        required_status_checks: z
          .array(z.object({ context: z.string(), integration_id: z.number().nullish() }))
          .nullish(),
        required_approving_review_count: z.number().nullish(),
      })
      .nullish(),
  }),
);

const classicOn = z.object({ protection: z.object({ enabled: z.boolean().nullish() }).nullish() });

/** From the branch itself, which needs no administrator, and from rulesets. `null`: GitHub would not tell. */
export async function readProtection(
  client: Client,
  repository: RepositoryName,
  branch: string,
): Promise<Pick<BranchFacts, "required" | "pullsOnly" | "approvals">> {
  const name = encodeURIComponent(branch);
  try {
    const classic = await client.rest("GET", `${home(repository)}/branches/${name}`);
    const rules = await pages(client, `${home(repository)}/rules/branches/${name}`, rulesView);
    const checks = parsed(classicView, classic.data, "a branch").protection?.required_status_checks?.checks ?? [];
    const isByPull = rules.some(({ type }) => type === "pull_request" || type === "merge_queue");
    const isClassic = parsed(classicOn, classic.data, "a branch").protection?.enabled === true;
    const required = [
      ...checks.map(({ context, app_id }) => requiredCheck(context, app_id)),
      ...rules
        .filter(({ type }) => type === "required_status_checks")
        .flatMap(({ parameters }) => parameters?.required_status_checks ?? [])
        .map(({ context, integration_id }) => requiredCheck(context, integration_id)),
    ];
    const counts = rules.map(({ parameters }) => parameters?.required_approving_review_count ?? 0);
    return { required, pullsOnly: isByPull || (isClassic ? null : false), approvals: Math.max(0, ...counts) };
  } catch (error) {
    if (error instanceof Forbidden || error instanceof Gone) return { required: null, pullsOnly: null, approvals: 0 };
    throw error;
  }
}

/** GitHub writes "any source" as nothing or as -1. */
function requiredCheck(context: string, appId: number | null | undefined): RequiredCheck {
  return { context, appId: appId === undefined || appId === -1 ? null : appId };
}
