/** Leaves out people who are already nominated for the role of this registry: the ready-made line would be refused. */

import type { Kysely } from "kysely";
import { openNominations } from "../../database/nominations.ts";
import type { Schema } from "../../database/schema.ts";
import { isJudgedHere } from "../../promotions/authority.ts";
import type { ReadyPerson } from "../../promotions/growth/growth-issue.ts";
import type { Registry } from "../../registry/registry-types.ts";
import { samePerson } from "../../shared/people.ts";

export async function withoutOpen(
  db: Kysely<Schema>,
  { owner, registry }: { readonly owner: string; readonly registry: Registry },
  ready: readonly ReadyPerson[],
): Promise<readonly ReadyPerson[]> {
  if (ready.length === 0) return ready;
  const open = (await openNominations(db, owner)).filter((one) => isJudgedHere(registry, one));
  return ready.flatMap((one) => {
    const own = open.filter(({ candidate }) => samePerson(candidate, one.person));
    const steps = one.steps.filter((step) => !own.some((asked) => asked.role === step.role && overlaps(asked, step)));
    return steps.length === 0 ? [] : [{ ...one, steps }];
  });
}

interface Placed {
  /** Empty: everywhere. */
  readonly areas: readonly string[];
}

function overlaps({ areas }: Placed, { areas: others }: Placed): boolean {
  return areas.length === 0 || others.length === 0 || areas.some((area) => others.includes(area));
}
