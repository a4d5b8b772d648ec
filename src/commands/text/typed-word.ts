/** Reads the command word at the beginning of a line, whatever keyboard or mail program produced it (R59). Knows no command by name. */

/** The beginning of a line. */
interface TypedWord {
  /** As written, from its slash to its last letter. */
  readonly written: string;
  /** Folded: Latin letters and hyphens in lower case, full-width ones made ordinary, invisible characters left out. */
  readonly word: string;
  /** What separates the word from what follows: empty if a blank or another writing system ends it. */
  readonly mark: string;
  /** The rest of the line, trimmed. */
  readonly rest: string;
  /** Not exactly a command: a blank follows the slash, or letters of another alphabet look like Latin ones. */
  readonly inexact: boolean;
}

/** Characters that readers do not see: zero-width blanks and joiners, direction marks, a byte order mark. */
const UNSEEN = /\p{Cf}/gu;
/** Blanks of every width, and what readers do not see. */
const BLANK = "\\s\\p{Zs}\\p{Cf}";
/** Slashes that keyboards of other writing systems give: full-width, division, fraction. */
const SLASH = "[/／∕⁄]";

/** Four ordinary blanks at the start make a line code; other blanks do not. */
const LINE = new RegExp(
  `^(?! {4}|\\t)[ \\p{Zs}\\p{Cf}]{0,12}(${SLASH}([ \\p{Zs}\\p{Cf}]{0,4})([^${BLANK}/／∕⁄]\\S{0,199}))`,
  "u",
);
/** The letters of the word, including full-width and accented ones; a hyphen only between letters. */
const LETTERS =
  /^[\p{Script=Latin}\p{Script=Cyrillic}\p{M}\p{Cf}]+(?:[-－‐‑][\p{Script=Latin}\p{Script=Cyrillic}\p{M}\p{Cf}]+)*/u;
/** Cyrillic letters that look the same as Latin ones. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  а: "a",
  в: "b",
  с: "c",
  е: "e",
  н: "h",
  і: "i",
  ј: "j",
  к: "k",
  м: "m",
  о: "o",
  р: "p",
  ѕ: "s",
  т: "t",
  у: "y",
  х: "x",
};
const MARKS = /^[.,:;!?]+/;
const IS_BLANK = new RegExp(`[${BLANK}]`, "u");
/** Punctuation of other writing systems separates a command from its words; it is not one of them. */
const LEADING_PUNCTUATION = new RegExp(`^(?:(?![@"'\`/／#*_<(\\[{])[\\p{P}${BLANK}])+`, "u");

/** What most people type; tested first, since the other patterns cost more. */
const ORDINARY = /^ {0,3}\/([a-z]{2,20}(?:-[a-z]{1,20})?)(?:[ \t]+([!-~][ -~]*))?$/i;

/** `null`: the line does not begin with a slash and a word. */
export function typedWord(line: string): TypedWord | null {
  const ordinary = ORDINARY.exec(line);
  if (ordinary === null) return otherWord(line);
  const [, word = "", rest = ""] = ordinary;
  return { written: `/${word}`, word: word.toLowerCase(), mark: "", rest: rest.trimEnd(), inexact: false };
}

function otherWord(line: string): TypedWord | null {
  const found = LINE.exec(line);
  if (found === null) return null;
  const [, begun = "", blanks = "", run = ""] = found;
  const letters = LETTERS.exec(run)?.[0] ?? "";
  const word = folded(letters);
  if (word.length < 2 || word.length > 40) return null;
  const written = begun.slice(0, begun.length - run.length + letters.length);
  const behind = line.slice(found[0].length - run.length + letters.length);
  const inexact = blanks.replace(UNSEEN, "") !== "" || /\p{Script=Cyrillic}/u.test(letters);
  const mark = MARKS.exec(behind)?.[0] ?? "";
  const after = behind.slice(mark.length);
  const rest = trimmed(after);
  // "/hold, waiting": people part a command from its words. Alone behind the word, a mark is a slip.
  if (/^[,:;]$/.test(mark) && rest !== "" && isBlankOrEnd(after)) return { written, word, mark: "", rest, inexact };
  if (mark !== "" && isBlankOrEnd(after)) return { written, word, mark, rest, inexact };
  if (mark !== "") return null;
  if (isBlankOrEnd(behind)) return { written, word, mark: "", rest: trimmed(behind), inexact };
  // A path, a longer word, a file's name: another Latin letter, a digit or an ordinary sign goes on.
  if (/^[\u0021-\u007e]/.test(behind)) return null;
  const words = trimmed(behind.replace(LEADING_PUNCTUATION, ""));
  return { written, word, mark: foreignMark(behind), rest: words, inexact };
}

/** Full-width question marks count as ordinary ones; all other marks of that kind mean nothing. */
function foreignMark(behind: string): string {
  return /^\p{P}*[？؟⁇⁈]/u.test(behind) ? "？" : "";
}

/** Lower case, ordinary letters; accents stay, so that a slip can be told from the word itself. */
export function folded(letters: string): string {
  const plain = letters.replace(UNSEEN, "").normalize("NFKC").replace(/[‐‑]/g, "-").toLowerCase();
  return plain.replace(/\p{Script=Cyrillic}/gu, (letter) => LOOKALIKES[letter] ?? letter);
}

/** Without blanks of any width, and without invisible characters, at both ends. */
export function trimmed(text: string): string {
  // By hand: a pattern that ends in "$" tries every blank of a long run anew.
  let from = 0;
  let to = text.length;
  while (from < to && IS_BLANK.test(text.charAt(from))) from += 1;
  while (to > from && IS_BLANK.test(text.charAt(to - 1))) to -= 1;
  return text.slice(from, to);
}

function isBlankOrEnd(text: string): boolean {
  return text === "" || /^[\s\p{Zs}\p{Cf}]/u.test(text);
}
