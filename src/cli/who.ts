/** `rung who`: tells who may approve paths. */
import { indexed, type RegistryIndex } from "../registry/registry-index.ts";
import type { AreaPath, Registry } from "../registry/registry-types.ts";
import type { RepositoryName } from "../shared/names.ts";
import { singular } from "../shared/singular.ts";
import { counted, type Io } from "./command.ts";
import { defaultRegistry } from "./default-registry.ts";
import { parsedFile } from "./registry-file.ts";

interface Asked {
  readonly paths: readonly string[];
  readonly registry: string | null;
  readonly repo: RepositoryName | null;
  /** The branch that is merged into. */
  readonly base: string | null;
  readonly extends: string | null;
  readonly json: boolean;
}

export function run({ paths, registry, repo, base, extends: extended, json }: Asked, io: Io): 0 | 1 {
  const file = registry ?? defaultRegistry(io);
  const parsed = parsedFile(io, file, extended, repo ?? undefined);
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
  const repositories = repo === null ? namedRepositories(parsed.registry) : [repo];
  const answers = paths
    .map((path) => path.replace(/^\.?\//, ""))
    .flatMap((path) => repositories.flatMap((repository) => answersFor(index, repository, path, base ?? "")));
  if (json) io.out(JSON.stringify(answers, null, 2));
  else for (const answer of answers) for (const line of asText(answer, repositories.length > 1)) io.out(line);
  return 0;
}

/** Every repository that areas name, since any may be meant; one without a name where they name none. */
function namedRepositories({ areas }: Registry): readonly RepositoryName[] {
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
  /** A program writes it from others: beside a change that needs somebody, it needs nobody, unless its area is exclusive. */
  readonly generated: boolean;
  /** A change of this file needs the people named, whatever its area. */
  readonly registry: boolean;
}

/** One for each thing that is asked for the path: several where several exclusive areas match it (R76). */
function answersFor(index: RegistryIndex, repository: RepositoryName, path: string, base: string): readonly Answer[] {
  const chains = index.areaPathsOf(repository, path);
  if (!index.isRegistryPath(path))
    return chains.map((chain) => answerFor(index, { repository, path, chain, asked: index.neededFor(chain, base) }));
  const least = Math.max(1, ...index.areaPathsOf(repository, "").map((chain) => index.neededFor(chain, base).min));
  const asked = { min: least, from: index.topRole() };
  return chains.slice(0, 1).map((chain) => answerFor(index, { repository, path, chain, asked }));
}

interface At {
  readonly repository: RepositoryName;
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
    path,
    area,
    enclosing,
    needed: asked.min,
    from: asked.from,
    approvers: approvers.map(({ login, role, areas }) => ({ login, role, areas })),
    teams: teamsAt(index, chain, asked.from),
    generated: !isRegistry && index.isGenerated(path) && (area === null || index.areaNamed(area)?.exclusive !== true),
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
  const generated = answer.generated ? ["  generated: beside another change it needs nobody"] : [];
  const subject = isNamed ? `${answer.repository} ${answer.path}` : answer.path;
  return [`${subject}: ${what}; ${needed}`, ...people, ...teams, ...nobody, ...generated];
}

function heldAs(role: string, areas: readonly string[]): string {
  return areas.length === 0 ? `${singular(role)} everywhere` : `${singular(role)} of ${areas.join(", ")}`;
}
