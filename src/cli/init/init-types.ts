/** What a first registry is written from: who has which access to a repository, and what was merged there lately. */

import type { RepositoryName } from "../../shared/names.ts";

type Permission = "admin" | "maintain" | "write" | "triage" | "read";

export interface Collaborator {
  readonly login: string;
  readonly id: number;
  readonly permission: Permission;
}

export interface MergedPull {
  /** `null`: a deleted account. */
  readonly author: string | null;
  readonly mergedBy: string | null;
  /** Everyone who approved it. */
  readonly approvedBy: readonly string[];
  /** The folders at the top that it changes; empty text: files beside them. */
  readonly folders: readonly string[];
}

export interface Activity {
  readonly repository: RepositoryName;
  /** `null`: the credentials may not see them. */
  readonly collaborators: readonly Collaborator[] | null;
  /** The latest first. */
  readonly pulls: readonly MergedPull[];
}
