/** Rules of promotion of which one part takes away another's effect, or that the registry's own people break already. */
import { z } from "zod";
import type { Complaint } from "../registry/complaints.ts";
import type { Draft } from "../registry/registry-draft.ts";
import type { Path } from "../registry/registry-path.ts";
import type { Registry } from "../registry/registry-types.ts";
import { heightsOf, rungsOf } from "../registry/rungs.ts";
import { milliseconds } from "../shared/duration.ts";
import { roleWithArticle } from "../shared/people.ts";
import { promotionShape } from "./block.ts";
import { SAME_OR_HIGHER, whoOf } from "./promotion-people.ts";
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
      ...endlessWindows(criteriaIn(written?.promotion, path), read.data.expires),
      ...criteriaIn(written?.promotion, path).flatMap((criterion) => [
        ...takenSeats(criterion, role, registry),
        ...emptyRange(criterion),
        ...heldAlready(criterion, role, registry),
      ]),
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

/** Times that must pass, and have not when the promotion expires. */
function endlessWindows(criteria: readonly PlacedCriterion[], expires: string | undefined): readonly Complaint[] {
  const end = expires ?? USUAL_EXPIRY;
  const usual = expires === undefined ? ", which is usual" : "";
  const windows = criteria.flatMap(windowOf);
  const endless = windows.filter(({ window }) => milliseconds(window) > milliseconds(end));
  if (endless.length > 0)
    return endless.map(({ window, path }) => ({
      path,
      on: "value",
      message: `it expires after ${end}${usual}, so ${window} never pass; write less here, or a longer \`expires\``,
    }));
  const must = windows.filter(({ isMust }) => isMust);
  const [before] = must.filter(({ follows }) => !follows).sort(longestFirst);
  const [after] = must.filter(({ follows }) => follows).sort(longestFirst);
  if (before === undefined || after === undefined) return [];
  if (milliseconds(before.window) + milliseconds(after.window) <= milliseconds(end)) return [];
  const message = `these ${after.window} begin when the other ${before.window} have passed, and it expires after ${end}${usual}; write less here, \`starts: nominated\`, or a longer \`expires\``;
  return [{ path: after.path, on: "value", message }];
}

interface Window {
  readonly window: string;
  readonly path: Path;
  /** Begins when all else is met. */
  readonly follows: boolean;
  /** Nothing may take its place. */
  readonly isMust: boolean;
}

function longestFirst(one: Window, other: Window): number {
  return milliseconds(other.window) - milliseconds(one.window);
}

const withWindow = z.object({
  window: z.string().optional(),
  wait: z.string().optional(),
  after: z.string().optional(),
  early: z.boolean().optional(),
  starts: z.string().optional(),
});

function windowOf({ kind, params, path }: PlacedCriterion): readonly Window[] {
  if (!WINDOWED.has(kind)) return [];
  const isMust = !path.slice(3).some((step) => step === "any" || step === "some");
  if (kind === "notice" && typeof params === "string") return [{ window: params, path, follows: false, isMust }];
  const read = withWindow.safeParse(params);
  if (!read.success) return [];
  const { window, wait, after, early, starts } = read.data;
  // A vote that may pass early waits for nothing but its time to open, and the least that it is open.
  const lasting = early === true || window === undefined ? wait : window;
  if (after !== undefined) {
    const days = (milliseconds(after) + milliseconds(lasting ?? "0s")) / 86_400_000;
    return [{ window: `${Math.ceil(days)}d`, path: [...path, "after"], follows: false, isMust }];
  }
  if (lasting === undefined) return [];
  const key = lasting === window ? "window" : "wait";
  return [{ window: lasting, path: [...path, key], follows: kind === "objections" && starts !== "nominated", isMust }];
}

const WINDOWED: ReadonlySet<string> = new Set(["notice", "objections", "lazy-consensus", "vote"]);

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

/** More people than there are seats: nobody can be promoted until some leave. */
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
