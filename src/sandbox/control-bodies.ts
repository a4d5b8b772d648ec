/** The request bodies of the control API other than acts: settings of deliveries, faults to order, durations. */

import { z } from "zod";

const DAY = 86_400_000;
/** A month is thirty days here, a year 365. */
const SPANS = { s: 1_000, m: 60_000, h: 3_600_000, d: DAY, w: 7 * DAY, mo: 30 * DAY, y: 365 * DAY } as const;
const UNITS = ["s", "m", "h", "d", "w", "mo", "y"] as const;

/** `7d`, `90m`, `3mo`: milliseconds. */
export const spanSchema = z.templateLiteral([z.int().min(0), z.enum(UNITS)]).transform((text) => {
  const unit = z.enum(UNITS).parse(text.replace(/^\d+/, ""));
  return Number.parseInt(text, 10) * SPANS[unit];
});

export const settingsSchema = z.object({
  drop: z.int().min(0).optional(),
  lose: z.int().min(0).optional(),
  double: z.int().min(0).optional(),
  reorder: z.int().min(0).optional(),
  concurrency: z.int().min(1).max(1_000).optional(),
  paused: z.boolean().optional(),
});

export const faultSchema = z
  .object({
    match: z.string(),
    skip: z.int().min(0),
    times: z.int().min(1),
    share: z.number().min(0).max(1),
    status: z.int(),
    retryAfter: z.number(),
    field: z.string(),
    ms: z.number(),
    permission: z.string(),
  })
  .partial()
  .extend({
    kind: z.enum([
      "status",
      "status-after",
      "reset",
      "reset-after",
      "timeout",
      "timeout-after",
      "secondary-limit",
      "primary-limit",
      "partial",
      "without-mutation",
      "without-permission",
      "sign-on",
      "slow",
    ]),
  });
