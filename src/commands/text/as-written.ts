/** Quotes a command in an answer as it was typed: nobody wrote `/sponsor cancel` who wrote `/unsponsor`. */
import { code } from "../../shared/markdown.ts";
import { typedWord } from "./typed-word.ts";

/** `text` with its first mention of the command itself, by its own name, put as it stands in `line`. */
export function asWritten(text: string, name: string, line: string): string {
  const typed = typedWord(line);
  if (typed === null || typed.word === name) return withoutAdded(text, name, line);
  return withoutAdded(text, name, line, typed.written);
}

/** Words behind the name that the line does not have are left out. */
function withoutAdded(text: string, name: string, line: string, written = `/${name}`): string {
  const quoted = new RegExp(`\`/${name}( [a-z-]+)?\``);
  return text.replace(quoted, (whole, word: string | undefined) => {
    const isThere = word === undefined || line.toLowerCase().includes(word.trim());
    if (isThere && written === `/${name}`) return whole;
    return code(`${written}${isThere ? (word ?? "") : ""}`);
  });
}
