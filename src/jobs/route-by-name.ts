/** Leads a job to the repository that it is about, whatever name that one has by now. */

import { nameOfRepository } from "../database/repositories.ts";
import { Namesake } from "../github/read/read-subject.ts";
import { sameRepository } from "../shared/names.ts";
import type { JobParts } from "./job-parts.ts";
import { absentOrLate } from "./patience.ts";
import type { Work } from "./read-notes.ts";

type Route = (parts: JobParts, work: Work) => Promise<void>;

/**
 * A job is about a repository by its id, and reads it by its name of that time. If another has that name by now, it is looked for under
 * its last known name; otherwise it is gone, and a sweep finds what is left of it.
 */
export async function routeByName(route: Route, parts: JobParts, work: Work): Promise<void> {
  try {
    return await route(parts, work);
  } catch (error) {
    const { subject } = work;
    if (!(error instanceof Namesake) || !("repository" in subject)) throw error;
    const { repository } = subject;
    const now = await nameOfRepository(parts.db, repository.id);
    parts.log.info({ now }, "another repository bears this name by now");
    if (now === null || sameRepository(now, repository)) return waitForName(parts, work, error);
    const there = { ...subject, repository: { ...repository, ...now } };
    await route(parts, { ...work, subject: there }).catch((again: unknown) => {
      if (again instanceof Namesake) return waitForName(parts, work, again);
      throw again;
    });
  }
}

/** A name that was given to a repository just now may still lead to the one that had it before: what an event told is waited for (R37). */
function waitForName(parts: JobParts, work: Work, { message }: Namesake): void {
  const late = absentOrLate(message, work, parts.patience);
  if (late !== null) throw late;
}
