/** What all GraphQL views share: who is asking, how lists are paged, how GitHub words its errors. */

import { GraphQLError } from "graphql";
import { type Caller, sees } from "../http/auth.ts";
import type { Actor, Pull, Repo, Subject } from "../world/model.ts";
import type { Past } from "../world/past.ts";
import type { World } from "../world/world.ts";

/** A GraphQL object: plain values and functions that graphql calls with the field's arguments. */
export type View = Record<string, unknown>;

/**
 * The views that others lead back to: a comment knows its pull request, as that knows its comments. They are handed along, so that
 * each file needs only those below it.
 */
export interface OuterViews {
  readonly repository: (looking: Looking, repo: Repo) => View;
  readonly issue: (looking: Looking, subject: Subject) => View;
  readonly pull: (looking: Looking, pull: Pull) => View;
}

export interface Looking {
  readonly world: World;
  readonly caller: Caller;
  /** Who looks: the person, or the app's bot. */
  readonly viewer: Actor;
  readonly views: OuterViews;
  /** How readings lag; absent: they do not. */
  readonly past?: { readonly past: Past; readonly lag: number };
}

/** An error with GitHub's `type` beside its message. */
export class GithubError extends GraphQLError {
  readonly type: string;
  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

export function visible(looking: Looking, repo: Repo): boolean {
  return sees(looking.world, looking.caller, repo);
}

export interface PageArguments {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
}

const cursor = (at: number) => Buffer.from(`cursor:v2:${at}`).toString("base64");

function position(text: string): number {
  const at = /^cursor:v2:(\d+)$/.exec(Buffer.from(text, "base64").toString("utf8"))?.[1];
  if (at === undefined)
    throw new GithubError("INVALID_CURSOR_ARGUMENTS", `\`${text}\` does not appear to be a valid cursor.`);
  return Number(at);
}

/**
 * A page of a list by GitHub's rules: `first` or `last` must be given, 100 at most. `name` is the connection's field; `edge` adds
 * what stands beside the node.
 */
export function connection<T>(
  name: string,
  all: readonly T[],
  asked: PageArguments,
  show: (item: T) => View,
  edge: (item: T) => View = () => ({}),
): View {
  const { first, last } = asked;
  if ((first === null || first === undefined) && (last === null || last === undefined)) {
    const message = `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`;
    throw new GithubError("MISSING_PAGINATION_BOUNDARIES", message);
  }
  for (const size of [first, last]) {
    if (size === null || size === undefined || size <= 100) continue;
    const message = `Requesting ${size} records on the \`${name}\` connection exceeds the \`first\` limit of 100 records.`;
    throw new GithubError("EXCESSIVE_PAGINATION", message);
  }
  let from = asked.after === null || asked.after === undefined ? 0 : position(asked.after) + 1;
  let to = asked.before === null || asked.before === undefined ? all.length : position(asked.before);
  if (first !== null && first !== undefined) to = Math.min(to, from + first);
  if (last !== null && last !== undefined) from = Math.max(from, to - last);
  const page = all.slice(from, to);
  return {
    totalCount: all.length,
    filteredCount: all.length,
    nodes: () => page.map(show),
    edges: () => page.map((item, at) => ({ cursor: cursor(from + at), node: () => show(item), ...edge(item) })),
    pageInfo: {
      startCursor: page.length === 0 ? null : cursor(from),
      endCursor: page.length === 0 ? null : cursor(from + page.length - 1),
      hasNextPage: to < all.length,
      hasPreviousPage: from > 0,
    },
  };
}
