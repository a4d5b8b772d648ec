/** What a label's rule is: which names of it the pull request should carry now. A rule is a file, its test and a line of the index. */
import type { Verdict } from "../../gate/verdict-types.ts";
import type { PullFacts } from "../../model/facts.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import type { LabelRule, Registry } from "../../registry/registry-types.ts";

export interface Labelling {
  readonly facts: PullFacts;
  readonly index: RegistryIndex;
  readonly verdict: Verdict;
}

export interface Rule {
  /** The key under `labels:` in the registry. */
  readonly key: string;
  /** The name or pattern the registry gives it; `null`: switched off. */
  name(labels: LabelRule): string | null;
  /** What fills the pattern's `*`, for a pattern; `true` for a plain name that should be there. Nothing: no such label. */
  wanted(labelling: Labelling): readonly string[] | boolean;
  /** Everything that could fill the pattern; none for a plain name. */
  fillings(registry: Registry): readonly string[];
  /** Six hexadecimal digits; the registry may name others. */
  readonly color: string;
  /** Shown by GitHub beside the label. */
  readonly description: string;
}
