import { describe, expect, it } from "vitest";
import { titleText } from "../../../src/server/page/views/html-pieces.ts";
import { visibleText, withoutReordering } from "../../../src/server/page/visible-text.ts";

describe("what people typed", () => {
  it.each([
    [
      "marks that turn a line round",
      "fix \u202egnihtemos\u202c \u2067x\u2069 \u200f\u061c\u200ey",
      "fix gnihtemos x y",
    ],
    ["spaces without width", "a\u200bb\u2060c\ufeffd\u00ade", "abc de"],
    ["letters that show nothing", "a\u3164b\u115fc\u{e0041}d\u180ee", "abcde"],
    ["lines and controls", "a\r\n\u0007b\u2028c", "a b c"],
    ["towers of accents", `e${"\u0301".repeat(40)}`, `e${"\u0301".repeat(4)}`],
  ])("%s are not shown", (_what, typed, seen) => {
    expect(visibleText(typed)).toBe(seen);
  });

  it("keeps what scripts and emoji need", () => {
    for (const text of ["نمی\u200cخواهم", "👩\u200d💻", "☂\ufe0f", "שלום", "क्\u200dष"])
      expect(visibleText(text)).toBe(text);
  });

  it("a title of which nothing can be seen is still something to read and press", () => {
    for (const title of ["", " ", "\u200b\u200d", "\u2800\u3164", "\u0301"])
      expect(titleText(title)).toBe("(nothing to see in its title)");
    expect(titleText("fix")).toBe("fix");
  });

  it("rendered text keeps everything but the marks", () => {
    expect(withoutReordering("<p>a\u202eb\u200bc</p>")).toBe("<p>abc</p>");
  });
});
