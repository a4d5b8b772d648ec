/** Repositories and pull requests as they are named on the command line, or found through git. */

import { dirname, join, resolve } from "node:path";
import { REGISTRY_PATHS } from "../registry/registry-places.ts";
import type { RepositoryName } from "../shared/names.ts";
import { checkoutRoot } from "./checkout.ts";
import type { Io } from "./command.ts";

/** Of `OWNER/NAME`; `undefined`: it is not written so. */
export function repositoryOf(text: string): RepositoryName | undefined {
  const [, owner, name] = /^([\w.-]+)\/([\w.-]+)$/.exec(text) ?? [];
  return owner === undefined || name === undefined ? undefined : { owner, name };
}

export interface PullRequestName {
  readonly repository: RepositoryName;
  readonly number: number;
}

/** Of `OWNER/REPO#12`, or of the pull request's address; `undefined`: it is not written so. */
export function pullRequestOf(text: string): PullRequestName | undefined {
  const found = /^(?:https?:\/\/[^/]+\/)?([\w.-]+)\/([\w.-]+)(?:#|\/pull\/)([1-9]\d{0,8})\/?$/.exec(text);
  if (!found) return undefined;
  const [, owner = "", name = "", number = ""] = found;
  return { repository: { owner, name }, number: Number(number) };
}

/** The repository that `origin` is, where the file is the one that Rung would read of it; `null`: that cannot be told. */
export function originOf(io: Io, file: string): RepositoryName | null {
  const path = resolve(io.cwd, file);
  const root = checkoutRoot(dirname(path)) ?? resolve(io.cwd);
  return REGISTRY_PATHS.some((own) => path === join(root, own)) ? originAt(io, root) : null;
}

/** As above, of the checkout with this top. */
export function originAt(io: Io, root: string): RepositoryName | null {
  try {
    const origin = /\[remote "origin"\][^[]*?url\s*=\s*(\S+)/.exec(io.readFile(join(root, ".git/config")))?.[1] ?? "";
    const [, owner, name] = /[:/]([\w-]+)\/([\w.-]+?)(?:\.git)?\/?$/.exec(origin) ?? [];
    return owner === undefined || name === undefined ? null : { owner, name };
  } catch {
    // No checkout of git: then nobody has said whose the file is.
    return null;
  }
}
