/** Reads roles.yaml with every key that other rooms define, such as promotions and labels. Whoever has a registry's text calls this. */

import { promotionShape } from "../promotions/block.ts";
import { contradictoryRules } from "../promotions/contradictory-rules.ts";
import { decisionWarnings } from "../promotions/decisions/decision-warnings.ts";
import { growthWarnings } from "../promotions/growth/growth-warnings.ts";
import { hollowRules } from "../promotions/hollow-rules.ts";
import { referencesOf } from "../promotions/rule.ts";
import { unpromotable } from "../promotions/unpromotable.ts";
import { registryReader } from "../registry/parse-registry.ts";
import { LABEL_RULES } from "../triage/labels/index.ts";

export const { parseRegistry, registrySchema, registryShape } = registryReader({
  promotions: {
    shape: promotionShape,
    references: (block) => referencesOf(block, []),
    warnings: (draft, registry, reach) => [
      ...unpromotable(draft, registry, reach),
      ...contradictoryRules(draft, registry),
      ...hollowRules(draft, registry),
      ...growthWarnings(draft, registry),
      ...decisionWarnings(draft, registry),
    ],
  },
  labels: LABEL_RULES,
  // Behind `/approve` and the like the first takes back, behind `/promote` the others mean every area: none names one.
  commandWords: ["cancel", "everywhere", "anywhere"],
});
