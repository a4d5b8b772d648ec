/** Turns GitHub's answers into a value, or into one of the errors of errors.ts. Pure. */

import { z } from "zod";
import { parsedJson } from "../../shared/json-text.ts";
import {
  Declined,
  Forbidden,
  type GitHubError,
  Gone,
  NotInSchema,
  RateLimited,
  Refused,
  SignOnRequired,
  Transient,
  Unsupported,
} from "./errors.ts";
import type { Incoming } from "./transport.ts";

const refusal = z.looseObject({
  message: z.string().optional(),
  errors: z
    .array(z.union([z.string(), z.looseObject({ message: z.string().nullish() })]))
    .optional()
    .catch(undefined),
});

/** Seconds to wait if GitHub reports a secondary limit without a time: its documentation says at least a minute. */
const SECONDARY_WAIT = 60;
const MAX_WAIT = 3600;

/** The error that an answer stands for, or `null` for 2xx and 304. `what` is method and path. `now` is epoch ms, by GitHub's clock. */
export function errorOf(answer: Incoming, what: string, now: number): GitHubError | null {
  const { status } = answer;
  if ((status >= 200 && status < 300) || status === 304) return null;
  const message = `${what}: ${status} ${messageOf(answer.text)}`.trimEnd();
  const wait = limitWait(answer, now);
  if (wait !== null) return new RateLimited(message, wait, limitKind(answer));
  if (status >= 500 || status === 408 || status === 0) {
    const mayHaveHappened = !what.startsWith("GET ");
    const retryAfter = retryAfterHeader(answer) ?? undefined;
    return new Transient(message, { retryAfter, mayHaveHappened, tooMuch: status === 501 ? null : "perhaps" });
  }
  if (status === 404 || status === 410 || status === 451) return new Gone(message);
  if (status === 401) return new Forbidden(message, "credentials");
  if (status === 403 && demandsSignOn(message, answer)) return new SignOnRequired(message);
  if (status === 403) return new Forbidden(message, forbiddenReason(message), neededOf(answer));
  return new Declined(message, status);
}

/** The header's address is whoever's token it is to follow, so it is not told. */
function demandsSignOn(message: string, { headers }: Pick<Incoming, "headers">): boolean {
  return /SAML enforcement/i.test(message) || /^required\b/i.test(String(headers["x-github-sso"]));
}

function forbiddenReason(message: string): Forbidden["reason"] {
  if (/suspended/i.test(message)) return "suspended";
  if (/archived|read-only/i.test(message)) return "archived";
  return "permission";
}

/** GitHub's words for what the app may not do, whether for want of a permission or because it is not installed there. */
const NOT_ACCESSIBLE = /not accessible by integration/i;

export function isNotAccessible({ status, text }: Incoming): boolean {
  return status === 403 && NOT_ACCESSIBLE.test(text);
}

const NEEDED = /^[a-z_]+=[a-z]+(?:\s*[,;]\s*[a-z_]+=[a-z]+){0,9}$/;

/** `issues=write; pull_requests=write`: any of these will do. Every answer names them, so they tell nothing of other refusals. */
function neededOf(answer: Incoming): string | null {
  const named = answer.headers["x-accepted-github-permissions"];
  if (!isNotAccessible(answer) || typeof named !== "string" || !NEEDED.test(named)) return null;
  return named
    .replaceAll("=", ": ")
    .replaceAll(/\s*,\s*/g, " and ")
    .replaceAll(/\s*;\s*/g, " or ");
}

function limitKind(answer: Incoming): "primary" | "secondary" {
  return answer.headers["x-ratelimit-remaining"] === "0" ? "primary" : "secondary";
}

/** Seconds to wait if this refusal is a limit, otherwise `null`. Limits come as 403 or 429. */
function limitWait(answer: Incoming, now: number): number | null {
  if (answer.status !== 403 && answer.status !== 429) return null;
  const named = retryAfterHeader(answer);
  if (named !== null) return named;
  const reset = resetWait(answer, now);
  if (reset !== null) return reset;
  if (answer.status === 429 || /secondary rate limit|abuse detection|rate limit exceeded/i.test(answer.text))
    return SECONDARY_WAIT;
  return null;
}

