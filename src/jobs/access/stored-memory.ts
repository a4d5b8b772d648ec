/** What the database remembers about who had access, with what events and people said since. */

import type { Kysely } from "kysely";
import { askedAgainIn } from "../../database/access-asked.ts";
import { accessChanges } from "../../database/access-changes.ts";
import { grantsOf } from "../../database/access-grants.ts";
import { findReading } from "../../database/readings.ts";
import type { Schema } from "../../database/schema.ts";
import type { RepositoryRef } from "../../model/job.ts";
import { type AccessMemory, NO_MEMORY } from "../../registry/access/access-world.ts";
import { seenWith } from "../../registry/access/granted.ts";
import { ACCESS } from "../reading-watches.ts";
import { joinedMemory, memoryFrom } from "./access-memory.ts";
import { grantedEarlier, refusedEarlier } from "./grant-step.ts";

/** For the registry in that repository. */
export async function storedMemory(db: Kysely<Schema>, { owner, id }: RepositoryRef): Promise<AccessMemory> {
  const reading = await findReading(db, { repositoryId: id, subject: ACCESS });
  const changes = await accessChanges(db, owner);
  const askedAgain = await askedAgainIn(db, owner);
  const memory = joinedMemory(memoryFrom(reading?.memory), { ...NO_MEMORY, changes, askedAgain });
  const grants = await grantsOf(db, owner);
  const refused = refusedEarlier(grants);
  return { ...memory, refused, seen: seenWith(memory.seen, grantedEarlier(grants)) };
}
