/** `rung doctor`: examines a running installation, from its credentials to its branches, and says what to mend. */

import { resolve } from "node:path";
import { credentialsPath } from "../environment/credentials-file.ts";
import { type Environment, readEnvironment } from "../environment/environment.ts";
import { openGitHub } from "../github/client/client.ts";
import type { RepositoryName } from "../shared/names.ts";
import type { Io, Machine } from "./command.ts";
import { examineInstallation } from "./doctor/examine.ts";
import { type Finding, failed, finder, findingsText } from "./doctor/finding.ts";
import { checkDatabase, credentialsFileFindings } from "./doctor/machine.ts";
import { probeWebhook } from "./doctor/read-app.ts";
import { needsWith } from "./setup/app-manifest.ts";

interface Asked {
  readonly repository: RepositoryName | null;
  readonly json: boolean;
}

/** Reads the same environment and files as the bot; writes nothing. */
export async function run({ repository, json }: Asked, io: Io, machine: Machine): Promise<0 | 1> {
  const findings = await all(io, machine, repository);
  io.out(json ? JSON.stringify({ ok: !failed(findings), findings }, null, 2) : findingsText(findings));
  return failed(findings) ? 1 : 0;
}

async function all(io: Io, { env, home }: Machine, repository: RepositoryName | null): Promise<readonly Finding[]> {
  const reading = readEnvironment(env, (path) => io.readFile(resolve(home, path)));
  const settings = finder("settings", "the environment");
  const idle = reading.warnings.map((warning) => settings.warn(warning, "Correct it, or take it out."));
  if (reading.kind === "faulty") {
    const faults = reading.faults.map((fault) => {
      const at = fault.indexOf(". ");
      const [what, todo] =
        at === -1 ? [fault.replace(/\.$/, ""), "Correct it."] : [fault.slice(0, at), fault.slice(at + 2)];
      return settings.fail(what, todo);
    });
    return [...faults, ...idle];
  }
  const { environment } = reading;
  if (environment.app.kind === "sandbox")
    return [
      settings.fail(
        `there are no credentials of a GitHub App, neither here nor in ${resolve(io.cwd, credentialsPath(env))}, so Rung would start its sandbox`,
        "Run `rung setup`, or give the doctor the settings that the service has (CREDENTIALS_PATH, DATA_DIR).",
      ),
      ...idle,
    ];
  const named = env.APP_ID?.trim() ? [] : credentialsFileFindings(resolve(home, credentialsPath(env)));
  const dataDir = resolve(home, environment.dataDir);
  return [
    ...idle,
    ...named,
    await checkDatabase({ databaseUrl: environment.databaseUrl, dataDir }),
    ...(await onGitHub(environment, environment.app, repository)),
  ];
}

async function onGitHub(
  { apiUrl, graphqlUrl, proxies, registryRepo, access = "watch" }: Environment,
  { appId, privateKey }: { readonly appId: number; readonly privateKey: string },
  repository: RepositoryName | null,
): Promise<readonly Finding[]> {
  const github = openGitHub({ apiUrl, graphqlUrl, proxies, appId, privateKey });
  try {
    const needs = needsWith(access);
    const probe = (url: string) => probeWebhook(url, proxies);
    return await examineInstallation({ github, needs, access, appId, registryRepo, probe, now: Date.now, repository });
  } finally {
    github.close();
  }
}