/** Seconds until the primary limit resets, if the answer says that it is used up. */
export function resetWait(answer: Incoming, now: number): number | null {
  if (answer.headers["x-ratelimit-remaining"] !== "0") return null;
  const reset = Number(answer.headers["x-ratelimit-reset"]);
  if (!Number.isFinite(reset)) return SECONDARY_WAIT;
  return Math.min(MAX_WAIT, Math.max(1, Math.ceil(reset - now / 1000)));
}

function retryAfterHeader(answer: Incoming): number | null {
  const raw = answer.headers["retry-after"];
  if (raw === undefined) return null;
  const seconds = Number(raw);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(MAX_WAIT, Math.max(1, seconds)) : SECONDARY_WAIT;
}

/**
 * GitHub's own words, shortened: its list of reasons if there is one, since its headline ("Validation Failed") says nothing (R60). An
 * HTML error page has nothing worth keeping.
 */
function messageOf(text: string): string {
  try {
    const parsed = refusal.safeParse(parsedJson(text));
    if (!parsed.success) return "";
    const { message, errors = [] } = parsed.data;
    const reasons = errors.map((one) => (typeof one === "string" ? one : (one.message ?? ""))).filter(Boolean);
    return (reasons.length > 0 ? [...new Set(reasons)].join("; ") : (message ?? "")).slice(0, 300);
  } catch {
    return "";
  }
}

const graphEnvelope = z.looseObject({
  data: z.unknown().optional(),
  errors: z
    .array(
      z.looseObject({
        type: z.string().optional(),
        message: z.string().optional(),
        path: z.array(z.union([z.string(), z.number()])).optional(),
        extensions: z.looseObject({ code: z.string().optional() }).optional(),
      }),
    )
    .optional(),
});

type GraphError = NonNullable<z.infer<typeof graphEnvelope>["errors"]>[number];

/** The data of a query's answer, with the dotted paths that GitHub could not fill and that the query had declared optional. */
export interface GraphAnswer {
  readonly data: unknown;
  readonly absent: ReadonlySet<string>;
  /** What GitHub said about each of them. */
  readonly refusals?: ReadonlyMap<string, string>;
  /** Those of them that are not known to be absent: the server failed to answer for them. */
  readonly failed?: ReadonlySet<string>;
  /** Those of them that GitHub forbids permanently. */
  readonly forbidden?: ReadonlySet<string>;
}

/** Whether that part failed for a cause that may pass: not absent, and not forbidden. */
export function failedOnce({ failed, forbidden }: Pick<GraphAnswer, "failed" | "forbidden">, path: string): boolean {
  return failed?.has(path) === true && forbidden?.has(path) !== true;
}

const FORBIDDEN: readonly (string | undefined)[] = ["FORBIDDEN", "INSUFFICIENT_SCOPES"];

