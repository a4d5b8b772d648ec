import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commands } from "../../src/commands/index.ts";
import { namedIn } from "../../src/commands/named-people.ts";
import { callsIn, hints, mayCommand } from "../../src/commands/text/parse-commands.ts";
import { roleNamed } from "../../src/promotions/nominee.ts";
import { namesIn, plainlyTyped, withoutStop } from "../../src/shared/name-list.ts";
import { aLadder, aPull } from "../support/a-pull.ts";

/** "hold! why; lgtm" with "?" behind for each line that is asked about. */
function read(text: string): string {
  const calls = callsIn(text).map(
    ({ name, cancel, words }) => `${name}${cancel ? "!" : ""}${words === "" ? "" : ` ${words}`}`,
  );
  return [calls.join("; "), hints(text).length > 0 ? "?" : ""].filter((part) => part !== "").join(" ");
}

describe("R58: several commands on a line are all taken, or the line is answered", () => {
  it.each([
    ["/lgtm /hold", "lgtm; hold"],
    ["/hold /lgtm", "hold; lgtm"],
    ["/lgtm /approve engine", "lgtm; approve engine"],
    ["/lgtm and /approve", "lgtm; approve"],
    ["/lgtm, /approve", "lgtm; approve"],
    ["/lgtm & /approve", "lgtm; approve"],
    ["/approve engine and /lgtm", "approve engine; lgtm"],
    ["/approve engine /hold cancel", "approve engine; hold!"],
    ["/label bug /kind feature", "label bug; kind feature"],
    ["/assign @eve /cc @dora", "assign @eve; cc @dora"],
    ["/approve cancel /hold why not", "approve!; hold why not"],
    ["/lgtm ／hold", "lgtm; hold"],
    ["/lgtm but /hold until CI", "hold until CI ?"],
    ["/hold until /approve is fixed", "hold until /approve is fixed ?"],
    ["/retitle a better one /hold", "?"],
    ["/object the reviews are missing /vote no", "?"],
    ["/retitle explain `/hold`", "retitle explain `/hold`"],
    ["/help /approve", "help /approve"],
    ["/lgtm see docs/approve or https://x.y/approve", "lgtm see docs/approve or https://x.y/approve"],
  ])("%j", (text, calls) => {
    expect(read(text)).toBe(calls);
  });

  it.each(["/lgtm/approve", "/lgtm,/approve", "/lgtm|/hold", "/hold;/lgtm why"])(
    "%j without a blank is answered",
    (text) => {
      expect(mayCommand(text)).toBe(true);
      expect(read(text)).toBe("?");
    },
  );

  it.each([
    "/etc/hosts",
    "/api/hold",
    "/hold/api",
    "1/2",
    "/2",
    "/ s",
    "/kind/bug",
    "/dev/null is fine",
    "/home/me/close",
  ])("%j is no command and gets no answer", (text) => {
    expect(read(text)).toBe("");
  });

  it("each has a place of its own, so that each is acted on once", () => {
    expect(callsIn("/label bug /kind feature").map(({ line, part }) => [line, part])).toEqual([
      [1, undefined],
      [1, 1],
    ]);
  });
});

