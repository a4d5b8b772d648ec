/** What others said is part of the mail that somebody replies to; mail programs put it below the reply, marked or not. */

import { describe, expect, it } from "vitest";
import { callsIn, hints } from "../../../src/commands/text/parse-commands.ts";
import { plainLines } from "../plain-lines.ts";

const words = (text: string) => callsIn(text).map(({ name, cancel }) => `${name}${cancel ? " cancel" : ""}`);

const ORIGINAL =
  "/approve\n/hold cancel\n\n—\nReply to this email directly, view it on GitHub<https://github.com/x>, or unsubscribe.";
const HEAD = [
  "From: Dora ***@***.***>",
  "Sent: Monday, November 30, 2026 1:02 PM",
  "To: KusionStack/kusion ***@***.***>",
  "Cc: Mona ***@***.***>; Mention ***@***.***>",
  "Subject: Re: [KusionStack/kusion] feat: x (PR #12)",
].join("\n");

describe("R33: the mail that is answered", () => {
  it.each([
    ["Outlook's, without marks", `I am not sure about this.\n\n${HEAD}\n\n${ORIGINAL}`],
    ["with a rule above its head", `Thanks\n\n-----Original Message-----\n${HEAD}\n\n${ORIGINAL}`],
    ["with a line above its head", `Thanks\n________________________________\n${HEAD}\n\n${ORIGINAL}`],
    ["in bold", `Thanks\n\n${HEAD.replace(/^([A-Z]\w+:)/gm, "**$1**").replaceAll("\n", "\n")}\n\n${ORIGINAL}`],
    [
      "as a web address of GitHub's",
      `Thanks\n\n${HEAD.replaceAll("***@***.***", "<notifications@github.com")}\n\n${ORIGINAL}`,
    ],
    [
      "in German",
      `Danke\n\nVon: Dora\nGesendet: Montag\nAn: kusion\nBetreff: AW: [KusionStack/kusion] x (Issue #3)\n\n${ORIGINAL}`,
    ],
    [
      "in Chinese",
      `谢谢\n\n发件人：Dora\n发送时间：2026年11月30日\n收件人：kusion\n主题：Re: [KusionStack/kusion] x (#12)\n\n${ORIGINAL}`,
    ],
    ["below who wrote when", `Thanks\n\nOn Mon, Nov 30, 2026 at 1:02 PM Dora ***@***.***> wrote:\n\n${ORIGINAL}`],
    [
      "below who wrote when, over two lines",
      `Thanks\n\nOn Mon, Nov 30, 2026 at 1:02 PM Dora <notifications@github.com>\nwrote:\n${ORIGINAL}`,
    ],
    [
      "an enterprise host's, below who wrote when",
      `Thanks\n\nOn Mon, Nov 30, 2026 at 1:02 PM Dora <noreply@ghe.example.com> wrote:\n\n${ORIGINAL}`,
    ],
    [
      "an enterprise host's, by whom it went to",
      `Thanks\n\nFrom: Dora <noreply@ghe.example.com>\nSent: Monday\nTo: kusion <kusion@noreply.ghe.example.com>\n\n${ORIGINAL}`,
    ],
    [
      "between rules",
      `Thanks\n\n---- On Tue, 20 Nov 2018 11:14:00 -0800 <notifications@github.com> wrote ----\n\n${ORIGINAL}`,
    ],
  ])("is not its answerer's word: %s", (_, text) => {
    for (const way of [text, text.replaceAll("\n", "\r\n")]) {
      expect(words(way)).toEqual([]);
      expect(hints(way)).toEqual([]);
      // What the answer itself says stands above it.
      expect(words(`/lgtm\n\n${way}`)).toEqual(["lgtm"]);
    }
  });

  it.each([
    [
      "an answer below what the program marks",
      "On Mon, Nov 30, 2026 Dora ***@***.***> wrote:\n\n> Can this go in?\n\n/approve",
    ],
    ["a shown mail in a block of code", `\`\`\`\n${HEAD}\n\`\`\`\n\n/approve`],
    [
      "trailers of commits",
      "Signed-off-by: A <a@b.c>\nCo-authored-by: B <1+b@users.noreply.github.com>\nReviewed-by: C <c@d.e>\n\n/approve",
    ],
    [
      "trailers of commits that GitHub made",
      "Signed-off-by: A <a@b.c>\nCommitted-by: GitHub <noreply@github.com>\nReviewed-by: C <notifications@d.e>\n\n/approve",
    ],
    ["a list with colons", "Area: docs\nRisk: low\nSee: #12 (fixed in #13)\n\n/approve"],
    ["words between rules", "--- summary ---\nStatus: fine\n\n/approve"],
  ])("is none: %s", (_, text) => {
    expect(words(text)).toEqual(["approve"]);
  });

  it("R24: is looked for whatever the text", () => {
    const heads = `${HEAD.slice(0, 300)}\n`.repeat(200);
    for (const text of [
      heads,
      "From: a@github.com:\n".repeat(3000),
      `1 ***@***.***\n`.repeat(4000),
      "-- a --\n".repeat(8000),
    ])
      expect(plainLines(`${text}\n/approve`).length).toBeGreaterThanOrEqual(0);
  });
});

describe("R33: what elements of HTML quote or strike out", () => {
  it.each([
    "<blockquote>\n\n/approve\n\n</blockquote>",
    "<blockquote>\n\n/approve\n</blockquote>",
    "<BLOCKQUOTE cite='x'>\n<p>dora</p>\n\n/approve\n\n</BLOCKQUOTE>",
    "<del>\n\n/approve\n\n</del>",
    "<blockquote>\n\n<blockquote>\n\na\n\n</blockquote>\n\n/approve\n\n</blockquote>",
    "<blockquote>\n\n/approve",
  ])("is nobody's word: %j", (text) => {
    expect(words(text)).toEqual([]);
    expect(words(`/hold\n\n${text}`)).toEqual(["hold"]);
  });

  it.each([
    "<blockquote>\n\nCan it go in?\n\n</blockquote>\n\n/approve",
    "<blockquote>Can it go in?</blockquote>\n\n/approve",
    "</blockquote>\n\n/approve",
    "<!-- <blockquote> -->\n\n/approve",
    "<details>\n\n/approve\n\n</details>",
    "<summary>\n\n/approve",
  ])("ends with them: %j", (text) => {
    expect(words(text)).toEqual(["approve"]);
  });
});

it("R53: a look for a mail takes no longer for a text of dashes alone", () => {
  const before = process.cpuUsage();
  for (const unit of ["-", ":-- ", "-- a", "--a-", "<!-- "]) callsIn(`${unit.repeat(65_000 / unit.length)}\n/hold\n`);
  expect(process.cpuUsage(before).user).toBeLessThan(2_000_000);
});
