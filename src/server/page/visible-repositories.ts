/** Which repositories a visitor may see, and how much of their registries. */

import type { Kysely } from "kysely";
import { findRepository, type ListedRepository, type StoredRepository } from "../../database/repositories.ts";
import type { Schema } from "../../database/schema.ts";
import type { RepositoryName } from "../../shared/names.ts";
import { asSeen } from "./read-page-data.ts";
import type { Session } from "./session.ts";
import { isPublic, type Viewers } from "./viewer.ts";
import type { Governed } from "./views/repository-view.ts";

/** Each hidden repository costs one request with the visitor's own token, so the first view asks about a limited number. */
const MAX_ASKED = 100;
const AT_ONCE = 8;

export interface Sight {
  readonly db: Kysely<Schema>;
  readonly viewers: Viewers;
  /** `null`: nobody has signed in. */
  readonly session: Session | null;
}

/** `null`: not there, or not for this visitor, which must look the same; so GitHub is asked about either. */
export async function visibleRepository(sight: Sight, named: RepositoryName): Promise<Governed | null> {
  const { db, viewers, session } = sight;
  const found = await findRepository(db, named);
  if (found === null || !isPublic(found)) {
    const id = session === null ? null : await viewers.idSeenBy(session, named);
    if (found === null || found.id !== id) return null;
  }
  const whole = governed(found);
  return whole === null ? null : await asSeen(whole, (sources) => hiddenFrom(sight, sources));
}

function governed(repository: StoredRepository): Governed | null {
  const { registry } = repository;
  return registry === null ? null : { ...repository, registry };
}

/** What is public is open to all; for the rest GitHub is asked with the visitor's own token. */
export async function hiddenFrom(
  { db, viewers, session }: Sight,
  sources: readonly RepositoryName[],
): Promise<readonly RepositoryName[]> {
  const hidden: RepositoryName[] = [];
  for (const source of sources) {
    const known = await findRepository(db, source);
    if (known !== null && isPublic(known)) continue;
    if (session === null || (await viewers.idSeenBy(session, source)) === null) hidden.push(source);
  }
  return hidden;
}

export async function visibleOnes(
  sight: Sight,
  repositories: readonly ListedRepository[],
): Promise<readonly ListedRepository[]> {
  const hidden = repositories.filter((one) => !isPublic(one));
  const seen = sight.session === null ? new Set<number>() : await seenBy(sight.viewers, sight.session, hidden);
  return repositories.filter((one) => isPublic(one) || seen.has(one.id));
}

async function seenBy(
  viewers: Viewers,
  session: Session,
  hidden: readonly ListedRepository[],
): Promise<ReadonlySet<number>> {
  const asked = hidden.slice(0, MAX_ASKED);
  const seen = new Set<number>();
  for (let from = 0; from < asked.length; from += AT_ONCE) {
    const few = asked.slice(from, from + AT_ONCE);
    const ids = await Promise.all(few.map((one) => viewers.idSeenBy(session, one)));
    few.forEach((one, at) => {
      if (ids[at] === one.id) seen.add(one.id);
    });
  }
  return seen;
}
