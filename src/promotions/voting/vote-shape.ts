/** How a vote is written in the registry, and who may vote by that. Pure. */
import { z } from "zod";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import { milliseconds } from "../../shared/duration.ts";
import { everyone, isCandidate, type Where, type Who, whoOf } from "../promotion-people.ts";
import type { Elector, Nomination } from "../promotion-types.ts";
import { areasMeant, attest, capShape, count, duration, exactly, flag, inArea, roles, shareShape } from "../shapes.ts";

const full = z
  .strictObject({
    of: roles,
    exactly: exactly.optional(),
    in: inArea.optional(),
    share: shareShape
      .optional()
      .meta({ description: "The share that must vote yes; without this and min-yes: a majority." }),
    "share-of": z.enum(["eligible", "cast"]).optional().meta({
      description: "eligible: of all who may vote (default); cast: of the yes and no that were cast.",
    }),
    "min-yes": count("At least so many must vote yes.", 1).optional(),
    quorum: z
      .union([shareShape, count("So many.", 1)], { error: "expected a share, or a whole number" })
      .optional()
      .meta({ description: "How many must take part, abstentions included: a share, or a whole number above 1." }),
    veto: flag("true: a single no stops it.").optional(),
    after: duration.optional().meta({
      description:
        "How long after the nomination the vote opens; what is voted before does not count. Without the key: at once.",
    }),
    window: duration.optional().meta({
      description:
        "How long the vote is open: it is decided when that ends, one way or the other. Without the key it passes on reaching its share.",
    }),
    wait: duration.optional().meta({
      description: "How long the vote is open at least; what is not reached by then may still be reached later.",
    }),
    early: flag("true: it passes before the window ends as soon as the share is reached.").optional(),
    "employer-cap": z
      .union([capShape, count("So many.", 1)], { error: "expected a share, or a whole number" })
      .optional()
      .meta({
        description: "The most votes that count of one employer: a whole number, or a share of all who may vote.",
      }),
    "small-group": z
      .strictObject({
        under: count("Applies where fewer than this may vote.", 1),
        min: count("How many yes suffice then.", 0).optional(),
        share: shareShape.optional().meta({ description: "The share that suffices then." }),
      })
      .refine(({ min, share }) => min !== undefined || share !== undefined, { message: "write min or share" })
      .optional()
      .meta({ description: "What suffices where few may vote, instead of share, min-yes and quorum." }),
    "drop-absent": duration.optional().meta({
      description: "After this time those who have not voted are no longer counted among all who may vote.",
    }),
    attest: attest.optional(),
  })
  .refine(
    ({ wait, window }) => wait === undefined || window === undefined || milliseconds(wait) <= milliseconds(window),
    { path: ["wait"], message: "the vote closes before that; write less than `window`, or leave `window` out" },
  );
export const voteShape = full.meta({ examples: [{ of: "maintainers", share: "2/3" }] });
export type WrittenVote = z.output<typeof voteShape>;

export function placeOf(written: WrittenVote, ofNomination: readonly string[]): Where {
  if (written.in === undefined || written.in === "anywhere") return "anywhere";
  return written.in === "area" ? { allOf: ofNomination } : areasMeant(written.in, ofNomination);
}

export function whoVotes(written: WrittenVote, role: string): Who {
  return whoOf(written.of, written.exactly, role);
}

/** Who may vote now: to be frozen when the nomination is made. The candidate never may. */
export function electorateOf(
  params: unknown,
  index: RegistryIndex,
  nomination: Pick<Nomination, "role" | "areas" | "candidate">,
): readonly Elector[] {
  const written = voteShape.parse(params);
  return everyone(index, whoVotes(written, nomination.role), placeOf(written, nomination.areas)).filter(
    (person) => !isCandidate(nomination, person),
  );
}

/** How many must vote yes at least, of whom: for telling that there are too few. */
export function votersNeeded(params: unknown) {
  const written = voteShape.parse(params);
  const { quorum } = written;
  // At 1 and below it is a share, which can always be reached.
  const part = typeof quorum === "number" && quorum > 1 ? quorum : 1;
  const usual = Math.max(part, written["min-yes"] ?? 1);
  const small = written["small-group"];
  return { of: written.of, min: small === undefined ? usual : Math.min(usual, small.min ?? 1) };
}
