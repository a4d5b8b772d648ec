/** Receives a webhook over HTTP: who signed it, whether it is valid, and what was done with it (R22). */

import type { IncomingMessage } from "node:http";
import { parsedJson } from "../../shared/json-text.ts";
import type { Log } from "../../shared/log.ts";
import type { VerifiedEvent } from "../app.ts";
import type { Outcome } from "../create-app.ts";
import { type BodyBounds, bodyReader } from "./read-body.ts";
import { isSigned, maySign } from "./signature.ts";

/** An answer in HTTP; `result` is its word in the metrics. */
export interface WebhookAnswer {
  readonly result: string;
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface EndpointOptions {
  /** Asked for each webhook: the secrets that may have signed it. */
  readonly secrets: () => readonly string[];
  /** What was done with an event that need not be parsed completely; `null`: it has to be received. Absent: every event is. */
  readonly glanced?: (event: Omit<VerifiedEvent, "payload">, body: Buffer) => Outcome | null;
  /** Rejects when the event could not be stored. */
  readonly receive: (event: VerifiedEvent) => Promise<Outcome>;
  readonly log: Log;
}

/** GitHub limits a payload to 25 MB, and waits ten seconds for the answer: nobody waits for what comes later. */
const bodyLimit = 25 * 1024 * 1024;
const bounds: BodyBounds = { limit: bodyLimit, room: 8 * bodyLimit, withinMs: 10_000, stillMs: 4_000 };

/** The events' names and ids in GitHub's form; anything else is no webhook of GitHub's. */
const eventName = /^[a-z0-9_]{1,80}$/;
const deliveryId = /^[\x21-\x7e]{1,200}$/;

/** 401 for a wrong signature, then what is wrong with what was signed; never 5xx for bad input. */
export function webhookEndpoint(options: EndpointOptions): (request: IncomingMessage) => Promise<WebhookAnswer> {
  const bodies = bodyReader(bounds);
  return async (request) => {
    const signature = signatureOf(request);
    // None of its body is read: whoever cannot sign has no room here.
    if (!maySign(signature)) return unsigned;
    const reading = await bodies.read(request);
    switch (reading.kind) {
      case "too-large":
        return { result: "too-large", status: 413, body: { error: "the body is larger than 25 MB" } };
      case "no-room":
        return notStored;
      case "too-slow":
        return { result: "too-slow", status: 408, body: { error: "the body took too long" } };
      case "broken-off":
        return { result: "broken-off", status: 400, body: { error: "the body ended early" } };
      case "read":
        break;
    }
    if (!isSigned(reading.body, signature, options.secrets())) return unsigned;
    const head = headOf(request);
    if (typeof head === "string") return malformed(head);
    const glanced = options.glanced?.(head, reading.body) ?? null;
    if (glanced !== null) return { result: glanced.kind, status: 202, body: glanced };
    const payload = payloadOf(header(request, "content-type") ?? "", reading.body);
    if (payload === null) return malformed("the body is not a JSON object");
    return await received(options, { ...head, payload });
  };
}

async function received(options: EndpointOptions, event: VerifiedEvent): Promise<WebhookAnswer> {
  try {
    const outcome = await options.receive(event);
    const result = outcome.kind;
    if (outcome.kind !== "malformed") return { result, status: 202, body: outcome };
    return { result, status: 400, body: { error: `not of the shape of ${event.name}: ${outcome.why}` } };
  } catch (error) {
    options.log.error({ err: error, delivery: event.id, event: event.name }, "a delivery could not be stored");
    return notStored;
  }
}

const unsigned = {
  result: "unsigned",
  status: 401,
  body: { error: "the signature is missing or wrong" },
} as const;

/** GitHub shows it as failed; the delivery log brings it back (R31). */
const notStored = {
  result: "failed",
  status: 503,
  body: { error: "the delivery could not be stored; send it again" },
  headers: { "retry-after": "10" },
} as const;

/** A sentence where the request is no webhook of GitHub's. */
function headOf(request: IncomingMessage): Omit<VerifiedEvent, "payload"> | string {
  const name = header(request, "x-github-event") ?? "";
  const id = header(request, "x-github-delivery") ?? "";
  if (!eventName.test(name)) return "X-GitHub-Event is missing or no event's name";
  if (!deliveryId.test(id)) return "X-GitHub-Delivery is missing or no delivery's id";
  return { id, name };
}

function malformed(error: string): WebhookAnswer {
  return { result: "malformed", status: 400, body: { error } };
}

/** A hook may be set to send forms: the JSON is then the field `payload`. */
function payloadOf(contentType: string, body: Buffer): Readonly<Record<string, unknown>> | null {
  const text = body.toString("utf8");
  const isForm = contentType.toLowerCase().startsWith("application/x-www-form-urlencoded");
  try {
    const payload: unknown = parsedJson(isForm ? (new URLSearchParams(text).get("payload") ?? "") : text);
    if (typeof payload !== "object" || payload === null || Array.isArray(payload)) return null;
    return { ...payload };
  } catch {
    return null;
  }
}

export function signatureOf(request: IncomingMessage): string | undefined {
  return header(request, "x-hub-signature-256");
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
