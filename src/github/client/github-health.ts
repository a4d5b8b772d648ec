/** Whether GitHub answers: judged by the requests that are made anyway, and asked only when there are none. */

import { setTimeout as wait } from "node:timers/promises";

export interface GitHubHealth {
  /** Called with the result of each request; 0: no answer came. */
  seen(request: { readonly status: number }): void;
  /** Why GitHub counts as out of reach; `null`: it answers. */
  notReadyReason(): Promise<string | null>;
}

interface HealthOptions {
  /** A cheap request, in nobody's budget; `seen` is called for it as for any other. */
  readonly ask: () => Promise<unknown>;
  /** Milliseconds, monotonic. */
  readonly now?: () => number;
}

/** One failed request is everyday; this long without any good answer is not. */
const PATIENCE_MS = 15_000;
/** How long a result is believed: while GitHub answers, and while it does not. */
const FRESH_MS = 60_000;
const FRESH_FAILURE_MS = 5_000;
/** A question about readiness waits no longer than this. */
const ANSWER_MS = 2_000;

export function gitHubHealth({ ask, now = () => performance.now() }: HealthOptions): GitHubHealth {
  let lastSeen = Number.NEGATIVE_INFINITY;
  let failingSince: number | null = null;
  let asking: Promise<void> | null = null;

  function refresh(): Promise<void> {
    asking ??= ask()
      // How it ended is what `seen` was told.
      .then(
        () => {},
        () => {},
      )
      .finally(() => {
        asking = null;
      });
    return asking;
  }

  return {
    seen: ({ status }) => {
      lastSeen = now();
      // A refusal is an answer.
      const isAnswer = status > 0 && status < 500;
      failingSince = isAnswer ? null : (failingSince ?? lastSeen);
    },
    notReadyReason: async () => {
      const fresh = failingSince === null ? FRESH_MS : FRESH_FAILURE_MS;
      if (now() - lastSeen >= fresh) await Promise.race([refresh(), wait(ANSWER_MS, undefined, { ref: false })]);
      const since = failingSince === null ? 0 : now() - failingSince;
      if (failingSince === null || since < PATIENCE_MS) return null;
      return `GitHub has not answered for ${Math.round(since / 1_000)} s: check the network, and GitHub's status page`;
    },
  };
}
