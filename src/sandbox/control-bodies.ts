/** The bodies that the control API takes beside acts: what becomes of deliveries, faults to order, spans of time. */
import { z } from "zod";

const SPANS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** `7d`, `90m`: milliseconds. */
export const spanSchema = z.templateLiteral([z.int().min(0), z.enum(["s", "m", "h", "d", "w"])]).transform((text) => {
  const unit = z.enum(["s", "m", "h", "d", "w"]).parse(text.slice(-1));
  return Number(text.slice(0, -1)) * SPANS[unit];
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
      "without-permission",
      "slow",
    ]),
  });
