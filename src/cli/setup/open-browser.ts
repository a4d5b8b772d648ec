/** Set-up for this process's settings: where GitHub is, where the credentials go, and what is looked at once they are there. */
import { existsSync } from "node:fs";
import type { AppCredentials } from "../../environment/credentials-file.ts";
import { type GitHubUrls, gitHubUrlsOf } from "../../environment/github-environment.ts";
import type { Env } from "../../environment/variables.ts";
import { openGitHub } from "../../github/client/client.ts";

import { examined } from "../doctor/examine.ts";
import type { Finding } from "../doctor/finding.ts";
import { probeWebhook } from "../doctor/read-app.ts";
import { ownAppNeeds } from "./app-manifest.ts";
import { type SetupSite, setupSite } from "./setup-site.ts";

/** What the form is filled with; `null`: nothing was given. */
export interface Given {
  readonly webhookUrl: string | null;
  readonly organization: string | null;
  readonly name: string | null;
}

/** A sentence where set-up cannot begin. */
export function openSetup(env: Env, path: string, given: Given): SetupSite | string {
  const urls = soundUrls(env);
  if (urls === null) return "GHE_HOST is the host alone, with its port if it has one: ghe.example.org.";
  if (existsSync(path))
    return `${path} is there already, with the credentials of an app. Move it away to register another.`;
  const needs = ownAppNeeds();
  const asked = {
    webhookUrl: given.webhookUrl ?? "",
    organization: given.organization ?? "",
    name: given.name ?? needs.name,
  };
  const { webUrl: github, apiUrl, graphqlUrl } = urls;
  const check = async ({ appId, privateKey }: AppCredentials): Promise<readonly Finding[]> => {
    const client = openGitHub({ apiUrl, graphqlUrl, appId, privateKey });
    try {
      const registryRepo = env.REGISTRY_REPO || ".github";
      return await examined({
        github: client,
        needs,
        appId,
        registryRepo,
        probe: probeWebhook,
        now: Date.now,
        repository: null,
      });
    } finally {
      client.close();
    }
  };
  return setupSite({ github, apiUrl, needs, path, asked, check });
}

/** `null`: GHE_HOST is no host alone, so that what GitHub sends would go elsewhere. */
function soundUrls(env: Env): GitHubUrls | null {
  const host = env.GHE_HOST?.trim();
  const urls = gitHubUrlsOf(env);
  if (!host) return urls;
  return URL.canParse(urls.webUrl) && new URL(urls.webUrl).host === host.toLowerCase() ? urls : null;
}
