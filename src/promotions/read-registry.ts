/** roles.yaml read with the language of promotions in it: what everybody calls who has a text of it. */
import { registryReader } from "../registry/parse-registry.ts";
import { promotionShape } from "./block.ts";
import { referencesOf } from "./rule.ts";
import { unpromotable } from "./unpromotable.ts";

export const { parseRegistry, registrySchema, registryShape } = registryReader({
  shape: promotionShape,
  references: (block) => referencesOf(block, []),
  warnings: unpromotable,
});
