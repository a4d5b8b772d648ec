import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commands } from "../../../src/commands/index.ts";
import { callsIn, hints, mayCommand } from "../../../src/commands/text/parse-commands.ts";
import { namesIn } from "../../../src/shared/name-list.ts";
import { anyText } from "../../support/any-text.ts";
import { plainLines } from "../plain-lines.ts";

/** As people would write the calls down: "hold!" is a cancel. */
function found(text: string): string {
  return callsIn(text)
    .map((call) => `${call.name}${call.cancel ? "!" : ""}${call.words === "" ? "" : ` ${call.words}`}`)
    .join("; ");
}

describe("where a command is read", () => {
  it.each([
    ["alone", "/approve", "approve"],
    ["in any case", "/APPROVE Engine", "approve Engine"],
    [
      "with thanks, which are no area",
      "/approve thanks!\n/approve Thank you.\n/approve thanks engine",
      "approve; approve; approve thanks engine",
    ],
    ["after three spaces", "   /hold", "hold"],
    ["among other lines", "Thank you.\n/lgtm\nSee you.", "lgtm"],
    ["several a text", "/lgtm\n/approve engine\n\n/help", "lgtm; approve engine; help"],
    ["behind carriage returns", "a\r\n/hold why\r\n/lgtm \r", "hold why; lgtm"],
    ["right below a list, which takes it along", "- one\n- two\n/approve", "approve"],
    ["above a signature's dashes", "/hold\n---\nPat", "hold"],
    ["behind the blank line that ends an HTML block", "<details>\nx\n</details>\n\n/hold", "hold"],
    ["when a backtick before it is never closed", "it`s fine\n/lgtm", "lgtm"],
    ["when an inline comment before it is never closed", "a <!-- b\n/lgtm", "lgtm"],
    ["behind an inline comment that is closed", "a <!-- b --> c\n/lgtm", "lgtm"],
    ["behind a code span that is closed", "`a` and ``b` ``\n/lgtm", "lgtm"],
    ["behind an escaped backtick", "\\`a\n/lgtm\n\\`", "lgtm"],
  ])("is read %s", (_, text, calls) => {
    expect(found(text)).toBe(calls);
  });

  it.each([
    ["in the middle of a line", "you may /approve this"],
    ["after four spaces", "Example:\n\n    /approve"],
    ["after four spaces within a paragraph", "Example:\n    /approve"],
    ["after a tab", "\t/approve"],
    ["in a fence", "```\n/approve\n```"],
    ["in a fence never closed", "~~~sh\n/approve"],
    ["in a fence of a list", "1. run\n\n   ```\n   /approve\n   ```"],
    ["in a quotation", "> /approve"],
    ["in a line that lazily continues a quotation", "> as said\n/approve"],
    ["in a quotation of a list", "- > x\n  > y\n/approve"],
    ["in a hidden comment", "<!-- leave this in\n/approve\n-->\nno opinion"],
    ["in a hidden comment within a paragraph", "text <!--\n/approve\n--> text"],
    ["in a code span over several lines", "a `b\n/approve\nc` d"],
    ["in a code span of two backticks", "a ``b ` c\n/approve\n`` d"],
    ["in an attribute of a tag", '<b>x</b> <a title="\n/approve\n">y</a>'],
    ["in an HTML block", "<pre>\n/approve\n</pre>"],
    ["in a table", "| a |\n| - |\n/approve"],
    ["as a list item", "- /approve"],
    ["as a heading", "# /approve"],
    ["as the target of a link nobody sees", "[a]:\n/approve"],
    ["as part of a longer word", "/approve/x\n/approved-by me\n/hold_on"],
    ["without a slash", "approve"],
    ["with a blank behind the slash", "/ approve"],
  ])("is not read %s", (_, text) => {
    expect(found(text)).toBe("");
  });

  it("tells the line, counted as editors count, whatever ends the lines", () => {
    expect(callsIn("a\r\nb\r/hold\n\n/lgtm").map((call) => call.line)).toEqual([3, 5]);
  });

  it("leaves a hidden comment behind a command out of its words", () => {
    expect(found("/approve engine <!-- not kusion -->")).toBe("approve engine");
  });
});

