/** How long somebody is left out of what is told of the next role. Pure. */
import { timeAfter } from "../../shared/duration.ts";
import type { Instant } from "../../shared/names.ts";

const QUIET_FOR = "1y";

export function quietUntil(at: Instant): Instant {
  return timeAfter(at, QUIET_FOR);
}
