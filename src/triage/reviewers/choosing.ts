/** What a choice of reviewers is based on, and the people it chooses from. */

import type { Verdict } from "../../gate/verdict-types.ts";
import type { PullFacts } from "../../model/facts.ts";
import type { Reviewing } from "../../model/pull-record.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import type { Holder } from "../../registry/registry-types.ts";
import type { Person } from "../../shared/person-sets.ts";
import type { Experts } from "./knowledge.ts";
import type { Demand } from "./reviewer-candidates.ts";
import type { ReviewerFacts } from "./reviewer-facts.ts";

export interface ChoiceContext {
  readonly facts: PullFacts;
  readonly index: RegistryIndex;
  readonly verdict: Verdict;
  readonly known: ReviewerFacts;
  /** The earlier decisions; `null`: none. */
  readonly past: Pick<Reviewing, "asked" | "refused"> | null;
  /** The app's own login: people whom it took off itself were not taken off by hand. */
  readonly botLogin: string;
  /** How many new people to ask, however many are asked already (`/reroll`, or somebody did not answer); absent: as many as are missing. */
  readonly more?: number;
  /** People not to be asked either: those who want somebody else, and the person that the pull request is about. */
  readonly apart?: readonly Person[];
  /** Only what nobody covers yet: a push touched an area, and people whom somebody took off must not be replaced. */
  readonly only?: "cover";
}

export interface CandidatePool {
  readonly demands: readonly Demand[];
  /** Everybody whom the pull request's areas offer, whether or not they can be asked; never the author. */
  readonly all: readonly Holder[];
  readonly skilled: Experts;
  /** Not to be asked (again), even if they have time: they are involved, asked already, or were taken off by hand. */
  isOut(person: Person): boolean;
  /** Who of them may be asked now. */
  isFree(person: Person): boolean;
  before(one: Person, other: Person): number;
}
