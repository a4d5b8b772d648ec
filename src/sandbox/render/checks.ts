/** Check runs and suites as GitHub's REST API and webhooks show them. */

import { iso } from "../world/clock.ts";
import type { CheckRun, CheckSuite, Pull } from "../world/model.ts";
import { openPullsAt } from "../world/pulls.ts";
import type { World } from "../world/world.ts";
import { appJson, type Json } from "./accounts.ts";
import { simpleCommitJson } from "./commits.ts";
import { minimalRepositoryJson, repoHtml, repoUrl } from "./repositories.ts";

/** GitHub lists only pull requests from the repository itself here, never those from forks. */
function pullsJson(world: World, thing: CheckRun | CheckSuite): Json[] {
  const own = openPullsAt(thing.repo, thing.headSha).filter((pull) => pull.headRepo === pull.repo);
  const side = (pull: Pull, ref: string, sha: string) => ({
    ref,
    sha,
    repo: { id: pull.repo.id, url: repoUrl(world, pull.repo), name: pull.repo.name },
  });
  return own.map((pull) => ({
    url: `${repoUrl(world, pull.repo)}/pulls/${pull.number}`,
    id: pull.pullId,
    number: pull.number,
    head: side(pull, pull.headRef, pull.headSha),
    base: side(pull, pull.baseRef, pull.baseSha),
  }));
}

function state(suite: CheckSuite): { status: string; conclusion: string | null } {
  const runs = (suite.repo.checkRuns.get(suite.headSha) ?? []).filter((run) => run.suite === suite);
  const latest = new Map(runs.map((run) => [run.name, run]));
  if (latest.size === 0) return { status: "queued", conclusion: null };
  const all = [...latest.values()];
  if (all.some((run) => run.status !== "completed")) return { status: "in_progress", conclusion: null };
  const bad = all.find((run) => !["success", "neutral", "skipped"].includes(run.conclusion ?? ""));
  return { status: "completed", conclusion: bad?.conclusion ?? "success" };
}

export function checkSuiteJson(world: World, suite: CheckSuite): Json {
  const url = `${repoUrl(world, suite.repo)}/check-suites/${suite.id}`;
  const [parent] = world.git.known(suite.headSha).parents;
  return {
    id: suite.id,
    node_id: suite.nodeId,
    head_branch: suite.headBranch,
    head_sha: suite.headSha,
    ...state(suite),
    url,
    before: parent ?? null,
    after: suite.headSha,
    pull_requests: pullsJson(world, suite),
    app: appJson(world, suite.app),
    created_at: iso(suite.createdAt),
    updated_at: iso(suite.createdAt),
    rerequestable: true,
    runs_rerequestable: true,
    latest_check_runs_count: (suite.repo.checkRuns.get(suite.headSha) ?? []).filter((run) => run.suite === suite)
      .length,
    check_runs_url: `${url}/check-runs`,
    head_commit: simpleCommitJson(world, suite.headSha),
  };
}

export function suiteWithRepositoryJson(world: World, suite: CheckSuite): Json {
  return { ...checkSuiteJson(world, suite), repository: minimalRepositoryJson(world, suite.repo) };
}

export function checkRunJson(world: World, run: CheckRun): Json {
  const url = `${repoUrl(world, run.repo)}/check-runs/${run.id}`;
  const html = `${repoHtml(world, run.repo)}/runs/${run.id}`;
  return {
    id: run.id,
    name: run.name,
    node_id: run.nodeId,
    head_sha: run.headSha,
    external_id: run.externalId,
    url,
    html_url: html,
    details_url: run.detailsUrl ?? html,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt === null ? null : iso(run.startedAt),
    completed_at: run.completedAt === null ? null : iso(run.completedAt),
    output: {
      title: run.title,
      summary: run.summary,
      text: run.text,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: checkSuiteJson(world, run.suite),
    app: appJson(world, run.app),
    pull_requests: pullsJson(world, run),
  };
}
