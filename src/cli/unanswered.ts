/** What a command says when GitHub did not answer. */
import { systemFault } from "../environment/system-fault.ts";
import type { GitHubError } from "../github/client/errors.ts";

/** As the end of a sentence; where nobody was reached, with what to look at. */
export function unanswered(error: GitHubError): string {
  const isUnreached = systemFault(error, "connect", "GHE_HOST") !== null;
  return isUnreached ? `${error.message}. Check the network, and GHE_HOST where it is set` : error.message;
}
