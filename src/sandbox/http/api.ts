/** One API request from socket to answer: who asks, whether they may, what the answer is, and its entry in the journal. */

import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { PlayedWorld } from "../played-world.ts";
import { iso } from "../world/clock.ts";
import type { Past } from "../world/past.ts";
import { notAccessible, Refusal } from "../world/refusal.ts";
import type { Answer } from "./answer.ts";
import { type Caller, callerName, type Doorkeeper } from "./auth.ts";
import type { Fault, Faults } from "./faults.ts";
import type { Journal } from "./journal.ts";
import { ApiRequest, type Route, type Router } from "./router.ts";

export interface GraphqlAnswer {
  /** `query Name` or `mutation addReaction`. */
  readonly operation: string;
  readonly body: { readonly data?: unknown; readonly errors?: readonly unknown[] };
  readonly writes: boolean;
  readonly wrote: string | null;
}

/** A request with its answer, for tests that hold both against GitHub's description. */
export interface Exchange {
  readonly method: string;
  /** Route as documented; `null`: there is none. */
  readonly route: string | null;
  readonly query: URLSearchParams;
  /** Text as received; GraphQL's too. */
  readonly requestBody: string;
  readonly status: number;
  readonly responseBody: unknown;
  readonly who: string | null;
}

interface ApiParts {
  readonly world: PlayedWorld;
  readonly door: Doorkeeper;
  readonly router: Router;
  readonly journal: Journal;
  readonly faults: Faults;
  readonly past: Past;
  readonly latency: () => number;
  readonly graphql: (caller: Caller, body: unknown) => GraphqlAnswer;
  /** The operation's name without running it, for faults. */
  readonly graphqlName: (body: unknown) => string;
  readonly exchanged: (exchange: Exchange) => void;
}

interface Outcome {
  readonly answer: Answer;
  readonly operation: string;
  readonly effect: "read" | "write" | "auth";
}

const REST_LIMIT = 5_000;

/** Counts requests for the rate-limit headers, each installation's by itself; a stand-in, it never refuses. */
class Meter {
  readonly #used = new Map<string, number>();
  take(who: string): number {
    const used = (this.#used.get(who) ?? 0) + 1;
    this.#used.set(who, used);
    return used;
  }
}

export class Api {
  readonly #parts: ApiParts;
  readonly #meter = new Meter();

  constructor(parts: ApiParts) {
    this.#parts = parts;
  }

