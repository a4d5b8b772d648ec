/** Who is excluded: by the database, and if that was lost, by the issue's own line. */

import { z } from "zod";
import { type Quiet, quietsOf, saveQuiet } from "../../database/growth-quiets.ts";
import { type GrowthTold, growthTold, takeTold } from "../../database/growth-told.ts";
import type { ReadyPerson } from "../../promotions/growth/growth-issue.ts";
import { quietUntil } from "../../promotions/growth/quiet.ts";
import type { Instant } from "../../shared/names.ts";
import { setOf } from "../../shared/person-sets.ts";
import type { JobParts } from "../job-parts.ts";

const shape = z.object({
  quiets: z.array(z.object({ person: z.object({ login: z.string(), id: z.int() }), quiet: z.boolean(), at: z.int() })),
  told: z.array(z.object({ id: z.int(), role: z.string(), pull: z.string(), at: z.int() })).default([]),
});

/** `sealed`: the memory of the issue. Afterwards both sides know what either knew. */
export async function standingQuiets(
  { db }: Pick<JobParts, "db">,
  owner: string,
  { sealed, now }: { readonly sealed: unknown; readonly now: Instant },
): Promise<readonly Quiet[]> {
  for (const one of shape.safeParse(sealed).data?.quiets ?? []) await saveQuiet(db, owner, one);
  return (await quietsOf(db, owner)).filter(({ at }) => quietUntil(at) > now);
}

/** The same for who was told of a role in a pull request of their own. */
export async function standingTold(
  { db }: Pick<JobParts, "db">,
  owner: string,
  sealed: unknown,
): Promise<readonly GrowthTold[]> {
  for (const one of shape.safeParse(sealed).data?.told ?? []) await takeTold(db, owner, one);
  return await growthTold(db, owner);
}

/** What must outlive the database. */
export function sealedMemory(quiets: readonly Quiet[], told: readonly GrowthTold[]): object {
  return told.length === 0 ? { quiets } : { quiets, told };
}

export function withoutQuiet(ready: readonly ReadyPerson[], quiets: readonly Quiet[]): readonly ReadyPerson[] {
  const left = setOf(quiets.flatMap(({ person, quiet }) => (quiet ? [person] : [])));
  return ready.filter(({ person }) => !left.has(person));
}
