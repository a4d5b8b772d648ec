/**
 * Records from webhooks when the people of a registry that watches them were last seen, in groups and without delaying the answers: what
 * is lost here is searched for. If one of them is being asked at that time whether they want to go on, that pull request is looked at.
 * Where no registry watches anybody, nothing is done.
 */

import type { Kysely } from "kysely";
import { takeProposalsAbout } from "../database/open-proposals.ts";
import type { Schema } from "../database/schema.ts";
import { type Sighting, saveSightings } from "../database/sightings.ts";
import type { Job } from "../model/job.ts";
import type { Log } from "../shared/log.ts";
import { groupWriter } from "./group-writer.ts";
import type { RoutingContext } from "./webhook/routing.ts";
import { actorOf, sightedAct } from "./webhook/sightings.ts";

interface SightingNotes {
  /** Returns immediately. */
  note(event: string, payload: unknown): void;
  /** Resolves when all that is known to be wanted is written down, or could not be. */
  idle(): Promise<void>;
}

/** What governs a repository is known once the job of its event has read it. */
const AGAIN_MS = 1_000;
const MAX_TRIES = 30;
const MAX_UNDECIDED = 1_000;

interface Undecided {
  readonly act: Sighting;
  readonly isWanted: () => boolean | null;
  tries: number;
}

interface SightingParts {
  readonly known: () => Pick<RoutingContext, "looksFor">;
  readonly enqueue: (jobs: readonly Job[]) => Promise<void>;
}

export function sightingNotes(db: Kysely<Schema>, log: Log, parts: SightingParts): SightingNotes {
  return new GroupedNotes(db, log, parts);
}

class GroupedNotes implements SightingNotes {
  readonly #db: Kysely<Schema>;
  readonly #log: Log;
  readonly #parts: SightingParts;
  readonly #sightings = groupWriter<Sighting>(
    (group) => this.#save(group),
    (error, group) =>
      this.#log.warn({ err: error, sightings: group.length }, "who was seen was not noted; it is searched for"),
  );
  #undecided: Undecided[] = [];
  #timer: NodeJS.Timeout | null = null;

  constructor(db: Kysely<Schema>, log: Log, parts: SightingParts) {
    this.#db = db;
    this.#log = log;
    this.#parts = parts;
  }

  note(event: string, payload: unknown): void {
    const { looksFor } = this.#parts.known();
    const actor = actorOf(payload);
    if (looksFor === undefined || actor === null) return;
    const isWanted = () => this.#parts.known().looksFor?.(actor.repositoryId, actor.by) ?? null;
    const wanted = isWanted();
    if (wanted === false) return;
    const act = sightedAct(event, payload);
    if (act === null) return;
    if (wanted === true) this.#sightings.add(act);
    else if (this.#undecided.length < MAX_UNDECIDED) this.#undecided.push({ act, isWanted, tries: 0 });
    this.#decideLater();
  }

  async idle(): Promise<void> {
    this.#decide();
    await this.#sightings.idle();
  }

  #decide(): void {
    const before = this.#undecided;
    this.#undecided = [];
    for (const one of before) {
      one.tries += 1;
      const isWanted = one.isWanted();
      if (isWanted === true) this.#sightings.add(one.act);
      else if (isWanted === null && one.tries < MAX_TRIES) this.#undecided.push(one);
    }
    this.#decideLater();
  }

  #decideLater(): void {
    if (this.#timer !== null || this.#undecided.length === 0) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#decide();
    }, AGAIN_MS);
    this.#timer.unref();
  }

  /** Recorded first, so that a look that follows immediately finds it. */
  async #save(group: readonly Sighting[]): Promise<void> {
    await saveSightings(this.#db, group);
    const asked = await takeProposalsAbout(this.#db, group);
    if (asked.length === 0) return;
    await this.#parts.enqueue(asked.map((one) => ({ ...one, cause: "inactivity.seen", notes: [] })));
  }
}
