/** GitHub's GraphQL endpoint over the sandbox's world: queries, mutations, and errors worded as GitHub words them. */

import {
  buildSchema,
  type DocumentNode,
  executeSync,
  type GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
  parse,
  validate,
} from "graphql";
import { z } from "zod";
import type { GraphqlAnswer } from "./http/api.ts";
import type { Caller } from "./http/auth.ts";
import type { PlayedWorld } from "./played-world.ts";
import { SCHEMA } from "./schema.graphql.ts";
import { searched } from "./search.ts";
import { actorView, organizationView, ownerView, userView } from "./views/accounts.ts";
import { runView } from "./views/commits.ts";
import { issueView } from "./views/issues.ts";
import { labelView } from "./views/labels.ts";
import { mutations } from "./views/mutations.ts";
import { entryView, pullView } from "./views/pulls.ts";
import { repositoryView } from "./views/repositories.ts";
import { commentView, reviewCommentView, reviewView } from "./views/talk.ts";
import {
  connection,
  GithubError,
  type Looking,
  type OuterViews,
  type PageArguments,
  type View,
  visible,
} from "./views/view.ts";
import { iso } from "./world/clock.ts";
import type { Past } from "./world/past.ts";
import { Refusal } from "./world/refusal.ts";
import type { Node } from "./world/world.ts";

const requestBody = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

let built: GraphQLSchema | undefined;
function schema(): GraphQLSchema {
  built ??= buildSchema(SCHEMA, { assumeValid: true });
  return built;
}

interface Prepared {
  readonly document: DocumentNode | null;
  readonly errors: readonly GraphQLError[];
}

/** A bot sends the same few queries over and over; parsing and validating them once is enough. */
const prepared = new Map<string, Prepared>();
const KEEP = 200;

function prepare(query: string): Prepared {
  const known = prepared.get(query);
  if (known !== undefined) return known;
  const made = checked(query);
  if (prepared.size >= KEEP) prepared.clear();
  prepared.set(query, made);
  return made;
}

function checked(query: string): Prepared {
  try {
    const document = parse(query);
    return { document, errors: validate(schema(), document) };
  } catch (error) {
    if (isGraphqlError(error)) return { document: null, errors: [error] };
    throw error;
  }
}

function isGraphqlError(error: unknown): error is GraphQLError {
  return error instanceof Error && error.name === "GraphQLError";
}

/** `query Name`, `mutation addReaction`; `graphql` for what cannot be read. */
export function operationName(body: unknown): string {
  const asked = requestBody.safeParse(body);
  if (!asked.success) return "graphql";
  const { document } = prepare(asked.data.query);
  const operation = document === null ? null : getOperationAST(document, asked.data.operationName);
  return operation === null || operation === undefined ? "graphql" : named(operation);
}

function named(operation: OperationDefinitionNode): string {
  const fields = operation.selectionSet.selections.map((field) => (field.kind === "Field" ? field.name.value : ""));
  const name = operation.name?.value ?? fields.join(" ");
  return `${operation.operation} ${operation.operation === "mutation" ? fields.join(" ") : name}`;
}

export function answerGraphql(world: PlayedWorld, caller: Caller, body: unknown, past?: Past): GraphqlAnswer {
  const asked = requestBody.safeParse(body);
  if (!asked.success) throw new Refusal(400, "A query attribute must be specified and must be a string.");
  const { query, variables, operationName: wanted } = asked.data;
  const { document, errors } = prepare(query);
  const operation = operationName(body);
  const writes = operation.startsWith("mutation");
  if (document === null || errors.length > 0) {
    return { operation, writes: false, wrote: null, body: { errors: errors.map(shown) } };
  }
  const lagging = past !== undefined && !writes ? { past: { past, lag: past.lag() } } : {};
  const looking = { world, caller, viewer: viewerOf(caller), views: VIEWS, ...lagging };
  const result = executeSync({
    schema: schema(),
    document,
    rootValue: root(looking, world),
    variableValues: variables ?? {},
    operationName: wanted ?? null,
  });
  const failed = result.errors ?? [];
  const answer = failed.length === 0 ? { data: result.data } : { data: result.data ?? null, errors: failed.map(shown) };
  return {
    operation,
    writes,
    wrote: writes && failed.length === 0 ? operation.replace("mutation ", "") : null,
    body: answer,
  };
}

