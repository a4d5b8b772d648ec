/**
 * Pull requests of kusion that were merged before the sandbox begins, each in another way, so that `rung replay` has something to
 * tell. They are made up: git keeps neither reviews nor comments.
 */

import { finishMerge } from "./acts/merge.ts";
import { mergeCommit } from "./acts/merge-commit.ts";
import type { PlayedWorld } from "./played-world.ts";
import type { Pull, Repo } from "./world/model.ts";

type Deed = "approve" | "changes" | "comment" | "push" | "ready" | "label" | "ask" | "merge";

/** So many hours after the opening, who, what, and the text, label or login that it takes. */
type Step = readonly [hours: number, by: string, deed: Deed, what?: string];

interface Story {
  readonly number: number;
  readonly by: string;
  readonly on: string;
  readonly title: string;
  readonly path: string;
  readonly draft?: true;
  readonly steps: readonly Step[];
}

const STORIES: readonly Story[] = [
  {
    number: 1301,
    by: "adohe",
    on: "2025-01-13",
    title: "feat: run independent steps of an apply together",
    path: "pkg/engine/operation/parallel.go",
    steps: [
      [0, "adohe", "ask", "liu-hm19"],
      [5, "liu-hm19", "approve", "Reads well."],
      [26, "SparkYuan", "merge"],
    ],
  },
  {
    number: 1305,
    by: "ffforest",
    on: "2025-01-20",
    title: "fix: release the state's lock on a signal",
    path: "pkg/engine/operation/signal.go",
    steps: [
      [0, "ffforest", "ask", "SparkYuan"],
      [3, "SparkYuan", "approve"],
      [20, "ffforest", "push"],
      [21, "SparkYuan", "merge"],
    ],
  },
  {
    number: 1308,
    by: "Yangyang96",
    on: "2025-02-03",
    title: "feat: list the workspaces of a backend",
    path: "pkg/cmd/workspace/list.go",
    steps: [
      [0, "Yangyang96", "ask", "SparkYuan"],
      [2, "elliotxx", "approve", "Nice."],
      [4, "SparkYuan", "merge"],
      [52, "liu-hm19", "approve", "Read it only now, all good."],
    ],
  },
  {
    number: 1312,
    by: "adohe",
    on: "2025-02-17",
    title: "refactor: name the errors of the apply",
    path: "pkg/engine/errors.go",
    steps: [
      [0, "adohe", "ask", "SparkYuan"],
      [6, "liu-hm19", "changes", "The exit codes must stay what they are."],
      [8, "SparkYuan", "approve"],
      [9, "SparkYuan", "merge"],
    ],
  },
  {
    number: 1315,
    by: "SparkYuan",
    on: "2025-03-03",
    title: "feat: keep the last ten releases of a stack",
    path: "pkg/server/releases.go",
    steps: [
      [30, "liu-hm19", "comment", "/approve"],
      [100, "SparkYuan", "merge"],
    ],
  },
  {
    number: 1318,
    by: "ffforest",
    on: "2025-03-17",
    title: "feat: show what a destroy would remove",
    path: "pkg/cmd/destroy/preview.go",
    draft: true,
    steps: [
      [24, "ffforest", "ready"],
      [25, "ffforest", "ask", "SparkYuan"],
      [29, "SparkYuan", "approve"],
      [31, "SparkYuan", "merge"],
    ],
  },
  {
    number: 1322,
    by: "Yangyang96",
    on: "2025-04-07",
    title: "build: require the next minor of the API",
    path: "pkg/version/api.go",
    steps: [
      [1, "adohe", "label", "do-not-merge/hold"],
      [4, "SparkYuan", "approve"],
      [5, "SparkYuan", "merge"],
    ],
  },
];

const HOUR = 3_600_000;

/** Plays them all; the clock and the next number are the caller's to set right. */
export function mergedBefore(world: PlayedWorld, repo: Repo): void {
  for (const story of STORIES) world.history.add(played(world, repo, story));
}

function played(world: PlayedWorld, repo: Repo, story: Story): Pull {
  const opened = Date.parse(`${story.on}T08:00:00Z`);
  world.clock.set(opened);
  repo.nextNumber = story.number;
  const pull = world.as(story.by).openPull({
    repo: `${repo.owner.login}/${repo.name}`,
    title: story.title,
    branch: `past-${story.number}`,
    files: { [story.path]: textOf(story.path, story.title) },
    draft: story.draft === true,
  });
  for (const [hours, by, deed, what = ""] of story.steps) {
    world.clock.set(opened + hours * HOUR + 60_000);
    done({ world, pull, story }, by, deed, what);
  }
  pull.headRepo.refs.delete(`refs/heads/${pull.headRef}`);
  return pull;
}

function textOf(path: string, title: string): string {
  const folder = path.split("/").at(-2) ?? "main";
  return `package ${folder}\n\n// ${title}\n`;
}

function done(scene: { world: PlayedWorld; pull: Pull; story: Story }, by: string, deed: Deed, what: string): void {
  const { world, pull, story } = scene;
  const person = world.as(by);
  switch (deed) {
    case "approve":
      person.approve(pull, what);
      return;
    case "changes":
      person.requestChanges(pull, what);
      return;
    case "comment":
      person.comment(pull, what);
      return;
    case "push":
      person.push(pull, { files: { [story.path]: `${textOf(story.path, story.title)}\nvar changed = true\n` } });
      return;
    case "ready":
      person.markReady(pull);
      return;
    case "label":
      person.label(pull, what);
      return;
    case "ask":
      person.requestReview(pull, what);
      return;
    case "merge": {
      // Before Rung no check stood in the way.
      world.clock.tick();
      const act = { world, actor: world.actor(by), viaApp: null };
      finishMerge(act, pull, mergeCommit(act, pull, world.tip(pull.repo, pull.baseRef) ?? pull.baseSha, "squash"));
      return;
    }
  }
}