  /** `path` is without `/api/v3`; the GraphQL endpoint is `/graphql`. */
  async handle(incoming: IncomingMessage, outgoing: ServerResponse, url: URL, path: string): Promise<void> {
    const started = performance.now();
    const body = await bodyOf(incoming);
    const latency = this.#parts.latency();
    if (latency > 0) await wait(latency);
    const method = incoming.method ?? "GET";
    const found = path === "/graphql" ? null : this.#find(method, path);
    const operation = this.#operation(path, found?.route ?? null, method, body);
    const fault = this.#parts.faults.take(`${method} ${path}${url.search}`, operation);
    const after = fault?.kind.endsWith("-after") === true;
    if (fault?.kind === "timeout") return;
    if (fault?.kind === "slow") await wait(fault.ms ?? 1_000);
    if (fault?.kind === "reset") {
      incoming.socket.destroy();
      return;
    }
    const intended = method === "GET" || operation.startsWith("query") ? "read" : "write";
    let who: string | null = null;
    let metered = "";
    let outcome: Outcome;
    try {
      const caller = struck(this.#parts.door.caller(incoming.headers.authorization), fault);
      who = callerName(caller);
      metered = caller.kind === "installation" ? `installation ${caller.installation.id}` : (who ?? "");
      const broken = fault === null || after ? null : this.#broken(fault, path);
      if (broken !== null) outcome = { answer: broken, operation, effect: intended };
      else if (path === "/graphql") outcome = this.#graphql(caller, body, fault);
      else outcome = this.#rest({ caller, method, path, url, body, incoming }, found);
    } catch (error) {
      outcome = { answer: refusalAnswer(error), operation, effect: intended };
    }
    outcome = { ...outcome, answer: withNeeds(outcome.answer, found?.route ?? null) };
    if (fault?.kind === "status-after") outcome = { ...outcome, answer: statusAnswer(fault.status ?? 502) };
    const cut = fault?.kind === "reset-after";
    if (cut) incoming.socket.destroy();
    const status = cut || fault?.kind === "timeout-after" ? 0 : this.#send(incoming, outgoing, outcome.answer, metered);
    this.#parts.exchanged({
      method,
      route: path === "/graphql" ? path : (found?.route.path ?? null),
      query: url.searchParams,
      requestBody: body,
      status,
      responseBody: outcome.answer.body,
      who,
    });
    this.#parts.journal.add({
      at: iso(this.#parts.world.clock.now()),
      method,
      path: `${path}${url.search}`,
      operation: outcome.operation,
      who,
      status,
      ms: Math.round(performance.now() - started),
      effect: status === 304 ? "unchanged" : outcome.effect,
      summary: outcome.answer.wrote ?? null,
    });
  }

  #operation(path: string, route: Route | null, method: string, body: string): string {
    if (path === "/graphql") return this.#parts.graphqlName(parsed(body));
    return `${method} ${route?.path ?? path}`;
  }

  #find(method: string, path: string) {
    try {
      return this.#parts.router.find(method, path);
    } catch {
      return null;
    }
  }

  #broken(fault: Fault, path: string): Answer | null {
    const retry = { "retry-after": `${fault.retryAfter ?? 60}` };
    const documentation_url = "https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api";
    switch (fault.kind) {
      case "status":
        return statusAnswer(fault.status ?? 502);
      case "secondary-limit": {
        const message = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
        return { status: fault.status ?? 403, body: { documentation_url, message }, headers: retry };
      }
      case "primary-limit": {
        const reset = Math.floor(this.#parts.world.clock.now() / 1000) + (fault.retryAfter ?? 60);
        const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": `${reset}` };
        const message = "API rate limit exceeded";
        if (path !== "/graphql") return { status: 403, body: { message, documentation_url }, headers };
        return { status: 200, body: { errors: [{ type: "RATE_LIMITED", message }] }, headers };
      }
      case "sign-on":
        return { status: 403, body: { documentation_url, message: SIGN_ON }, headers: { "x-github-sso": SIGN_ON_AT } };
      default:
        return null;
    }
  }

  #graphql(caller: Caller, body: string, fault: Fault | null): Outcome {
    if (caller.kind === "nobody" || caller.kind === "app")
      throw new Refusal(401, "This endpoint requires you to be authenticated.");
    if (fault?.kind === "without-mutation") return unknownMutation(fault.field ?? "");
    const answer = this.#parts.graphql(caller, parsed(body));
    const partial =
      fault?.kind === "partial" && fault.field !== undefined ? withoutField(answer.body, fault.field) : answer.body;
    return {
      answer: { status: 200, body: partial, ...(answer.wrote === null ? {} : { wrote: answer.wrote }) },
      operation: answer.operation,
      effect: answer.writes ? "write" : "read",
    };
  }

  #rest(
    given: { caller: Caller; method: string; path: string; url: URL; body: string; incoming: IncomingMessage },
    found: ReturnType<Router["find"]>,
  ): Outcome {
    const { caller, method, path, url, incoming } = given;
    if (found === null) throw new Refusal(404, "Not Found");
    const { route, parameters } = found;
    admit(route, caller);
    const { world, door, past } = this.#parts;
    const request = new ApiRequest(
      {
        world,
        door,
        caller,
        headers: incoming.headers,
        body: given.body === "" ? {} : parsed(given.body),
        url: `${world.links.api}${path}`,
        query: url.searchParams,
        ...(method === "GET" && { past: { past, lag: past.lag() } }),
      },
      parameters,
    );
    const answer = route.answer(request);
    const token = route.path.endsWith("/access_tokens");
    return {
      answer,
      operation: `${method} ${route.path}`,
      effect: token ? "auth" : method === "GET" ? "read" : "write",
    };
  }

  #send(incoming: IncomingMessage, outgoing: ServerResponse, answer: Answer, metered: string): number {
    const { clock } = this.#parts.world;
    const used = this.#meter.take(metered);
    const remaining = Math.max(0, REST_LIMIT - (used % REST_LIMIT));
    const data = answer.raw?.data ?? (answer.body === undefined ? null : Buffer.from(JSON.stringify(answer.body)));
    outgoing.sendDate = false;
    outgoing.setHeader("date", new Date(clock.now()).toUTCString());
    outgoing.setHeader("x-github-media-type", "github.v3; format=json");
    outgoing.setHeader("x-ratelimit-limit", `${REST_LIMIT}`);
    outgoing.setHeader("x-ratelimit-remaining", `${remaining}`);
    outgoing.setHeader("x-ratelimit-used", `${REST_LIMIT - remaining}`);
    outgoing.setHeader("x-ratelimit-reset", `${Math.floor(clock.now() / 1000) + 3_600}`);
    outgoing.setHeader("x-ratelimit-resource", "core");
    for (const [name, value] of Object.entries(answer.headers ?? {})) outgoing.setHeader(name, value);
    let status = answer.status;
    if (incoming.method === "GET" && status === 200 && data !== null) {
      const etag = `W/"${createHash("sha1").update(data).digest("hex")}"`;
      outgoing.setHeader("etag", etag);
      outgoing.setHeader("cache-control", "private, max-age=60, s-maxage=60");
      if (matches(incoming.headers["if-none-match"], etag)) status = 304;
    }
    outgoing.statusCode = status;
    if (status === 304 || status === 204 || data === null) {
      outgoing.end();
      return status;
    }
    outgoing.setHeader("content-type", answer.raw?.type ?? "application/json; charset=utf-8");
    outgoing.setHeader("content-length", data.length);
    outgoing.end(data);
    return status;
  }
}

