/** What every job works with. */

import type { Kysely } from "kysely";
import type { CheckMemory } from "../database/check-memory.ts";
import type { Continuity } from "../database/continuity.ts";
import type { KeyedLock } from "../database/keyed-lock.ts";
import type { Schema } from "../database/schema.ts";
import type { Job, ReadNote, ThreadSubject } from "../model/job.ts";
import type { Budgets } from "./budget.ts";
import type { Evaluator } from "./evaluation.ts";
import type { FigureMemory } from "./figure-memory.ts";
import type { LacksPermission } from "./lasting-failures.ts";
import type { Patience } from "./patience.ts";
import type { Later } from "./promotions/again.ts";
import type { RegistryWatch } from "./registry-watch.ts";
import type { RepositoryNotes } from "./repository-notes.ts";

export interface JobParts extends Evaluator, Later {
  readonly db: Kysely<Schema>;
  /** The key that seals records. */
  readonly key: Uint8Array;
  readonly appId: number;
  readonly heads: KeyedLock;
  readonly checkMemory: CheckMemory;
  /** Absent: nobody looks for registries that changed. */
  readonly watch?: RegistryWatch;
  readonly figures: FigureMemory;
  /** What people may cause within an hour. */
  readonly budgets: Budgets;
  /** Called with the state of each verdict reached on an open pull request. */
  readonly onVerdict?: (state: string) => void;
  /** Since when the database certainly knows what was done (R78). */
  readonly memory: Continuity;
  readonly enqueue: (jobs: readonly Job[], inSeconds?: number) => Promise<void>;
  readonly repositoryNotes: RepositoryNotes;
  /** Subjects that this process has looked through for decisions of before, by `repository id#number`. */
  readonly decided: Set<string>;
  /** Repositories in which this process found no quiet issue. */
  readonly withoutIssue: Set<string>;
  readonly patience: Patience;
  readonly lacksPermission: LacksPermission;
  /** What events told about a subject lately, whichever process handled them (R37). */
  readonly toldLately: (subject: ThreadSubject) => Promise<readonly ReadNote[]>;
}
