/**
 * Notices that a registry has changed since it was last seen, by the blobs that every reading shows: then everything it governs is
 * looked at again, even where the push's own webhook was lost (R5, R31).
 */

import type { Kysely } from "kysely";
import { nextGeneration } from "../database/generations.ts";
import { noteBlobs } from "../database/registry-blobs.ts";
import type { Schema } from "../database/schema.ts";
import type { RegistryBlobs, RegistryHead } from "../github/read/registry-head.ts";
import type { Job } from "../model/job.ts";
import type { Instant } from "../shared/names.ts";

export interface RegistryWatch {
  /** Called for every reading; enqueues a job if the registry has changed since anybody saw it. */
  seen(installationId: number, head: RegistryHead, readAt: Instant): Promise<void>;
  /** Records the present registry, for callers that enqueue the jobs anyway; returns whether it is the first one in its place. */
  note(blobs: RegistryBlobs, readAt: Instant): Promise<boolean>;
}

/** The cause of the look at what a registry governs that is the first one there. */
export const FIRST_REGISTRY_CAUSE = "registry.first";

/** Against what was noted before. */
type News = "none" | "another" | "first";

const NO_FILE = " ";

interface WatchOptions {
  readonly db: Kysely<Schema>;
  readonly enqueue: (jobs: readonly Job[]) => Promise<void>;
}

export function registryWatch({ db, enqueue }: WatchOptions): RegistryWatch {
  const known = new Map<number, string>();

  async function noted(found: RegistryBlobs, readAt: Instant): Promise<News> {
    const { id } = found.repository;
    const blobs = `${found.root ?? ""} ${found.nested ?? ""}`;
    if (known.get(id) === blobs) return "none";
    const before = await noteBlobs(db, id, { blobs, readAt });
    known.set(id, blobs);
    if (before === null || before === blobs) return "none";
    await nextGeneration(db, "registries", found.repository.owner);
    return before === NO_FILE ? "first" : "another";
  }

  return {
    async seen(installationId, head, readAt) {
      for (const blobs of [head.own, head.organisation]) {
        const news = blobs === null ? "none" : await noted(blobs, readAt);
        if (blobs === null || news === "none") continue;
        const { owner, name, id } = blobs.repository;
        const subject = { kind: "registry", repository: { owner, name, id } } as const;
        const cause = news === "first" ? FIRST_REGISTRY_CAUSE : "registry.seen";
        await enqueue([{ installationId, subject, cause, notes: [] }]);
      }
    },
    note: async (blobs, readAt) => (await noted(blobs, readAt)) === "first",
  };
}
