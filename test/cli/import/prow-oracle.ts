/**
 * Prow's answers, implemented a second time in another way than the product's: on data that no parser has seen, and by what its
 * documentation says about a whole path at once instead of folder by folder.
 */

export interface OracleFilter {
  /** A JavaScript expression that Go reads alike; `null`: every path. */
  readonly pattern: string | null;
  readonly approvers: readonly string[];
}

export interface OracleFolder {
  readonly filters: readonly OracleFilter[];
  readonly noParents: boolean;
}

/** Everyone who may approve, in order. Folders by their path; the root's is empty. */
export function prowApprovers(folders: ReadonlyMap<string, OracleFolder>, path: string): readonly string[] {
  const segments = path.split("/");
  const named = segments.map((_, depth) => {
    const folder = folders.get(segments.slice(0, depth).join("/"));
    const rest = segments.slice(depth).join("/");
    const fitting = (folder?.filters ?? []).filter(({ pattern }) => pattern === null || rest.search(pattern) !== -1);
    return { noParents: folder?.noParents ?? false, people: fitting.flatMap(({ approvers }) => approvers) };
  });
  // The deepest folder that wants no parents, and has anybody at or below it, keeps out all above it.
  const cut = named.findLastIndex(
    ({ noParents }, depth) => noParents && named.slice(depth).some(({ people }) => people.length > 0),
  );
  return [...new Set(named.slice(Math.max(cut, 0)).flatMap(({ people }) => people))].toSorted(byText);
}

function byText(a: string, b: string): number {
  return a < b ? -1 : 1;
}
