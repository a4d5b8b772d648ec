/** `/kind name…` puts labels of a kind on, `/remove-kind name…` takes them off. */

import { labelCommand } from "./label-family.ts";

export const kind = labelCommand({
  name: "kind",
  usage: "/kind name…",
  summary: "Says of which kind this is by a label such as `kind/bug`.",
  examples: ["/kind bug", "/remove-kind bug"],
  prefix: () => "kind/",
});
