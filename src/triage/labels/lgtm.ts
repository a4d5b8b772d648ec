/** `lgtm`: a reviewer has said that the change looks good, and that still applies. */

import type { LabelRule } from "./label-rule.ts";

export const lgtm = {
  key: "lgtm",
  usualName: "lgtm",
  on: "always",
  movedBy: "rung",
  meaning: "a reviewer's /lgtm or approving review stands",
  wanted: ({ verdict }) => verdict.lgtm.by.length > 0,
  color: "15dd18",
  description: "Looks good to a reviewer",
} satisfies LabelRule;
