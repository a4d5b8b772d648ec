/** The result of one criterion of a promotion, waivers counted. */

import type { StatementOf } from "./promotion-statements.ts";
import type { CriterionResult, Leaf } from "./promotion-types.ts";

export interface LeafResult {
  readonly criterion: Leaf;
  /** What it asks for. Inert Markdown. */
  readonly wording: string;
  /** The result without any waiver. */
  readonly standing: CriterionResult;
  /** The waivers that make it count as met; empty: it is not waived. */
  readonly waivedBy: readonly StatementOf<"waive">[];
  /** Attestations that name this criterion. */
  readonly attested: readonly StatementOf<"attest">[];
  /** Met, or waived. */
  readonly counts: boolean;
  /** Not met, and asked for no longer: another way has made it needless. */
  readonly spare: boolean;
  /**
   * How it can be waived, where people of its role cannot meet it or nobody can tell: a clause. `null`: it cannot be, or need not be.
   * Inert.
   */
  readonly waiver: string | null;
}