function isBelow(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}.`);
}

/**
 * Reads a GraphQL answer. NOT_FOUND on a path listed in `optional` means "absent"; `unreliable` paths may fail in any way and then count
 * as absent too; NOT_FOUND elsewhere throws Gone; anything else is partial data, on which nothing is decided (R29).
 */
export function graphAnswer(
  answer: Incoming,
  name: string,
  allowed: { readonly optional: readonly string[]; readonly unreliable: readonly string[] },
  now: number,
): GraphAnswer {
  const envelope = graphEnvelope.safeParse(json(answer.text, `GraphQL ${name}`));
  if (!envelope.success) throw new Transient(`GraphQL ${name}: not an answer of GraphQL`);
  const errors = envelope.data.errors ?? [];
  const unknown = errors.find(isUnknownMutation);
  if (unknown !== undefined) throw new Unsupported(`GraphQL ${name}: ${(unknown.message ?? "").slice(0, 300)}`);
  const absent = new Set<string>();
  const refusals = new Map<string, string>();
  const failed = new Set<string>();
  const forbidden = new Set<string>();
  for (const error of errors) {
    const path = (error.path ?? []).join(".");
    const missing = error.type === "NOT_FOUND" && allowed.optional.includes(path);
    const shaky = allowed.unreliable.some((prefix) => isBelow(path, prefix));
    if (!missing && !shaky) throw graphError(error, path, answer, name, now);
    const place = missing ? path : (allowed.unreliable.find((prefix) => isBelow(path, prefix)) ?? path);
    absent.add(place);
    if (!missing) failed.add(place);
    if (FORBIDDEN.includes(error.type)) forbidden.add(place);
    refusals.set(place, (error.message ?? "").slice(0, 300));
  }
  if (envelope.data.data === undefined || envelope.data.data === null) {
    if (absent.size > 0) throw new Refused(`GraphQL ${name}: an answer without data`, refusals, failed);
    throw new Transient(`GraphQL ${name}: an answer without data`);
  }
  return { data: envelope.data.data, absent, refusals, failed, forbidden };
}

/**
 * The server knows no such mutation, or no such input: in GitHub's words, or those of other servers that speak GraphQL. Nothing was
 * begun.
 */
function isUnknownMutation({ path, message = "" }: GraphError): boolean {
  if (/\bon type ['"]Mutation['"]/.test(message)) return true;
  return (
    path === undefined &&
    /unknown (?:mutation|type "?\w+Input)|mutation\b.*\bnot (?:implemented|supported)/i.test(message)
  );
}

function graphError(error: GraphError, path: string, answer: Incoming, name: string, now: number): GitHubError {
  const message = `GraphQL ${name}: ${error.type ?? error.extensions?.code ?? "error"} at ${path || "the query"}: ${(error.message ?? "").slice(0, 300)}`;
  if (error.type === "RATE_LIMITED" || /secondary rate limit/i.test(message))
    return new RateLimited(message, limitedWait(answer, now), limitKind(answer));
  if (error.type === "NOT_FOUND") return new Gone(message);
  if (FORBIDDEN.includes(error.type) && demandsSignOn(message, answer)) return new SignOnRequired(message);
  if (FORBIDDEN.includes(error.type)) return new Forbidden(message, forbiddenReason(message));
  // How GraphQL words the 422 of REST: it understood, and declines.
  if (error.type === "UNPROCESSABLE") return new Declined(message, 422);
  if (isNotInSchema(error)) return new NotInSchema(message);
  return new Transient(`${message} (partial data)`, { mayHaveHappened: true, tooMuch: tooMuchOf(error) });
}

/** GitHub's codes for it, and the words of other servers that speak GraphQL; none of these errors has a type. */
function isNotInSchema({ type, extensions, message = "" }: GraphError): boolean {
  if (type !== undefined) return false;
  if (["undefinedField", "argumentNotAccepted"].includes(extensions?.code ?? "")) return true;
  return /doesn't exist on type|doesn't accept argument|cannot query field|unknown (?:field|argument)/i.test(message);
}

/** A question that costs GitHub too much is refused as a whole, or it gives up on a part of it. */
function tooMuchOf(error: GraphError): "surely" | "perhaps" | null {
  const words = `${error.type ?? ""} ${error.extensions?.code ?? ""} ${error.message ?? ""}`;
  if (/RESOURCE_LIMITS?_EXCEEDED|MAX_NODE_LIMIT|resource limits|node limit/i.test(words)) return "surely";
  return /timed? ?out|timeout|something went wrong/i.test(words) ? "perhaps" : null;
}

/** GraphQL reports limits in its answer's body, with status 200; the headers are the same as REST's. */
function limitedWait(answer: Incoming, now: number): number {
  return retryAfterHeader(answer) ?? resetWait(answer, now) ?? SECONDARY_WAIT;
}

/** Parses an answer's body; a body that is no JSON came from something between us and GitHub. */
export function json(text: string, what: string): unknown {
  try {
    return parsedJson(text);
  } catch (cause) {
    throw new Transient(`${what}: the answer is not JSON`, { cause, mayHaveHappened: !what.startsWith("GET ") });
  }
}
