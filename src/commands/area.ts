/** `/area name…` puts the labels of areas on, `/remove-area name…` takes them off. */
import { labelCommand } from "./label-family.ts";

export const area = labelCommand({
  name: "area",
  usage: "/area name…",
  summary: "Puts area labels on, such as `area/engine`.",
  examples: ["/area engine", "/remove-area engine"],
  prefix: ({ labels }) => {
    const pattern = labels.areas ?? "area/*";
    return pattern.endsWith("*") ? pattern.slice(0, -1) : "area/";
  },
});
