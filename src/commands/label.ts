/** `/label name…` puts labels on, `/remove-label name…` takes them off. */

import { labelCommand } from "./label-family.ts";

export const label = labelCommand({
  name: "label",
  usage: "/label name…",
  summary: "Puts labels on that the repository has.",
  examples: ["/label good first issue", "/label kind/bug, help wanted", "/remove-label help wanted"],
  prefix: () => "",
});
