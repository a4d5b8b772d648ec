/** `rung diff`: what a change of the registry means, in the words of the check, before there is a pull request. */

import { resolve } from "node:path";
import { areaParagraph, unmatchedParagraph } from "../gate/effect-text.ts";
import { powerParagraphs } from "../gate/power-text.ts";
import { areasWithFewer, type PowerScope, powerChanges } from "../gate/registry-effect.ts";
import { unmatchedPatterns } from "../gate/unmatched.ts";
import { registryChanges } from "../registry/changes.ts";
import { indexed } from "../registry/registry-index.ts";
import { REGISTRY_REPO } from "../registry/registry-places.ts";
import type { Registry } from "../registry/registry-types.ts";
import { type RepositoryName, sameName } from "../shared/names.ts";
import { checkoutRoot, filesBelow, isFolder, registryFile, treeRoot } from "./checkout.ts";
import { type Ending, type Io, type Machine, type Misuse, misused, readOr } from "./command.ts";
import { cannotRead } from "./file-fault.ts";
import { wholeRegistry } from "./registry-file.ts";
import { originAt } from "./repository.ts";
import { severalLines, unmarked } from "./terminal-text.ts";
import { listedPaths } from "./who/paths-asked.ts";

interface Asked {
  readonly registries: readonly [string, string];
  readonly tree: string | null;
  readonly files: string | null;
  readonly repo: RepositoryName | null;
  /** The branch whose rules are compared. */
  readonly base: string | null;
  readonly extends: string | null;
  readonly json: boolean;
}

export function run(
  { registries, tree, files, repo, base, extends: extended, json }: Asked,
  io: Io,
  { env }: Pick<Machine, "env">,
): Ending {
  if (registries.every((named) => named === "-"))
    return misused("the standard input can be read only once; name a file instead of one `-`");
  const [old, proposed] = registries.map((named) => registryFile(io, named));
  const before = wholeRegistry(io, old ?? "", extended, repo ?? undefined);
  const after = wholeRegistry(io, proposed ?? "", extended, repo ?? undefined);
  if (before === null || after === null) return 2;
  const paths = pathsOf(io, tree, files);
  if (paths === "unread") return 2;
  if (paths !== null && "problem" in paths) return paths;
  const home = repo ?? originAt(io, treeRoot(io, tree ?? "")) ?? onlyRepository([before, after]);
  const found = compared({
    before,
    after,
    home,
    paths,
    base: base ?? "main",
    registryRepo: env.REGISTRY_REPO || REGISTRY_REPO,
  });
  if (json) io.out(JSON.stringify(found.json, null, 2));
  else io.out(found.equal ? `${old} and ${proposed} mean the same` : severalLines(unmarked(found.text)));
  return found.equal ? 0 : 1;
}

/** `null`: there are none, and the registries' own patterns have to do. */
function pathsOf(io: Io, tree: string | null, list: string | null): readonly string[] | Misuse | "unread" | null {
  if (list !== null) {
    const text = readOr(io, list);
    return text === null ? "unread" : listedPaths(text).map((path) => path.replace(/^(?:\.?\/)+/, ""));
  }
  if (tree !== null && !isFolder(io, tree))
    return misused(`--tree takes a folder, and ${JSON.stringify(tree)} is none`);
  const folder = tree ?? checkoutRoot(resolve(io.cwd));
  if (folder === null) return null;
  try {
    return filesBelow(io, folder);
  } catch (error) {
    io.err(cannotRead(error, folder, io));
    return "unread";
  }
}

const ANY: RepositoryName = { owner: "", name: "" };

/** Where areas name one alone, it is meant. */
function onlyRepository(registries: readonly Registry[]): RepositoryName {
  const named = new Set(registries.flatMap(({ areas }) => areas.flatMap(({ repos }) => repos)));
  const [only] = named;
  return only === undefined || named.size > 1 ? ANY : { owner: "", name: only };
}

interface Comparing {
  readonly before: Registry;
  readonly after: Registry;
  readonly home: RepositoryName;
  readonly paths: readonly string[] | null;
  readonly base: string;
  /** Name of the repository whose registry serves others. */
  readonly registryRepo: string;
}

function compared({ before, after, home, paths, base, registryRepo }: Comparing) {
  const both = { before: indexed(before), after: indexed(after) };
  const isOfSeveral = [before, after].some(({ areas }) => areas.some(({ repos }) => repos.length > 0));
  const scope: PowerScope = {
    tree: paths === null ? null : { paths, whole: true },
    everywhere: sameName(home.name, registryRepo) || (home.name === "" && isOfSeveral),
    defaultBranch: base,
  };
  const changes = registryChanges(before, after);
  const powers = powerChanges(both, home, scope);
  const unmatched = paths === null ? [] : unmatchedPatterns(after, home, paths, scope.everywhere);
  const areas = areasWithFewer(both.before, both.after, home);
  const equal = changes.length + powers.files.length + powers.standing.length === 0;
  const paragraphs = [
    changes.join("\n"),
    unmatchedParagraph({ unmatched }),
    ...powerParagraphs(powers, "since there are no files to look at here"),
    areaParagraph({ areas }),
    teamsParagraph([before, after]),
  ];
  return {
    equal,
    text: paragraphs.filter((paragraph) => paragraph !== "").join("\n\n"),
    json: { equal, changes: changes.map(unmarked), unmatched: unmatched.map(unmarked), powers, fewer: areas },
  };
}

/** A file does not tell who is in a team. */
function teamsParagraph(registries: readonly Registry[]): string {
  const hasTeams = registries.some(({ teams }) => teams.length > 0);
  return hasTeams ? "Who is in the teams is not known here: only people who are listed by name are compared." : "";
}
