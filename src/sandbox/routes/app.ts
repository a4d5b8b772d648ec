/** Routes of apps: the app itself, its installations, tokens, the delivery log, the rate limit. */

import { z } from "zod";
import type { Delivery } from "../deliveries.ts";
import { created, ok } from "../http/answer.ts";
import { granted, sees } from "../http/auth.ts";
import { listed, paged } from "../http/paging.ts";
import { type ApiRequest, type Route, reads } from "../http/router.ts";
import { appJson, fullUserJson, installationJson, type Json } from "../render/accounts.ts";
import { repositoryJson } from "../render/repositories.ts";
import type { Webhooks } from "../webhooks.ts";
import { iso } from "../world/clock.ts";
import type { Actor, App, Installation } from "../world/model.ts";
import { notFound, Refusal } from "../world/refusal.ts";

const grantBody = z.object({
  repositories: z.array(z.string()).optional(),
  repository_ids: z.array(z.number()).optional(),
  permissions: z.record(z.string(), z.enum(["read", "write"])).optional(),
});

function theApp(request: ApiRequest): App {
  const { caller } = request;
  if (caller.kind === "app") return caller.app;
  throw new Refusal(401, "A JSON web token could not be decoded");
}

function installed(request: ApiRequest, account: Actor): Installation {
  const app = theApp(request);
  const found = request.world.installations.find((one) => one.app === app && one.account === account);
  if (found === undefined) throw notFound();
  return found;
}

function ownInstallation(request: ApiRequest): Installation {
  const app = theApp(request);
  const id = request.number("installation_id");
  const found = request.world.installations.find((one) => one.id === id && one.app === app);
  if (found === undefined) throw notFound();
  return found;
}

export function appRoutes(hooks: Webhooks): Route[] {
  return [
    {
      method: "GET",
      path: "/app",
      needs: null,
      by: "app",
      answer: (request) => ok(appJson(request.world, theApp(request))),
    },
    {
      method: "GET",
      path: "/app/installations",
      needs: null,
      by: "app",
      answer: (request) => {
        const own = request.world.installations.filter((one) => one.app === theApp(request));
        return listed(request, own, (one) => installationJson(request.world, one));
      },
    },
    {
      method: "GET",
      path: "/app/installations/{installation_id}",
      needs: null,
      by: "app",
      answer: (request) => ok(installationJson(request.world, ownInstallation(request))),
    },
    {
      method: "POST",
      path: "/app/installations/{installation_id}/access_tokens",
      needs: null,
      by: "app",
      answer: grant,
    },
    {
      method: "GET",
      path: "/repos/{owner}/{repo}/installation",
      needs: null,
      by: "app",
      answer: (request) => {
        const repo = request.world.repo(`${request.parameter("owner")}/${request.parameter("repo")}`);
        const app = theApp(request);
        const found = request.world.installationsOf(repo, null).find((one) => one.app === app);
        if (found === undefined) throw notFound();
        return ok(installationJson(request.world, found));
      },
    },
    ...(["/orgs/{org}/installation", "/users/{username}/installation"] as const).map(
      (path): Route => ({
        method: "GET",
        path,
        needs: null,
        by: "app",
        answer: (request) => {
          const account = request.world.actor(request.parameter("org") || request.parameter("username"));
          return ok(installationJson(request.world, installed(request, account)));
        },
      }),
    ),
    {
      method: "GET",
      path: "/installation/repositories",
      needs: reads("metadata"),
      by: "installation",
      answer: repositories,
    },
    ...deliveryRoutes(hooks),
    {
      method: "GET",
      path: "/user",
      needs: null,
      answer: (request) => ok(fullUserJson(request.world, request.actor())),
    },
  ];
}

function grant(request: ApiRequest) {
  const installation = ownInstallation(request);
  if (installation.suspendedAt !== null) throw new Refusal(403, "This installation has been suspended");
  const asked = request.body(grantBody);
  const more = Object.entries(asked.permissions ?? {}).filter(([name, access]) => {
    const held = granted(installation)[name];
    return held === undefined || (access === "write" && held === "read");
  });
  if (more.length > 0) throw new Refusal(422, "The permissions requested are not granted to this installation.");
  const named = asked.repositories?.map((name) => request.world.repo(`${installation.account.login}/${name}`).id);
  const repositories = named ?? asked.repository_ids;
  const { token, expiresAt } = request.door.grant(installation, {
    ...(asked.permissions === undefined ? {} : { permissions: { metadata: "read", ...asked.permissions } }),
    ...(repositories === undefined ? {} : { repositories }),
  });
  const permissions = asked.permissions ?? granted(installation);
  const selection = repositories === undefined && installation.repositories === null ? "all" : "selected";
  return created(
    { token, expires_at: iso(expiresAt), permissions, repository_selection: selection },
    "an installation token",
  );
}

