/** `rung schema`: prints the JSON Schema of roles.yaml, or of its tests, for editors. */

import { registrySchema } from "../promotions/read-registry.ts";
import { type Io, misused } from "./command.ts";
import { policyTestsSchema } from "./policy-tests/shape.ts";

export const usage = "schema [--tests]";
export const summary = "Print the JSON Schema of roles.yaml, or of roles.test.yaml, for editors.";

export function run(args: readonly string[], io: Io): number {
  const tests = args.includes("--tests");
  if (args.length > (tests ? 1 : 0)) return misused(io, "schema takes nothing but --tests", usage);
  io.out(JSON.stringify(tests ? policyTestsSchema() : registrySchema(), null, 2));
  return 0;
}
