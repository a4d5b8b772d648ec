/**
 * Notes when the people of a registry that looks for them were last seen, by what webhooks tell, in groups and beside the answers: what is
 * lost here is searched for. Where one of them is asked just then whether they want to go on, that pull request is looked at. Where no
 * registry wants it, nothing is done.
 */
import type { Kysely } from "kysely";
import { takeProposalsAbout } from "../database/open-proposals.ts";
import type { Schema } from "../database/schema.ts";
import { type Sighting, saveSightings } from "../database/sightings.ts";
import type { Job } from "../model/job.ts";
import type { Log } from "../shared/log.ts";
import type { RoutingContext } from "./webhook/routing.ts";
import { actorOf, sightedAct } from "./webhook/sightings.ts";

interface SightingNotes {
  /** Returns at once. */
  note(event: string, payload: unknown): void;
  /** Resolves when all that is known to be wanted is written down, or could not be. */
  idle(): Promise<void>;
}

const GROUP_SIZE = 500;
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

export function sightingNotes(db: Kysely<Schema>, log: Log, { known, enqueue }: SightingParts): SightingNotes {
  let waiting: Sighting[] = [];
  let undecided: Undecided[] = [];
  let flushing: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;

  async function flush(): Promise<void> {
    await null;
    while (waiting.length > 0) {
      const group = waiting.slice(0, GROUP_SIZE);
      waiting = waiting.slice(GROUP_SIZE);
      await save(group).catch((error: unknown) => {
        log.warn({ err: error, sightings: group.length }, "who was seen was not noted; it is searched for");
      });
    }
    flushing = null;
  }

  /** Written down first, so that whoever looks at once finds it. */
  async function save(group: readonly Sighting[]): Promise<void> {
    await saveSightings(db, group);
    const asked = await takeProposalsAbout(db, group);
    if (asked.length > 0) await enqueue(asked.map((one) => ({ ...one, cause: "inactivity.seen", notes: [] })));
  }

  function write(act: Sighting): void {
    waiting.push(act);
    flushing ??= flush();
  }

  function decide(): void {
    const before = undecided;
    undecided = [];
    for (const one of before) {
      one.tries += 1;
      const isWanted = one.isWanted();
      if (isWanted === true) write(one.act);
      else if (isWanted === null && one.tries < MAX_TRIES) undecided.push(one);
    }
    later();
  }

  function later(): void {
    if (timer !== null || undecided.length === 0) return;
    timer = setTimeout(() => {
      timer = null;
      decide();
    }, AGAIN_MS);
    timer.unref();
  }

  return {
    note: (event, payload) => {
      const actor = actorOf(payload);
      if (actor === null) return;
      const isWanted = () => known().looksFor?.(actor.repositoryId, actor.by) ?? null;
      const wanted = known().looksFor === undefined ? false : isWanted();
      if (wanted === false) return;
      const act = sightedAct(event, payload);
      if (act === null) return;
      if (wanted === true) return write(act);
      if (undecided.length < MAX_UNDECIDED) undecided.push({ act, isWanted, tries: 0 });
      later();
    },
    idle: async () => {
      decide();
      await flushing;
    },
  };
}
