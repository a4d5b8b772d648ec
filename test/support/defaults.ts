/** The registry that a file without rules gives, so that a new key needs no change of the builders. */

import { parseRegistry } from "../../src/commands/read-registry.ts";
import type { Registry } from "../../src/registry/registry-types.ts";

export const DEFAULTS: Registry = defaults();

function defaults(): Registry {
  const { registry } = parseRegistry("maintainers: [ann, ben]\napprovers: [cho]\n", {
    repository: { owner: "KusionStack", name: ".github" },
    path: "roles.yaml",
    oid: "0",
  });
  if (registry === null) throw new Error("a registry of two lines is faulty");
  return registry;
}