describe("R58: words that make a command conditional or doubtful are asked about, not obeyed", () => {
  it.each([
    "/lgtm once the tests pass",
    "/lgtm if CI is green",
    "/LGTM, but please fix the typo first".replace(",", ""),
    "/lgtm except for the docs",
    "/lgtm not yet",
    "/lgtm don't merge it today",
    "/lgtm ?",
    "/lgtm right?",
    "/lgtm 等测试通过",
    "/lgtm wenn die Tests laufen",
    "/lgtm quand les tests passent",
    "/lgtm cuando pasen las pruebas",
    "/lgtm после тестов",
    "/lgtm テストが通ったら",
    "/lgtm cancle",
    "/approve engine once CI passes",
    "/approve engine?",
    "/approve when green",
    "/hold cancel button is still broken",
    "/hold cancel?",
    "/hold cancel once CI is green",
    "/hold cancel, once CI is green",
    "/hold cancel 等一下",
    "/unhold when the release is out",
    "/object cancel culture is no reason",
    "/ready when CI passes",
    "/reopen if it still happens",
    "/accept if I keep my weekends",
    "/vote yes, if the tests are written",
    "/sponsor @newt once he has ten",
    "/sponsor cancle",
    "/assign will you?",
    "/withdraw @newt unless somebody minds",
    "/withdraw not yet",
    "/sponsor not yet",
    "/sponsor I can't",
    "/sponsor @newt cancel",
    "/accept please cancel",
    "/attest 3 cancel",
    "/waive @newt merged-pulls cancel",
    "/unhold not yet",
    "/lgtm no",
    "/lgtm no longer",
    "/lgtm nope, the tests fail",
    "/lgtm apart from the typo",
    "/lgtm as long as CI passes",
    "/lgtm in principle",
    "/lgtm contingent on the docs",
    "/lgtm 测试通过的话",
    "/lgtm jika lulus",
  ])("%j", (text) => {
    expect(callsIn(text)).toEqual([]);
    expect(hints(text)).toHaveLength(1);
    const [proposed = ""] = (hints(text)[0]?.instead ?? "").match(/(?<=`)\/[^`]+(?=`[^`]*$)/) ?? [];
    expect(callsIn(proposed), proposed).toHaveLength(1);
  });

  it.each([
    ["/lgtm", "lgtm"],
    ["/lgtm thanks, great work 🎉", "lgtm thanks, great work 🎉"],
    ["/lgtm no-issue", "lgtm no-issue"],
    ["/lgtm no objections", "lgtm no objections"],
    ["/sponsor @maybe docs", "sponsor @maybe docs"],
    ["/cc @soon @then", "cc @soon @then"],
    ["/unhold please", "hold! please"],
    ["/hold cancel please", "hold! please"],
    ["/waive 1 not needed in docs", "waive 1 not needed in docs"],
    ["/lgtm — nice", "lgtm — nice"],
    ["/lgtm, thanks", "lgtm thanks"],
    ["/hold: waiting", "hold waiting"],
    ["/lgtm🎉", "lgtm 🎉"],
    ["/hold until the release is out", "hold until the release is out"],
    ["/hold not before Monday?", "hold not before Monday?"],
    ["/hold cancelled upstream", "hold cancelled upstream"],
    ["/hold cancel", "hold!"],
    ["/hold cancel.", "hold!"],
    ["/hold cancel thanks", "hold! thanks"],
    ["/hold cancel @mona @dora", "hold! @mona @dora"],
    ["/hold cancel: the docs are checked", "hold! the docs are checked"],
    ["/hold cancel (checked)", "hold! checked)"],
    ["/unhold the docs are checked", "hold! the docs are checked"],
    ["/vote no, the tests are not written", "vote no, the tests are not written"],
    ["/vote @newt yes", "vote @newt yes"],
    ["/lgtm cancel until the tests pass", "lgtm! until the tests pass"],
    ["/approve cancel", "approve!"],
    ["/label needs-review", "label needs-review"],
    ["/away until 2026-12-02", "away until 2026-12-02"],
    ["/attest 3 he led it, but with help", "attest 3 he led it, but with help"],
    ["/promote @newt approver engine", "promote @newt approver engine"],
  ])("and what leaves no doubt is obeyed: %j", (text, calls) => {
    expect(read(text)).toBe(calls);
  });

  it("a slip of `cancel` behind /hold holds, the stricter reading, and is asked about", () => {
    expect(read("/hold cancle")).toBe("hold cancle ?");
    expect(read("/hold 取消")).toBe("hold 取消 ?");
    expect(read("/hold remove")).toBe("hold remove ?");
    expect(read("/hold release notes are missing")).toBe("hold release notes are missing");
  });

  it("the line to write instead is obeyed, said as it stands there", () => {
    for (const text of ["/lgtm once the tests pass", "/hold cancel button", "/approve engine?", "/vote yes if green"]) {
      const line = /write `([^`]+)`/.exec(hints(text)[0]?.instead ?? "")?.[1] ?? "";
      expect(callsIn(line), line).toHaveLength(1);
    }
  });
});

describe("R58: a line that Markdown gives to a quotation is answered", () => {
  it.each([
    "> Can this go in?\n/hold",
    "On Monday pat wrote:\n> Can this go in?\n> Please.\n/hold until then",
    "> > deeper\n/approve",
    "- > in a list\n/lgtm",
  ])("%j", (text) => {
    expect(callsIn(text)).toEqual([]);
    expect(hints(text)[0]?.instead).toMatch(/quotation/);
  });

  it.each(["> Can this go in?\n\n/hold", "> Can this go in?\n---\n/hold"])(
    "with something between it is read: %j",
    (text) => {
      expect(read(text)).toBe("hold");
    },
  );

  it.each(["> /hold", "> as said\n> /hold", "> as said\n/usr/bin/x", "> as said\nprose /hold", "> `\n/hold\n`"])(
    "and what is quoted, or no command, gets nothing: %j",
    (text) => {
      expect(read(text)).toBe("");
    },
  );
});

describe("R59: commands are read as people type them", () => {
  it.each([
    ["／approve", "approve"],
    ["／ａｐｐｒｏｖｅ", "approve"],
    ["/ＨＯＬＤ", "hold"],
    ["/hold，等一下", "hold 等一下"],
    ["/hold。", "hold"],
    ["/hold：等一下", "hold 等一下"],
    ["/hold等一下", "hold 等一下"],
    ["/hold　等一下", "hold 等一下"],
    ["/hold、あとで", "hold あとで"],
    ["/hold…", "hold"],
    ["/hold — waiting", "hold — waiting"],
    ["/hold—waiting", "hold waiting"],
    ["/lgtm！", "lgtm"],
    ["/hold cancel。", "hold!"],
    ["/hold ｃａｎｃｅｌ", "hold!"],
    ["/hold cancel，谢谢", "hold! 谢谢"],
    ["\u00a0/hold", "hold"],
    ["\u200b/hold", "hold"],
    ["\ufeff/hold", "hold"],
    ["\u3000/hold", "hold"],
    ["\u200f/hold", "hold"],
    ["/hold\u00a0why", "hold why"],
    ["/hold\u200b", "hold"],
    ["/ho\u200bld", "hold"],
    ["/approve\u00a0engine", "approve engine"],
    ["/remove‑hold", "hold!"],
    ["/remove－hold", "hold!"],
    ["∕lgtm", "lgtm"],
    ["⁄lgtm", "lgtm"],
  ])("%j", (text, calls) => {
    expect(read(text)).toBe(calls);
  });

  it.each([
    ["/hold？", "?"],
    ["/аpprove", "?"],
    ["/apprové", "?"],
    ["/assıgn", "?"],
    ["/ approve", "?"],
    ["/approve.", "?"],
    ["/hold,", "?"],
  ])("and what is nearly one is asked about: %j", (text, calls) => {
    expect(read(text)).toBe(calls);
  });

  it.each(["\u00a0/usr/bin/approve", "/approve_x", "/approve/x", "/привет", "／", "/ and /", "/hold_on", "//hold"])(
    "and what is none gets nothing: %j",
    (text) => {
      expect(read(text)).toBe("");
    },
  );
});

describe("R58: no command at the start of a line is silence", () => {
  const words = commands.flatMap(({ name, aliases = [], cancelForms = [] }) => [
    `/${name}`,
    ...aliases.map((alias) => `/${alias}`),
    ...cancelForms.filter((form) => !form.includes(" ")),
  ]);
  const behind = fc.array(
    fc.constantFrom(
      ...[
        "",
        " ",
        "\u00a0",
        "，",
        "。",
        "?",
        "？",
        "!",
        "once",
        " if ",
        "@eve",
        "engine",
        "cancel",
        " cancel ",
        "等一下",
        "🎉",
      ],
      ...["thanks", "/hold", " /lgtm", "and", "—", "`x`", "\u200b", " not ", " button "],
    ),
    { maxLength: 6 },
  );

  it("whatever stands behind a blank after it", () => {
    fc.assert(
      fc.property(fc.constantFrom(...words), behind, (word, pieces) => {
        const text = `${word} ${pieces.join("")}`;
        expect(mayCommand(text)).toBe(true);
        expect(callsIn(text).length + hints(text).length, text).toBeGreaterThan(0);
      }),
      { numRuns: 2_000 },
    );
  });

  it("and a doubtful word never takes a hold or an objection away, nor gives an approval", () => {
    const doubt = fc.constantFrom(
      "once CI is green",
      "if you agree",
      "when it is ready",
      "?",
      "unless",
      "等测试通过",
      "but not now",
    );
    fc.assert(
      fc.property(
        fc.constantFrom("/lgtm", "/hold cancel", "/object cancel", "/unhold", "/approve engine"),
        doubt,
        (said, why) => {
          expect(callsIn(`${said} ${why}`)).toEqual([]);
        },
      ),
    );
  });
});

describe("R58: with an @name in the line, bare words are prose", () => {
  it.each([
    ["@eve will you?", ["eve"]],
    ["@eve please look", ["eve"]],
    ["@ann, ben and `cho`", ["ann", "ben", "cho"]],
    ["@ann, thanks", ["ann"]],
    ["@hoangndst liu-hm19", ["hoangndst", "liu-hm19"]],
    ["eve dora", ["eve", "dora"]],
  ])("%j", (words, people) => {
    const facts = aPull({ author: "pat" });
    const speaker = { login: "mem", id: null, type: "User" as const };
    expect(namedIn(words, { facts, speaker }).people).toEqual(people);
  });
});

describe("R59: names are read as people type them", () => {
  it.each([
    ["/approve ｄｏｃｓ", "approve docs"],
    ["／ａｐｐｒｏｖｅ　ｄｏｃｓ，ｅｎｇｉｎｅ", "approve docs,engine"],
    ["/approve do\u200bcs \u2060engine", "approve docs engine"],
    ["/approve “docs”", 'approve "docs"'],
    ["/assign ＠ｅｖｅ", "assign @eve"],
    ["/promote ＠eve ａｐｐｒｏｖｅｒ", "promote @eve approver"],
    ["/vote ｙｅｓ", "vote yes"],
    ["/object ＠eve ｔｏｏ early", "object @eve ｔｏｏ early"],
    ["/hold ｗｈｙ", "hold ｗｈｙ"],
  ])("%j", (text, calls) => {
    expect(read(text)).toBe(calls);
  });

  it("what joins emoji stays, and lists part at commas and quotes of any kind", () => {
    expect(plainlyTyped("👩\u200d💻 ｄｅｖ")).toBe("👩\u200d💻 dev");
    expect(namesIn('docs, "engine"; `kusion`、karpor')).toEqual(["docs", "engine", "kusion", "karpor"]);
  });

  it("a sentence's end is no part of an area's or a role's name, but where the name has it", () => {
    expect([withoutStop("docs."), withoutStop("v1.2"), withoutStop("...")]).toEqual(["docs", null, null]);
    const index = aLadder({ areas: { docs: {}, "v1.": {}, v1: {} } });
    expect(["docs.", "DOCS!", "v1.", "v1:"].map((word) => index.areaNamed(word)?.name)).toEqual([
      "docs",
      "docs",
      "v1.",
      "v1",
    ]);
    expect(roleNamed("approver.", ["members", "approvers"])).toBe("approvers");
  });
});
