/** A server that answers GraphQL by GitHub's own schema, with whatever oddities a test puts into its values, and REST by a table. */

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { schema as idl } from "@octokit/graphql-schema";
import { buildSchema, type GraphQLSchema, graphql } from "graphql";
import { onTestFinished } from "vitest";
import { type Client, tokenClient } from "../../../src/github/client/client.ts";

export interface OddAnswer {
  readonly status?: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface AnotherGitHub {
  /** Values and functions by field, as graphql-js takes them. */
  readonly root: object;
  /** By path without its query; what is not there is 404. */
  readonly rest?: Readonly<Record<string, (asked: URLSearchParams) => OddAnswer>>;
  /** Instead of what GraphQL answers, by the count of the request. */
  readonly instead?: (count: number) => OddAnswer | null;
}

/** As GitHub tells of an error: beside the data, with a type. */
export function refusal(type: string, message: string): Error {
  return Object.assign(new Error(message), { type });
}

let schema: GraphQLSchema | null = null;
function theSchema(): GraphQLSchema {
  schema ??= buildSchema(idl.idl, { assumeValid: true });
  return schema;
}

export async function anotherGitHub({ root, rest = {}, instead = () => null }: AnotherGitHub) {
  const requests: string[] = [];
  const graph = async (text: string): Promise<OddAnswer> => {
    const { query: source, variables: variableValues } = JSON.parse(text);
    const odd = instead(requests.length);
    if (odd !== null) return odd;
    const { data, errors } = await graphql({ schema: theSchema(), source, variableValues, rootValue: root });
    const shown = errors?.map((error) => ({ ...error.toJSON(), ...error.originalError }));
    return { body: { data, ...(shown && { errors: shown }) } };
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { pathname, searchParams } = new URL(request.url ?? "", "http://x");
    requests.push(pathname);
    const answer: OddAnswer =
      pathname === "/graphql"
        ? await graph(Buffer.concat(chunks).toString()).catch((error: unknown) => ({
            status: 418,
            body: { message: String(error) },
          }))
        : (rest[pathname]?.(searchParams) ?? { status: 404, body: { message: "Not Found" } });
    response.writeHead(answer.status ?? 200, { "content-type": "application/json", ...answer.headers });
    response.end(JSON.stringify(answer.body));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  onTestFinished(() => void server.close());
  const client: Client = tokenClient({ apiUrl: url, graphqlUrl: `${url}/graphql`, token: "token" });
  return { client, requests };
}

/** A list as GitHub's: `pages` by cursor. */
export function listed(nodes: readonly unknown[], { total = nodes.length, next = null as string | null } = {}) {
  return {
    totalCount: total,
    pageInfo: { hasNextPage: next !== null, endCursor: next, hasPreviousPage: false },
    nodes,
    edges: nodes,
  };
}
