import type { Values } from "./placed-values.ts";
import { type Placed, placedYaml } from "./placed-yaml.ts";
import type { Policy, Unread } from "./policy-types.ts";

/** What another tool's file asks for, or what is wrong with it. */
export function policyIn<Reading extends { readonly values: Values }>(
  { file, text }: { readonly file: string; readonly text: string },
  reading: Reading,
  policyOf: (top: Placed, reading: Reading) => Policy,
): Policy | Unread {
  const { value, faults } = placedYaml(text);
  if (value === null)
    return { file, faults: faults.length > 0 ? faults : [{ line: 1, column: 1, message: "it is empty" }] };
  const policy = policyOf(value, reading);
  return reading.values.faults.length > 0 ? { file, faults: reading.values.faults } : policy;
}
