/** What is shown of a community's decision: on the page, by `rung decisions`, and in the published list. */

import { z } from "zod";

export const shownDecision = z.object({
  /** The registry's name for such decisions. */
  kind: z.string(),
  /** As it was when the decision was opened. */
  text: z.string(),
  state: z.enum(["open", "accepted", "declined", "cancelled"]),
  /** `owner/name`. */
  repository: z.string(),
  number: z.number(),
  /** The address of the comment that opened it. */
  url: z.url({ protocol: /^https?$/ }),
  /** Whether those who cannot see the repository may not see it. */
  private: z.boolean(),
  openedBy: z.string(),
  /** GitHub's clock, in milliseconds. */
  openedAt: z.number(),
  /** When time alone ends it; `null`: it has ended, or time does not end it. */
  endsAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  /** Votes that count; `null`: it is a lazy consensus. */
  votes: z.object({ yes: z.number(), no: z.number(), abstained: z.number(), mayVote: z.number() }).nullable(),
  /** Those in force. */
  objections: z.number(),
  /** Its status comment, without the heading and what is hidden. */
  bodyMarkdown: z.string(),
});
export type ShownDecision = z.infer<typeof shownDecision>;
