import type { RepositoryName } from "../../shared/names.ts";

/** `/repos/{owner}/{name}`: where REST paths of a repository begin. */
export function repositoryPath({ owner, name }: RepositoryName): string {
  return `/repos/${owner}/${name}`;
}
