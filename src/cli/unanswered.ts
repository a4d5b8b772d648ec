/** What a command says when GitHub did not answer, or has no such thing. */

import { systemFault } from "../environment/system-fault.ts";
import { Forbidden, type GitHubError, Gone, SignOnRequired } from "../github/client/errors.ts";
import type { RepositoryName } from "../shared/names.ts";

/** The whole sentence, about a repository that was asked for; `so`: what follows. */
export function nothingOf({ owner, name }: RepositoryName, error: GitHubError, so = "nothing can be said"): string {
  if (error instanceof Gone) return absent(`${owner}/${name}`);
  return `GitHub did not answer in full, so ${so}: ${unanswered(error)}`;
}

/** `name`: of a repository. */
export function absent(name: string): string {
  return `${name} is not there, or not for these credentials to see (an app sees what it is installed on)`;
}

/** As the end of a sentence; where nobody was reached, or the token is not taken, with what to look at. */
export function unanswered(error: GitHubError): string {
  if (error instanceof Forbidden && error.reason === "credentials")
    return `${error.message}. Correct GITHUB_TOKEN, or APP_ID and PRIVATE_KEY, and GHE_HOST where they are of another host`;
  if (error instanceof SignOnRequired)
    return `${error.message}. Authorise the token for the organisation's single sign-on: "Configure SSO" beside it in your settings on GitHub`;
  const isUnreached = systemFault(error, "connect", "GHE_HOST") !== null;
  return isUnreached ? `${error.message}. Check the network, and GHE_HOST where it is set` : error.message;
}
