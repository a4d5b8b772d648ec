/** Routes about a branch's protection: the classic one, and the rules of rulesets. */

import { ok } from "../http/answer.ts";
import { listed } from "../http/paging.ts";
import { type ApiRequest, type Route, reads } from "../http/router.ts";
import type { Json } from "../render/accounts.ts";
import { commitJson } from "../render/commits.ts";
import { repoHtml, repoUrl } from "../render/repositories.ts";
import type { Protection } from "../world/model.ts";
import { notFound } from "../world/refusal.ts";

export const branchRoutes: readonly Route[] = [
  { method: "GET", path: "/repos/{owner}/{repo}/branches/{branch}", needs: reads("contents"), answer: branch },
  {
    method: "GET",
    path: "/repos/{owner}/{repo}/rules/branches/{branch}",
    needs: reads("metadata"),
    answer: (request) => listed(request, rules(request), (rule) => rule),
  },
];

/** Anybody who may read the repository's contents is told its required checks here, administrator or not. */
function branch(request: ApiRequest) {
  const { world } = request;
  const repo = request.repo();
  const name = request.parameter("branch");
  const sha = world.tip(repo, name);
  if (sha === undefined) throw notFound();
  const url = `${repoUrl(world, repo)}/branches/${encodeURIComponent(name)}`;
  const protection = repo.protections.get(name);
  const classic = protection === undefined || protection.ruleset === true ? null : protection;
  return ok({
    name,
    commit: commitJson(world, repo, world.git.known(sha)),
    _links: { self: url, html: `${repoHtml(world, repo)}/tree/${name}` },
    protected: protection !== undefined,
    protection: {
      enabled: classic !== null,
      required_status_checks: {
        enforcement_level: classic === null ? "off" : "non_admins",
        contexts: classic?.requiredChecks.map(({ context }) => context) ?? [],
        checks: classic?.requiredChecks.map(({ context, appId }) => ({ context, app_id: appId })) ?? [],
      },
    },
    protection_url: `${url}/protection`,
  });
}

/** As GitHub makes the rule at first. */
const PULLS: Json = {
  required_approving_review_count: 0,
  dismiss_stale_reviews_on_push: false,
  require_code_owner_review: false,
  require_last_push_approval: false,
  required_review_thread_resolution: false,
};

/** Empty for a branch that no ruleset is about, there or not. */
function rules(request: ApiRequest): readonly Json[] {
  const repo = request.repo();
  const protection = repo.protections.get(request.parameter("branch"));
  if (protection?.ruleset !== true) return [];
  const source = {
    ruleset_source_type: "Repository",
    ruleset_source: `${repo.owner.login}/${repo.name}`,
    ruleset_id: repo.id,
  };
  const checks = { type: "required_status_checks", ...source, parameters: parametersOf(protection) };
  return protection.pullRequests === false
    ? [checks]
    : [checks, { type: "pull_request", ...source, parameters: pullsOf(protection) }];
}

function pullsOf({ approvals = 0 }: Protection): Json {
  return { ...PULLS, required_approving_review_count: approvals };
}

function parametersOf({ requiredChecks }: Protection): Json {
  return {
    strict_required_status_checks_policy: false,
    do_not_enforce_on_create: false,
    required_status_checks: requiredChecks.map(({ context, appId }) => ({
      context,
      ...(appId === null ? {} : { integration_id: appId }),
    })),
  };
}
