/** The name of Rung's check; a branch with rules of its own also has `rung (PATTERN)` (R16). */
export const CHECK_NAME = "rung";

/** Whether a check run has one of Rung's names. */
export function isOwnCheckName(name: string): boolean {
  return name === CHECK_NAME || name.startsWith(`${CHECK_NAME} (`);
}
