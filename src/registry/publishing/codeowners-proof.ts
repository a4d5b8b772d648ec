/** Holds a CODEOWNERS file that is to be published against the registry, path by path, as GitHub would read it. */
import { loginKey } from "../../shared/names.ts";
import { joinList } from "../../shared/people.ts";
import { CODEOWNERS_PATHS, codeOwners } from "../ownership/code-owners.ts";
import { type Asked, areasIn, generalDifferences, placesToCompare, withTeamsAsOwners } from "./asked-at.ts";
import { githubPattern } from "./github-pattern.ts";
import type { Difference, Publication, WholeFile } from "./publication.ts";
import type { PublishEntry } from "./publish-key.ts";

export function codeownersDifferences(
  { path: file, lines }: WholeFile,
  { owners }: PublishEntry,
  { registry, repository, paths }: Publication,
): readonly Difference[] {
  const { rules, notes } = codeOwners(lines.join("\n"), file, repository.owner === "" ? null : repository.owner);
  const asking = withTeamsAsOwners(registry, repository);
  const unsaid = new Set(
    areasIn(registry, repository)
      .filter(hasUnsaid)
      .map(({ name }) => name),
  );
  const found = placesToCompare(registry, repository, paths).flatMap(({ path, where }): readonly Difference[] => {
    const published = rules.findLast(({ pattern }) => pattern.matches(path))?.owners ?? [];
    const asked = asking.at(path);
    const isAlike = alike(asked.approvers, published) && asked.min > 0 === published.length > 0;
    if (isAlike && asked.min <= 1 && asked.chains.length === 1) return [];
    const reason = together(asked) ?? (isAlike ? ofCount(asked) : ofCause(asked, { owners, published, unsaid }));
    return [{ where, area: asked.chains[0]?.[0] ?? null, registry: asked.approvers, published, reason }];
  });
  return [
    ...found,
    ...everywhere([...generalDifferences(registry, "CODEOWNERS"), ...hiding(file, paths)]),
    ...skipped(notes),
  ];
}

function hasUnsaid({ paths }: { readonly paths: readonly string[] }): boolean {
  return paths.some((pattern) => githubPattern(pattern, new Set()) === null);
}

function together({ chains }: Asked): string | null {
  return chains.length > 1
    ? `${joinList(chains.flat(), "and")} are both asked; CODEOWNERS knows only the last line that matches`
    : null;
}

/** People are the same, and yet it is not the same. */
function ofCount({ min }: Asked): string | null {
  return min > 1 ? `needs ${min}; CODEOWNERS knows only any one of them` : null;
}

interface Found {
  readonly owners: PublishEntry["owners"];
  readonly published: readonly string[];
  /** Areas with a pattern that cannot be said. */
  readonly unsaid: ReadonlySet<string>;
}

function ofCause({ chains, approvers, min }: Asked, { owners, published, unsaid }: Found): string | null {
  const [first = ""] = chains.flat();
  const named = new Set(published.map(loginKey));
  const missing = approvers.filter((login) => !named.has(loginKey(login)));
  const isOnlyLess = published.length + missing.length === approvers.length;
  if (unsaid.has(first)) return `CODEOWNERS cannot say a pattern of ${first}; it has neither ranges nor \`#\``;
  if (min > 0 && approvers.length === 0) return "nobody may approve it; CODEOWNERS cannot say that";
  if (owners === "teams" && isOnlyLess && missing.every((login) => !login.includes("/")))
    return "`owners: teams` leaves out who is listed by name";
  if (owners === "teams" && min > 0 && !approvers.some((login) => login.includes("/")))
    return "no team holds it, and `owners: teams` leaves out who is listed by name";
  const [chain = []] = chains;
  if (chain.length > 1)
    return `lies in ${joinList(chain, "and")}; CODEOWNERS asks the owners of the last line that matches alone`;
  return null;
}

/** GitHub reads the first of the places where it looks. */
function hiding(file: string, paths: readonly string[] | null): readonly string[] {
  const other = CODEOWNERS_PATHS.find((place) => place === file || paths?.includes(place));
  return other === undefined || other === file ? [] : [`${other} is there too, and GitHub reads that one instead`];
}

function everywhere(reasons: readonly string[]): readonly Difference[] {
  return reasons.map((reason) => ({ where: "every path", area: null, registry: [], published: [], reason }));
}

/** What GitHub would pass over was not meant so. */
function skipped(notes: readonly { readonly place: string; readonly text: string }[]): readonly Difference[] {
  return notes.map(({ text }) => ({ where: text, area: null, registry: [], published: [], reason: null }));
}

function alike(one: readonly string[], other: readonly string[]): boolean {
  const folded = new Set(other.map(loginKey));
  return one.length === folded.size && one.every((login) => folded.has(loginKey(login)));
}
