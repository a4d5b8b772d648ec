/** What GitHub finds wrong with a CODEOWNERS file: patterns and owners it cannot read, and owners who may not push. */

import type { Repo } from "./model.ts";
import { atLeast } from "./organizations.ts";
import { resolved } from "./pulls.ts";
import { notFound } from "./refusal.ts";
import type { World } from "./world.ts";

export interface CodeownersError {
  readonly line: number;
  readonly column: number;
  readonly kind: "Invalid pattern" | "Invalid owner" | "Unknown owner";
  readonly source: string;
  readonly suggestion: string | null;
  readonly message: string;
  readonly path: string;
}

/** In the order in which GitHub looks. */
const PATHS = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"];

/** Throws a 404 where there is no such branch or no such file. */
export function codeownersErrors(world: World, repo: Repo, ref: string | null): CodeownersError[] {
  const sha = resolved(world, repo, ref ?? "HEAD");
  if (sha === null) throw notFound();
  const files = world.git.filesAt(sha);
  const path = PATHS.find((one) => files.has(one));
  const blob = path === undefined ? undefined : files.get(path);
  if (path === undefined || blob === undefined) throw notFound();
  return world.git
    .text(blob)
    .split("\n")
    .flatMap((source, at) => lineFaults(world, repo, source).map((fault) => told(fault, path, at + 1, source)));
}

type Fault = Pick<CodeownersError, "column" | "kind" | "suggestion">;

function lineFaults(world: World, repo: Repo, source: string): Fault[] {
  const said = source.split("#")[0]?.trimEnd() ?? "";
  const words = [...said.matchAll(/(?:\\.|[^\s\\])+/g)].map((found) => ({ word: found[0], column: found.index + 1 }));
  const [pattern, ...owners] = words;
  if (pattern === undefined) return [];
  const suggestion = patternFault(pattern.word);
  // GitHub skips the line, so that its owners do not count
  if (suggestion !== null) return [{ column: pattern.column, kind: "Invalid pattern", suggestion }];
  return owners.flatMap(({ word, column }) => {
    const fault = ownerFault(world, repo, word);
    return fault === null ? [] : [{ column, ...fault }];
  });
}

function patternFault(pattern: string): string | null {
  if (pattern.includes("***")) return `Did you mean \`${pattern.replaceAll(/\*{3,}/g, "**")}\`?`;
  if (pattern.startsWith("!")) return "patterns cannot be negated with `!`";
  if (/[[\]]/.test(pattern.replaceAll(/\\./g, ""))) return "both `[` and `]` must be escaped with a `\\`";
  return pattern === "/" ? "The pattern `/` will never match anything, did you mean `*` instead?" : null;
}

const EMAIL = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;
const LOGIN = /^[a-z\d](?:[a-z\d]|-(?=[a-z\d])){0,38}$/i;

function ownerFault(world: World, repo: Repo, word: string): Omit<Fault, "column"> | null {
  if (EMAIL.test(word)) return knownByEmail(world, repo, word) ? null : unknownOwner(word);
  const [login = "", slug, ...more] = word.startsWith("@") ? word.slice(1).split("/") : [];
  if (!LOGIN.test(login) || slug === "" || more.length > 0) return { kind: "Invalid owner", suggestion: null };
  if (slug === undefined) return mayPush(world, repo, login) ? null : unknownOwner(word);
  const owner = world.actors.get(login.toLowerCase());
  const team = owner === repo.owner ? world.organizations.team(owner, slug) : undefined;
  const granted = team === undefined ? "none" : world.organizations.repositoryRole(team, repo);
  if (team?.privacy === "closed" && atLeast(granted, "write")) return null;
  const suggestion = `make sure the team ${word} exists, is publicly visible, and has write access to the repository`;
  return { kind: "Unknown owner", suggestion };
}

function unknownOwner(word: string): Omit<Fault, "column"> {
  return { kind: "Unknown owner", suggestion: `make sure ${word} exists and has write access to the repository` };
}

function mayPush(world: World, repo: Repo, login: string): boolean {
  const who = world.actors.get(login.toLowerCase());
  return who?.type === "User" && !who.deleted && atLeast(world.permission(repo, who), "write");
}

function knownByEmail(world: World, repo: Repo, email: string): boolean {
  const who = [...world.actors.values()].find((one) => one.email.toLowerCase() === email.toLowerCase());
  return who !== undefined && mayPush(world, repo, who.login);
}

/** Laid out for a fixed-width typeface: the line, and below it a mark at the place. */
function told(fault: Fault, path: string, line: number, source: string): CodeownersError {
  const why = fault.suggestion === null ? "" : ` ${fault.suggestion}`;
  const mark = `${" ".repeat(fault.column - 1)}^`;
  const message = `${fault.kind} on line ${line}:${why}\n\n  ${source}\n  ${mark}`;
  return { line, ...fault, source, message, path };
}
