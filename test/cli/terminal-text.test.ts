import { expect, it } from "vitest";
import { oneLine, severalLines, shownPath, unheeded, unsteered } from "../../src/cli/terminal-text.ts";

const HOSTILE = "a\u001b[31mred\u0007\u009b2J\u202eright\u2066\nnext\ttab";

it("what people wrote neither steers a terminal nor turns a line round", () => {
  expect(oneLine(HOSTILE)).toBe("a [31mred 2Jright next tab");
  expect(severalLines(HOSTILE)).toBe("a [31mred 2Jright\nnext tab");
});

it("other text stays as it is, in whatever script", () => {
  expect(oneLine("naïve 日本 שלום 👩‍👧 – ok")).toBe("naïve 日本 שלום 👩‍👧 – ok");
});

it("what is printed as it stands is written out where it would steer, and JSON says the same", () => {
  expect(unsteered(HOSTILE)).toBe("a\\u001b[31mred\\u0007\\u009b2J\\u202eright\\u2066\nnext\ttab");
  expect(JSON.parse(unsteered(JSON.stringify({ HOSTILE })))).toEqual({ HOSTILE });
  expect(unsteered("naïve 日本 שלום 👩‍👧\n\t– ok")).toBe("naïve 日本 שלום 👩‍👧\n\t– ok");
});

it("a file's odd name stands on one line, in quotes", () => {
  expect(shownPath("a\nb: docs; needs nobody")).toBe('"a\\nb: docs; needs nobody"');
  expect(shownPath("rtl\u202egnp")).toBe('"rtl\\u202egnp"');
  expect(shownPath("dé/日本 [id].md")).toBe("dé/日本 [id].md");
});

it("nothing that people wrote is a command to a workflow's runner, and JSON says the same", () => {
  const commands = "::error::a\n \u00a0::add-mask::b\nc ##[stop-commands]d ::e::";
  expect(unheeded(commands)).toBe("\\u003a:error::a\n \u00a0\\u003a:add-mask::b\nc ##\\u005bstop-commands]d ::e::");
  expect(JSON.parse(unheeded(JSON.stringify({ commands }, null, 2)))).toEqual({ commands });
});
