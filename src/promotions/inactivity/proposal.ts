/** The types of proposals: as a look finds them, as their pull request shows them, and the past ones. */

import type { LeftHolding } from "../../registry/inactivity/retiring.ts";
import type { Instant } from "../../shared/names.ts";
import type { Person } from "../promotion-types.ts";

export interface OpenProposal {
  readonly person: Person;
  readonly holdings: readonly LeftHolding[];
  /** When GitHub opened its pull request. */
  readonly openedAt: Instant;
  readonly number: number;
  readonly url: string;
}

/** Somebody gives a role back of their own accord, in a pull request that is not merged yet. */
export interface OpenStepDown {
  readonly person: Person;
  /** `null`: every role. */
  readonly role: string | null;
  /** Empty: everywhere. */
  readonly areas: readonly string[];
  readonly number: number;
  readonly url: string;
}

/**
 * How a proposal ended. `stayed`: the person said so themselves, or a person closed it; `vouched`: somebody else said so for them;
 * `seen`: they were seen elsewhere, or a guard protected them by then; `merged`.
 */
export type ProposalEnd = "stayed" | "vouched" | "seen" | "merged";

export interface PastProposal {
  readonly person: Person;
  readonly holdings: readonly LeftHolding[];
  readonly openedAt: Instant;
  readonly endedAt: Instant;
  readonly end: ProposalEnd;
  readonly url: string;
}
