/** `rung init OWNER/REPO`: writes a first roles.yaml from a repository's collaborators and history. Nothing is written to GitHub. */

import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { GitHubError } from "../github/client/errors.ts";
import type { RepositoryName } from "../shared/names.ts";
import type { Ending, Io, Machine } from "./command.ts";
import { writeOr } from "./file-fault.ts";
import { readActivity } from "./init/read-repository-files.ts";
import { firstRegistry } from "./init/starter-registry.ts";
import { signIn } from "./sign-in.ts";
import { nothingOf } from "./unanswered.ts";

interface Asked {
  readonly repository: RepositoryName;
  readonly output: string | null;
}

export async function run({ repository, output }: Asked, io: Io, machine: Machine): Promise<Ending> {
  if (output !== null && existsSync(resolve(io.cwd, output))) {
    io.err(`${output} is there already; name another file, or move it away`);
    return 1;
  }
  try {
    const access = await signIn(repository, io, machine);
    if ("problem" in access) return access;
    const text = firstRegistry(await readActivity(access.client, repository));
    if (output === null) io.out(text.trimEnd());
    else if (!writeOr(io, output, text)) return 1;
    else io.out(`${output} is a first proposal. Go through every name, then: rung check ${output}`);
    return 0;
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    io.err(nothingOf(repository, error, "nothing is written"));
    return 1;
  }
}
