/** What a command says when GitHub did not answer. */
import { systemFault } from "../environment/system-fault.ts";
import { Forbidden, type GitHubError } from "../github/client/errors.ts";

/** As the end of a sentence; where nobody was reached, or the token is not taken, with what to look at. */
export function unanswered(error: GitHubError): string {
  if (error instanceof Forbidden && error.reason === "credentials")
    return `${error.message}. Correct GITHUB_TOKEN, or APP_ID and PRIVATE_KEY, and GHE_HOST where they are of another host`;
  const isUnreached = systemFault(error, "connect", "GHE_HOST") !== null;
  return isUnreached ? `${error.message}. Check the network, and GHE_HOST where it is set` : error.message;
}
