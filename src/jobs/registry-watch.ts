/**
 * Notices that a registry is another one than was last seen, by what every reading tells of its blobs: then everything it governs is
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
  /** Told of every reading; sends a job where the registry has changed since anybody saw it. */
  seen(installationId: number, head: RegistryHead, readAt: Instant): Promise<void>;
  /** Notes what is there now, for whoever sends the jobs anyway. */
  note(blobs: RegistryBlobs, readAt: Instant): Promise<void>;
}

export interface WatchOptions {
  readonly db: Kysely<Schema>;
  readonly enqueue: (jobs: readonly Job[]) => Promise<void>;
}

export function registryWatch({ db, enqueue }: WatchOptions): RegistryWatch {
  const known = new Map<number, string>();

  /** Whether it is another one than was noted before. */
  async function noted(found: RegistryBlobs, readAt: Instant): Promise<boolean> {
    const { id } = found.repository;
    const blobs = `${found.root ?? ""} ${found.nested ?? ""}`;
    if (known.get(id) === blobs) return false;
    const before = await noteBlobs(db, id, { blobs, readAt });
    known.set(id, blobs);
    if (before === null || before === blobs) return false;
    await nextGeneration(db, "registries");
    return true;
  }

  return {
    async seen(installationId, head, readAt) {
      for (const blobs of [head.own, head.organisation]) {
        if (blobs === null || !(await noted(blobs, readAt))) continue;
        const { owner, name, id } = blobs.repository;
        const subject = { kind: "registry", repository: { owner, name, id } } as const;
        await enqueue([{ installationId, subject, cause: "registry.seen", notes: [] }]);
      }
    },
    note: async (blobs, readAt) => {
      await noted(blobs, readAt);
    },
  };
}
