/** Looks up people, teams and repositories by name: up to a hundred in one request. */

import { z } from "zod";
import type { NameLookup, NameLookups, Names } from "../../registry/named.ts";
import type { Client } from "../client/client.ts";
import { isUnanswered } from "../client/errors.ts";
import { parsed } from "./graphql-pages.ts";

const MAX_A_REQUEST = 100;

type Asked =
  | { readonly kind: "people"; readonly name: string }
  | { readonly kind: "teams"; readonly name: string }
  | { readonly kind: "repositories"; readonly name: string };

/** Names beyond `requests` hundreds, and those about which GitHub did not answer, are "unknown". */
export async function readNames(client: Client, owner: string, names: Names, requests: number): Promise<NameLookups> {
  const all: readonly Asked[] = [
    ...names.people.map(({ login }) => ({ kind: "people" as const, name: login })),
    ...names.teams.map((name) => ({ kind: "teams" as const, name })),
    ...names.repositories.map((name) => ({ kind: "repositories" as const, name })),
  ];
  const found = { people: new Map(), teams: new Map(), repositories: new Map() } satisfies Record<
    string,
    Map<string, NameLookup>
  >;
  for (let at = 0; at < Math.min(all.length, requests * MAX_A_REQUEST); at += MAX_A_REQUEST) {
    const part = all.slice(at, at + MAX_A_REQUEST);
    const answers = await readPart(client, owner, part);
    for (const [index, { kind, name }] of part.entries())
      found[kind].set(name.toLowerCase(), answers[index] ?? { kind: "unknown" });
  }
  return found;
}

async function readPart(client: Client, owner: string, part: readonly Asked[]): Promise<readonly NameLookup[]> {
  const paths = part.map((_, index) => `n${index}`);
  const query = {
    name: "Names",
    text: queryOf(part),
    optional: paths,
    // A team takes a permission that the app may not have; the rest is told all the same.
    unreliable: paths.filter((_, index) => part[index]?.kind === "teams"),
  };
  try {
    const variables = part.map(({ kind, name }, index) => [
      `n${index}`,
      kind === "teams" ? name.split("/").slice(1).join("/") : name,
    ]);
    const answer = await client.graph(query, { owner, ...Object.fromEntries(variables) });
    const view = parsed(z.record(z.string(), z.unknown()), answer.data, "names");
    return part.map(({ kind }, index) => {
      const isMissing = kind !== "teams" && answer.absent.has(`n${index}`);
      if (answer.absent.has(`n${index}`)) return { kind: isMissing ? "none" : "unknown" };
      return lookedUp(kind, view[`n${index}`]);
    });
  } catch (error) {
    if (!isUnanswered(error)) throw error;
    return part.map(() => ({ kind: "unknown" }));
  }
}

const FIELDS: Readonly<Record<Asked["kind"], (name: string) => string>> = {
  people: (name) => `repositoryOwner(login: ${name}) { __typename login ... on User { databaseId } }`,
  teams: (name) => `organization(login: $owner) { __typename team(slug: ${name}) { slug } }`,
  repositories: (name) => `repository(owner: $owner, name: ${name}) { __typename name }`,
};

function queryOf(part: readonly Asked[]): string {
  const uses = part.some(({ kind }) => kind !== "people");
  const variables = [...(uses ? ["$owner: String!"] : []), ...part.map((_, index) => `$n${index}: String!`)];
  const fields = part.map(({ kind }, index) => `n${index}: ${FIELDS[kind](`$n${index}`)}`);
  return `query Names(${variables.join(", ")}) {\n  ${fields.join("\n  ")}\n}`;
}

const ownerView = z.object({ __typename: z.string(), databaseId: z.number().nullish() }).nullable();
const teamView = z.object({ team: z.object({ slug: z.string() }).nullable() }).nullable();
const repositoryView = z.object({ name: z.string() }).nullable();

function lookedUp(kind: Asked["kind"], data: unknown): NameLookup {
  switch (kind) {
    case "people": {
      const owner = parsed(ownerView, data ?? null, "an account");
      if (owner === null) return { kind: "none" };
      if (owner.__typename === "Organization") return { kind: "organization" };
      return { kind: "person", id: owner.databaseId ?? null };
    }
    case "teams":
      return parsed(teamView, data ?? null, "a team")?.team ? { kind: "team" } : { kind: "none" };
    case "repositories": {
      const repository = parsed(repositoryView, data ?? null, "a repository");
      return repository === null ? { kind: "none" } : { kind: "repository", name: repository.name };
    }
  }
}
