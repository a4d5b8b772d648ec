/** GitHub's OpenAPI description, cut to what the sandbox has, and requests, answers and webhooks held against it. */

import { readFileSync } from "node:fs";
import { buildSchema, parse, validate } from "graphql";
import { z } from "zod";
import type { Exchange } from "../../src/sandbox/http/api.ts";
import { SCHEMA } from "../../src/sandbox/schema.graphql.ts";
import { faults, type Schema } from "./schema-check.ts";

const schema = z.record(z.string(), z.unknown());
const operation = z.object({
  parameters: z.array(z.object({ name: z.string(), in: z.string(), required: z.boolean(), schema })),
  body: schema.optional(),
  responses: z.record(z.string(), schema.nullable()),
});
const description = z.object({
  paths: z.record(z.string(), z.record(z.string(), operation)),
  webhooks: z.record(z.string(), schema),
  components: z.object({ schemas: z.record(z.string(), schema) }),
});

const file = new URL("./openapi.golden.json", import.meta.url);
export const github = description.parse(JSON.parse(readFileSync(file, "utf8")));
const components = github.components.schemas;

/** Names of a body's fields, through references and alternatives. */
function fieldsOf(given: Schema): Set<string> {
  const found = new Set<string>();
  const ref = given.$ref;
  const named = typeof ref === "string" ? components[ref.replace("#/components/schemas/", "")] : undefined;
  for (const name of named === undefined ? [] : fieldsOf(named)) found.add(name);
  const properties = schema.safeParse(given.properties);
  for (const name of properties.success ? Object.keys(properties.data) : []) found.add(name);
  for (const key of ["oneOf", "anyOf", "allOf"]) {
    const parts = z.array(schema).safeParse(given[key]);
    for (const part of parts.success ? parts.data : []) for (const name of fieldsOf(part)) found.add(name);
  }
  return found;
}

/** Places where the description itself is wrong, as GitHub's real answers show. */
const MISTAKEN: readonly RegExp[] = [
  // asks of an account that it be a user and an enterprise at once ("all of" for "any of")
  /^GET \/app\/installations 200\[\d+\]\.account\.(name|slug|created_at|updated_at): missing$/,
  // a label without a description has null there, as the same labels of a whole pull request have in the description itself
  /^POST \/repos\/\{owner\}\/\{repo\}\/pulls\/\{pull_number\}\/requested_reviewers 201\.labels\[\d+\]\.description: null instead of string$/,
  // its list of events lacks merge_group, which its own documentation has
  /(app|performed_via_github_app)\.events\[\d+\]: "merge_group" is none of/,
];

function meant(found: readonly string[]): string[] {
  return found.filter((fault) => !MISTAKEN.some((mistake) => mistake.test(fault)));
}

/** What GitHub would not know of this request, or would not answer. Refusals (4xx, 5xx) are held to the request alone. */
export function restFaults(exchange: Exchange): string[] {
  const at = `${exchange.method} ${exchange.route}`;
  const known = exchange.route === null ? undefined : github.paths[exchange.route]?.[exchange.method.toLowerCase()];
  if (known === undefined) return [`${at}: GitHub has no such route`];
  const queries = new Set(known.parameters.filter((one) => one.in === "query").map((one) => one.name));
  const wrong = [...exchange.query.keys()]
    .filter((name) => !queries.has(name))
    .map((name) => `${at}: unknown parameter ${name}`);
  if (exchange.status >= 300) return wrong;
  if (exchange.requestBody !== "" && known.body !== undefined) {
    const body: unknown = JSON.parse(exchange.requestBody);
    wrong.push(...faults(body, known.body, components, `${at} body`));
    const fields = fieldsOf(known.body);
    const sent = schema.safeParse(body);
    const extra = sent.success ? Object.keys(sent.data).filter((name) => !fields.has(name)) : [];
    wrong.push(...extra.map((name) => `${at} body.${name}: unknown`));
  }
  const answer = known.responses[`${exchange.status}`];
  if (answer === undefined) return [...wrong, `${at}: GitHub never answers ${exchange.status}`];
  if (answer === null || exchange.responseBody === undefined) return wrong;
  return [...wrong, ...meant(faults(exchange.responseBody, answer, components, `${at} ${exchange.status}`))];
}

const graphql = buildSchema(SCHEMA);
const query = z.object({ query: z.string() });
/** By the query's text: the same few are sent over and over. */
const judged = new Map<string, string[]>();

/** Against the sandbox's schema, which another test holds against GitHub's own. */
export function graphqlFaults(exchange: Exchange): string[] {
  const asked = query.parse(JSON.parse(exchange.requestBody));
  const found = judged.get(asked.query) ?? validate(graphql, parse(asked.query)).map((error) => error.message);
  judged.set(asked.query, found);
  return found;
}

export function exchangeFaults(exchange: Exchange): string[] {
  return exchange.route === "/graphql" ? graphqlFaults(exchange) : restFaults(exchange);
}

/** `name` as in X-GitHub-Event. */
export function webhookFaults(name: string, action: string | null, payload: unknown): string[] {
  const key = [name, action]
    .filter((part) => part !== null)
    .join("-")
    .replaceAll("_", "-");
  const known = github.webhooks[key];
  return known === undefined ? [`GitHub sends no ${key}`] : meant(faults(payload, known, components, key));
}
