/** Which files may be published: none outside the repository, none that would give power or undo the registry. */

import { isRegistryPath } from "../registry-places.ts";
import { printable } from "../yaml-faults.ts";

const MAX_LENGTH = 250;

/** What is wrong with the path of a file to publish; `null`: nothing. */
export function publishedPathFault(path: string): string | null {
  const shown = printable(path);
  if (path.trim() === "") return "the file is empty; write its path, as in MAINTAINERS.md";
  if (path.length > MAX_LENGTH) return `the path is longer than ${MAX_LENGTH} characters; shorten it`;
  if (path.includes("\\")) return `${shown} has a backslash; write the path with \`/\``;
  if (path.startsWith("/"))
    return `${shown} begins with \`/\`; paths count from the top of the repository, so leave that out`;
  if (/^[a-z]:/i.test(path)) return `${shown} is a path of one machine; paths count from the top of the repository`;
  if (path.endsWith("/")) return `${shown} is a folder; write the file in it`;
  if (path !== path.trim() || /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(path))
    return `${shown} begins or ends with a space, or has a character that is not seen; write a plain path`;
  if (/[*?]/.test(path)) return `${shown} is a pattern; write one file in an entry`;
  const segments = path.split("/");
  if (segments.some((segment) => segment === "" || segment === "." || segment === ".."))
    return `${shown} has an empty, \`.\` or \`..\` segment; write the path from the top of the repository`;
  return powerFault(path.toLowerCase(), shown);
}

/** Letter case apart, since some disks know no difference. */
function powerFault(path: string, shown: string): string | null {
  if (path === ".git" || path.startsWith(".git/")) return `${shown} is git's own; choose another file`;
  if (path === ".github/workflows" || path.startsWith(".github/workflows/"))
    return `${shown} is a workflow, and those run with rights of their own; Rung publishes nothing there`;
  if (isRegistryPath(path))
    return `${shown} is the registry itself, from which everything else is published; choose another file`;
  return null;
}
