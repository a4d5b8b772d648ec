/** Why this process must not be sent webhooks yet, each reason in words for whoever runs it. */

import type { GitHubHealth } from "../github/client/github-health.ts";
import type { QueueStats } from "../queue/queue.ts";
import type { Identity } from "./identity.ts";

export interface ReadinessOptions {
  /** Counts what waits, which also shows that the database answers; `null`: it is not open yet. */
  readonly stats: () => Promise<QueueStats | null>;
  /** Why no delivery would be stored now; absent or `null`: it would. */
  readonly storing?: () => Promise<string | null>;
  readonly identity: Pick<Identity, "notReadyReason">;
  readonly githubHealth: Pick<GitHubHealth, "notReadyReason">;
  /** Milliseconds that what is due may wait; `null`: as long as it likes. */
  readonly maxLagMs: number | null;
}

/** The answer comes within this time, whatever the database does. */
const DATABASE_MS = 2_000;

/** Empty: ready. Never rejects. */
export async function notReadyReasons(options: ReadinessOptions): Promise<readonly string[]> {
  const { stats, storing, identity, githubHealth, maxLagMs } = options;
  const notKnown = identity.notReadyReason();
  const [queue, database, gitHub] = await Promise.all([
    queueNotReady(stats, maxLagMs),
    storing?.() ?? null,
    notKnown ?? githubHealth.notReadyReason(),
  ]);
  // One that does not answer does not store either; once is enough.
  return [database ?? queue, gitHub].filter((why) => why !== null);
}

async function queueNotReady(stats: ReadinessOptions["stats"], maxLagMs: number | null): Promise<string | null> {
  let late: NodeJS.Timeout | undefined;
  const slow = new Promise<never>((_resolve, reject) => {
    late = setTimeout(() => reject(new Error("no answer")), DATABASE_MS);
  });
  try {
    const now = await Promise.race([stats(), slow]);
    if (now === null) return "the database is not open yet";
    const lagMs = now.lagSeconds * 1_000;
    if (maxLagMs === null || lagMs <= maxLagMs) return null;
    const allowed = Math.round(maxLagMs / 1_000);
    return `what is due waits for ${Math.round(now.lagSeconds)} s, more than READY_MAX_LAG (${allowed} s) allows: ${now.waiting} deliveries wait`;
  } catch {
    return "the database does not answer";
  } finally {
    clearTimeout(late);
  }
}
