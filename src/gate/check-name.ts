/** What Rung's check is called; a branch with rules of its own has `rung (PATTERN)` besides (R16). */
export const CHECK_NAME = "rung";
