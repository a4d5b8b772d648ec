/** `rung replay OWNER/REPO --since DATE`: what a registry would have made of the pull requests merged since. Nothing is written. */

import { GitHubError } from "../github/client/errors.ts";
import { DAY_MS } from "../shared/duration.ts";
import type { Instant, RepositoryName } from "../shared/names.ts";
import { registryFile } from "./checkout.ts";
import { type Ending, type Io, type Machine, misused } from "./command.ts";
import { wholeRegistry } from "./registry-file.ts";
import { replay } from "./replay/replay-range.ts";
import { replayJson } from "./replay-json.ts";
import { replayText } from "./replay-text.ts";
import { signIn } from "./sign-in.ts";
import { absent, nothingOf } from "./unanswered.ts";

/** Pull requests looked at where --most does not say; some hundred requests at the worst. */
const MAX_COUNT = 300;

interface Asked {
  readonly repository: RepositoryName;
  readonly since: Instant;
  /** When the last day begins, which is part of the span. */
  readonly until: Instant | null;
  readonly registry: string | null;
  readonly extends: string | null;
  readonly most: number | null;
  readonly json: boolean;
}

export async function run(
  { repository, since, until, registry: named, extends: extended, most, json }: Asked,
  io: Io,
  machine: Machine,
): Promise<Ending> {
  if (since > Date.now()) return misused("--since is a day to come, and nothing was merged since then");
  if (until !== null && until < since) return misused("--until is a day before --since");
  const file = registryFile(io, named);
  const registry = wholeRegistry(io, file, extended, repository);
  if (registry === null) return 1;
  try {
    const access = await signIn(repository, io, machine);
    if ("problem" in access) return access;
    const end = until === null ? null : until + DAY_MS;
    const result = await replay(access.client, { repository, registry, since, until: end, most: most ?? MAX_COUNT });
    switch (result.kind) {
      case "absent":
        io.err(absent(`${repository.owner}/${repository.name}`));
        return 1;
      case "unread-teams":
        io.err(`Who is in the registry's teams cannot be read, so nothing can be said: ${result.teams.join("; ")}`);
        return 1;
      case "replayed":
        io.out(json ? JSON.stringify(replayJson(result, file), null, 2) : replayText(result, file).join("\n"));
        return 0;
    }
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    io.err(nothingOf(repository, error));
    return 1;
  }
}
