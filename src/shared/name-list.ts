/** Takes apart what stands behind a command. */

/** The names after a command that takes several: commas and backticks are how people write lists. */
export function namesIn(words: string): readonly string[] {
  return words.split(/[\s,`]+/).filter((word) => word !== "");
}