describe("cancel forms", () => {
  it.each([
    ["/hold cancel", "hold!"],
    ["/hold Cancel, the docs are checked", "hold! the docs are checked"],
    ["/unhold   the docs are checked   now", "hold! the docs are checked   now"],
    ["/remove-hold", "hold!"],
    ["/hold please cancel nothing", "hold please cancel nothing"],
    ["/hold cancelled upstream", "hold cancelled upstream"],
    ["/lgtm cancel \r", "lgtm!"],
    ["/Remove-LGTM", "lgtm!"],
    ["/unlgtm", "lgtm!"],
    ["/lgtm no-issue", "lgtm no-issue"],
    ["/approve cancel", "approve!"],
    ["/unapprove engine", "approve! engine"],
    ["/remove-approve", "approve!"],
    ["/help cancel", "help cancel"],
    ["/unhelp", ""],
  ])("%j is read as %j", (text, calls) => {
    expect(found(text)).toBe(calls);
  });

  it("R8a: `cancel` among the areas of /approve makes it a withdrawal, the stricter reading", () => {
    expect(found("/approve engine cancel")).toBe("approve! engine");
    expect(found("/approve engine,cancel kusion")).toBe("approve! engine kusion");
  });
});

describe("names behind a command", () => {
  it("are told apart by blanks and commas, with or without backticks", () => {
    expect(namesIn("engine,kusion `docs`  a/b")).toEqual(["engine", "kusion", "docs", "a/b"]);
    expect(namesIn("  ")).toEqual([]);
  });
});

describe("hints", () => {
  it.each([
    ["/aprove", "/aprove", "/approve"],
    ["thanks\n/lgmt looks good", "/lgmt", "/lgtm"],
    ["/approve.", "/approve.", "/approve"],
    ["/LGTM!", "/LGTM!", "/lgtm"],
    ["/un-hold", "/un-hold", "/unhold"],
  ])("%j is answered with the command it is near to", (text, said, nearest) => {
    expect(hints(text)).toMatchObject([{ said, nearest }]);
    expect(callsIn(text)).toEqual([]);
  });

  it.each([
    "/usr/bin/approve",
    "/etc",
    "/improve the docs",
    "a slash /aprove in prose",
    "`/aprove`",
    "> /aprove",
    "```\n/aprove\n```",
    "/approve engine",
    "/aprove is what I typed the last time, and then nothing at all happened, which is why I write this",
    "/",
  ])("%j gets none", (text) => {
    expect(hints(text)).toEqual([]);
  });

  it("tells the line of each", () => {
    expect(hints("/hodl\n\n/aprove")).toEqual([
      { line: 1, said: "/hodl", nearest: "/hold" },
      { line: 3, said: "/aprove", nearest: "/approve" },
    ]);
  });
});

describe("mayCommand", () => {
  it("drops ordinary comments, paths and links without parsing them", () => {
    for (const text of ["", "Looks good to me", "see /approve there", "/usr/bin/env", "https://a.b/hold", "//hold"])
      expect(mayCommand(text), text).toBe(false);
  });
});

const commandLine = fc.constantFrom("/hold", "/approve engine", "  /lgtm", "/HELP", "/hold cancel", "/remove-lgtm x");
const anyLine = fc.oneof(commandLine, fc.constantFrom("", "text", "> q", "- item", "```", "    code", "<!--", "-->"));
const hostile = fc.oneof(
  anyText({ maxLength: 400 }),
  fc.array(anyLine, { maxLength: 30 }).map((lines) => lines.join("\n")),
  fc
    .array(
      fc.constantFrom(
        "`",
        "``",
        "<",
        "<!--",
        "-->",
        "<a b='",
        '"',
        "\n",
        "\r",
        "> ",
        "- ",
        "/hold",
        " ",
        "|",
        "-",
        "[",
        "]:",
        "\\",
      ),
      { maxLength: 120 },
    )
    .map((parts) => parts.join("")),
);

