/** Names of the branches that Rung makes: of letters that git and every tool take. Pure. */

/** `rung/<act>-<parts>`. A part may be an utterance's key: "comment:123/1" becomes `c123-1`. */
export function branchName(act: "promote" | "step-down", parts: readonly string[]): string {
  return `rung/${act}-${parts.map(safe).join("-")}`;
}

/** Git takes no `..`, no dot at an end, and no `.lock`. */
function safe(part: string): string {
  return part
    .replace(/^([a-z])[a-z-]*:(?=\d)/, "$1")
    .replace(/[^A-Za-z0-9_]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);
}
