/** `rung doctor`: looks at a running installation, from the credentials to the branches, and says what to mend. */
import { resolve } from "node:path";
import { credentialsPath } from "../environment/credentials-file.ts";
import { type Environment, readEnvironment } from "../environment/environment.ts";
import { openGitHub } from "../github/client/client.ts";
import type { RepositoryName } from "../shared/names.ts";
import { type Io, misused } from "./command.ts";
import { examined } from "./doctor/examine.ts";
import { type Finding, failed, finder, findingsText } from "./doctor/finding.ts";
import { credentialsFileFindings, databaseFinding } from "./doctor/machine.ts";
import { probeWebhook } from "./doctor/read-app.ts";
import { ownAppNeeds } from "./setup/app-manifest.ts";

type Env = Readonly<Record<string, string | undefined>>;

export const usage = "doctor [OWNER/REPO] [--json]";

/** Reads the same environment and files as the bot; writes nothing. 0: nothing to mend; 1: something is; 2: used wrongly. */
export async function run(args: readonly string[], io: Io, env: Env = process.env): Promise<number> {
  const json = args.includes("--json");
  const words = args.filter((word) => word !== "--json");
  const repository = repositoryOf(words[0]);
  if (words.length > 1 || repository === "wrong")
    return misused(io, "doctor takes one repository, as OWNER/REPO", usage);
  const findings = await all(io, env, repository);
  io.out(json ? JSON.stringify({ ok: !failed(findings), findings }, null, 2) : findingsText(findings));
  return failed(findings) ? 1 : 0;
}

function repositoryOf(word: string | undefined): RepositoryName | null | "wrong" {
  if (word === undefined) return null;
  const [, owner, name] = /^([\w.-]+)\/([\w.-]+)$/.exec(word) ?? [];
  return owner === undefined || name === undefined ? "wrong" : { owner, name };
}

async function all(io: Io, env: Env, repository: RepositoryName | null): Promise<readonly Finding[]> {
  const reading = readEnvironment(env, io.readFile);
  const settings = finder("settings", "the environment");
  if (reading.kind === "faulty") {
    return reading.faults.map((fault) => {
      const at = fault.indexOf(". ");
      const [what, todo] =
        at === -1 ? [fault.replace(/\.$/, ""), "Correct it."] : [fault.slice(0, at), fault.slice(at + 2)];
      return settings.fail(what, todo);
    });
  }
  const { environment } = reading;
  if (environment.app.kind === "sandbox")
    return [
      settings.fail("there are no credentials of a GitHub App, so Rung would start its sandbox", "Run `rung setup`."),
    ];
  const named = env.APP_ID?.trim() ? [] : credentialsFileFindings(resolve(io.cwd, credentialsPath(env)));
  const dataDir = resolve(io.cwd, environment.dataDir);
  return [
    ...named,
    await databaseFinding({ databaseUrl: environment.databaseUrl, dataDir }),
    ...(await onGitHub(environment, environment.app, repository)),
  ];
}

async function onGitHub(
  { apiUrl, graphqlUrl, registryRepo }: Environment,
  { appId, privateKey }: { readonly appId: number; readonly privateKey: string },
  repository: RepositoryName | null,
): Promise<readonly Finding[]> {
  const github = openGitHub({ apiUrl, graphqlUrl, appId, privateKey });
  try {
    const needs = ownAppNeeds();
    return await examined({ github, needs, appId, registryRepo, probe: probeWebhook, now: Date.now, repository });
  } finally {
    github.close();
  }
}
