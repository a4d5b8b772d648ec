/** What a turn of a subject's promotions works with. */
import type { Kysely } from "kysely";
import type { Schema } from "../../database/schema.ts";
import type { Client } from "../../github/client.ts";
import type { Log } from "../../log.ts";
import type { Instant } from "../../names.ts";
import type { Measured } from "../../promotions/model.ts";
import type { Work } from "../../queue/worker.ts";
import type { Bot } from "../../replies/own.ts";
import type { RegistryIndex } from "../../roles/registry.ts";
import type { IssueFacts, PullFacts } from "../../snapshot/facts.ts";
import type { RegistryHead } from "../../snapshot/read.ts";

export interface PromotionParts {
  readonly client: Client;
  readonly db: Kysely<Schema>;
  readonly log: Log;
  readonly appId: number;
  readonly bot: Bot;
  readonly key: Uint8Array;
  readonly keys: readonly Uint8Array[];
  readonly figures: FigureMemory;
}

/** Figures by nomination, as last counted by this process: a status comment that says the same is not edited for their sake. */
export type FigureMemory = Map<string, Figures>;

export interface Figures {
  readonly measured: ReadonlyMap<string, Measured>;
  readonly measuredAt: Instant;
  /** GitHub did not answer, so all of it is unknown and is to be counted again soon. */
  readonly failed: boolean;
}

export interface Scene {
  readonly parts: PromotionParts;
  readonly facts: PullFacts | IssueFacts;
  readonly index: RegistryIndex;
  readonly unreadTeams: readonly string[];
  readonly head: RegistryHead;
  readonly work: Work;
}

/** What people's browsers open, without a slash at its end. */
export function webUrlOf({ description }: PullFacts | IssueFacts): string {
  return URL.canParse(description.url) ? new URL(description.url).origin : "https://github.com";
}
