/**
 * Notes when the people of a registry that looks for them were last seen, by what webhooks tell, in groups and beside the answers: what is
 * lost here is searched for. Where no registry wants it, nothing is done.
 */
import type { Kysely } from "kysely";
import type { Schema } from "../database/schema.ts";
import { type Sighting, saveSightings } from "../database/sightings.ts";
import type { Log } from "../shared/log.ts";
import type { RoutingContext } from "./webhook/routing.ts";
import { actorOf, sightedAct } from "./webhook/sightings.ts";

export interface SightingNotes {
  /** Returns at once. */
  note(event: string, payload: unknown, known: Pick<RoutingContext, "looksFor">): void;
  /** Resolves when all of it is written down, or could not be. */
  idle(): Promise<void>;
}

const GROUP_SIZE = 500;

export function sightingNotes(db: Kysely<Schema>, log: Log): SightingNotes {
  let waiting: Sighting[] = [];
  let flushing: Promise<void> | null = null;

  async function flush(): Promise<void> {
    await null;
    while (waiting.length > 0) {
      const group = waiting.slice(0, GROUP_SIZE);
      waiting = waiting.slice(GROUP_SIZE);
      await saveSightings(db, group).catch((error: unknown) => {
        log.warn({ err: error, sightings: group.length }, "who was seen was not noted; it is searched for");
      });
    }
    flushing = null;
  }

  return {
    note: (event, payload, { looksFor }) => {
      if (looksFor === undefined) return;
      const actor = actorOf(payload);
      if (actor === null || !looksFor(actor.repositoryId, actor.by)) return;
      const act = sightedAct(event, payload);
      if (act === null) return;
      waiting.push(act);
      flushing ??= flush();
    },
    idle: async () => {
      await flushing;
    },
  };
}
