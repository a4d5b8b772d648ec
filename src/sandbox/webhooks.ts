/** Signed deliveries to the bot, in order, with a log, redelivery, and switches to lose, double and reorder them. */

import { createHmac } from "node:crypto";
import { Agent, request as httpRequest } from "node:http";
import type { DeliveryEntry } from "./control-model.ts";
import { type Delivery, type DeliverySettings, shown } from "./deliveries.ts";
import { iso } from "./world/clock.ts";
import type { App, Installation } from "./world/model.ts";
import { notFound } from "./world/refusal.ts";
import type { World, WorldEvent } from "./world/world.ts";

/** The log forgets what is older; GitHub keeps three days. */
const KEEP = 25_000;
const TIMEOUT = 10_000;

export class Webhooks {
  readonly settings: DeliverySettings = { drop: 0, lose: 0, double: 0, reorder: 0, concurrency: 1, paused: false };
  url: string | (() => string) | null = null;
  readonly #world: World;
  readonly #app: App;
  readonly #secret: string;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #listeners = new Set<(delivery: Delivery) => void>();
  #log: Delivery[] = [];
  #waiting: Delivery[] = [];
  #held: { delivery: Delivery; timer: NodeJS.Timeout } | null = null;
  #inFlight = 0;
  #seq = 0;
  #settling: (() => void)[] = [];

  constructor(world: World, app: App, secret: string) {
    this.#world = world;
    this.#app = app;
    this.#secret = secret;
    world.onEvent((event) => this.#take(event));
  }

  #take(event: WorldEvent): void {
    if (this.url === null || (event.only !== null && event.only !== this.#app)) return;
    const always = event.name.startsWith("installation");
    if (!always && event.only === null && !this.#app.events.includes(event.name)) return;
    const installations = this.#world.installationsOf(event.repo, event.organization);
    const installation = installations.find((one) => one.app === this.#app);
    if (installation === undefined || (installation.suspendedAt !== null && !always)) return;
    // the events about installations tell of theirs in full
    const payload = { installation: { id: installation.id, node_id: `I_${installation.id}` }, ...event.payload() };
    this.#enqueue(this.#made(event, installation, JSON.stringify(payload)));
  }

  #made(event: WorldEvent, installation: Installation, body: string): Delivery {
    const { id } = this.#world.identity("HD");
    const guid = `${id.toString(16).padStart(8, "0")}-0000-11ef-8000-${this.#app.id.toString(16).padStart(12, "0")}`;
    const about = {
      repository: event.repo === null ? null : `${event.repo.owner.login}/${event.repo.name}`,
      number: event.subject?.number ?? null,
      sender: event.sender.login,
    };
    return this.#delivery(
      {
        id,
        guid,
        event: event.name,
        action: event.action,
        installation,
        repositoryId: event.repo?.id ?? null,
        body,
        redelivery: false,
      },
      about,
    );
  }

  #delivery(
    given: Pick<Delivery, "id" | "guid" | "event" | "action" | "installation" | "repositoryId" | "body" | "redelivery">,
    about: Pick<DeliveryEntry, "repository" | "number" | "sender">,
  ): Delivery {
    this.#seq += 1;
    const at = this.#world.clock.now();
    const { id, guid, event, action, redelivery } = given;
    return {
      ...given,
      headers: this.#headers(given),
      entry: { seq: this.#seq, id, guid, at: iso(at), event, action, ...about, status: null, ms: null, redelivery },
      at,
      status: null,
      statusText: "pending",
      milliseconds: 0,
      response: "",
    };
  }

  #headers(given: { guid: string; event: string; body: string }): Record<string, string> {
    const signed = (algorithm: string) =>
      `${algorithm}=${createHmac(algorithm, this.#secret).update(given.body).digest("hex")}`;
    return {
      accept: "*/*",
      "content-type": "application/json",
      "user-agent": "GitHub-Hookshot/sandbox",
      "x-github-delivery": given.guid,
      "x-github-event": given.event,
      "x-github-hook-id": "1",
      "x-github-hook-installation-target-id": `${this.#app.id}`,
      "x-github-hook-installation-target-type": "integration",
      "x-hub-signature": signed("sha1"),
      "x-hub-signature-256": signed("sha256"),
    };
  }

  #enqueue(delivery: Delivery): void {
    if (this.#used("lose")) return;
    this.#log.push(delivery);
    if (this.#log.length > KEEP * 2) this.#log = this.#log.slice(-KEEP);
    if (this.#used("drop")) {
      this.#finish(delivery, 0, "failed to connect to host", 0, "");
      return;
    }
    if (this.#held === null && this.#used("reorder")) {
      // what nothing follows is sent all the same
      this.#held = { delivery, timer: setTimeout(() => this.#release(), 100) };
      return;
    }
    this.#waiting.push(delivery);
    this.#release();
    if (this.#used("double")) this.#waiting.push(delivery);
    this.#pump();
  }

  #used(switched: "drop" | "lose" | "double" | "reorder"): boolean {
    if (this.settings[switched] <= 0) return false;
    this.settings[switched] -= 1;
    return true;
  }

  #release(): void {
    if (this.#held === null) return;
    clearTimeout(this.#held.timer);
    this.#waiting.push(this.#held.delivery);
    this.#held = null;
    this.#pump();
  }

  #pump(): void {
    while (!this.settings.paused && this.#inFlight < this.settings.concurrency) {
      const next = this.#waiting.shift();
      if (next === undefined) break;
      this.#inFlight += 1;
      void this.#send(next).then(() => {
        this.#inFlight -= 1;
        this.#pump();
      });
    }
    if (!this.idle) return;
    const settled = this.#settling;
    this.#settling = [];
    for (const done of settled) done();
  }

