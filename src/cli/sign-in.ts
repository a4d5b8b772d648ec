/** How a command that asks GitHub authenticates: with a person's token, or with the app's own credentials. */
import { gitHubUrlsOf } from "../environment/github-environment.ts";
import { proxiesOf } from "../environment/proxy-environment.ts";
import type { Env } from "../environment/variables.ts";
import { type Client, openGitHub, tokenClient } from "../github/client/client.ts";
import { readInstallationOf } from "../github/read/installations.ts";
import type { RepositoryName } from "../shared/names.ts";

export interface SignedIn {
  readonly client: Client;
  readonly botLogin: string;
}

/** What to say where neither is set. */
export const NOT_SIGNED_IN = "Set GITHUB_TOKEN, or APP_ID and PRIVATE_KEY.";

/** GITHUB_TOKEN, else APP_ID and PRIVATE_KEY of an app that is installed there; `null`: neither is set. Throws GitHubError. */
export async function signIn(repository: RepositoryName, env: Env): Promise<SignedIn | null> {
  const { apiUrl, graphqlUrl } = gitHubUrlsOf(env);
  const proxies = proxiesOf(env);
  const token = env.GITHUB_TOKEN;
  if (token) return { client: tokenClient({ apiUrl, graphqlUrl, proxies, token }), botLogin: "rung[bot]" };
  const { APP_ID: appId, PRIVATE_KEY: key } = env;
  if (!appId || !key) return null;
  const privateKey = key.replaceAll("\\n", "\n");
  const github = openGitHub({ apiUrl, graphqlUrl, proxies, appId: Number(appId), privateKey });
  const { botLogin } = await github.appIdentity();
  return { client: github.installation(await readInstallationOf(github.app, repository)), botLogin };
}
