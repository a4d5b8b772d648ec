/** Makes people's text safe to show in a terminal: it can neither control the terminal nor reorder the line. */

const MARKS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** What would steer the terminal, as JSON escapes it; ends of lines and tabs stay, and JSON says the same. */
export function unsteered(text: string): string {
  return text.replaceAll(STEERING, (char) => escaped(char));
}

const STEERING = /(?![\n\t])[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/**
 * What a runner of GitHub Actions would take for commands to it, written out likewise: `##[…]` wherever it stands in a line, and
 * `::…::` at its beginning.
 */
export function unheeded(text: string): string {
  return text.replaceAll("##[", "##\\u005b").replaceAll(/(?<=^|\n)([^\S\n]*):(?=:)/g, "$1\\u003a");
}

/** A file's name as git prints those with odd characters: in quotes, on one line. */
export function shownPath(path: string): string {
  return /[\p{Cc}\p{Cf}\u2028\u2029]/u.test(path)
    ? JSON.stringify(path).replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, escaped)
    : path;
}

/** On one line. */
export function oneLine(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, " ").replaceAll(MARKS, "");
}

/** With its own line ends. */
export function severalLines(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map(oneLine)
    .join("\n");
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", "#124": "|", "#92": "\\", "#36": "$" };

/** Our own Markdown as text: bold and escapes go, code keeps its backticks. */
export function unmarked(markdown: string): string {
  const outside = (text: string) =>
    text
      .replaceAll("**", "")
      .replaceAll("\u200b", "")
      .replaceAll(/\\(.)/g, "$1")
      .replaceAll(/&(amp|lt|gt|#124|#92|#36);/g, (_, name: string) => ENTITIES[name] ?? "")
      .replaceAll("&#8203;", "");
  return markdown
    .split(/((?<!\\)`[^`\n]*`|<code>.*?<\/code>)/)
    .map((part, index) => (index % 2 === 0 ? outside(part) : outsideOfCode(part, outside)))
    .join("");
}

/** What stands in `<code>` is escaped; between backticks nothing is. */
function outsideOfCode(part: string, outside: (text: string) => string): string {
  const [, escaped] = /^<code>(.*)<\/code>$/.exec(part) ?? [];
  return escaped === undefined ? part : `\`${outside(escaped)}\``;
}
