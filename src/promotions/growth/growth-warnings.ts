/** What `growth` says that can have no effect. */

import type { Complaint } from "../../registry/complaints.ts";
import type { Draft } from "../../registry/registry-draft.ts";
import type { Registry } from "../../registry/registry-types.ts";
import { printable } from "../../registry/yaml-faults.ts";
import { growthRoles, whyUnmeasured } from "./growth-roles.ts";

export function growthWarnings({ fixed }: Draft, registry: Registry): readonly Complaint[] {
  const { growth } = registry;
  if (fixed.growth == null || fixed.extends != null || growth === undefined) return [];
  const named = growth.roles ?? [];
  if (growth.roles === null && growthRoles(registry, growth).length === 0)
    return [
      {
        path: ["growth"],
        on: "key",
        message: "no role has a promotion of which machines measure anything, so nobody is told of",
      },
    ];
  return named.flatMap((name, index): readonly Complaint[] => {
    const role = registry.roles.find((one) => one.name === name);
    const why = role === undefined ? null : whyUnmeasured(role);
    if (why === null) return [];
    const message = `${printable(name)} ${why}, so nobody is told of it; leave it out, or give it a promotion of which something is counted`;
    return [{ path: ["growth", "roles", index], on: "value", message }];
  });
}
