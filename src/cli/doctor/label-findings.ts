/** Labels that Rung keeps: which are still missing, and which have a colour that nobody chose. Pure. */

import type { Registry } from "../../registry/registry-types.ts";
import { allStyles } from "../../triage/labels/label-styles.ts";
import { type Finding, finder } from "./finding.ts";

export interface LabelFacts {
  readonly name: string;
  /** Six hexadecimal digits. */
  readonly color: string;
}

/** What GitHub gives a label that is made by putting it on. */
const GREY = "ededed";

export function labelFindings(
  repository: string,
  registry: Registry,
  there: readonly LabelFacts[],
): readonly Finding[] {
  const { ok, warn } = finder("labels", repository);
  const known = new Map(there.map((label) => [label.name.toLowerCase(), label]));
  const wanted = allStyles(registry);
  const missing = wanted.filter(({ name }) => !known.has(name.toLowerCase()));
  const odd = wanted.flatMap(({ name, color, rule }) => {
    const label = known.get(name.toLowerCase());
    if (label === undefined || label.color.toLowerCase() === color) return [];
    const isChosen = registry.labelling.colors?.[rule.key] !== undefined;
    if (!isChosen && label.color.toLowerCase() !== GREY) return [];
    const how = isChosen ? "where the registry says" : "GitHub's grey, where Rung would give it";
    return [
      warn(
        `the label ${name} is #${label.color}, ${how} #${color}`,
        `Give it that colour under Issues, Labels; or say another under labels.colors.`,
      ),
    ];
  });
  if (odd.length > 0) return odd;
  if (missing.length === 0) return [ok("every label that Rung keeps is there")];
  const names = missing.slice(0, 5).map(({ name }) => name);
  const more = missing.length > 5 ? ` and ${missing.length - 5} more` : "";
  return [ok(`${names.join(", ")}${more} not there yet; Rung makes each when it first needs it`)];
}
