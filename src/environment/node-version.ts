/** Says plainly which Node Rung needs: an older one would fail later, and with an obscure error. */

const needed = 24;

/** `version` as in process.versions.node; `null`: fine. */
export function nodeFault(version: string): string | null {
  const major = Number(version.split(".", 1)[0]);
  if (major >= needed) return null;
  return (
    `Rung needs Node ${needed} or newer; this is Node ${version}. ` +
    "`npm ci` installs a fitting one for npm's scripts, unless it is told --ignore-scripts; or install it from https://nodejs.org."
  );
}
