/** How votes are written in roles.yaml, in a role's promotion and in decisions alike. */

import { z } from "zod";
import { CAP_PATTERN, capFault, SHARE_PATTERN, shareFault } from "../shared/share.ts";
import { count, duration, text } from "./schema-pieces.ts";

/** More people than any community has. */
const MAX_PEOPLE = 100_000;

/** A number of people, or of what people did. */
export function numberOf(about: string, least = 0) {
  return count(MAX_PEOPLE, about, least);
}

export function flag(about: string) {
  return z.boolean().meta({ description: about });
}

const shareNumber = z.number().superRefine((value, context) => {
  const message = shareFault(value);
  if (message !== null) context.addIssue({ code: "custom", message });
});

/** A fraction, or one of the words for one. */
export const shareShape = z
  .union([text(shareFault, "2/3, 65%, majority, supermajority (2/3), unanimous.", SHARE_PATTERN), shareNumber], {
    error: "expected a share: 2/3, 0.65, 65%, majority, supermajority or unanimous",
  })
  .meta({ description: "A share: 2/3, 0.65, 65%, majority (more than half), supermajority (2/3) or unanimous." });

/** A share that may not be exceeded; behind `<` it may not be reached either. */
export const capShape = z
  .union([text(capFault, "1/2, 50%, or <1/2 for less than that.", CAP_PATTERN), shareNumber], {
    error: "expected a share: 1/2, 0.5, 50%, or <1/2 for less than that",
  })
  .meta({ description: "A share that may be reached, 1/2 or 50%; <1/2: that may not." });

export const votingDuration = duration("A duration: 12h, 7d, 2w, 3mo, 1y, or 5bd for business days.");

/** What a vote asks for, whoever votes on whatever. */
export const votePieces = {
  share: shareShape
    .optional()
    .meta({ description: "The share that must vote yes; without this and min-yes: a majority." }),
  "share-of": z.enum(["eligible", "cast"]).optional().meta({
    description: "eligible: of all who may vote (default); cast: of the yes and no that were cast.",
  }),
  "min-yes": numberOf("At least so many must vote yes.", 1).optional(),
  quorum: z
    .union([shareShape, numberOf("So many.", 1)], { error: "expected a share, or a whole number" })
    .optional()
    .meta({ description: "How many must take part, abstentions included: a share, or a whole number above 1." }),
  veto: flag("true: a single no stops it.").optional(),
  after: votingDuration.optional().meta({
    description:
      "How long after the beginning the vote opens; what is voted before does not count. Without the key: at once.",
  }),
  window: votingDuration.optional().meta({
    description:
      "How long the vote is open: it is decided when that ends, one way or the other. Without the key it passes on reaching its share.",
  }),
  early: flag("true: it passes before the window ends as soon as the share is reached.").optional(),
  "employer-cap": z
    .union([capShape, numberOf("So many.", 1)], { error: "expected a share, or a whole number" })
    .optional()
    .meta({
      description:
        "The most votes that count of one employer: a whole number, or a share of all who may vote. People whose employer is not written count as of one.",
    }),
  "small-group": z
    .strictObject({
      under: numberOf("Applies where fewer than this may vote, those that drop-absent leaves out included.", 1),
      min: numberOf("How many yes suffice then.", 0).optional(),
      share: shareShape.optional().meta({ description: "The share that suffices then." }),
    })
    .refine(({ min, share }) => min !== undefined || share !== undefined, { message: "write min or share" })
    .optional()
    .meta({ description: "What suffices where few may vote, instead of share, min-yes and quorum." }),
  "drop-absent": votingDuration.optional().meta({
    description: "After this time those who have not voted are no longer counted among all who may vote.",
  }),
};

export const votingShape = z.strictObject(votePieces);
/** How a vote is taken and what it needs to pass, as written; who votes is written beside it. */
export type VotingRule = z.output<typeof votingShape>;

/** What it takes to outvote objections; who votes is written beside it. */
export const outvotingPieces = {
  share: shareShape.optional().meta({ description: "This share of them votes yes." }),
  "min-yes": numberOf("So many of them vote yes; without either key: 1.", 1).optional(),
};

/** With the people whose votes count. */
export function outvotingShape<Roles extends z.ZodType>(of: Roles) {
  return z.strictObject({
    of,
    exactly: flag("Only holders of the named roles themselves, not of those above.").optional(),
    ...outvotingPieces,
  });
}