function matches(header: string | undefined, etag: string): boolean {
  const bare = (tag: string) => tag.trim().replace(/^W\//, "");
  return header?.split(",").some((tag) => bare(tag) === bare(etag)) ?? false;
}

const MAX_BODY_LENGTH = 25 * 1024 * 1024;

export async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const piece = Buffer.isBuffer(chunk) ? chunk : Buffer.from(`${chunk}`);
    size += piece.length;
    if (size > MAX_BODY_LENGTH) throw new Refusal(413, "Payload too large");
    chunks.push(piece);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new Refusal(400, "Problems parsing JSON");
  }
}

/** Whether this kind of caller, with its permissions, may use the route at all. */
function admit(route: Route, caller: Caller): void {
  if (route.by === "anyone") return;
  if (route.by === "app") {
    if (caller.kind !== "app") throw new Refusal(401, "A JSON web token could not be decoded");
    return;
  }
  if (caller.kind === "app") throw notAccessible();
  if (route.method !== "GET" && caller.kind === "nobody") throw new Refusal(401, "Requires authentication");
  if (caller.kind !== "installation" || route.needs === null) return;
  const { any, access } = route.needs;
  const held = any.some((name) => {
    const has = name === "metadata" ? "read" : caller.permissions[name];
    return has === "write" || (has === "read" && access === "read");
  });
  if (!held) throw notAccessible();
}

/** GitHub tells with every answer which permissions the route takes: any of several, separated by semicolons. */
function withNeeds(answer: Answer, route: Route | null): Answer {
  if (route === null || route.needs === null) return answer;
  const { any, access } = route.needs;
  const needed = any.map((name) => `${name}=${access}`).join("; ");
  return { ...answer, headers: { "x-accepted-github-permissions": needed, ...answer.headers } };
}

/** GitHub's own words; the address is to be followed by whoever's token it is. */
const SIGN_ON =
  "Resource protected by organization SAML enforcement. You must grant your OAuth token access to this organization.";
const SIGN_ON_AT = "required; url=https://github.com/orgs/o/sso?authorization_request=AAAA";

function struck(caller: Caller, fault: Fault | null): Caller {
  if (fault?.kind !== "without-permission" || caller.kind !== "installation") return caller;
  const left = Object.entries(caller.permissions).filter(([name]) => name !== fault.permission);
  return { ...caller, permissions: Object.fromEntries(left) };
}

function statusAnswer(status: number): Answer {
  const messages: Readonly<Record<number, string>> = {
    401: "Bad credentials",
    404: "Not Found",
    500: "Internal Server Error",
    502: "Server Error",
    503: "Service Unavailable",
  };
  return {
    status,
    body: { message: messages[status] ?? "Server Error", documentation_url: "https://docs.github.com/rest" },
  };
}

export function refusalAnswer(error: unknown): Answer {
  if (!(error instanceof Refusal)) throw error;
  const body = { message: error.message, documentation_url: "https://docs.github.com/rest", status: `${error.status}` };
  return { status: error.status, body: error.details.length === 0 ? body : { ...body, errors: error.details } };
}

/** As GitHub words it: nothing is done. */
function unknownMutation(field: string): Outcome {
  const message = `Field '${field}' doesn't exist on type 'Mutation'`;
  const extensions = { code: "undefinedField", typeName: "Mutation", fieldName: field };
  const errors = [{ path: ["mutation", field], extensions, locations: [{ line: 2, column: 3 }], message }];
  return { answer: { status: 200, body: { errors } }, operation: `mutation ${field}`, effect: "read" };
}

/** The answer with every field of that name null and an error beside it, as when a part of GitHub was down. */
function withoutField(body: { data?: unknown; errors?: readonly unknown[] }, field: string) {
  const paths: (string | number)[][] = [];
  const strip = (value: unknown, path: (string | number)[]): unknown => {
    if (Array.isArray(value)) return value.map((item, at) => strip(item, [...path, at]));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => {
        if (name !== field) return [name, strip(inner, [...path, name])];
        paths.push([...path, name]);
        return [name, null];
      }),
    );
  };
  const data = strip(body.data, []);
  const message = "Something went wrong while executing your query.";
  return { data, errors: [...(body.errors ?? []), ...paths.map((path) => ({ message, path }))] };
}
