/** `rung init OWNER/REPO`: writes a first roles.yaml from a repository's collaborators and history. Nothing is written to GitHub. */
import { existsSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { GitHubError, Gone } from "../github/client/errors.ts";
import type { RepositoryName } from "../shared/names.ts";
import { accessTo } from "./access.ts";
import { type Io, misused } from "./command.ts";
import { readActivity } from "./init/read-repository-files.ts";
import { firstRegistry } from "./init/starter-registry.ts";

type Env = Readonly<Record<string, string | undefined>>;

export const usage = "init OWNER/REPO [--output FILE]";

/** Needs GITHUB_TOKEN, or APP_ID and PRIVATE_KEY of the app; GHE_HOST and GHE_PROTOCOL mean what they mean to the bot. */
export async function run(args: readonly string[], io: Io, env: Env = process.env): Promise<number> {
  const asked = options(args);
  if (typeof asked === "string") return misused(io, asked, usage);
  const { repository, output } = asked;
  const name = `${repository.owner}/${repository.name}`;
  if (output !== null && existsSync(resolve(io.cwd, output))) {
    io.err(`${output} is there already; name another file, or move it away`);
    return 1;
  }
  try {
    const access = await accessTo(repository, env);
    if (!access) return misused(io, "Set GITHUB_TOKEN, or APP_ID and PRIVATE_KEY.", usage);
    const text = firstRegistry(await readActivity(access.client, repository));
    if (output === null) io.out(text.trimEnd());
    else {
      writeFileSync(resolve(io.cwd, output), text);
      io.out(`${output} is a first proposal. Go through every name, then: rung check ${output}`);
    }
    return 0;
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    const what =
      error instanceof Gone
        ? `${name} is not there, or not for these credentials to see`
        : `GitHub did not answer in full, so nothing is written: ${error.message}`;
    io.err(what);
    return 1;
  }
}

interface Asked {
  readonly repository: RepositoryName;
  readonly output: string | null;
}

function options(args: readonly string[]): Asked | string {
  try {
    const { values, positionals } = parseArgs({
      ...{ args: [...args], allowPositionals: true },
      options: { output: { type: "string" } },
    });
    const [, owner, name] = /^([\w-]+)\/([\w.-]+)$/.exec(positionals[0] ?? "") ?? [];
    if (owner === undefined || name === undefined || positionals.length > 1)
      return "init takes one repository, as OWNER/REPO";
    return { repository: { owner, name }, output: values.output ?? null };
  } catch (error) {
    return error instanceof Error ? error.message : "the options cannot be read";
  }
}
