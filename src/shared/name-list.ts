/** Splits what follows a command into names. */

/** The names after a command that takes several: commas, quotes and backticks are how people write lists. */
export function namesIn(words: string): readonly string[] {
  return words.split(/[\s,;、，；`"]+/).filter((word) => word !== "");
}

/** Whom a command about one person names: the first `@name`, else the first word; "me" is the speaker. `null`: nobody is named. */
export function personNamed(
  words: string,
  speaker: { readonly login: string },
): { readonly login: string; readonly isMarked: boolean; readonly rest: readonly string[] } | null {
  const all = namesIn(plainlyTyped(words));
  const at = Math.max(
    0,
    all.findIndex((word) => /^@./.test(word)),
  );
  const word = all[at];
  const name = word?.replace(/^@/, "") ?? "";
  if (word === undefined || name === "") return null;
  return { login: /^me$/i.test(name) ? speaker.login : name, isMarked: word !== name, rest: all.toSpliced(at, 1) };
}

/** As an ordinary keyboard writes it (R59): full-width signs and quotes of other writing systems made plain, without characters that nobody sees. */
export function plainlyTyped(words: string): string {
  if (!/[^ -~]/.test(words)) return words;
  return words
    .replace(/[\uff01-\uff5e]/g, (char) => String.fromCharCode(char.charCodeAt(0) - WIDTH))
    .replace(/\u3000/g, " ")
    .replace(UNSEEN, "")
    .replace(/[“”„«»「」『』]/g, '"');
}

/** How far full-width signs lie behind the ordinary ones. */
const WIDTH = 0xfee0;
/** Not what joins emoji, which labels have. */
const UNSEEN = /(?!\u200d)\p{Cf}/gu;

/** A name at the end of a sentence, without what ends that; `null`: nothing does. */
export function withoutStop(name: string): string | null {
  const plain = name.replace(/[.!:;…。]+$/, "");
  return plain === name || plain === "" ? null : plain;
}
