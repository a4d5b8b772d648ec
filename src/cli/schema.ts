/** `rung schema`: prints the JSON Schema of roles.yaml, for editors. */
import { registrySchema } from "../roles/schema.ts";
import { type Io, misused } from "./command.ts";

export const usage = "schema";
export const summary = "Print the JSON Schema of roles.yaml, for editors.";

export function run(args: readonly string[], io: Io): number {
  if (args.length > 0) return misused(io, "schema takes nothing", usage);
  io.out(JSON.stringify(registrySchema(), null, 2));
  return 0;
}
