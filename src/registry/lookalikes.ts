/** Characters that are mistaken for others: word processors' blanks, dashes and quotes, letters of other alphabets, and invisible ones. */

const LETTERS: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ["авсеһіјкмоԛрѕтиѵԝхуԁ", "abcehijkmoqpstuvwxyd"],
    ["АВСЕНІЈКМОРЅТХУ", "ABCEHIJKMOPSTXY"],
    ["ανορικ", "avopik"],
    ["ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX"],
  ].flatMap(([from = "", to = ""]) => [...from].map((letter, index) => [letter, to[index] ?? ""])),
);

const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/gu, " "],
  [/[\u2010-\u2015\u2212\uff0d]/gu, "-"],
  [/[\u201c-\u201f\u00ab\u00bb\uff02]/gu, '"'],
  [/[\u2018-\u201b\u2039\u203a\uff07]/gu, "'"],
  [/[\u2044\u2215]/gu, "/"],
  [/[\u2217\u204e]/gu, "*"],
  [/\u3001/gu, ","],
];

/** Invisible characters. Joiners belong to some scripts and to emoji, so they are allowed in a text that people read. */
const UNSEEN = /(?![\t\n\r])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115f\u1160\u3164]/gu;

/** The text as it looks in plain characters. */
export function inPlainCharacters(text: string): string {
  const seen = SIGNS.reduce((plain, [signs, meant]) => plain.replace(signs, meant), text).replace(UNSEEN, "");
  return seen
    .replace(/[\uff01-\uff5e]/gu, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\u0370-\u052f]/gu, (letter) => LETTERS[letter] ?? letter);
}

/** Longer texts are no names. */
const MAX_LENGTH = 300;

interface Oddity {
  readonly index: number;
  /** As a noun: `U+043E, which looks like "o"`. */
  readonly what: string;
  /** The whole text, mended. */
  readonly meant: string;
}

/** The first character that looks like a plain one in a text that should contain only plain ones; `null`: there is none. */
export function oddCharacter(text: string): Oddity | null {
  if (text.length > MAX_LENGTH) return null;
  const meant = inPlainCharacters(text);
  if (meant === text) return null;
  let index = 0;
  for (const character of text) {
    const plain = inPlainCharacters(character);
    if (plain !== character) return { index, what: `${point(character)}, ${likeness(plain)}`, meant };
    index += character.length;
  }
  return null;
}

function likeness(plain: string): string {
  if (plain === "") return "which cannot be seen";
  return plain === " " ? "a blank that is no plain space" : `which looks like ${JSON.stringify(plain)}`;
}

/** `U+00A0`. */
export function point(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/**
 * Like `oddCharacter`, for names of files or branches, which may well be in another language: invisible characters, false hyphens and
 * wildcards, quotes around the whole, and letters of another alphabet within a Latin word.
 */
export function oddInName(text: string): Oddity | null {
  if (text.length > MAX_LENGTH) return null;
  const sure =
    /[\u00a0\u2010\u2011\u2044\u2215\u2217\u204e\uff0a\uff0f]|^[\u2018-\u201f\u00ab]|[\u2018-\u201f\u00bb]$/u;
  const places = [text.search(sure), text.search(hiddenInNames), mixedAt(text)].filter((place) => place >= 0);
  if (places.length === 0) return null;
  const index = Math.min(...places);
  const character = String.fromCodePoint(text.codePointAt(index) ?? 0);
  const plain = inPlainCharacters(character);
  return { index, what: `${point(character)}, ${likeness(plain)}`, meant: inPlainCharacters(text).trim() };
}

/** Joiners occur within emoji and some scripts; anywhere else they are a slip. */
const hiddenInNames = /(?<![\p{Extended_Pictographic}\p{M}\p{Script=Arabic}\p{Script=Devanagari}])[\p{Cf}\u3164]/u;

function mixedAt(text: string): number {
  for (const { index, 0: word } of text.matchAll(/\p{L}+/gu)) {
    const odd = [...word].findIndex((letter) => LETTERS[letter] !== undefined);
    if (odd >= 0 && /[a-z]/i.test(word) && /^[a-z]+$/i.test(inPlainCharacters(word))) return index + odd;
  }
  return -1;
}
