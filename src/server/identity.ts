/** Who the app is on GitHub, asked until GitHub answers: before that nothing can be done there, and readiness says why. */

import type { AppIdentity, GitHub } from "../github/client/client.ts";
import type { Log } from "../shared/log.ts";

export interface Identity {
  /** `null` until GitHub has told. */
  current(): AppIdentity | null;
  /** Why it is not known yet; `null`: it is. */
  notReadyReason(): string | null;
  stop(): void;
}

const againMs = 5_000;

export function askIdentity(github: Pick<GitHub, "appIdentity">, log: Log): Identity {
  let current: AppIdentity | null = null;
  let reason: string | null = "GitHub has not yet confirmed the app's credentials";
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;

  async function ask(): Promise<void> {
    try {
      current = await github.appIdentity();
      reason = null;
      log.info({ app: current.slug }, "GitHub knows the app");
    } catch (error) {
      if (stopped) return;
      reason =
        "GitHub did not confirm the app's credentials: check APP_ID and the private key, and that GitHub is reachable";
      log.warn({ err: error }, "GitHub did not confirm the app's credentials; asked again in 5 s");
      timer = setTimeout(() => void ask(), againMs);
      timer.unref();
    }
  }
  void ask();

  return {
    current: () => current,
    notReadyReason: () => reason,
    stop: () => {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}
