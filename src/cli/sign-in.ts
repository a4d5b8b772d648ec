/** How a command that asks GitHub authenticates: with a person's token, or with the app's own credentials. */

import { resolve } from "node:path";
import { appKey } from "../environment/app-environment.ts";
import { type GitHubUrls, gitHubUrls } from "../environment/github-environment.ts";
import { type Proxies, proxies } from "../environment/proxy-environment.ts";
import { withStoredApp } from "../environment/secret-files.ts";
import { type Env, readVariables, type Variables } from "../environment/variables.ts";
import { type Client, openGitHub, tokenClient } from "../github/client/client.ts";
import { readInstallationOf } from "../github/read/installations.ts";
import type { RepositoryName } from "../shared/names.ts";
import { type Io, type Machine, type Misuse, misused } from "./command.ts";

export interface AsPerson {
  readonly client: Client;
  readonly token: string;
  readonly webUrl: string;
}

export interface SignedIn {
  readonly client: Client;
  readonly botLogin: string;
  readonly webUrl: string;
  /** Those that sign what the bot remembers; empty: none is known. */
  readonly webhookSecrets: readonly string[];
}

const NO_TOKEN =
  "Set GITHUB_TOKEN to a token of yours: what `gh auth token` prints, or one made in GitHub's Settings, Developer settings, Personal access tokens.";
const NOT_SIGNED_IN =
  "Set GITHUB_TOKEN to a token of yours (`gh auth token` prints one), or APP_ID and PRIVATE_KEY (or PRIVATE_KEY_PATH); or run this where `rung setup` stored the app's credentials.";

/** By GITHUB_TOKEN alone. */
export function asPerson(env: Env): AsPerson | Misuse {
  const token = env.GITHUB_TOKEN?.trim();
  if (!token) return misused(NO_TOKEN);
  const faults: string[] = [];
  const reached = reach(readVariables(env), faults);
  if (faults.length > 0) return misused(faults.join("\n"));
  return { client: tokenClient({ ...reached, token }), token, webUrl: reached.webUrl };
}

/** By GITHUB_TOKEN, else as an app that is installed there; what is wrong with the settings is told as the bot tells it. Throws GitHubError. */
export async function signIn(
  repository: RepositoryName,
  io: Pick<Io, "readFile">,
  { env, home }: Pick<Machine, "env" | "home">,
): Promise<SignedIn | Misuse> {
  const readFile = (path: string) => io.readFile(resolve(home, path));
  const given = readVariables(env);
  if (env.GITHUB_TOKEN?.trim()) {
    const person = asPerson(env);
    if ("problem" in person) return person;
    const { client, webUrl } = person;
    return { client, botLogin: "rung[bot]", webUrl, webhookSecrets: secretsOf(given) };
  }
  const faults: string[] = [];
  const read = withStoredApp(given, readFile, faults);
  const app = faults.length > 0 ? null : appKey(read, readFile, faults);
  const reached = reach(read, faults);
  if (faults.length > 0) return misused(faults.join("\n"));
  if (app === null) return misused(NOT_SIGNED_IN);
  const github = openGitHub({ ...reached, ...app });
  const { botLogin } = await github.appIdentity();
  const client = github.installation(await readInstallationOf(github.app, repository));
  return { client, botLogin, webUrl: reached.webUrl, webhookSecrets: secretsOf(read) };
}

function reach(read: Variables, faults: string[]): GitHubUrls & { readonly proxies: Proxies | null } {
  return { ...gitHubUrls(read, faults), proxies: proxies(read, faults) };
}

function secretsOf({ WEBHOOK_SECRET, WEBHOOK_SECRET_PREVIOUS }: Variables): readonly string[] {
  return [WEBHOOK_SECRET, WEBHOOK_SECRET_PREVIOUS].filter((secret) => secret !== null);
}
