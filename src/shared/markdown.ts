/** Shows people's text inside Markdown as nothing but text (R25): it forms no markup, notifies nobody and links nothing. */

/** Whitespace of every kind, line ends included. */
const SPACE = /\s+/gu;
/** Controls, and the invisible characters that reorder or hide text (bidirectional marks, zero-width spaces). */
const UNSEEN = /[\p{Cc}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufff9-\ufffb]/gu;
/** Invisible; put where GitHub would otherwise see a mention, an issue or a link. `oneLine` leaves none of a person's own. */
const BREAK = "\u200b";

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  // Entities rather than backslashes, since a table splits its cells before it reads anything else.
  "|": "&#124;",
  "\\": "&#92;",
  // GitHub looks for mathematics before it looks at backslashes.
  $: "&#36;",
  [BREAK]: "&#8203;",
};

/**
 * The text as one line: whitespace of any kind becomes a single space, invisible and control characters go. Not escaped:
 * for places that are no Markdown, such as a check run's title.
 */
export function oneLine(text: string): string {
  return text.toWellFormed().replace(SPACE, " ").replace(UNSEEN, "").replace(SPACE, " ").trim();
}

/** At most `length` characters (at least 1), the last an ellipsis when something was cut; never half a character. */
export function shortened(text: string, length: number): string {
  // A cheap bound first, since splitting a whole comment into characters is not.
  const characters = [...text.slice(0, (length + 1) * 2)];
  if (characters.length <= length) return text;
  return `${characters.slice(0, length - 1).join("")}…`;
}

/**
 * The text for a Markdown sentence, list item or table cell, on one line. Rendered, it reads as `oneLine(text)` and is only
 * text: no markup, HTML or comment; no mention, issue reference or link on GitHub.
 */
export function escapeMarkdown(text: string): string {
  return (
    oneLine(text)
      .replace(/@|#(?=\d)|\bgh-(?=\d)|:(?=\/\/)|www(?=\.)|^\d+(?=[.)])/gi, `$&${BREAK}`)
      .replace(/[&<>|\\$\u200b`*_[\]~]/g, (character) => ESCAPES[character] ?? `\\${character}`)
      // What would begin a list, a heading or a rule were the text to stand first on a line.
      .replace(/^[-+=:]|^#(?!&)/, "\\$&")
  );
}

/**
 * The text for a plain-text place, such as a check run's title, which may still be rendered somewhere: without the marks of links,
 * images, HTML and code, and without mentions.
 */
export function plain(text: string): string {
  return oneLine(text)
    .replace(/[<>[\]`]/g, "")
    .replace(/@|#(?=\d)|\bgh-(?=\d)|:(?=\/\/)|www(?=\.)/gi, `$&${BREAK}`);
}

/** The text as inline code, in sentences and table cells alike. Empty text gives an empty string. */
export function code(text: string): string {
  const line = oneLine(text);
  if (line === "") return "";
  // A pipe needs a backslash in a table and must not have one elsewhere; HTML is right in both. The same goes for backticks,
  // and for `<`, so that no copy of a hidden marker stands in the source.
  if (/[`|<]/.test(line)) return `<code>${escapeMarkdown(line)}</code>`;
  return `\`${line}\``;
}

/** An address inside a Markdown link of a table: nothing in it ends the link, the cell or the line. */
export function linkTarget(url: string): string {
  return oneLine(url)
    .replace(
      /[()<>|\\\s"'`]/g,
      (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
    )
    .replace(/\[/g, "%5B")
    .replace(/\]/g, "%5D");
}
