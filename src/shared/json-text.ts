/** Reads JSON that came from outside, and replaces what no database can store in every name and string (R52). */

/** U+FFFD, as decoders write for what they cannot read. */
const INSTEAD = "\\ufffd";

/** Whole escapes, so that a backslash that is escaped itself begins none. */
const escapes = /\\(?:u(?:(0000)|(d[89ab][0-9a-f]{2})(\\ud[c-f][0-9a-f]{2})?|(d[c-f][0-9a-f]{2}))|[\s\S])/gi;
const suspect = /\\u(?:0000|d[89a-f])/i;

/** Most texts have no such escape at all, which is found out faster without the pattern. */
function isSuspect(text: string): boolean {
  return text.includes("\\u") && suspect.test(text);
}

/** Linear in the text. Throws SyntaxError like JSON.parse. */
export function parsedJson(text: string): unknown {
  return JSON.parse(isSuspect(text) ? withoutPoison(text.toWellFormed()) : text.toWellFormed());
}

/** JSON text in which no NUL and no half of a surrogate pair is written. */
function withoutPoison(text: string): string {
  return text.replace(escapes, (whole, nul?: string, high?: string, low?: string, alone?: string) => {
    if (nul !== undefined || alone !== undefined) return INSTEAD;
    return high !== undefined && low === undefined ? INSTEAD : whole;
  });
}

/** `null` for what is no JSON. */
export function parsedOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
