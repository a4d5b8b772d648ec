import { expect, it } from "vitest";
import { oneLine, severalLines } from "../../src/cli/terminal-text.ts";

const HOSTILE = "a\u001b[31mred\u0007\u009b2J\u202eright\u2066\nnext\ttab";

it("what people wrote neither steers a terminal nor turns a line round", () => {
  expect(oneLine(HOSTILE)).toBe("a [31mred 2Jright next tab");
  expect(severalLines(HOSTILE)).toBe("a [31mred 2Jright\nnext tab");
});

it("other text stays as it is, in whatever script", () => {
  expect(oneLine("naïve 日本 שלום 👩‍👧 – ok")).toBe("naïve 日本 שלום 👩‍👧 – ok");
});
