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
  /** What was decided before; `null`: nothing. */
  readonly past: Pick<Reviewing, "asked" | "refused"> | null;
  /** The app's own login: what it took off again was not taken off by hand. */
  readonly botLogin: string;
  /** So many new people whoever is asked already (`/reroll`, or somebody did not answer); absent: what is missing. */
  readonly more?: number;
  /** Not to be asked either: whoever wants somebody else, and whom it is about. */
  readonly apart?: readonly Person[];
  /** Only what nobody covers yet: a push touched an area, and whom people took off must not come back as somebody else. */
  readonly only?: "cover";
}

export interface Field {
  readonly demands: readonly Demand[];
  /** Everybody the pull request's areas offer, whoever can be asked or not; never the author. */
  readonly all: readonly Holder[];
  readonly skilled: Experts;
  /** Not to be asked (again), however free: part of it, asked already, or taken off by hand. */
  isOut(person: Person): boolean;
  /** Who of them may be asked now. */
  isFree(person: Person): boolean;
  before(one: Person, other: Person): number;
}
