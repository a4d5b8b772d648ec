/** `rung who`: tells who may approve paths. */
import { parseArgs } from "node:util";
import { indexed, type RegistryIndex } from "../registry/registry-index.ts";
import type { AreaPath, Registry } from "../registry/registry-types.ts";
import { singular } from "../shared/singular.ts";
import { counted, type Io, misused } from "./command.ts";
import { defaultRegistry } from "./default-registry.ts";
import { parsedFile } from "./registry-file.ts";
import { repositoryOf } from "./repository.ts";

export const usage = "who PATH… [--registry FILE] [--repo OWNER/NAME] [--base BRANCH] [--extends FILE] [--json]";
export const summary = "Tell who may approve the paths, and how many must.";

/** 0: answered; 1: the registry is faulty or unreadable; 2: used wrongly. */
export function run(args: readonly string[], io: Io): number {
  const asked = options(args);
  if (typeof asked === "string") return misused(io, asked, usage);
  const file = asked.registry ?? defaultRegistry(io);
  const parsed = parsedFile(io, file, asked.extended, asked.repository ?? undefined);
  if (parsed === null) return 1;
  if (parsed.registry === null) {
    io.err(`${file} is faulty; \`rung check ${file}\` tells where`);
    return 1;
  }
  if (parsed.registry.extends !== undefined) {
    io.err(
      `${file} extends another registry, and only the two together tell who may approve; give that with --extends`,
    );
    return 1;
  }
  const index = indexed(parsed.registry);
  const repositories = asked.repository === null ? namedRepositories(parsed.registry) : [asked.repository];
  const answers = asked.paths.flatMap((path) =>
    repositories.flatMap((repository) => answersFor(index, repository, path, asked.base)),
  );
  if (asked.json) io.out(JSON.stringify(answers, null, 2));
  else for (const answer of answers) for (const line of asText(answer, repositories.length > 1)) io.out(line);
  return 0;
}

interface Asked {
  readonly paths: readonly string[];
  readonly registry: string | null;
  readonly repository: Repository | null;
  /** The branch that is merged into. */
  readonly base: string;
  readonly extended: string | null;
  readonly json: boolean;
}

interface Repository {
  readonly owner: string;
  readonly name: string;
}

function options(args: readonly string[]): Asked | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        registry: { type: "string" },
        repo: { type: "string" },
        base: { type: "string" },
        extends: { type: "string" },
        json: { type: "boolean" },
      },
    });
    const repository = values.repo === undefined ? null : repositoryOf(values.repo);
    if (repository === undefined) return "--repo takes OWNER/NAME";
    if (positionals.length === 0) return "who takes at least one path";
    const paths = positionals.map((path) => path.replace(/^\.?\//, ""));
    return {
      paths,
      registry: values.registry ?? null,
      repository,
      base: values.base ?? "",
      extended: values.extends ?? null,
      json: values.json ?? false,
    };
  } catch (error) {
    return error instanceof Error ? error.message : "the options cannot be read";
  }
}

/** Every repository that areas name, since any may be meant; one without a name where they name none. */
function namedRepositories({ areas }: Registry): readonly Repository[] {
  const names = new Map(areas.flatMap(({ repos }) => repos.map((name) => [name.toLowerCase(), name])));
  return names.size === 0 ? [{ owner: "", name: "" }] : [...names.values()].map((name) => ({ owner: "", name }));
}

interface Answer {
  /** As named with --repo, else only its name; empty: any. */
  readonly repository: string;
  readonly path: string;
  /** `null`: no area covers the path. */
  readonly area: string | null;
  readonly enclosing: readonly string[];
  readonly needed: number;
  readonly from: string;
  readonly approvers: readonly { readonly login: string; readonly role: string; readonly areas: readonly string[] }[];
  readonly teams: readonly string[];
  /** A change of this file needs the people named, whatever its area. */
  readonly registry: boolean;
}

/** One for each thing that is asked for the path: several where several exclusive areas match it (R76). */
function answersFor(index: RegistryIndex, repository: Repository, path: string, base: string): readonly Answer[] {
  const chains = index.areaPathsOf(repository, path);
  if (!index.isRegistryPath(path))
    return chains.map((chain) => answerFor(index, { repository, path, chain, asked: index.neededFor(chain, base) }));
  const least = Math.max(1, ...index.areaPathsOf(repository, "").map((chain) => index.neededFor(chain, base).min));
  const asked = { min: least, from: index.topRole() };
  return chains.slice(0, 1).map((chain) => answerFor(index, { repository, path, chain, asked }));
}

interface At {
  readonly repository: Repository;
  readonly path: string;
  readonly chain: AreaPath;
  readonly asked: { readonly from: string; readonly min: number };
}

function answerFor(index: RegistryIndex, { repository, path, chain, asked }: At): Answer {
  const isRegistry = index.isRegistryPath(path);
  const approvers = isRegistry ? index.registryApprovers(repository) : index.approversOf(chain, asked.from);
  const [area = null, ...enclosing] = chain.areas;
  return {
    repository: repository.owner === "" ? repository.name : `${repository.owner}/${repository.name}`,
    ...{ path, area, enclosing, needed: asked.min, from: asked.from },
    approvers: approvers.map(({ login, role, areas }) => ({ login, role, areas })),
    teams: teamsAt(index, chain, asked.from),
    registry: isRegistry,
  };
}

/** Teams whose members would count too; a file does not tell who they are. */
function teamsAt(index: RegistryIndex, chain: AreaPath, from: string): readonly string[] {
  return index.registry.teams
    .filter(({ role }) => index.atLeast(role, from))
    .filter(({ areas }) => (areas.length === 0 ? chain.open : areas.some((area) => chain.areas.includes(area))))
    .map(({ team }) => team);
}

function asText(answer: Answer, isNamed: boolean): readonly string[] {
  const area = answer.area ?? "no area";
  const within = answer.enclosing.length === 0 ? "" : `, within ${answer.enclosing.join(", ")}`;
  const what = answer.registry ? "a change of the registry" : `${area}${within}`;
  const needed =
    answer.needed === 0 ? "needs nobody's approval" : `needs ${counted(answer.needed, "approval")} from ${answer.from}`;
  const people = answer.approvers.map(({ login, role, areas }) => `  ${login} (${heldAs(role, areas)})`);
  const teams = answer.teams.map((team) => `  the members of ${team}`);
  const nobody = people.length + teams.length === 0 && answer.needed > 0 ? ["  nobody may approve it"] : [];
  const subject = isNamed ? `${answer.repository} ${answer.path}` : answer.path;
  return [`${subject}: ${what}; ${needed}`, ...people, ...teams, ...nobody];
}

function heldAs(role: string, areas: readonly string[]): string {
  return areas.length === 0 ? `${singular(role)} everywhere` : `${singular(role)} of ${areas.join(", ")}`;
}
