/** Labels that Rung keeps: those that are still to be made, and those that look as if nobody had chosen how. Pure. */

import type { Registry } from "../../registry/registry-types.ts";
import { rules } from "../../triage/labels/index.ts";
import { type Finding, finder } from "./finding.ts";

export interface LabelFacts {
  readonly name: string;
  /** Six hexadecimal digits. */
  readonly color: string;
}

/** What GitHub gives a label that is made by putting it on. */
const GREY = "ededed";

interface Expected {
  readonly name: string;
  readonly color: string;
  /** The registry itself names the colour. */
  readonly isChosen: boolean;
}

function expected(registry: Registry): readonly Expected[] {
  const { labels } = registry;
  return rules.flatMap((rule) => {
    const name = rule.name(labels);
    if (name === null) return [];
    const chosen = labels.colors?.[rule.key];
    const fillings = name.includes("*") ? rule.fillings(registry) : [];
    const names = name.includes("*") ? fillings.map((filling) => name.replace("*", () => filling)) : [name];
    return names.map((each) => ({
      name: each,
      color: (chosen ?? rule.color).toLowerCase(),
      isChosen: chosen !== undefined,
    }));
  });
}

export function labelFindings(
  repository: string,
  registry: Registry,
  there: readonly LabelFacts[],
): readonly Finding[] {
  const { ok, warn } = finder("labels", repository);
  const known = new Map(there.map((label) => [label.name.toLowerCase(), label]));
  const wanted = expected(registry);
  const missing = wanted.filter(({ name }) => !known.has(name.toLowerCase()));
  const odd = wanted.flatMap(({ name, color, isChosen }) => {
    const label = known.get(name.toLowerCase());
    if (label === undefined || label.color.toLowerCase() === color) return [];
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
