/** Multi-line regular expressions match at CR, U+2028 and U+2029 as well, where nobody sees a line end: none may read people's text. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const LITERAL =
  /(?<=(?:[(,=:[!&|?{;+]|\breturn)\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/([dgimsuvy]*)(?![\w$])/g;
const CONSTRUCTED = /\bRegExp\((?:[^()]|\([^()]*\))*,\s*["'`]([a-z]*)["'`]\s*,?\s*\)/g;
const MODIFIED = /\(\?([a-z]*m[a-z]*)(?:-[a-z]*)?:/g;

/** The flags of every regular expression in a text of the program. */
function flagsIn(text: string): readonly string[] {
  return [LITERAL, CONSTRUCTED, MODIFIED].flatMap((pattern) =>
    [...text.matchAll(pattern)].map(([, flags = ""]) => flags),
  );
}

function filesOf(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.(ts|js)$/.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name));
}

describe("regular expressions", () => {
  it("R33: none in the program is multi-line", () => {
    const files = filesOf("src");
    expect(files.length).toBeGreaterThan(300);
    const found = files.filter((file) => flagsIn(readFileSync(file, "utf8")).some((flags) => flags.includes("m")));
    expect(found).toEqual([]);
  });

  it.each([
    ["text.replace(/^a$/gm, '')", true],
    ["const line = /a[/]b/im;", true],
    ['new RegExp(`^a$`, "gm")', true],
    ["/(?im:^a)/.test(text)", true],
    ["text.split(/a/g)", false],
    ["one / two / m", false],
  ])("finds it in %s: %s", (text, isThere) => {
    expect(flagsIn(text).some((flags) => flags.includes("m"))).toBe(isThere);
  });
});
