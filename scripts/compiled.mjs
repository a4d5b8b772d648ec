/** Whether the compiled code in dist/ is that of src/: then it is what starts, sooner and with less memory. */

import { readdirSync, statSync } from "node:fs";

const ownRoot = new URL("../", import.meta.url);

/** Milliseconds; 0: not there. */
function changedAt(root, path) {
  return statSync(new URL(path, root), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Written when a build is complete. */
export const stamp = "dist/.complete";

/** Folders count too: a file that was taken away changes its folder alone. Where the sources were left out, what is compiled is all there is. */
export function isCompiled(root = ownRoot) {
  const built = changedAt(root, stamp);
  if (built === 0) return false;
  if (changedAt(root, "src/") === 0) return true;
  if (changedAt(root, "scripts/bundle.mjs") > built || changedAt(root, "package.json") > built) return false;
  const entries = readdirSync(new URL("src/", root), { recursive: true, encoding: "utf8" });
  return ["", ...entries].every((entry) => changedAt(root, `src/${entry}`) <= built);
}

/** `npm prune --omit=dev` takes it away. */
export function hasCompiler(root = ownRoot) {
  return changedAt(root, "node_modules/rolldown/package.json") > 0;
}
