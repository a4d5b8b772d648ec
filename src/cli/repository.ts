/** Which repository a registry's file is of: as named, or as git knows it. */

import { REGISTRY_PATHS } from "../registry/registry-index.ts";
import type { RepositoryName } from "../shared/names.ts";
import type { Io } from "./command.ts";

/** Of `OWNER/NAME`; `undefined`: it is not written so. */
export function repositoryOf(text: string): RepositoryName | undefined {
  const [owner = "", name = "", ...rest] = text.split("/");
  return owner === "" || name === "" || rest.length > 0 ? undefined : { owner, name };
}

/** The repository that `origin` is, where the file is the one that Rung would read of it; `null`: that cannot be told. */
export function originOf(io: Io, file: string): RepositoryName | null {
  if (!REGISTRY_PATHS.some((path) => path === file.replace(/^\.\//, ""))) return null;
  try {
    const origin = /\[remote "origin"\][^[]*?url\s*=\s*(\S+)/.exec(io.readFile(".git/config"))?.[1] ?? "";
    const [, owner, name] = /[:/]([\w-]+)\/([\w.-]+?)(?:\.git)?\/?$/.exec(origin) ?? [];
    return owner === undefined || name === undefined ? null : { owner, name };
  } catch {
    // No checkout of git: then nobody has said whose the file is.
    return null;
  }
}
