/**
 * What people did in kusion before the sandbox begins, so that promotions have something to count. The merged pull requests are those of
 * kusion's history (hoangndst's five before KusionStack/community#56, jemshad's two); the reviews, which git does not keep, and octo-fan
 * are made up.
 */

import { edited } from "../registry/edit.ts";
import { finishMerge } from "./acts/merge.ts";
import { mergeCommit } from "./acts/merge-commit.ts";
import { mergedBefore } from "./kusionstack-merged.ts";
import type { PlayedWorld } from "./played-world.ts";
import type { Pull, Repo } from "./world/model.ts";

interface Past {
  readonly number: number;
  readonly by: string;
  readonly on: string;
  readonly title: string;
  readonly kind?: "docs";
  readonly label?: string;
  readonly reviewer?: string;
}

const HOANGNDST: readonly Past[] = [
  { number: 1189, by: "hoangndst", on: "2024-06-27", title: "feat: support the Viettel Cloud provider" },
  { number: 1239, by: "hoangndst", on: "2024-07-18", title: "feat: show resources of a stack" },
  { number: 1260, by: "hoangndst", on: "2024-08-05", title: "fix: keep the order of workspaces" },
  { number: 1265, by: "hoangndst", on: "2024-08-12", title: "feat: list runs of a stack" },
  { number: 1267, by: "hoangndst", on: "2024-08-20", title: "refactor: share the handlers' errors" },
];

const OTHERS: readonly Past[] = [
  { number: 1431, by: "jemshad", on: "2025-07-08", title: "fix: read the region of a backend" },
  { number: 1432, by: "jemshad", on: "2025-07-09", title: "feat: name the backend in errors" },
  { number: 1441, by: "octo-fan", on: "2025-09-01", title: "docs: correct the install command", kind: "docs" },
  { number: 1446, by: "octo-fan", on: "2025-09-14", title: "docs: explain stacks and workspaces", kind: "docs" },
  { number: 1452, by: "octo-fan", on: "2025-10-02", title: "docs: add a page about drift", kind: "docs" },
];

/** 23 of maintainers' pull requests that hoangndst reviewed, labelled as kusion's issue templates label. */
const REVIEWED: readonly Past[] = Array.from({ length: 23 }, (_, at) => ({
  number: 1200 + at,
  by: at % 2 === 0 ? "SparkYuan" : "liu-hm19",
  on: `2024-07-${String(at + 1).padStart(2, "0")}`,
  title: at % 3 === 0 ? `fix: case ${at + 1} of the apply order` : `feat: part ${at + 1} of the resource graph`,
  label: at % 3 === 0 ? "kind/bug" : "kind/feature",
  reviewer: "hoangndst",
}));

/** Makes it happen, each on its day; afterwards the clock and the next number are as before. */
export function history(world: PlayedWorld): void {
  const repo = world.repo("KusionStack/kusion");
  const [now, next] = [world.clock.now(), repo.nextNumber];
  for (const past of [...HOANGNDST, ...REVIEWED, ...OTHERS].toSorted((a, b) => a.on.localeCompare(b.on))) {
    world.clock.set(Date.parse(`${past.on}T09:00:00Z`));
    repo.nextNumber = past.number;
    world.history.add(merged(world, repo, past));
  }
  mergedBefore(world, repo);
  repo.nextNumber = next;
  world.clock.set(now);
}

/** Opened, reviewed and merged, all of it by the clock as it stands; the next number is the caller's to set right. */
export function merged(world: PlayedWorld, repo: Repo, past: Omit<Past, "on">): Pull {
  const path = past.kind === "docs" ? "docs/overview.md" : "pkg/version/version.go";
  const pull = world.as(past.by).openPull({
    repo: `${repo.owner.login}/${repo.name}`,
    title: past.title,
    branch: `past-${past.number}`,
    files: { [path]: `${textOf(world, repo, path)}${past.kind === "docs" ? "" : "// "}${past.title}\n` },
  });
  if (past.label !== undefined) world.as("SparkYuan").label(pull, past.label);
  if (past.reviewer !== undefined) world.as(past.reviewer).review(pull, "APPROVE", "Works for me.");
  world.clock.tick();
  const act = { world, actor: world.actor("SparkYuan"), viaApp: null };
  const base = world.tip(repo, pull.baseRef) ?? pull.baseSha;
  finishMerge(act, pull, mergeCommit(act, pull, base, "squash"));
  pull.headRepo.refs.delete(`refs/heads/${pull.headRef}`);
  return pull;
}

function textOf(world: PlayedWorld, repo: Repo, path: string): string {
  const tip = world.tip(repo, repo.defaultBranch);
  const blob = tip === undefined ? undefined : world.git.filesAt(tip).get(path);
  return blob === undefined ? "package version\n\n" : world.git.text(blob);
}

/** The registry as it was before hoangndst became an approver, to play KusionStack/community#56 again. */
export function registryBeforeNomination(text: string): string {
  const ladder = ["members", "contributors", "approvers", "maintainers"];
  const person = { login: "hoangndst", id: null };
  const before = edited(text, { kind: "remove", person, role: "approvers", areas: [], ladder, emeritus: null });
  return before.kind === "edited" ? before.text : text;
}
