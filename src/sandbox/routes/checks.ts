/** Routes of check runs and suites, with GitHub's limits: 50 annotations a request, 65,535 characters a text. */

import { z } from "zod";
import type { CheckFields } from "../acts/checks.ts";
import { type Answer, created, ok } from "../http/answer.ts";
import { listed, paged } from "../http/paging.ts";
import { type ApiRequest, type Route, reads, writes } from "../http/router.ts";
import { checkRunJson, suiteWithRepositoryJson } from "../render/checks.ts";
import { repoHtml } from "../render/repositories.ts";
import type { Annotation, CheckRun } from "../world/model.ts";
import { resolved } from "../world/pulls.ts";
import { notFound, Refusal } from "../world/refusal.ts";

const MAX_LENGTH = 65_535;
const longText = z.string().max(MAX_LENGTH, `is too long (maximum is ${MAX_LENGTH} characters)`);
const annotation = z.object({
  path: z.string(),
  start_line: z.int(),
  end_line: z.int(),
  start_column: z.int().optional(),
  end_column: z.int().optional(),
  annotation_level: z.enum(["notice", "warning", "failure"]),
  message: z.string(),
  title: z.string().optional(),
  raw_details: z.string().optional(),
});
const output = z.object({
  title: z.string().optional(),
  summary: longText,
  text: longText.optional(),
  annotations: z.array(annotation).max(50, "exceeds the limit of 50 annotations per request").optional(),
});
const fields = {
  details_url: z.string().optional(),
  external_id: z.string().optional(),
  status: z.enum(["queued", "in_progress", "completed"]).optional(),
  started_at: z.iso.datetime().optional(),
  conclusion: z
    .enum(["action_required", "cancelled", "failure", "neutral", "success", "skipped", "stale", "timed_out"])
    .optional(),
  completed_at: z.iso.datetime().optional(),
  output: output.optional(),
};
const newCheck = z.object({ name: z.string().min(1), head_sha: z.string(), ...fields });
const checkChange = z.object({ name: z.string().min(1).optional(), ...fields });

const runPath = "/repos/{owner}/{repo}/check-runs/{check_run_id}";
const suitePath = "/repos/{owner}/{repo}/check-suites/{check_suite_id}";
const commitPath = "/repos/{owner}/{repo}/commits/{ref}";

export const checkRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/repos/{owner}/{repo}/check-runs",
    needs: writes("checks"),
    answer: (request) => {
      const asked = request.body(newCheck);
      const run = request.persona().createCheck(request.repo(), asked.head_sha, asked.name, given(asked));
      return created(checkRunJson(request.world, run), told(run));
    },
  },
  {
    method: "GET",
    path: runPath,
    needs: reads("checks"),
    answer: (request) => ok(checkRunJson(request.world, theRun(request))),
  },
  {
    method: "PATCH",
    path: runPath,
    needs: writes("checks"),
    answer: (request) => {
      const run = theRun(request);
      const asked = request.body(checkChange);
      request.persona().updateCheck(run, { ...given(asked), name: asked.name });
      return ok(checkRunJson(request.world, run), told(run));
    },
  },
  {
    method: "GET",
    path: `${runPath}/annotations`,
    needs: reads("checks"),
    answer: (request) => {
      const run = theRun(request);
      const blob = `${repoHtml(request.world, run.repo)}/blob/${run.headSha}`;
      return listed(request, run.annotations, (one) => ({ ...one, blob_href: `${blob}/${one.path}` }));
    },
  },
  {
    method: "POST",
    path: `${runPath}/rerequest`,
    needs: writes("checks"),
    answer: (request) => {
      request.persona().rerequest(theRun(request));
      return { status: 201, body: {}, wrote: "check asked for again" };
    },
  },
  { method: "GET", path: `${commitPath}/check-runs`, needs: reads("checks"), answer: runsOfCommit },
  { method: "GET", path: `${commitPath}/check-suites`, needs: reads("checks"), answer: suitesOfCommit },
  {
    method: "GET",
    path: suitePath,
    needs: reads("checks"),
    answer: (request) => ok(suiteWithRepositoryJson(request.world, theSuite(request))),
  },
  {
    method: "POST",
    path: `${suitePath}/rerequest`,
    needs: writes("checks"),
    answer: (request) => {
      request.persona().rerequest(theSuite(request));
      return { status: 201, body: {}, wrote: "check suite asked for again" };
    },
  },
];

function given(asked: z.infer<typeof checkChange>): CheckFields {
  if (asked.status === "completed" && asked.conclusion === undefined) {
    throw new Refusal(422, "Validation Failed", [{ resource: "CheckRun", field: "conclusion", code: "missing_field" }]);
  }
  const time = (text: string | undefined) => (text === undefined ? undefined : Date.parse(text));
  return {
    status: asked.status,
    conclusion: asked.conclusion,
    startedAt: time(asked.started_at),
    completedAt: time(asked.completed_at),
    externalId: asked.external_id,
    detailsUrl: asked.details_url,
    title: asked.output === undefined ? undefined : (asked.output.title ?? ""),
    summary: asked.output?.summary,
    text: asked.output?.text,
    annotations: asked.output?.annotations?.map(
      (one): Annotation => ({
        ...one,
        title: one.title ?? null,
        raw_details: one.raw_details ?? null,
        start_column: one.start_column ?? null,
        end_column: one.end_column ?? null,
      }),
    ),
  };
}

function told(run: CheckRun): string {
  const outcome = run.conclusion ?? run.status;
  return `check ${run.name} on ${run.headSha.slice(0, 7)}: ${outcome}${run.title === null ? "" : `, ${run.title}`}`;
}

function theRun(request: ApiRequest): CheckRun {
  const run = request.world.checkRun(request.number("check_run_id"));
  if (run.repo !== request.repo()) throw notFound();
  return run;
}

function theSuite(request: ApiRequest) {
  const suite = request.world.checkSuite(request.number("check_suite_id"));
  if (suite.repo !== request.repo()) throw notFound();
  return suite;
}

function commitOf(request: ApiRequest): string {
  const ref = request.parameter("ref");
  const sha = resolved(request.world, request.repo(), ref);
  if (sha === null) throw new Refusal(422, `No commit found for SHA: ${ref}`);
  return sha;
}

/** Newest first; `filter=latest` (the default) shows one run per app and name. */
function runsOfCommit(request: ApiRequest): Answer {
  const { query } = request;
  const all = (request.repo().checkRuns.get(commitOf(request)) ?? []).toReversed();
  const seen = new Set<string>();
  const wanted = all.filter((run) => {
    const key = `${run.app.id}:${run.name}`;
    if (query.get("filter") !== "all" && seen.has(key)) return false;
    seen.add(key);
    return (
      (query.get("check_name") ?? run.name) === run.name &&
      (query.get("status") ?? run.status) === run.status &&
      (query.get("app_id") ?? `${run.app.id}`) === `${run.app.id}`
    );
  });
  const { items, headers } = paged(request, wanted);
  const body = { total_count: wanted.length, check_runs: items.map((run) => checkRunJson(request.world, run)) };
  return { status: 200, body, headers };
}

function suitesOfCommit(request: ApiRequest): Answer {
  const suites = request.repo().checkSuites.get(commitOf(request)) ?? [];
  const { items, headers } = paged(request, suites);
  const body = {
    total_count: suites.length,
    check_suites: items.map((suite) => suiteWithRepositoryJson(request.world, suite)),
  };
  return { status: 200, body, headers };
}
