/** Links into the registry's repository. Pure. */

import { escapeMarkdown, linkTarget } from "../shared/markdown.ts";
import type { RegistryPull } from "./stages.ts";

/** `webUrl`: GitHub's address for browsers, without a slash at its end. */
export function pullLink({ repository, number }: RegistryPull, webUrl: string): string {
  const name = `${repository.owner}/${repository.name}`;
  return `[${escapeMarkdown(`${name}#${number}`)}](${linkTarget(`${webUrl}/${name}/pull/${number}`)})`;
}
