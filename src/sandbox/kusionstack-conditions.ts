/**
 * Conditions in the world of `npm start`: a bot's pull request that needs nobody, one that somebody added a commit to, and a newcomer's.
 */

import type { PlayedWorld } from "./played-world.ts";
import type { Pull, Repo } from "./world/model.ts";

/** Somebody whom nobody here knows. */
export const NEWCOMER = "octo-newt";

/** Under `approval`. */
const LINES = `  when:
    - { lines: 800, min: 2 }                  # a large change takes two
    - { label: security, min: 2 }
    - { author: dependencies, only: ["**/go.mod", "**/go.sum"], min: 0 }   # a bot's update of them takes nobody
`;
const AUTHORS = `
# Whoever has merged nothing here is known once somebody with a role says /vouch.
bots: { dependencies: ["dependabot[bot]"] }
newcomers: { reviews: after-vouch }
`;

export function withConditions(registry: string): string {
  const lined = /\napproval:\n/.test(registry)
    ? registry.replace(/\napproval:\n/, (start) => `${start}${LINES}`)
    : `${registry.trimEnd()}\napproval:\n${LINES}`;
  return `${lined.trimEnd()}\n${AUTHORS}`;
}

/** Contributors of some time have read access; of dependabot's two updates one is merged by itself, as SparkYuan asked GitHub to. */
export function conditionPulls(world: PlayedWorld, organization: string): void {
  const kusion = world.repo(`${organization}/kusion`);
  for (const login of ["riven-blade", "jakezhu9"]) kusion.collaborators.set(login, "read");
  const own = pullBy(kusion, "dependabot[bot]");
  if (own !== undefined) world.as("SparkYuan").enableAutoMerge(own);
  const repo = `${organization}/kusion`;
  const mixed = world.as("dependabot[bot]").openPull({
    repo,
    title: "build(deps): bump golang.org/x/sync from 0.6.0 to 0.7.0",
    body: "Bumps golang.org/x/sync from 0.6.0 to 0.7.0.",
    branch: "dependabot/go_modules/golang.org/x/sync-0.7.0",
    files: { "go.sum": "golang.org/x/sync v0.7.0 h1:YsImfSBoP9QPYL0xyKJPq0gcaJdG3rInoqxTWbfQu9M=\n" },
  });
  world.as("hoangndst").push(mixed, {
    files: { "go.sum": "golang.org/x/sync v0.7.0 h1:YsImfSBoP9QPYL0xyKJPq0gcaJdG3rInoqxTWbfQu9M=\n\n" },
    message: "Tidy go.sum",
  });
  world.as(NEWCOMER).openPull({
    repo,
    title: "docs: correct a link in the overview",
    body: "My first one here.",
    branch: "overview-link",
    files: { "docs/links.md": "# Links\n\n- [Configuration](configuration.md)\n" },
  });
}

function pullBy(repo: Repo, login: string): Pull | undefined {
  return [...repo.subjects.values()].find(
    (one): one is Pull => one.kind === "pull" && one.author.login === login && one.state === "open",
  );
}
