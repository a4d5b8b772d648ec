/** `/priority name…` puts labels of a priority on, `/remove-priority name…` takes them off. */

import { labelCommand } from "./label-family.ts";

export const priority = labelCommand({
  name: "priority",
  usage: "/priority name…",
  summary: "Says how urgent this is by a label such as `priority/high`.",
  examples: ["/priority high", "/remove-priority high"],
  prefix: () => "priority/",
});
