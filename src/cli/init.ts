/** `rung init OWNER/REPO`: writes a first roles.yaml from a repository's collaborators and history. Nothing is written to GitHub. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { GitHubError, Gone } from "../github/client/errors.ts";
import type { RepositoryName } from "../shared/names.ts";
import { type Ending, type Io, type Machine, misused } from "./command.ts";
import { writeOr } from "./file-fault.ts";
import { readActivity } from "./init/read-repository-files.ts";
import { firstRegistry } from "./init/starter-registry.ts";
import { NOT_SIGNED_IN, signIn } from "./sign-in.ts";
import { unanswered } from "./unanswered.ts";

interface Asked {
  readonly repository: RepositoryName;
  readonly output: string | null;
}

export async function run({ repository, output }: Asked, io: Io, { env }: Machine): Promise<Ending> {
  const name = `${repository.owner}/${repository.name}`;
  if (output !== null && existsSync(resolve(io.cwd, output))) {
    io.err(`${output} is there already; name another file, or move it away`);
    return 1;
  }
  try {
    const access = await signIn(repository, env);
    if (!access) return misused(NOT_SIGNED_IN);
    const text = firstRegistry(await readActivity(access.client, repository));
    if (output === null) io.out(text.trimEnd());
    else if (!writeOr(io, output, text)) return 1;
    else io.out(`${output} is a first proposal. Go through every name, then: rung check ${output}`);
    return 0;
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    const what =
      error instanceof Gone
        ? `${name} is not there, or not for these credentials to see`
        : `GitHub did not answer in full, so nothing is written: ${unanswered(error)}`;
    io.err(what);
    return 1;
  }
}
