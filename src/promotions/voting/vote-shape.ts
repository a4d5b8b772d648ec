/** How a vote is written in the registry, and who may vote by it. Pure. */

import { z } from "zod";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import { votePieces } from "../../registry/voting-shape.ts";
import { milliseconds } from "../../shared/duration.ts";
import { everyone, isCandidate, type Where, type Who, whoOf } from "../promotion-people.ts";
import type { Elector, Nomination } from "../promotion-types.ts";
import { areasMeant, attest, duration, exactly, inArea, roles } from "../shapes.ts";
import type { Vote } from "./ballot.ts";

const full = z
  .strictObject({
    of: roles,
    exactly: exactly.optional(),
    in: inArea.optional(),
    ...votePieces,
    wait: duration.optional().meta({
      description: "How long the vote is open at least; what is not reached by then may still be reached later.",
    }),
    attest: attest.optional(),
  })
  .refine(
    ({ wait, window }) => wait === undefined || window === undefined || milliseconds(wait) <= milliseconds(window),
    { path: ["wait"], message: "the vote closes before that; write less than `window`, or leave `window` out" },
  );
export const voteShape = full.meta({ examples: [{ of: "maintainers", share: "2/3" }] });
export type WrittenVote = z.output<typeof voteShape>;

/** Where a role is looked for by a key `in`; without the key: anywhere. */
export function placeOf(written: Pick<WrittenVote, "in">, ofNomination: readonly string[]): Where {
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

/** The least number of yes votes, and from whom: to warn that there are too few people. */
export function votersNeeded(params: unknown) {
  const written = voteShape.parse(params);
  const { quorum } = written;
  // At 1 and below it is a share, which can always be reached.
  const part = typeof quorum === "number" && quorum > 1 ? quorum : 1;
  const usual = Math.max(part, written["min-yes"] ?? 1);
  const small = written["small-group"];
  return { of: written.of, min: small === undefined ? usual : Math.min(usual, small.min ?? 1) };
}

/** The vote of a criterion; who may vote is frozen with the nomination. */
export function voteOn(
  written: WrittenVote,
  index: RegistryIndex,
  nomination: Nomination,
  { number }: { readonly number: number },
): Vote {
  return {
    written,
    who: whoVotes(written, nomination.role),
    place: placeOf(written, nomination.areas),
    electorate: nomination.electorate[`${number}`] ?? electorateOf(written, index, nomination),
  };
}
