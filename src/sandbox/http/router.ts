/** Routes as GitHub documents them, found by path, with the input of each and the permission that it needs from apps. */

import type { IncomingHttpHeaders } from "node:http";
import type { z } from "zod";
import type { Persona } from "../acts/persona.ts";
import type { PlayedWorld } from "../played-world.ts";
import type { Actor, Issue, Pull, Repo, Subject, Team } from "../world/model.ts";
import type { Past } from "../world/past.ts";
import { notAccessible, notFound, Refusal } from "../world/refusal.ts";
import type { Answer } from "./answer.ts";
import { assertWritable, type Caller, type Doorkeeper, sees } from "./auth.ts";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface Route {
  readonly method: Method;
  /** As in GitHub's OpenAPI description: `/repos/{owner}/{repo}/contents/{path}`; `{path}` at the end takes slashes too. */
  readonly path: string;
  /** The app permission it needs; `any` of several will do. `null`: none beyond metadata. */
  readonly needs: { readonly any: readonly string[]; readonly access: "read" | "write" } | null;
  /** Who may ask; default installations and people (and nobody, for what is public and read). */
  readonly by?: "app" | "installation" | "anyone";
  answer(request: ApiRequest): Answer;
}

export function reads(...any: string[]): Route["needs"] {
  return { any, access: "read" };
}
export function writes(...any: string[]): Route["needs"] {
  return { any, access: "write" };
}

/** A request on its way through one route. */
export class ApiRequest {
  readonly world: PlayedWorld;
  readonly door: Doorkeeper;
  readonly caller: Caller;
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly #body: unknown;
  readonly #past: { readonly past: Past; readonly lag: number } | null;
  /** `https://host/api/v3/repos/…` without the query, for Link headers. */
  readonly url: string;

  constructor(
    given: {
      world: PlayedWorld;
      door: Doorkeeper;
      caller: Caller;
      headers: IncomingHttpHeaders;
      body: unknown;
      url: string;
      query: URLSearchParams;
      /** How this reading lags; absent: it does not. */
      past?: { readonly past: Past; readonly lag: number };
    },
    parameters: Readonly<Record<string, string>>,
  ) {
    this.world = given.world;
    this.door = given.door;
    this.caller = given.caller;
    this.parameters = parameters;
    this.query = given.query;
    this.headers = given.headers;
    this.#body = given.body;
    this.#past = given.past ?? null;
    this.url = given.url;
  }

  /** A path parameter; routes ask only for their own. */
  parameter(name: string): string {
    return this.parameters[name] ?? "";
  }

  number(name: string): number {
    const value = Number(this.parameter(name));
    if (!Number.isSafeInteger(value)) throw notFound();
    return value;
  }

  /** The body as the schema wants it. Throws a 422 that names the first wrong field. */
  body<T>(schema: z.ZodType<T>): T {
    const parsed = schema.safeParse(this.#body ?? {});
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0];
    const field = issue?.path.join(".") ?? "body";
    throw new Refusal(422, `Invalid request.\n\n${field}: ${issue?.message ?? "wrong"}`);
  }

  /** The repository of the path, if this caller may see it; else a 404. */
  repo(): Repo {
    const repo = this.world.repo(`${this.parameter("owner")}/${this.parameter("repo")}`);
    if (!sees(this.world, this.caller, repo)) throw notFound();
    if (this.#past !== null) return this.#past.past.repo(repo, this.#past.lag);
    assertWritable(this.world, this.caller, repo);
    return repo;
  }

  subject(name = "issue_number"): Subject {
    const live = this.repo().subjects.get(this.number(name));
    const subject = live !== undefined && this.#past !== null ? this.#past.past.subject(live, this.#past.lag) : live;
    if (subject === undefined || subject === null) throw notFound();
    this.touch(subject);
    return subject;
  }

  /** Routes that issues and pull requests share take either permission; for an issue, writing takes its own. */
  touch({ kind }: Subject): void {
    if (this.#past !== null || kind !== "issue" || this.caller.kind !== "installation") return;
    if (this.caller.permissions.issues !== "write") throw notAccessible();
  }

  pull(): Pull {
    const subject = this.subject("pull_number");
    if (subject.kind !== "pull") throw notFound();
    return subject;
  }

  issue(): Issue | Pull {
    return this.subject("issue_number");
  }

  /** Who is in a team, and in those below it. */
  membersOf(team: Team): readonly Actor[] {
    if (this.#past === null) return this.world.organizations.everyoneIn(team);
    return this.#past.past.members(team, this.#past.lag);
  }

  /** The caller as somebody who acts. Throws a 401 for nobody. */
  persona(): Persona {
    const { caller, world } = this;
    if (caller.kind === "person") return world.as(caller.actor.login);
    if (caller.kind === "installation") return world.as(caller.installation.app.bot.login, caller.installation.app);
    throw new Refusal(401, "Requires authentication");
  }

  actor(): Actor {
    return this.persona().actor;
  }
}

interface Compiled {
  readonly route: Route;
  readonly pattern: RegExp;
  readonly names: readonly string[];
}

export class Router {
  /** By method and number of fixed leading segments would be faster; a few dozen patterns are fast enough. */
  readonly #compiled: readonly Compiled[];
  readonly routes: readonly Route[];

  constructor(routes: readonly Route[]) {
    this.routes = routes;
    this.#compiled = routes.map((route) => compiled(route));
  }

  find(method: string, path: string): { route: Route; parameters: Record<string, string> } | null {
    for (const { route, pattern, names } of this.#compiled) {
      if (route.method !== method) continue;
      const match = pattern.exec(path);
      if (match === null) continue;
      return { route, parameters: Object.fromEntries(names.map((name, at) => [name, decode(match[at + 1] ?? "")])) };
    }
    return null;
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw notFound();
  }
}

const TAKES_SLASHES = /\/\{(path|ref|basehead)\}$/;

function compiled(route: Route): Compiled {
  const names: string[] = [];
  const wide = TAKES_SLASHES.test(route.path);
  const parts = route.path.split("/").map((part, at, all) => {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name === undefined) return part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
    names.push(name);
    return wide && at === all.length - 1 ? "(.+)" : "([^/]+)";
  });
  return { route, names, pattern: new RegExp(`^${parts.join("/")}/?$`) };
}
