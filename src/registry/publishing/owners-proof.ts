/** Compares OWNERS files that are to be published with the registry, path by path, as Prow would read them. */

import { loginKey } from "../../shared/names.ts";
import { joinList } from "../../shared/people.ts";
import { isPassedOver, ownersTree, parent } from "../ownership/prow.ts";
import type { Tree } from "../ownership/tree.ts";
import { type Asked, generalDifferences, placesToCompare, withMembersAsOwners } from "./asked-at.ts";
import type { Difference, Publication, WholeFile } from "./publication.ts";
import { isWritten } from "./whole-file.ts";

export function ownersDifferences(files: readonly WholeFile[], publication: Publication): readonly Difference[] {
  const { registry, repository, paths, teams } = publication;
  const tree = treeWith(files, publication);
  const prow = ownersTree(tree, { markdown: false });
  const asking = withMembersAsOwners(registry, repository, teams);
  const unread = unreadTeams(publication);
  const foreign = foreignOwners(files, tree);
  const found = placesToCompare(registry, repository, paths).flatMap(({ path, where }): readonly Difference[] => {
    const published = [...prow.approversOf(path)];
    const asked = asking.at(path);
    const isAlike = alike(asked.approvers, published);
    if (isAlike && asked.min === 1 && asked.chains.length === 1) return [];
    const reason = isAlike ? countReason(asked) : ofOthers(asked, { path, theirs: foreign(path) });
    return [{ where, area: asked.chains[0]?.[0] ?? null, registry: asked.approvers, published, reason }];
  });
  const general = [...generalDifferences(registry, "OWNERS"), ...unread];
  return [
    ...found,
    ...general.map((reason) => ({ where: "every path", area: null, registry: [], published: [], reason })),
  ];
}

const NOBODY_NEEDED = "needs nobody; OWNERS always asks for somebody";

/** People are the same, and yet it is not the same. */
function countReason({ chains, min }: Asked): string | null {
  if (chains.length > 1) return together(chains);
  if (min > 1) return `needs ${min}; OWNERS knows only any one of them`;
  return min === 0 ? NOBODY_NEEDED : null;
}

function together(chains: Asked["chains"]): string {
  return `${joinList(chains.flat(), "and")} are both asked; OWNERS knows only the nearest folder and those above`;
}

interface There {
  readonly path: string;
  /** The nearest file of owners that is somebody else's. */
  readonly theirs: string | null;
}

function ofOthers({ isRegistry, approvers, chains, min }: Asked, { path, theirs }: There): string | null {
  if (theirs !== null) return `${theirs} is there besides, and says so`;
  if (min === 0) return NOBODY_NEEDED;
  if (isPassedOver(parent(path))) return "Prow passes over OWNERS files in that folder, and asks those above";
  if (isRegistry) return "the registry has approvers of its own; OWNERS knows folders alone";
  if (approvers.length === 0 && chains.length > 1) return together(chains);
  return approvers.length === 0 ? "nobody may approve it; OWNERS then asks those above" : null;
}

/** Files of folders that are no area any more: they are Rung's by their first line, and taken away with the next writing. */
export function leftoverOwners(files: readonly WholeFile[], { paths, read }: Publication): readonly string[] {
  const wanted = new Set(files.map(({ path }) => path));
  return (paths ?? []).filter(
    (path) => /(?:^|\/)OWNERS$/.test(path) && !wanted.has(path) && isWritten(read(path) ?? ""),
  );
}

/** The files as they would be, and every other as it is. */
function treeWith(files: readonly WholeFile[], publication: Publication): Tree {
  const { paths, read } = publication;
  const texts = new Map(files.map(({ path, lines }) => [path, lines.join("\n")]));
  const gone = new Set(leftoverOwners(files, publication));
  return {
    paths: [...new Set([...(paths ?? []).filter((path) => !gone.has(path)), ...texts.keys()])].toSorted((one, other) =>
      one < other ? -1 : 1,
    ),
    read: (path) => texts.get(path) ?? (path.split("/").at(-1)?.startsWith("OWNERS") === true ? read(path) : null),
  };
}

/** The nearest OWNERS file around a path that is not of this list. */
function foreignOwners(files: readonly WholeFile[], tree: Tree): (path: string) => string | null {
  const own = new Set(files.map((file) => file.path));
  const others = new Set(tree.paths.filter((path) => /(?:^|\/)OWNERS$/.test(path) && !own.has(path)));
  const aliases = tree.read("OWNERS_ALIASES") === null ? null : "OWNERS_ALIASES";
  return (path) => {
    for (let folder = parent(path); ; folder = parent(folder)) {
      const place = folder === "" ? "OWNERS" : `${folder}/OWNERS`;
      if (others.has(place)) return place;
      if (folder === "") return aliases;
    }
  };
}

/** Prow does not know GitHub's teams, and their members are known only where they were read. */
function unreadTeams({ registry, teams }: Publication): readonly string[] {
  const read = new Set([...teams.keys()].map((name) => name.toLowerCase()));
  const unread = [...new Set(registry.teams.map(({ team }) => team))].filter((team) => !read.has(team.toLowerCase()));
  return unread.length === 0 ? [] : [`who is in ${joinList(unread, "and")} is left out; OWNERS knows people alone`];
}

function alike(one: readonly string[], other: readonly string[]): boolean {
  const folded = new Set(other.map(loginKey));
  return new Set(one.map(loginKey)).size === folded.size && one.every((login) => folded.has(loginKey(login)));
}
