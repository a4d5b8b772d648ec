/** What becoming a role takes, in the words of its criteria, for published lists. */

import type { Requirement } from "../registry/publishing/publication.ts";
import type { RegistryIndex } from "../registry/registry-index.ts";
import { rungsOf } from "../registry/rungs.ts";
import { ruleFor } from "./nominee.ts";
import type { Criterion, Scope } from "./promotion-types.ts";
import { wordingOf } from "./rule.ts";

/** For a role that nobody is promoted to. */
export const NOBODY_PROMOTED = "nobody is promoted to it";

/** In place of an area's name, of a role that is held by area. */
const THE_AREA = "the area";

/** `null` for the lowest role if it has no rule of its own: everybody begins there. */
export function ladderWords(index: RegistryIndex, owner: string): (role: string) => Requirement | null {
  const { registry } = index;
  return (role) => {
    const definition = registry.roles.find(({ name }) => name === role);
    if (definition?.closed === true) return NOBODY_PROMOTED;
    if (rungsOf(registry.roles)[0] === role && definition?.promotion === null) return null;
    const rule = ruleFor(role, { registry, index });
    const areas = definition?.held === "area" ? [THE_AREA] : [];
    return rule && inWords(rule.criterion, { owner, role, areas });
  };
}

function inWords(criterion: Criterion, scope: Scope): Requirement {
  if (criterion.combine === "leaf") return wordingOf(criterion, scope);
  const of = criterion.of.map((one) => inWords(one, scope));
  if (criterion.combine === "some") return { intro: `At least ${criterion.min} of these:`, of };
  return { intro: criterion.combine === "all" ? "All of these:" : "Any of these:", of };
}
