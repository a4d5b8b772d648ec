/** The check suites that GitHub makes for what is pushed. */

import { checkSuiteJson } from "../render/checks.ts";
import type { Repo } from "../world/model.ts";
import { type Acting, tell } from "./acting.ts";

/** GitHub makes a check suite for every app that may write checks, and asks it to begin. */
export function openSuites(act: Acting, repo: Repo, sha: string, branch: string): void {
  const { world } = act;
  for (const { app } of world.installationsOf(repo, null)) {
    if (app.permissions.checks !== "write") continue;
    const suites = repo.checkSuites.get(sha) ?? [];
    if (suites.some((suite) => suite.app === app)) continue;
    const suite = world.register({
      kind: "suite" as const,
      ...world.identity("CS"),
      repo,
      app,
      headSha: sha,
      headBranch: branch,
      createdAt: world.clock.now(),
    });
    repo.checkSuites.set(sha, [...suites, suite]);
    tell(act, "check_suite", "requested", { repo, only: app }, () => ({ check_suite: checkSuiteJson(world, suite) }));
  }
}
