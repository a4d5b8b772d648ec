/** Rules of promotion of which one part takes away another's effect, or that the registry's own people break already. */
import { z } from "zod";
import type { Complaint } from "../registry/complaints.ts";
import type { Draft } from "../registry/registry-draft.ts";
import type { Path } from "../registry/registry-path.ts";
import type { Registry } from "../registry/registry-types.ts";
import { milliseconds } from "../shared/duration.ts";
import { promotionShape } from "./block.ts";
import { whoOf } from "./promotion-people.ts";
import { criteriaIn, type PlacedCriterion, USUAL_EXPIRY } from "./rule.ts";

/** A warning names a place of the file: only blocks that it writes itself are looked at. */
export function contradictoryRules({ fixed }: Draft, registry: Registry): readonly Complaint[] {
  return Object.entries(fixed.roles ?? {}).flatMap(([role, written]) => {
    const read = promotionShape.safeParse(written?.promotion ?? undefined);
    if (!read.success) return [];
    const path = ["roles", role, "promotion"];
    return [
      ...lateReminder(read.data, path),
      ...tooManyOf(read.data, path),
      ...criteriaIn(written?.promotion, path).flatMap((criterion) => takenSeats(criterion, role, registry)),
    ];
  });
}

/** A reminder for when there is nothing left to remind of. */
function lateReminder({ remind, expires }: z.output<typeof promotionShape>, path: Path): readonly Complaint[] {
  const end = expires ?? USUAL_EXPIRY;
  if (typeof remind !== "string" || milliseconds(remind) < milliseconds(end)) return [];
  const usual = expires === undefined ? ", which is usual" : "";
  const message = `it expires after ${end}${usual}, so nobody is ever reminded after ${remind}; write \`false\` for no reminder, or less than ${end}`;
  return [{ path: [...path, "remind"], on: "value", message }];
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

/** More people than there are seats: nobody can be promoted until some leave. */
function takenSeats({ kind, params, path }: PlacedCriterion, role: string, registry: Registry): readonly Complaint[] {
  const seats = kind === "seats" ? seatsOf.safeParse(params) : null;
  // Seats of an area are counted for each nomination.
  if (seats?.success !== true || seats.data.soft === true || (seats.data.in ?? "anywhere") !== "anywhere") return [];
  const { max, of, exactly } = seats.data;
  const who = whoOf(of ?? "same-or-higher", exactly, role);
  const ladder = registry.roles.map(({ name }) => name);
  const floor = Math.min(...who.roles.map((name) => ladder.indexOf(name)).filter((height) => height >= 0));
  const counts = (held: string) =>
    who.exactly ? who.roles.includes(held) : ladder.indexOf(held) >= floor && Number.isFinite(floor);
  const people = new Set(registry.people.filter((held) => counts(held.role)).map(({ key }) => key)).size;
  if (people <= max) return [];
  const message = `${people} people hold one of ${max} seats already, so nobody can be promoted; write ${people} or more, or take somebody off`;
  return [{ path, on: "key", message }];
}
