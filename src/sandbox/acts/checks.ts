/** Check runs: made and changed by apps, asked for again by people. */

import { checkRunJson, checkSuiteJson } from "../render/checks.ts";
import type { Annotation, App, CheckRun, CheckStatus, CheckSuite, Conclusion, Repo } from "../world/model.ts";
import { openPullsAt } from "../world/pulls.ts";
import { Refusal } from "../world/refusal.ts";
import { type Acting, need, tell } from "./acting.ts";
import { mergeWhereAsked } from "./merge.ts";
import { settleQueues } from "./settle-queues.ts";

export interface CheckFields {
  readonly name?: string | undefined;
  readonly status?: CheckStatus | undefined;
  readonly conclusion?: Conclusion | undefined;
  readonly startedAt?: number | undefined;
  readonly completedAt?: number | undefined;
  readonly externalId?: string | undefined;
  readonly detailsUrl?: string | undefined;
  readonly title?: string | undefined;
  readonly summary?: string | undefined;
  readonly text?: string | undefined;
  /** Added to those that are there. */
  readonly annotations?: readonly Annotation[] | undefined;
}

function suiteFor(act: Acting, repo: Repo, app: App, sha: string): CheckSuite {
  const suites = repo.checkSuites.get(sha) ?? [];
  const known = suites.find((suite) => suite.app === app);
  if (known !== undefined) return known;
  const branch = [...repo.refs].find(([ref, tip]) => tip === sha && ref.startsWith("refs/heads/"))?.[0] ?? null;
  const suite: CheckSuite = act.world.register({
    kind: "suite",
    ...act.world.identity("CS"),
    repo,
    app,
    headSha: sha,
    headBranch: branch?.replace("refs/heads/", "") ?? null,
    createdAt: act.world.clock.now(),
  });
  repo.checkSuites.set(sha, [...suites, suite]);
  return suite;
}

/** Only apps may: anyone else gets GitHub's 403 (R20). */
export function createCheck(act: Acting, repo: Repo, headSha: string, name: string, fields: CheckFields): CheckRun {
  const app = act.viaApp;
  if (app === null) throw new Refusal(403, "You must authenticate via a GitHub App.");
  if (act.world.git.commit(headSha) === undefined) throw new Refusal(422, `No commit found for SHA: ${headSha}`);
  const run: CheckRun = act.world.register({
    kind: "check",
    ...act.world.identity("CR"),
    repo,
    suite: suiteFor(act, repo, app, headSha),
    app,
    headSha,
    name,
    status: "queued",
    conclusion: null,
    startedAt: act.world.clock.now(),
    completedAt: null,
    externalId: "",
    detailsUrl: null,
    title: null,
    summary: null,
    text: null,
    annotations: [],
  });
  const runs = repo.checkRuns.get(headSha) ?? [];
  repo.checkRuns.set(headSha, runs);
  runs.push(run);
  fill(act, run, fields);
  tellCheck(act, run, "created");
  if (run.status === "completed") completed(act, run);
  return run;
}

export function updateCheck(act: Acting, run: CheckRun, fields: CheckFields): void {
  if (act.viaApp !== run.app)
    throw new Refusal(
      403,
      "Invalid app_id `" +
        `${act.viaApp?.id ?? 0}` +
        "` - check run can only be modified by the GitHub App that created it.",
    );
  const before = run.status;
  fill(act, run, fields);
  act.world.changed(subjectOf(run));
  if (run.status === "completed" && (before !== "completed" || fields.conclusion !== undefined)) completed(act, run);
}

function fill(act: Acting, run: CheckRun, fields: CheckFields): void {
  const now = act.world.clock.now();
  run.name = fields.name ?? run.name;
  run.externalId = fields.externalId ?? run.externalId;
  run.detailsUrl = fields.detailsUrl ?? run.detailsUrl;
  run.title = fields.title ?? run.title;
  run.summary = fields.summary ?? run.summary;
  if (fields.title !== undefined) run.text = fields.text ?? null;
  run.annotations.push(...(fields.annotations ?? []));
  run.startedAt = fields.startedAt ?? run.startedAt;
  if (fields.conclusion !== undefined) {
    run.status = "completed";
    run.conclusion = fields.conclusion;
    run.completedAt = fields.completedAt ?? now;
  } else if (fields.status !== undefined && fields.status !== "completed") {
    run.status = fields.status;
    run.conclusion = null;
    run.completedAt = null;
  }
}

function completed(act: Acting, run: CheckRun): void {
  tellCheck(act, run, "completed");
  settleQueues(act, run.repo);
  for (const pull of openPullsAt(run.repo, run.headSha)) mergeWhereAsked(act, pull);
}

function subjectOf(run: CheckRun) {
  return openPullsAt(run.repo, run.headSha)[0] ?? null;
}

function tellCheck(act: Acting, run: CheckRun, action: string, only?: App): void {
  const subject = subjectOf(run);
  const about = { repo: run.repo, ...(subject === null ? {} : { subject }), ...(only === undefined ? {} : { only }) };
  tell(act, "check_run", action, about, () => ({ check_run: checkRunJson(act.world, run) }));
}

/** "Re-run" on one check; only its app is told. */
export function rerequestCheck(act: Acting, run: CheckRun): void {
  need(act, run.repo, "write", "re-run checks");
  tellCheck(act, run, "rerequested", run.app);
}

/** "Re-run all checks". */
export function rerequestSuite(act: Acting, suite: CheckSuite): void {
  need(act, suite.repo, "write", "re-run checks");
  tell(act, "check_suite", "rerequested", { repo: suite.repo, only: suite.app }, () => ({
    check_suite: checkSuiteJson(act.world, suite),
  }));
}
