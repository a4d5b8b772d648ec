/** The control API: in the process as functions (the page's port among them), over HTTP as control-model.ts documents. */

import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { timeAfter } from "../shared/duration.ts";
import { accessState } from "./control-access.ts";
import { perform } from "./control-act.ts";
import { faultSchema, settingsSchema, spanSchema } from "./control-bodies.ts";
import type {
  AccessState,
  Act,
  ActResult,
  Change,
  ClockMove,
  DeliveryEntry,
  IssueDetail,
  JournalEntry,
  PullDetail,
  State,
} from "./control-model.ts";
import { issueDetail, pullDetail, stateOf } from "./control-state.ts";
import { shown } from "./deliveries.ts";
import { bodyOf, refusalAnswer } from "./http/api.ts";
import type { Faults } from "./http/faults.ts";
import type { Journal } from "./http/journal.ts";
import type { PlayedWorld } from "./played-world.ts";
import type { Webhooks } from "./webhooks.ts";
import { iso } from "./world/clock.ts";
import type { App, Issue, Pull } from "./world/model.ts";
import { resolved } from "./world/pulls.ts";
import { notFound, Refusal } from "./world/refusal.ts";

export type * from "./control-model.ts";

interface ControlParts {
  readonly world: PlayedWorld;
  readonly app: App;
  readonly hooks: Webhooks;
  readonly journal: Journal;
  readonly faults: Faults;
  readonly latency: { ms: number };
  /** Told when somebody moved the clock. */
  readonly clockMoved?: () => void;
}

interface Place {
  readonly owner: string;
  readonly repo: string;
  readonly number: number;
}

export class Control {
  readonly #parts: ControlParts;
  readonly #moves: ClockMove[] = [];

  constructor(parts: ControlParts) {
    this.#parts = parts;
  }

  state(): Promise<State> {
    const { world, app, latency } = this.#parts;
    return Promise.resolve(stateOf(world, app, latency.ms));
  }

