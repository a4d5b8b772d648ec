/** `rung schema`: prints the JSON Schema of roles.yaml, or of its tests, for editors. */

import { registrySchema } from "../commands/read-registry.ts";
import type { Io } from "./command.ts";
import { policyTestsSchema } from "./policy-tests/shape.ts";

interface Asked {
  readonly tests: boolean;
}

export function run({ tests }: Asked, io: Io): 0 {
  io.out(JSON.stringify(tests ? policyTestsSchema() : registrySchema(), null, 2));
  return 0;
}
