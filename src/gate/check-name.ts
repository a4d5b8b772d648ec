/** The name of Rung's check; a branch with rules of its own also has `rung (PATTERN)` (R16). */
export const CHECK_NAME = "rung";
