/** Splits what follows a command into names. */

/** The names after a command that takes several: commas, quotes and backticks are how people write lists. */
export function namesIn(words: string): readonly string[] {
  return words.split(/[\s,;、，；`"]+/).filter((word) => word !== "");
}

/** What people write before and between names. Accounts are called so, too: whoever means one writes `@`. */
const FILLERS: ReadonlySet<string> = new Set([
  "to",
  "as",
  "in",
  "of",
  "for",
  "a",
  "an",
  "the",
  "be",
  "become",
  "role",
  "and",
]);

export function isFiller(word: string): boolean {
  return FILLERS.has(word.toLowerCase());
}

/** Whom a command about one person names: the first `@name`, else the first word that is no filler; "me" is the speaker. `null`: nobody is named. */
export function personNamed(
  words: string,
  speaker: { readonly login: string },
): { readonly login: string; readonly isMarked: boolean; readonly rest: readonly string[] } | null {
  const all = namesIn(plainlyTyped(words));
  const marked = all.findIndex((word) => /^@./.test(word));
  const at = marked === -1 ? all.findIndex((word) => !isFiller(word)) : marked;
  const word = all[at];
  const name = word?.replace(/^@/, "") ?? "";
  if (word === undefined || name === "") return null;
  return { login: /^me$/i.test(name) ? speaker.login : name, isMarked: word !== name, rest: all.toSpliced(at, 1) };
}

/**
 * As an ordinary keyboard would write it (R59): full-width signs and quotes of other writing systems made plain, without invisible
 * characters.
 */
export function plainlyTyped(words: string): string {
  if (!/[^ -~]/.test(words)) return words;
  return words
    .replace(/[\uff01-\uff5e]/g, (char) => String.fromCharCode(char.charCodeAt(0) - WIDTH))
    .replace(/\u3000/g, " ")
    .replace(UNSEEN, "")
    .replace(/[“”„«»「」『』]/g, '"');
}

/** The distance between full-width signs and the ordinary ones. */
const WIDTH = 0xfee0;
/** Not what joins emoji, which labels have. */
const UNSEEN = /(?!\u200d)\p{Cf}/gu;

/** A name at the end of a sentence, without what ends that; `null`: nothing does. */
export function withoutStop(name: string): string | null {
  const plain = name.replace(/[.!:;…。]+$/, "");
  return plain === name || plain === "" ? null : plain;
}
