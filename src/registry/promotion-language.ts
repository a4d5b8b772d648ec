/** What the registry needs to know about the language in which promotions are written; the promotions room defines it. */

import type { z } from "zod";
import type { Reach } from "./area-reach.ts";
import type { Complaint } from "./complaints.ts";
import type { Draft } from "./registry-draft.ts";
import type { PromotionReference, Registry } from "./registry-types.ts";

export interface PromotionLanguage {
  /** The shape of a role's `promotion:` block. */
  readonly shape: z.ZodType;
  /** The roles and areas that a block names, with paths relative to the block; none if a block does not have the right shape. */
  references(block: unknown): readonly PromotionReference[];
  /** Promotions that nobody can pass. A warning names a place of the file; `registry` is the whole, joined with what it extends. */
  warnings(draft: Draft, registry: Registry, reach: Reach): readonly Complaint[];
}