  access(): Promise<AccessState> {
    return Promise.resolve(accessState(this.#parts.world, this.#parts.app));
  }

  /** `null`: no such pull request. */
  pull(place: Place): Promise<PullDetail | null> {
    const found = this.#subject(place);
    return Promise.resolve(found?.kind === "pull" ? pullDetail(this.#parts.world, found) : null);
  }

  /** `null`: no such issue. */
  issue(place: Place): Promise<IssueDetail | null> {
    const found = this.#subject(place);
    return Promise.resolve(found?.kind === "issue" ? issueDetail(this.#parts.world, found) : null);
  }

  #subject(place: Place): Issue | Pull | null {
    const repo = this.#parts.world.repos.get(`${place.owner}/${place.repo}`.toLowerCase());
    return repo?.subjects.get(place.number) ?? null;
  }

  /** Paths on a branch; none for a branch that is not there. */
  files(owner: string, repo: string, ref: string): Promise<readonly string[]> {
    const files = this.#filesAt(owner, repo, ref);
    return Promise.resolve([...(files?.keys() ?? [])]);
  }

  /** A file's text; `null`: no such file. `ref` defaults to the default branch. */
  text(owner: string, repo: string, path: string, ref = "HEAD"): Promise<string | null> {
    const blob = this.#filesAt(owner, repo, ref)?.get(path);
    return Promise.resolve(blob === undefined ? null : this.#parts.world.git.text(blob));
  }

  #filesAt(owner: string, name: string, ref: string): ReadonlyMap<string, string> | null {
    const { world } = this.#parts;
    const repo = world.repos.get(`${owner}/${name}`.toLowerCase());
    const sha = repo === undefined ? null : resolved(world, repo, ref);
    return sha === null ? null : world.git.filesAt(sha);
  }

  /** Does what a persona asks, or says why not. */
  act(act: Act): Promise<ActResult | { ok: false; message: string }> {
    try {
      return Promise.resolve(perform(this.#parts.world, act));
    } catch (error) {
      if (error instanceof Refusal) return Promise.resolve({ ok: false, message: error.message });
      throw error;
    }
  }

  /** Moves the clock on by a duration as registries write them, by the calendar; whoever is told of moves does what is due. */
  moveClock(span: string): Promise<void> {
    const { world, clockMoved } = this.#parts;
    world.clock.set(timeAfter(world.clock.now(), span));
    this.#moves.push({ at: iso(world.clock.now()), span });
    world.changed(null);
    clockMoved?.();
    return Promise.resolve();
  }

  /** How the clock was moved on, oldest first. */
  clockMoves(): Promise<readonly ClockMove[]> {
    return Promise.resolve(this.#moves);
  }

  journal(since = 0): Promise<readonly JournalEntry[]> {
    return Promise.resolve(this.#parts.journal.since(since));
  }

  deliveries(since = 0): Promise<readonly DeliveryEntry[]> {
    return Promise.resolve(this.#parts.hooks.entries(since));
  }

  /** Calls back after every change; the answer ends it. */
  watch(changed: (change: Change) => void): () => void {
    const { world, journal, hooks } = this.#parts;
    const stops = [
      world.onChange((subject) => {
        if (subject === null) changed({ kind: "state" });
        else
          changed({
            kind: "subject",
            owner: subject.repo.owner.login,
            repo: subject.repo.name,
            number: subject.number,
          });
      }),
      journal.onEntry((entry) => changed({ kind: "journal", entry })),
      hooks.onDelivery((delivery) => changed({ kind: "delivery", entry: shown(delivery) })),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }

  /** `path` is what follows `/_sandbox`. Refuses what does not come from this machine's own loopback. */
  async handle(incoming: IncomingMessage, outgoing: ServerResponse, url: URL, path: string): Promise<void> {
    try {
      guard(incoming);
      const [, first = "", ...rest] = path.split("/").map(decodeURIComponent);
      if (incoming.method === "GET" && first === "events") {
        this.#stream(outgoing);
        return;
      }
      const body = incoming.method === "POST" ? jsonOf(await bodyOf(incoming)) : null;
      const answer = await this.#answer(`${incoming.method ?? "GET"} ${first}`, rest, url.searchParams, body);
      send(outgoing, 200, answer);
    } catch (error) {
      if (error instanceof z.ZodError) {
        send(outgoing, 422, { ok: false, message: z.prettifyError(error) });
        return;
      }
      const { status } = refusalAnswer(error);
      send(outgoing, status, { ok: false, message: error instanceof Error ? error.message : "wrong" });
    }
  }

  async #answer(what: string, rest: readonly string[], query: URLSearchParams, body: unknown): Promise<unknown> {
    const { world, hooks, journal, faults, latency } = this.#parts;
    const since = Number(query.get("since") ?? 0);
    switch (what) {
      case "GET state":
        return this.state();
      case "GET access":
        return this.access();
      case "GET pulls":
        return (await this.pull(placeIn(rest))) ?? missing();
      case "GET issues":
        return (await this.issue(placeIn(rest))) ?? missing();
      case "GET files":
        return this.#files(rest, query);
      case "POST act":
        return perform(world, body);
      case "GET journal":
        return { entries: journal.since(since), next: journal.last };
      case "DELETE journal":
        journal.clear();
        return { ok: true };
      case "GET deliveries": {
        const entries = hooks.entries(since);
        return { entries, next: entries.at(-1)?.seq ?? since };
      }
      case "POST deliveries":
        return this.#deliveries(rest, body);
      case "POST latency":
        latency.ms = z.object({ ms: z.number().min(0).max(60_000) }).parse(body).ms;
        return { ok: true };
      case "POST faults":
        faults.add(faultSchema.parse(body));
        return { ok: true };
      case "DELETE faults":
        faults.clear();
        return { ok: true };
      case "POST clock":
        return this.#clock(body);
      case "POST webhook":
        hooks.url = z.object({ url: z.url() }).parse(body).url;
        return { ok: true };
      case "GET settled":
        await hooks.settled();
        return { now: iso(world.clock.now()) };
      default:
        throw notFound();
    }
  }

  async #files([owner = "", repo = ""]: readonly string[], query: URLSearchParams): Promise<unknown> {
    const ref = query.get("ref") ?? "HEAD";
    const path = query.get("path");
    if (path === null) return { ref, files: await this.files(owner, repo, ref) };
    return { path, text: (await this.text(owner, repo, path, ref)) ?? missing() };
  }

  #deliveries([first = "", second = ""]: readonly string[], body: unknown): unknown {
    const { hooks } = this.#parts;
    if (first === "settings") {
      const { drop, lose, double, reorder, concurrency, paused } = settingsSchema.parse(body);
      const given = Object.entries({ drop, lose, double, reorder, concurrency, paused }).filter(
        ([, value]) => value !== undefined,
      );
      hooks.set(Object.fromEntries(given));
      return { ok: true };
    }
    if (second !== "redeliver") throw notFound();
    return { ok: true, delivery: shown(hooks.redeliver(hooks.byGuid(first))) };
  }

  #clock(body: unknown): { now: string } {
    const { clock } = this.#parts.world;
    const asked = z
      .object({ advance: z.union([z.number(), spanSchema]).optional(), set: z.iso.datetime().optional() })
      .parse(body);
    if (asked.set !== undefined) clock.set(Date.parse(asked.set));
    if (asked.advance !== undefined) clock.advance(asked.advance);
    this.#parts.clockMoved?.();
    return { now: iso(clock.now()) };
  }

  #stream(outgoing: ServerResponse): void {
    outgoing.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    outgoing.write(": watching\n\n");
    const stop = this.watch((change) => outgoing.write(`data: ${JSON.stringify(change)}\n\n`));
    outgoing.on("close", stop);
  }
}

const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

/**
 * Only this machine, asked for by a loopback name (a foreign page may have pointed its own name at 127.0.0.1), and with a content
 * type that a foreign page's form cannot send.
 */
function guard(incoming: IncomingMessage): void {
  const from = incoming.socket.remoteAddress ?? "";
  const near = from === "::1" || from.startsWith("127.") || from.startsWith("::ffff:127.");
  if (!near || !LOOPBACK.test(incoming.headers.host ?? "")) throw new Refusal(403, "only from this machine");
  const { origin } = incoming.headers;
  if (origin !== undefined && !LOOPBACK.test(origin.replace(/^https?:\/\//, "")))
    throw new Refusal(403, "only from this machine");
  if (incoming.method === "POST" && !(incoming.headers["content-type"] ?? "").startsWith("application/json")) {
    throw new Refusal(415, "send application/json");
  }
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new Refusal(400, "not JSON");
  }
}

function placeIn([owner = "", repo = "", number = ""]: readonly string[]): Place {
  return { owner, repo, number: Number(number) };
}

function missing(): never {
  throw notFound();
}

function send(outgoing: ServerResponse, status: number, body: unknown): void {
  outgoing.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  outgoing.end(JSON.stringify(body));
}
