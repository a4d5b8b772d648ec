/**
 * Tells a person about their next role, once for each role of a registry, in their next pull request whose status comment is written
 * anyway. Costs GitHub nothing.
 */

import { roleIn, takeTold } from "../../database/growth-told.ts";
import { findReading, readingHomes } from "../../database/readings.ts";
import type { Effect } from "../../model/effect.ts";
import type { PullRecord } from "../../model/pull-record.ts";
import { isJudgedHere } from "../../promotions/authority.ts";
import { fullName } from "../../shared/names.ts";
import { samePerson } from "../../shared/people.ts";
import type { Evaluation } from "../evaluation.ts";
import type { JobParts } from "../job-parts.ts";
import { GROWTH } from "../reading-watches.ts";
import { growthMemoryFrom, stillReady } from "./growth-memory.ts";
import { standingQuiets, withoutQuiet } from "./quiet-memory.ts";
import { withoutOpen } from "./without-open.ts";

/** `wanted`: what would be written without it. */
export async function withNextRole(
  { db }: Pick<JobParts, "db">,
  { facts, index }: Pick<Evaluation, "facts" | "index">,
  record: PullRecord,
  wanted: readonly Effect[],
): Promise<PullRecord> {
  const { author, repository, number, createdAt, readAt } = facts;
  if (index?.registry.growth?.tell !== "person" || facts.state !== "open" || record.growth !== undefined) return record;
  if (author === null || author.type !== "User" || author.id === null) return record;
  if (!wanted.some(({ kind }) => kind === "status-comment")) return record;
  const { owner } = repository;
  const quiets = await standingQuiets({ db }, owner, { sealed: null, now: readAt });
  for (const home of await readingHomes(db, { owner, subject: GROWTH })) {
    const { id } = home;
    // What another registry asks for says nothing of this one's roles (R45).
    if (!isJudgedHere(index.registry, { registry: fullName(home).toLowerCase() })) continue;
    const memory = growthMemoryFrom((await findReading(db, { repositoryId: id, subject: GROWTH }))?.memory);
    // Their next one: what was open when it was measured is none.
    if (memory === null || createdAt < memory.at) continue;
    const ready = withoutQuiet(stillReady(memory, index), quiets).filter(({ person }) => samePerson(person, author));
    const [own] = await withoutOpen(db, { owner, registry: index.registry }, ready);
    for (const { role, areas } of own?.steps ?? []) {
      const notice = { id: author.id, role: roleIn(id, role), pull: `${repository.id}#${number}`, at: readAt };
      if (await takeTold(db, owner, notice)) return { ...record, growth: { role, areas } };
    }
  }
  return record;
}
