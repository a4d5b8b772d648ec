/** A label's rule: which of its names the pull request should have now. A rule is a file, its test and a line of the index. */

import type { Verdict } from "../../gate/verdict-types.ts";
import type { PullFacts } from "../../model/facts.ts";
import type { LabelKey } from "../../registry/label-key.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import type { Registry } from "../../registry/registry-types.ts";

export interface Labelling {
  readonly facts: PullFacts;
  readonly index: RegistryIndex;
  readonly verdict: Verdict;
}

export interface LabelRule extends LabelKey {
  /** One line for the documentation. */
  readonly meaning: string;
  /** "rung": it says what was found, which a person's statement cannot change (R6). "anybody": people's commands may move it too. */
  readonly movedBy: "rung" | "anybody";
  /** What replaces the pattern's `*`, for a pattern; `true` for a plain name that should be on. Empty or false: no such label. */
  wanted(labelling: Labelling): readonly string[] | boolean;
  /** Everything that could fill the pattern; absent for a plain name. */
  fillings?(registry: Registry): readonly string[];
  /** Six hexadecimal digits; the registry may name others. */
  readonly color: string;
  /** Shown by GitHub beside the label. */
  readonly description: string;
}