/** GitHub puts its own `type` beside message, path and locations. */
function shown(error: GraphQLError): Record<string, unknown> {
  const { originalError } = error;
  const type =
    originalError instanceof GithubError ? originalError.type : error instanceof GithubError ? error.type : undefined;
  return {
    ...(type === undefined ? {} : { type }),
    ...(error.path === undefined ? {} : { path: error.path }),
    ...(error.locations === undefined ? {} : { locations: error.locations }),
    message: error.message,
  };
}

function viewerOf(caller: Caller) {
  if (caller.kind === "person") return caller.actor;
  if (caller.kind === "installation") return caller.installation.app.bot;
  throw new Refusal(401, "This endpoint requires you to be authenticated.");
}

function root(looking: Looking, world: PlayedWorld): View {
  const { caller, viewer } = looking;
  const persona = () => world.as(viewer.login, caller.kind === "installation" ? caller.installation.app : null);
  return {
    viewer: () => userView(looking, viewer),
    user: ({ login }: { login: string }) => {
      const found = world.actors.get(login.toLowerCase());
      if (found?.type === "User" && !found.deleted) return userView(looking, found);
      throw new GithubError("NOT_FOUND", `Could not resolve to a User with the login of '${login}'.`);
    },
    organization: ({ login }: { login: string }) => {
      const found = world.actors.get(login.toLowerCase());
      if (found?.type === "Organization") return organizationView(looking, found);
      throw new GithubError("NOT_FOUND", `Could not resolve to an Organization with the login of '${login}'.`);
    },
    repositoryOwner: ({ login }: { login: string }) => {
      const found = world.actors.get(login.toLowerCase());
      return found === undefined || found.type === "Bot" ? null : ownerView(looking, found);
    },
    repository: ({ owner, name }: { owner: string; name: string }) => {
      const key = `${owner}/${name}`.toLowerCase();
      const found = looking.past?.past.named(key, looking.past.lag) ?? world.repos.get(key);
      if (found !== undefined && visible(looking, found))
        return repositoryView(looking, looking.past?.past.repo(found, looking.past.lag) ?? found);
      throw new GithubError("NOT_FOUND", `Could not resolve to a Repository with the name '${owner}/${name}'.`);
    },
    node: ({ id }: { id: string }) => nodeView(looking, id),
    nodes: ({ ids }: { ids: readonly string[] }) => ids.map((id) => nodeView(looking, id)),
    rateLimit: () => ({
      cost: 1,
      limit: 5_000,
      remaining: 4_999,
      used: 1,
      nodeCount: 0,
      resetAt: iso(world.clock.now() + 3_600_000),
    }),
    search: (asked: PageArguments & { query: string; type: string }) => search(looking, asked),
    ...mutations(looking, persona),
  };
}

const VIEWS: OuterViews = { repository: repositoryView, issue: issueView, pull: pullView };

const MAX_HITS = 1_000;

function search(looking: Looking, asked: PageArguments & { query: string; type: string }): View {
  if (asked.type !== "ISSUE") throw new GithubError("UNPROCESSABLE", `The sandbox does not search ${asked.type}.`);
  try {
    const found = searched(looking.world, asked.query, (subject) => visible(looking, subject.repo));
    const page = connection("search", found.slice(0, MAX_HITS), asked, (subject) =>
      subject.kind === "pull" ? pullView(looking, subject) : issueView(looking, subject),
    );
    return { ...page, issueCount: found.length };
  } catch (error) {
    if (error instanceof Refusal) throw new GithubError("UNPROCESSABLE", error.message);
    throw error;
  }
}

function nodeView(looking: Looking, id: string): View | null {
  const found = looking.world.nodes.get(id);
  const repo = found === undefined ? null : repoOf(found);
  if (found === undefined || (repo !== null && !visible(looking, repo))) {
    throw new GithubError("NOT_FOUND", `Could not resolve to a node with the global id of '${id}'`);
  }
  switch (found.kind) {
    case "actor":
      return actorView(looking, found);
    case "repo":
      return repositoryView(looking, found);
    case "label":
      return labelView(looking, found);
    case "issue":
      return issueView(looking, found);
    case "pull":
      return pullView(looking, found);
    case "comment":
      return commentView(looking, found);
    case "review":
      return reviewView(looking, found);
    case "review-comment":
      return reviewCommentView(looking, found);
    case "check":
      return runView(looking, found);
    case "suite":
      return null;
    case "queue-entry":
      return entryView(looking, found);
  }
}

function repoOf(node: Node) {
  if (node.kind === "actor") return null;
  if (node.kind === "repo") return node;
  if (node.kind === "queue-entry") return node.pull.repo;
  return "subject" in node ? node.subject.repo : node.repo;
}
