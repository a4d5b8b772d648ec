import type { Kysely } from "kysely";
import { findReading } from "../database/readings.ts";
import type { Schema } from "../database/schema.ts";
import type { Governing } from "../github/read/governing-registry.ts";
import type { RegistryHead } from "../github/read/registry-head.ts";
import type { Job, RepositoryRef } from "../model/job.ts";
import type { Registry } from "../registry/registry-types.ts";
import { fullName } from "../shared/names.ts";

export interface ReadingWatch {
  /** Informs the watch about what governs a repository; costs GitHub nothing. */
  seen(head: RegistryHead, installationId: number, governing: Governing): Promise<void>;
  /** The database is asked again what is due. */
  forget(): void;
}

/** A little more than a day: the look that is scheduled comes first. */
const LATEST_S = 25 * 60 * 60;
/** How long this process believes that a look is under way or not due. */
const AGAIN_MS = 60 * 60_000;
const MAX_REMEMBERED = 5_000;

export interface WatchParts {
  readonly db: Kysely<Schema>;
  readonly enqueue: (jobs: readonly Job[]) => Promise<void>;
}

export interface Watched {
  /** Names the readings, and the jobs. */
  readonly subject: "access" | "inactivity" | "growth" | "decisions";
  readonly cause: string;
  /** Whether the registry wants it. */
  readonly asks: (registry: Registry) => boolean;
}

export function readingWatch({ db, enqueue }: WatchParts, { subject, cause, asks }: Watched): ReadingWatch {
  const known = new Map<number, { readonly texts: string; readonly at: number }>();
  return {
    async seen(head, installationId, governing) {
      if (governing.kind !== "good" || governing.stale !== null) return;
      const { registry } = governing.index;
      const home = homeOf(registry, head);
      if (home === null) return;
      const texts = textsOf(registry);
      const before = known.get(home.id);
      if (before?.texts === texts && performance.now() - before.at < AGAIN_MS) return;
      if (known.size >= MAX_REMEMBERED) known.clear();
      known.set(home.id, { texts, at: performance.now() });
      const reading = await findReading(db, { repositoryId: home.id, subject });
      const isDue = reading === null || reading.texts !== texts || reading.age > LATEST_S;
      // Where the registry wants it no more, what was told is to be closed.
      if (asks(registry) ? !isDue : reading === null) return;
      await enqueue([{ installationId, subject: { kind: subject, repository: home }, cause, notes: [] }]);
    },
    forget: () => known.clear(),
  };
}

/** Equal texts are the same registry. */
export function textsOf({ sources }: Pick<Registry, "sources">): string {
  const source = sources.at(-1);
  return source === undefined ? "" : `${source.path}@${source.oid}`;
}

/** A registry that extends another says nothing about access itself: its organisation's does. */
export function homeOf(
  { sources }: Pick<Registry, "sources">,
  { own, organisation }: RegistryHead,
): RepositoryRef | null {
  const source = sources.at(-1);
  if (source === undefined) return null;
  const name = fullName(source.repository).toLowerCase();
  const found = [own, organisation].find((blobs) => blobs && fullName(blobs.repository).toLowerCase() === name);
  return found ? { owner: found.repository.owner, name: found.repository.name, id: found.repository.id } : null;
}
