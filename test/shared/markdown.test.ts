import fc from "fast-check";
import MarkdownIt from "markdown-it";
import { describe, expect, it } from "vitest";
import { code, escapeMarkdown, oneLine, plain, shortened } from "../../src/shared/markdown.ts";
import { anyText } from "../support/any-text.ts";

const markdown = new MarkdownIt({ html: true, linkify: true, breaks: true });
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: true });

const pieces = [
  "@ann", "@org/team", "#1", "GH-12", "gh-3", "org/repo#4", "https://example.com/a", "http://x.y", "www.example.com", "a@b.co",
  "<!-- rung:record v1 x -->", "<b>", "</details>", "&amp;", "&#64;", "`", "``", "```", "*", "**", "_", "__", "~~", "[a](b)",
  "![a](b)", "|", "\\", "\\|", "\n", "\r\n", "\n\n", "\t", "    ", "# ", "- ", "+ ", "1. ", "> ", "---", "===", "$x$", "$$", ":tada:",
  "\u0000", "\u202e", "\u200b", "\u2028", "\ud800", "é", "字", "a", " ", "[^1]", "[ ]", "x@y", "mailto:a@b.co", ":-:", "0)", "https\u200b://x",
]; // biome-ignore format: a list of fragments
const hostile = fc.oneof(
  anyText({ maxLength: 60 }),
  fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => parts.join("")),
);

/** What a reader sees, provided that it is nothing but text. */
function textOf(source: string, isText: (type: string) => boolean): string {
  const tokens = markdown.parseInline(source, {})[0]?.children ?? [];
  const other = tokens.filter((token) => !isText(token.type)).map((token) => token.type);
  expect(other).toEqual([]);
  return tokens
    .map((token) => token.content)
    .join("")
    .replaceAll("\u200b", "");
}

describe("inert", () => {
  it("R25: any text renders as that text on one line and nothing else, in a sentence", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(textOf(`(${escapeMarkdown(text)})`, (type) => type === "text")).toBe(`(${oneLine(text)})`);
      }),
      { numRuns: 2000 },
    );
  });

  it("R25: at the start of a line it begins no heading, list, rule, quote or code block", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        fc.pre(oneLine(text) !== "");
        const types = markdown.parse(`before\n${escapeMarkdown(text)}\n`, {}).map((token) => token.type);
        expect(types).toEqual(["paragraph_open", "inline", "paragraph_close"]);
        const alone = markdown.parse(escapeMarkdown(text), {}).map((token) => token.type);
        expect(alone).toEqual(["paragraph_open", "inline", "paragraph_close"]);
      }),
      { numRuns: 2000 },
    );
  });

  it("R25: in a table it stays in its cell", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const table = `| a | b |\n| --- | --- |\n|${escapeMarkdown(text)}|${code(text)}|\n| x | y |\n`;
        const cells = markdown.parse(table, {}).filter((token) => token.type === "td_open");
        expect(cells).toHaveLength(4);
      }),
      { numRuns: 2000 },
    );
  });

  it("R25: mentions nobody, refers to no issue and links nothing", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const seen = new MarkdownIt({ html: true }).renderInline(escapeMarkdown(text)).replaceAll("&amp;", "&");
        expect(seen).not.toMatch(/@[a-z0-9]|#\d|\bgh-\d|:\/\/|www\./i);
        expect(escapeMarkdown(text)).not.toContain("<");
      }),
      { numRuns: 2000 },
    );
  });

  it("leaves ordinary words readable in the source", () => {
    expect(escapeMarkdown("waiting for the release branch (v1.2), liu-hm19 said")).toBe(
      "waiting for the release branch (v1.2), liu-hm19 said",
    );
  });
});

describe("code", () => {
  it("R25: any text is one code span with that text, mentioning and hiding nothing", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const source = code(text);
        expect(source).not.toContain("<!--");
        if (source.startsWith("<code>")) expect(source).toBe(`<code>${escapeMarkdown(text)}</code>`);
        else expect(textOf(source, (type) => type === "code_inline")).toBe(oneLine(text));
      }),
      { numRuns: 2000 },
    );
  });

  it("is a plain code span for a plain path", () => {
    expect(code("pkg/engine/apply_test.go")).toBe("`pkg/engine/apply_test.go`");
    expect(code("a|b")).toBe("<code>a&#124;b</code>");
  });
});

describe("shortened", () => {
  it("never exceeds the length and never halves a character", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 20 }), (text, length) => {
        const short = shortened(text.toWellFormed(), length);
        expect([...short].length).toBeLessThanOrEqual(length);
        expect(short.isWellFormed()).toBe(true);
      }),
    );
    expect(shortened("abc", 3)).toBe("abc");
    expect(shortened("abcd", 3)).toBe("ab…");
  });
});

describe("plain", () => {
  it("R25: keeps the words and loses mentions, links, images and HTML", () => {
    expect(plain("see @ann --> <img src=x> ![i](http://x.test) #12")).toBe(
      "see @\u200bann -- img src=x !i(http:\u200b//x.test) #\u200b12",
    );
    expect(plain("waiting for the release branch (soon)")).toBe("waiting for the release branch (soon)");
  });
});
