/** What registries want to be looked at for, now and then; the names are those of the readings, and of the jobs. */

import { ACCESS_CAUSE, DECISIONS_CAUSE, GROWTH_CAUSE, INACTIVITY_CAUSE } from "../model/job.ts";
import { looksAtInactivity } from "../registry/inactivity/rules.ts";
import type { Watched } from "./reading-watch.ts";

export const ACCESS = "access";
export const INACTIVITY = "inactivity";
export const GROWTH = "growth";
/** So that decisions from before a loss of the database are found again. */
export const DECISIONS = "decisions";

export const WATCHED = {
  [ACCESS]: { subject: ACCESS, cause: ACCESS_CAUSE, asks: ({ access }) => access !== undefined },
  [INACTIVITY]: { subject: INACTIVITY, cause: INACTIVITY_CAUSE, asks: looksAtInactivity },
  [GROWTH]: { subject: GROWTH, cause: GROWTH_CAUSE, asks: ({ growth }) => growth !== undefined },
  [DECISIONS]: { subject: DECISIONS, cause: DECISIONS_CAUSE, asks: ({ decisions }) => decisions !== undefined },
} satisfies Record<string, Watched>;
