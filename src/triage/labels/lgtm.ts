/** `lgtm`: a reviewer's word that it looks good stands. */
import type { Rule } from "./label-rule.ts";

export const lgtm = {
  key: "lgtm",
  name: (labels) => labels.lgtm,
  wanted: ({ verdict }) => verdict.lgtm.by.length > 0,
  fillings: () => [],
  color: "15dd18",
  description: "Looks good to a reviewer",
} satisfies Rule;
