/** Whether lists would leave a private registry. */

import type { RegistryHead } from "../../github/read/registry-head.ts";
import type { Visibility } from "../../registry/publishing/plan.ts";
import type { Registry } from "../../registry/registry-types.ts";

/** A registry is as private as the most private of its sources; one that cannot be seen counts as private. */
export function visibilityIn({ sources }: Registry, { own, organisation }: RegistryHead): Visibility {
  const isPrivate = (name: string) =>
    [own, organisation].find((one) => one?.repository.name.toLowerCase() === name.toLowerCase())?.repository.private ??
    true;
  return {
    from: sources.some(({ repository }) => isPrivate(repository.name)) ? "private" : "public",
    to: own.repository.private ? "private" : "public",
  };
}
