/** `/area name…` puts the labels of areas on, `/remove-area name…` takes them off. */
import type { Registry } from "../registry/registry-types.ts";
import { labelCommand } from "./label-family.ts";

export const area = labelCommand({
  name: "area",
  usage: "/area name…",
  summary: "Puts area labels on, such as `area/engine`.",
  examples: ["/area engine", "/remove-area engine"],
  prefix: (registry) => patternOf(registry).split("*", 1)[0] ?? "",
  among: (registry) => {
    const pattern = patternOf(registry);
    const isFamily = pattern.length > 1 && pattern.indexOf("*") === pattern.length - 1;
    return isFamily ? null : registry.areas.map(({ name }) => pattern.replace("*", () => name));
  },
});

function patternOf({ labels }: Registry): string {
  return labels.areas ?? "area/*";
}
