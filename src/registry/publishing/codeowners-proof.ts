/** Compares a CODEOWNERS file that is to be published with the registry, path by path, as GitHub would read it. */

import { loginKey } from "../../shared/names.ts";
import { distinctLogins, joinList } from "../../shared/people.ts";
import { CODEOWNERS_PATHS, codeOwners } from "../ownership/code-owners.ts";
import { REGISTRY_PATHS } from "../registry-places.ts";
import {
  type Asked,
  type Asking,
  areasIn,
  generalDifferences,
  placesToCompare,
  sampleOf,
  withTeamsAsOwners,
} from "./asked-at.ts";
import { githubPattern } from "./github-pattern.ts";
import type { Difference, Publication, WholeFile } from "./publication.ts";
import type { PublishEntry } from "./publish-key.ts";
import { type TeamOwners, teamOwners } from "./team-owners.ts";

export function codeownersDifferences(
  { path: file, lines }: WholeFile,
  { owners }: Pick<PublishEntry, "owners">,
  publication: Publication,
): readonly Difference[] {
  const { registry, repository, paths } = publication;
  const teams = owners === "teams" ? teamOwners(publication) : null;
  const { rules, notes } = codeOwners(lines.join("\n"), file, repository.owner === "" ? null : repository.owner);
  const asking = withTeamsAsOwners(registry, repository);
  const lineAsked = asksOfLines(publication, asking);
  const unsaid = new Set(
    areasIn(registry, repository)
      .filter(hasUnsaid)
      .map(({ name }) => name),
  );
  const found = placesToCompare(registry, repository, paths).flatMap(({ path, where }): readonly Difference[] => {
    const rule = rules.findLast(({ pattern }) => pattern.matches(path));
    const written = rule?.owners ?? [];
    const published = teams === null ? written : distinctLogins(teams.people(written));
    const asked = asking.at(path);
    const isAlike = alike(asked.approvers, published) && asked.min > 0 === written.length > 0;
    if (isAlike && asked.min <= 1 && asked.chains.length === 1) return [];
    const meant = rule === undefined ? null : lineAsked(lines[rule.line - 1] ?? "");
    const isOverlap = meant !== null && isOfOthers(asked, meant, { teams, published });
    const reason = isAlike
      ? (together(asked) ?? ofCount(asked))
      : ((isOverlap ? (together(asked) ?? within(asked)) : null) ?? ofCause(asked, { teams, published, unsaid }));
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
  /** `null`: people are named. */
  readonly teams: TeamOwners | null;
  readonly published: readonly string[];
  /** Areas with a pattern that cannot be expressed. */
  readonly unsaid: ReadonlySet<string>;
}

function ofCause({ chains, approvers, min }: Asked, { teams, published, unsaid }: Found): string | null {
  const [first = ""] = chains.flat();
  const named = new Set(published.map(loginKey));
  const missing = approvers.filter((login) => !named.has(loginKey(login)));
  const isOnlyLess = published.length + missing.length === approvers.length;
  if (unsaid.has(first)) return `CODEOWNERS cannot say a pattern of ${first}; it has neither ranges nor \`#\``;
  if (min > 0 && approvers.length === 0) return "nobody may approve it; CODEOWNERS cannot say that";
  if (teams !== null && min > 0 && teams.of({ approvers, chains }).length === 0) return ofNoTeam(teams);
  if (teams !== null && isOnlyLess) return ofTeams(teams, missing);
  return null;
}

/** The path is in more areas than the matching line is made for. */
function within({ chains }: Asked): string | null {
  const [chain = []] = chains;
  return chain.length > 1
    ? `lies in ${joinList(chain, "and")}; CODEOWNERS asks the owners of the last line that matches alone`
    : null;
}

/** What the registry asks where only a line's own pattern matches; `null`: the line is not Rung's. */
function asksOfLines({ registry, repository, paths }: Publication, asking: Asking): (line: string) => Asked | null {
  const there = new Set(paths);
  const patterns = areasIn(registry, repository).flatMap((area) => area.paths);
  const samples = new Map([
    ["*", ""],
    ...patterns.map((pattern) => [githubPattern(pattern, there) ?? "", sampleOf(pattern)] as const),
    ...REGISTRY_PATHS.map((path) => [`/${path}`, path] as const),
  ]);
  return (line) => {
    const [pattern = ""] = /^(?:\\.|[^\s\\])*/.exec(line) ?? [];
    const sample = samples.get(pattern);
    return sample === undefined ? null : asking.at(sample);
  };
}

/** The line expresses what the registry asks where only it matches; here something else is asked as well. */
function isOfOthers(asked: Asked, meant: Asked, { teams, published }: Pick<Found, "teams" | "published">): boolean {
  // Where nobody may approve all of it the line names the people of its own area.
  if (meant.approvers.length === 0) return meant.chains.length > 1;
  const owners = teams === null ? meant.approvers : teams.people(teams.of(meant));
  return meant.chains.join("\n") !== asked.chains.join("\n") && alike(distinctLogins(owners), published);
}

function ofNoTeam({ byAccess }: TeamOwners): string {
  return byAccess
    ? "no team of `access.teams` is made of people who all may approve it"
    : "no team holds it, and `owners: teams` leaves out who is listed by name";
}

function ofTeams({ byAccess }: TeamOwners, missing: readonly string[]): string | null {
  if (byAccess) return `no team of \`access.teams\` has ${joinList(missing, "or")} among people who all may approve it`;
  return missing.every((login) => !login.includes("/")) ? "`owners: teams` leaves out who is listed by name" : null;
}

/** GitHub reads the first of the places where it looks. */
function hiding(file: string, paths: readonly string[] | null): readonly string[] {
  const other = CODEOWNERS_PATHS.find((place) => place === file || paths?.includes(place));
  return other === undefined || other === file ? [] : [`${other} is there too, and GitHub reads that one instead`];
}

function everywhere(reasons: readonly string[]): readonly Difference[] {
  return reasons.map((reason) => ({ where: "every path", area: null, registry: [], published: [], reason }));
}

/** What GitHub would ignore was not intended. */
function skipped(notes: readonly { readonly place: string; readonly text: string }[]): readonly Difference[] {
  return notes.map(({ text }) => ({ where: text, area: null, registry: [], published: [], reason: null }));
}

function alike(one: readonly string[], other: readonly string[]): boolean {
  const folded = new Set(other.map(loginKey));
  return one.length === folded.size && one.every((login) => folded.has(loginKey(login)));
}
