/** What the evaluation of a pull request needs, and what it finds. */

import type { Recalled } from "../database/recall.ts";
import type { VouchMemory } from "../database/vouches.ts";
import type { AccessSwitch } from "../environment/access-switch.ts";
import type { Verdict } from "../gate/verdict-types.ts";
import type { Client } from "../github/client/client.ts";
import type { GitHubError } from "../github/client/errors.ts";
import type { Governing, Registries } from "../github/read/governing-registry.ts";
import type { PageSizes } from "../github/read/page-sizes.ts";
import type { DiffReader } from "../github/read/read-diffs.ts";
import type { RegistryHead } from "../github/read/registry-head.ts";
import type { Unshown } from "../github/read/unshown.ts";
import type { Absence } from "../model/absence.ts";
import type { PullFacts } from "../model/facts.ts";
import type { ReadNote, RepositoryRef } from "../model/job.ts";
import type { Bot } from "../model/own-comment.ts";
import type { PullRecord } from "../model/pull-record.ts";
import type { DecisionRecord } from "../promotions/decisions/decision.ts";
import type { Remembered } from "../promotions/status-memory.ts";
import type { AccessMemory } from "../registry/access/access-world.ts";
import type { RegistryIndex } from "../registry/registry-index.ts";
import type { Log } from "../shared/log.ts";
import type { Instant } from "../shared/names.ts";
import type { Evaluated } from "./decide.ts";
import type { DecisionsHere } from "./decisions/decisions-here.ts";
import type { JustRead } from "./just-read.ts";

export interface Evaluator {
  readonly client: Client;
  readonly log: Log;
  readonly registries: Registries;
  readonly diffs: DiffReader;
  readonly bot: Bot;
  /** The address for browsers of the GitHub that Rung is set up for, without a slash at its end. */
  readonly webUrl: string;
  /** For the signed record (R26), the present key first; none: it is not read. */
  readonly keys: readonly Uint8Array[];
  /** What is remembered of a repository's open pull requests, by number; absent: nothing but what GitHub shows. */
  readonly openRecords?: (repositoryId: number) => Promise<ReadonlyMap<number, PullRecord>>;
  /** Remembers whose answers are too large; absent: each reading finds out anew. */
  readonly sizes?: PageSizes;
  /** What the database knows of a pull request when it was read; absent: nothing is known. */
  readonly recall?: (facts: PullFacts) => Promise<Omit<RecalledNow, "isFresh">>;
  /** How many requests this job has made; absent: not counted. */
  readonly requests?: () => number;
  /** What is remembered of who had access, for a registry there; absent: nothing. */
  readonly accessMemory?: (repository: RepositoryRef) => Promise<AccessMemory>;
  /** The switch of this installation; absent: nobody is added to a team. */
  readonly access?: AccessSwitch | undefined;
  /** Who is vouched for; absent: GitHub is asked each time. */
  readonly vouches?: VouchMemory;
  /** What the database knows of a subject's decisions; absent: nothing. */
  readonly knownDecisions?: (
    subject: Pick<PullFacts, "repository" | "number">,
  ) => Promise<readonly Remembered<DecisionRecord>[]>;
  /** People of an owner who said that they are away at that moment; absent: this is not asked. */
  readonly away?: (owner: string, at: Instant) => Promise<readonly Absence[]>;
}

/** With what events told about it lately, whichever process handled them: a reading may lag behind that (R37). */
export interface RecalledNow extends Omit<Recalled, "notes">, JustRead {
  readonly told: readonly ReadNote[];
}

export interface Evaluation extends Evaluated {
  readonly governing: Governing;
  /** Where the registry is. */
  readonly registryHead: RegistryHead;
  /** `null` where no registry is known to ask. */
  readonly index: RegistryIndex | null;
  /** What could not be read, and is to be read again: only what needs it is unknown (R87). */
  readonly failure: GitHubError | null;
  /** What events told and the reading did not show; the facts contain the part that makes the verdict stricter. */
  readonly unshown: readonly Unshown[];
  /** What events told lately, including this evaluation's notes. */
  readonly told: readonly ReadNote[];
  /** The decisions on it; `null`: none, and nobody mentions one. */
  readonly decisions: DecisionsHere | null;
  /** What the database knew right after the reading; `null`: it was not asked. */
  readonly recalled: RecalledNow | null;
  /** The reading showed that none of Rung's checks is on the head. `false`: there is one, or it is not known. */
  readonly withoutChecks: boolean;
  /** As remembered before this evaluation's notes. */
  readonly before: PullRecord;
  readonly record: PullRecord;
  /** The record in the status comment. */
  readonly published: PullRecord | null;
  /** The quickest way once this is remembered: people whom Rung has asked since come first. */
  quickestWith(record: PullRecord): Verdict["quickest"];
}