function repositories(request: ApiRequest) {
  const { caller, world } = request;
  if (caller.kind !== "installation")
    throw new Refusal(
      403,
      "You must authenticate with an installation access token in order to list repositories for an installation.",
    );
  const { installation } = caller;
  const all =
    installation.repositories ?? [...world.repos.values()].filter((repo) => repo.owner === installation.account);
  const seen = all.filter((repo) => sees(world, caller, repo));
  const { items, headers } = paged(request, seen);
  const body = {
    total_count: seen.length,
    repository_selection: installation.repositories === null ? "all" : "selected",
    repositories: items.map((repo) => repositoryJson(world, repo)),
  };
  return { status: 200, body, headers };
}

function deliveryItem(delivery: Delivery): Json {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: iso(delivery.at),
    redelivery: delivery.redelivery,
    duration: Math.round(delivery.milliseconds) / 1000,
    status: delivery.statusText,
    status_code: delivery.status ?? 0,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installation?.id ?? null,
    repository_id: delivery.repositoryId,
    throttled_at: null,
  };
}

function hookConfig(request: ApiRequest, hooks: Webhooks) {
  const app = theApp(request);
  const url = app.hookUrl ?? (typeof hooks.url === "function" ? hooks.url() : (hooks.url ?? ""));
  return ok({ content_type: "json", insecure_ssl: "0", secret: "********", url });
}

function deliveryRoutes(hooks: Webhooks): Route[] {
  return [
    {
      method: "GET",
      path: "/app/hook/config",
      needs: null,
      by: "app",
      answer: (request) => hookConfig(request, hooks),
    },
    {
      method: "GET",
      path: "/app/hook/deliveries",
      needs: null,
      by: "app",
      answer: (request) => deliveries(request, hooks),
    },
    {
      method: "GET",
      path: "/app/hook/deliveries/{delivery_id}",
      needs: null,
      by: "app",
      answer: (request) => {
        const delivery = hooks.find(request.number("delivery_id"));
        const payload: unknown = JSON.parse(delivery.body);
        return ok({
          ...deliveryItem(delivery),
          url: typeof hooks.url === "function" ? hooks.url() : (hooks.url ?? ""),
          request: { headers: delivery.headers, payload },
          response: { headers: {}, payload: delivery.response },
        });
      },
    },
    {
      method: "POST",
      path: "/app/hook/deliveries/{delivery_id}/attempts",
      needs: null,
      by: "app",
      answer: (request) => {
        const again = hooks.redeliver(hooks.find(request.number("delivery_id")));
        return { status: 202, body: {}, wrote: `redelivery of ${again.event} ${again.guid}` };
      },
    },
  ];
}

/** Newest first; the cursor is the last delivery's id of the page before. */
function deliveries(request: ApiRequest, hooks: Webhooks) {
  const app = theApp(request);
  const perPage = Math.min(Number(request.query.get("per_page") ?? 30), 100);
  const cursor = request.query.get("cursor");
  const status = request.query.get("status");
  const good = (delivery: Delivery) => (delivery.status ?? 0) >= 200 && (delivery.status ?? 0) < 400;
  const ended = hooks.log
    .filter((delivery) => delivery.status !== null && delivery.installation?.app === app)
    .filter((delivery) => status === null || good(delivery) === (status === "success"))
    .toReversed();
  const from = cursor === null ? 0 : ended.findIndex((delivery) => `v1_${delivery.id}` === cursor) + 1;
  const page = ended.slice(from, from + perPage);
  const last = page.at(-1);
  const more = last !== undefined && from + perPage < ended.length;
  const next = new URLSearchParams(request.query);
  if (last !== undefined) next.set("cursor", `v1_${last.id}`);
  return {
    status: 200,
    body: page.map(deliveryItem),
    headers: more ? { link: `<${request.url}?${next}>; rel="next"` } : {},
  };
}