describe("R24: on hostile text", () => {
  it("the parser never throws, and finds only known commands on existing lines", () => {
    const names = new Set(commands.map((command) => command.name));
    fc.assert(
      fc.property(hostile, (text) => {
        const last = text.split(/\r\n?|\n/).length;
        for (const call of callsIn(text)) {
          expect(names).toContain(call.name);
          expect(call.line).toBeGreaterThanOrEqual(1);
          expect(call.line).toBeLessThanOrEqual(last);
          expect(call.words).toBe(call.words.trim());
        }
        hints(text);
      }),
    );
  });

  it("mayCommand is true wherever there is a command or a hint", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        if (callsIn(text).length > 0 || hints(text).length > 0) expect(mayCommand(text)).toBe(true);
      }),
    );
  });

  it("a command is never found in a fence, an indented block, a quotation, a hidden comment or a code span", () => {
    const lines = fc.array(commandLine, { minLength: 1, maxLength: 6 });
    const around = fc.constantFrom("", "text\n\n", "text\n\nmore\n\n");
    fc.assert(
      fc.property(lines, around, (inside, before) => {
        const hidden = [
          `\`\`\`\`\n${inside.join("\n")}\n\`\`\`\``,
          `~~~\n${inside.join("\n\n")}\n~~~`,
          inside.map((line) => `    ${line.trim()}`).join("\n\n"),
          inside.map((line) => `> ${line}`).join("\n"),
          `> quoted\n${inside.join("\n")}`,
          `<!--\n${inside.join("\n\n")}\n-->`,
          `so <!--\n${inside.join("\n")}\n--> so`,
          `so \`\n${inside.join("\n")}\n\` so`,
        ];
        for (const text of hidden) expect(found(before + text), text).toBe("");
      }),
    );
  });

  it("agrees with a reading line by line on texts without Markdown", () => {
    const plain = fc.constantFrom("some words", "a /hold within", "", "1st of all", "end.");
    fc.assert(
      fc.property(
        fc.array(fc.oneof(plain, commandLine), { maxLength: 20 }),
        fc.constantFrom("\n", "\r\n"),
        (lines, end) => {
          const expected = lines.flatMap((line, index) => (/^ {0,3}\//.test(line) ? [index + 1] : []));
          expect(callsIn(lines.join(end)).map((call) => call.line)).toEqual(expected);
        },
      ),
    );
  });

  it.each([
    "a`",
    '<a b="',
    "> ",
    "- ",
    "[a]: ",
    "|",
    "|a\n|-\n",
    "a\n",
    "/hold\n",
    "/approvf\n",
    "<a b='<a c=\"",
    "*a ",
  ])("a command behind 65,500 characters of %j is still found", (piece) => {
    const text = piece.repeat(65_500 / piece.length);
    expect(callsIn(`${text}\n\n/hold last`).at(-1)?.words).toBe("last");
  });

  it.each(["`", "<!--", "    a\n"])("65,500 characters of %j hide what they would hide in ten", (piece) => {
    const text = piece.repeat(65_500 / piece.length);
    expect(callsIn(`${text}\n    /hold last`)).toEqual([]);
  });

  it("nothing is read behind the length that GitHub takes", () => {
    expect(found(`${"a\n".repeat(40_000)}/hold`)).toBe("");
  });
});

describe("R24: only what can matter is parsed", () => {
  const line = fc.constantFrom(
    ...[
      "/approve",
      " /hold why",
      "/help",
      "text",
      "",
      "`",
      "```",
      "> quote",
      "- item",
      "| a | b |",
      "|---|---|",
      "---",
    ],
    ...["<!--", "-->", "    code", "<div>", "a `b", "=", "/lgtm `", "x --> y", "\\"],
  );

  it("and the commands found are those of the whole text", () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), fc.constantFrom("\n", "\r\n"), (lines, end) => {
        const text = lines.join(end);
        const whole = plainLines(text).filter((one) => /^ {0,3}\/(approve|hold|help|lgtm)(\s|$)/.test(one.text));
        expect(callsIn(text).map((call) => call.line)).toEqual(whole.map((one) => one.line));
      }),
      { numRuns: 3_000 },
    );
  });
});
