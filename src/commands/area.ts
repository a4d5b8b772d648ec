/** `/area name…` puts the labels of areas on, `/remove-area name…` takes them off. */

import type { Registry } from "../registry/registry-types.ts";
import { areas } from "../triage/labels/areas.ts";
import { MAX_LABEL_LENGTH } from "../triage/labels/change.ts";
import { stylesOf } from "../triage/labels/label-styles.ts";
import { labelCommand } from "./label-family.ts";

export const area = labelCommand({
  name: "area",
  usage: "/area name…",
  summary: "Puts area labels on, such as `area/engine`; those of the registry's areas are made where they are missing.",
  examples: ["/area engine", "/remove-area engine"],
  prefix: (registry) => patternOf(registry).split("*", 1)[0] ?? "",
  made: (registry) =>
    stylesOf(areas, registry, areas.fillings(registry)).filter(({ name }) => name.length <= MAX_LABEL_LENGTH),
  among: (registry) => {
    const pattern = patternOf(registry);
    const isFamily = pattern.length > 1 && pattern.indexOf("*") === pattern.length - 1;
    return isFamily ? null : registry.areas.map(({ name }) => pattern.replace("*", () => name));
  },
});

function patternOf({ labels }: Registry): string {
  return labels.areas ?? "area/*";
}
