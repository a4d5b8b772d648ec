/** Rules of promotion in which one part cancels another, or which the registry's own people already break. */

import { z } from "zod";
import type { Complaint } from "../registry/complaints.ts";
import type { Draft } from "../registry/registry-draft.ts";
import type { Path } from "../registry/registry-path.ts";
import type { Registry } from "../registry/registry-types.ts";
import { heightsOf, rungsOf } from "../registry/rungs.ts";
import { roleWithArticle } from "../shared/people.ts";
import { promotionShape } from "./block.ts";
import { endlessTimes } from "./endless-times.ts";
import { SAME_OR_HIGHER, whoOf } from "./promotion-people.ts";
import { criteriaIn, type PlacedCriterion } from "./rule.ts";

/** A warning names a place of the file: only blocks that it writes itself are looked at. */
export function contradictoryRules({ fixed }: Draft, registry: Registry): readonly Complaint[] {
  return Object.entries(fixed.roles ?? {}).flatMap(([role, written]) => {
    const read = promotionShape.safeParse(written?.promotion ?? undefined);
    if (!read.success) return [];
    const path = ["roles", role, "promotion"];
    return [
      ...tooManyOf(read.data, path),
      ...endlessTimes(read.data, criteriaIn(written?.promotion, path), path),
      ...criteriaIn(written?.promotion, path).flatMap((criterion) => [
        ...takenSeats(criterion, role, registry),
        ...emptyRange(criterion),
        ...heldAlready(criterion, role, registry),
      ]),
    ];
  });
}

const range = z.object({ min: z.number(), max: z.number() });

/** A count with more asked for than allowed. */
function emptyRange({ kind, params, path }: PlacedCriterion): readonly Complaint[] {
  const read = kind === "seats" ? null : range.safeParse(params);
  if (read?.success !== true || read.data.min <= read.data.max) return [];
  const { min, max } = read.data;
  const message = `no number is ${min} or more and ${max} or less; write ${min} or more here`;
  return [{ path: [...path, "max"], on: "value", message }];
}

const roleList = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const heldRole = z.union([
  roleList.transform((names) => ({ names, area: undefined })),
  z
    .looseObject({ role: roleList.optional(), in: roleList.optional(), area: z.unknown().optional() })
    .transform((one) => ({ names: one.role ?? one.in ?? [], area: one.area })),
]);

/** The very role that is applied for, or one above, is asked of the candidate. */
function heldAlready({ kind, params, path }: PlacedCriterion, role: string, registry: Registry): readonly Complaint[] {
  const read = kind === "holds" || kind === "tenure" ? heldRole.safeParse(params) : null;
  // Held in another area, the role may well be what opens one; and where another way is open, this one may be for such people.
  if (read?.success !== true || typeof read.data.area === "string" || Array.isArray(read.data.area)) return [];
  if (path.slice(3).some((step) => step === "any" || step === "some")) return [];
  const ladder = rungsOf(registry.roles);
  const own = ladder.indexOf(role);
  const heights = read.data.names.map((name) => (name === SAME_OR_HIGHER ? own : ladder.indexOf(name)));
  if (own < 0 || heights.length === 0 || heights.some((height) => height < own)) return [];
  const below = ladder[own - 1];
  const message = `only somebody who is ${roleWithArticle(role)} or above already can meet this, so nobody rises to it; ${below === undefined ? "remove it" : `write ${below}, or a role below`}`;
  const at = typeof params === "object" && !Array.isArray(params) ? [kind === "holds" ? "role" : "in"] : [];
  return [{ path: [...path, ...at], on: "value", message }];
}

const someOf = z.object({ min: z.number(), of: z.array(z.unknown()) });

/** `some` that asks for more criteria than it names, at any depth. */
function tooManyOf(block: unknown, path: Path): readonly Complaint[] {
  if (Array.isArray(block)) return block.flatMap((item, index) => tooManyOf(item, [...path, index]));
  if (typeof block !== "object" || block === null) return [];
  return Object.entries(block).flatMap(([key, value]) => {
    const here = [...path, key];
    const inner = key === "all" || key === "any" ? tooManyOf(value, here) : [];
    const some = key === "some" ? someOf.safeParse(value) : null;
    if (some?.success !== true) return inner;
    const { min, of } = some.data;
    const own: readonly Complaint[] =
      min <= of.length
        ? []
        : [
            {
              path: [...here, "min"],
              on: "value",
              message: `${min} of ${of.length} criteria can never be met; write ${of.length} or less`,
            },
          ];
    return [...own, ...tooManyOf(of, [...here, "of"])];
  });
}

const seatsOf = z.union([
  z.number().transform((max) => ({ max, of: undefined, exactly: undefined, in: undefined, soft: undefined })),
  z.object({
    max: z.number(),
    of: z.union([z.string(), z.array(z.string())]).optional(),
    exactly: z.boolean().optional(),
    in: z.string().optional(),
    soft: z.boolean().optional(),
  }),
]);

/** More people hold the role than there are seats: nobody can be promoted until some leave. */
function takenSeats({ kind, params, path }: PlacedCriterion, role: string, registry: Registry): readonly Complaint[] {
  const seats = kind === "seats" ? seatsOf.safeParse(params) : null;
  // Seats of an area are counted for each nomination.
  if (seats?.success !== true || seats.data.soft === true || (seats.data.in ?? "anywhere") !== "anywhere") return [];
  const { max, of, exactly } = seats.data;
  const who = whoOf(of ?? "same-or-higher", exactly, role);
  const { atLeast } = heightsOf(registry.roles);
  const counts = (held: string) =>
    who.exactly ? who.roles.includes(held) : who.roles.some((asked) => atLeast(held, asked));
  const people = new Set(registry.people.filter((held) => counts(held.role)).map(({ key }) => key)).size;
  if (people <= max) return [];
  const message = `${people} people hold one of ${max} seats already, so nobody can be promoted; write ${people} or more, or take somebody off`;
  return [{ path, on: "key", message }];
}
