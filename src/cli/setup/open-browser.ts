/** Runs set-up with this process's settings: where GitHub is, where the credentials go, and what is examined once they are there. */

import { accessSwitch } from "../../environment/access-switch.ts";
import { type AppCredentials, credentialsAt, tryWriting } from "../../environment/credentials-file.ts";
import { gitHubUrls } from "../../environment/github-environment.ts";
import { proxiesOf } from "../../environment/proxy-environment.ts";
import { settingFault } from "../../environment/system-fault.ts";
import { type Env, readVariables } from "../../environment/variables.ts";
import { openGitHub } from "../../github/client/client.ts";

import { examineInstallation } from "../doctor/examine.ts";
import type { Finding } from "../doctor/finding.ts";
import { probeWebhook } from "../doctor/read-app.ts";
import { needsWith } from "./app-manifest.ts";
import { type SetupSite, setupSite } from "./setup-site.ts";

/** What the form is filled with; `null`: nothing was given. */
interface Given {
  readonly webhookUrl: string | null;
  readonly organization: string | null;
  readonly name: string | null;
  /** The app may add people to teams, too. */
  readonly access: boolean;
}

/** A sentence where set-up cannot begin. */
export function openSetup(env: Env, path: string, given: Given): SetupSite | string {
  const faults: string[] = [];
  const urls = gitHubUrls(readVariables(env), faults);
  const access = accessSwitch(readVariables(env), faults);
  // What GitHub sends would go elsewhere.
  if (faults.length > 0) return faults.join("\n");
  const taken = whyTaken(env, path);
  if (taken !== null) return taken;
  const needs = needsWith(given.access ? "grant" : "watch");
  const asked = {
    webhookUrl: given.webhookUrl ?? "",
    organization: given.organization ?? "",
    name: given.name ?? needs.name,
  };
  const { webUrl: github, apiUrl, graphqlUrl } = urls;
  const proxies = proxiesOf(env);
  if (proxies?.fault) return proxies.fault;
  const check = async ({ appId, privateKey }: AppCredentials): Promise<readonly Finding[]> => {
    const client = openGitHub({ apiUrl, graphqlUrl, proxies, appId, privateKey });
    try {
      const registryRepo = env.REGISTRY_REPO || ".github";
      return await examineInstallation({
        github: client,
        needs,
        access,
        appId,
        registryRepo,
        probe: (url) => probeWebhook(url, proxies),
        now: Date.now,
        repository: null,
      });
    } finally {
      client.close();
    }
  };
  const unwritable = () => whyUnwritable(env, path);
  return setupSite({ github, apiUrl, proxies, needs, grants: given.access, path, asked, check, unwritable });
}

function whyTaken(env: Env, path: string): string | null {
  try {
    if (credentialsAt(path) !== "there") return null;
    return `${path} is there already, with the credentials of an app. Move it away to register another.`;
  } catch (error) {
    return settingFault(error, "read", settingOf(env), path);
  }
}

/** Why the credentials could not be stored; `null`: they could. GitHub gives them once, so this is asked before it is. */
export function whyUnwritable(env: Env, path: string): string | null {
  try {
    tryWriting(path);
    return null;
  } catch (error) {
    return settingFault(error, "write", settingOf(env), path);
  }
}

function settingOf(env: Env): string {
  return env.CREDENTIALS_PATH?.trim() ? "CREDENTIALS_PATH" : "DATA_DIR";
}
