/** One repository that the app may not read keeps no other from being looked at (R32). */

import { Gone, lacksPermission, severityOf } from "../github/client/errors.ts";
import type { Log } from "../shared/log.ts";
import { fullName, type RepositoryName } from "../shared/names.ts";

/** `nothing`, where GitHub does not let the app list this of the repository. */
export async function unlessUnlisted<T, N>(
  log: Log,
  repository: RepositoryName,
  nothing: N,
  list: () => Promise<T>,
): Promise<T | N> {
  try {
    return await list();
  } catch (error) {
    if (!lacksPermission(error) && !(error instanceof Gone)) throw error;
    log[severityOf(error)](
      { err: error, repository: fullName(repository) },
      "a repository was left out: it cannot be listed",
    );
    return nothing;
  }
}