  /** Nothing waiting, held back or in flight. */
  get idle(): boolean {
    return this.#waiting.length === 0 && this.#held === null && this.#inFlight === 0;
  }

  /** Resolves once every delivery so far was answered or given up. */
  settled(): Promise<void> {
    return this.idle ? Promise.resolve() : new Promise((resolve) => this.#settling.push(resolve));
  }

  /** Changes the switches; those that were paused go on. */
  set(settings: Partial<DeliverySettings>): void {
    Object.assign(this.settings, settings);
    this.#pump();
  }

  #send(delivery: Delivery): Promise<void> {
    const url = typeof this.url === "function" ? this.url() : this.url;
    const started = performance.now();
    const finish = (status: number, text: string, response: string) =>
      this.#finish(delivery, status, text, performance.now() - started, response);
    if (url === null) {
      finish(0, "no hook URL", "");
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const headers = { ...delivery.headers, "content-length": `${Buffer.byteLength(delivery.body)}` };
      const outgoing = httpRequest(
        url,
        { method: "POST", agent: this.#agent, timeout: TIMEOUT, headers },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
          incoming.on("close", () => {
            const status = incoming.statusCode ?? 0;
            finish(
              status,
              status >= 200 && status < 300 ? "OK" : `Invalid HTTP Response: ${status}`,
              Buffer.concat(chunks).toString("utf8"),
            );
            resolve();
          });
        },
      );
      outgoing.on("timeout", () => outgoing.destroy(new Error("timed out")));
      outgoing.on("error", (error) => {
        finish(0, error.message === "timed out" ? "timed out" : "failed to connect to host", "");
        resolve();
      });
      outgoing.end(delivery.body);
    });
  }

  #finish(delivery: Delivery, status: number, text: string, milliseconds: number, response: string): void {
    delivery.status = status;
    delivery.statusText = text;
    delivery.milliseconds = milliseconds;
    delivery.response = response;
    for (const listener of this.#listeners) listener(delivery);
  }

  onDelivery(listener: (delivery: Delivery) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Oldest first. */
  get log(): readonly Delivery[] {
    return this.#log;
  }

  entries(since = 0): DeliveryEntry[] {
    return this.#log.filter((delivery) => delivery.entry.seq > since).map(shown);
  }

  find(id: number): Delivery {
    const found = this.#log.find((delivery) => delivery.id === id);
    if (found === undefined) throw notFound();
    return found;
  }

  /** Sends it again: a new id, the same guid. Switches do not touch it. */
  redeliver(old: Delivery): Delivery {
    const { repository, number, sender } = old.entry;
    const again = this.#delivery(
      { ...old, id: this.#world.identity("HD").id, redelivery: true },
      { repository, number, sender },
    );
    this.#log.push(again);
    this.#waiting.push(again);
    this.#pump();
    return again;
  }

  byGuid(guid: string): Delivery {
    const found = this.#log.findLast((delivery) => delivery.guid === guid);
    if (found === undefined) throw notFound();
    return found;
  }

  close(): void {
    this.settings.paused = true;
    this.#waiting = [];
    if (this.#held !== null) clearTimeout(this.#held.timer);
    this.#held = null;
    this.#agent.destroy();
    this.#pump();
  }
}
