/**
 * Who counts as a newcomer: nothing is asked of them that they could not do, but lines of `approval.when` may ask for more approvals,
 * and reviewers may be asked later.
 */

import type { Association, PullFacts } from "../../model/facts.ts";
import { NEWCOMERS } from "../../registry/conditions/condition.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import type { Registry } from "../../registry/registry-types.ts";
import { roleWithArticle } from "../../shared/people.ts";

const NEW: ReadonlySet<Association> = new Set(["NONE", "FIRST_TIMER", "FIRST_TIME_CONTRIBUTOR"]);

type Asked = Pick<PullFacts, "author" | "association">;
type Index = Pick<RegistryIndex, "holdsAnyRole">;

/** A person without a role who has merged nothing here, as far as GitHub tells; vouches are not considered. */
export function looksNew({ author, association }: Asked, index: Index): boolean {
  if (author === null || author.type === "Bot" || index.holdsAnyRole(author)) return false;
  return association === undefined || NEW.has(association);
}

export function isNewcomer(facts: Asked & Pick<PullFacts, "vouched">, index: Index): boolean {
  return facts.vouched !== true && looksNew(facts, index);
}

/** Whether anything depends on who is new, and so on who was vouched for. */
export function speaksOfNewcomers({ newcomers, approval }: Pick<Registry, "newcomers" | "approval">): boolean {
  return newcomers?.reviews === "after-vouch" || (approval.when ?? []).some(({ author }) => author === NEWCOMERS);
}

/** Whether no reviewer is asked until somebody with a role has vouched for the author. */
export function awaitsVouch(
  facts: Asked & Pick<PullFacts, "vouched">,
  { registry, holdsAnyRole }: Index & { readonly registry: Pick<Registry, "newcomers"> },
): boolean {
  return registry.newcomers?.reviews === "after-vouch" && isNewcomer(facts, { holdsAnyRole });
}

/** Who may vouch, as people read it. */
export function vouchersText({ commands }: Pick<Registry, "commands">): string {
  const floor = Object.hasOwn(commands, "vouch") ? commands.vouch : undefined;
  return floor === undefined ? "anyone with a role here" : `${roleWithArticle(floor)} or above`;
}
