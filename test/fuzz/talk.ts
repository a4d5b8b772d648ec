/** What people write: read for commands, and shown again as nothing but text. */

import { parseRegistry } from "../../src/commands/read-registry.ts";
import { holdLines } from "../../src/commands/replies/status-lines.ts";
import { callsIn, hints, mayCommand } from "../../src/commands/text/parse-commands.ts";
import type { Ranks } from "../../src/gate/record/releasing.ts";
import { indexed } from "../../src/registry/registry-index.ts";
import { code, escapeMarkdown, oneLine, plain } from "../../src/shared/markdown.ts";
import { plainLines } from "../commands/plain-lines.ts";
import { commentSamples } from "./samples.ts";
import { mustHold, type Target } from "./target.ts";
import { hostileText, type Material } from "./texts.ts";

function ranks(): Ranks {
  const { registry } = parseRegistry("approvers: [ann]\n", {
    repository: { owner: "o", name: "r" },
    path: "roles.yaml",
    oid: "0",
  });
  if (registry === null) throw new Error("the fuzz's own registry is faulty");
  return { registry, index: indexed(registry) };
}

const RANKS = ranks();

const material: Material = {
  pieces: [
    ...([
      "/approve",
      "/hold",
      "/APPROVE cancel",
      "/aprove",
      "/assign @a",
      "/vote yes",
      "/away until 2026-12-01",
      "/retitle x",
    ] as const),
    ...[
      "/area a",
      "/x",
      "\n",
      "\n",
      "\n",
      "\r\n",
      "\r",
      "\n\n",
      " ",
      "  ",
      "    ",
      "\t",
      "> ",
      "- ",
      "+ ",
      "1. ",
      "2) ",
      "* ",
      "#",
      "# ",
    ],
    ...[
      "`",
      "``",
      "```\n",
      "~~~\n",
      "<!--",
      "-->",
      "<",
      ">",
      "<a b='",
      'c="',
      "</a>",
      "<div>",
      "<?",
      "?>",
      "<![CDATA[",
      "]]>",
    ],
    ...[
      "<pre>",
      "</pre>",
      "|",
      "|a|b|\n",
      "|-|-|\n",
      "---",
      "===",
      "***",
      "[",
      "]",
      "[a]: b",
      "(",
      ")",
      "'",
      '"',
      "\\",
      "!",
      "&",
    ],
    ...[
      "@a",
      "@org/team",
      "#1",
      "GH-1",
      "a/b#1",
      "https://x.y/z",
      "www.x.y",
      "x@y.z",
      "$",
      "~",
      "*",
      "_",
      "a",
      "word",
      "\u0000",
    ],
    ...["\u200b", "\u202e", "\u2028", "\ud800", "\u00a0", "😀", "<!-- rung:status -->", "<!-- rung:record v1 a.b -->"],
  ],
  samples: commentSamples,
  longest: 65_536,
};

export const comments: Target = {
  name: "comments",
  share: 32,
  make: (random) => hostileText(random, material),
  run(text) {
    const calls = callsIn(text);
    const near = hints(text);
    const lines = text.split(/\r\n?|\n/).length;
    for (const { line } of [...calls, ...near])
      mustHold(line >= 1 && line <= lines, "a command stands on a line of the text");
    mustHold(mayCommand(text) || calls.length + near.length === 0, "what may hold no command holds none");
  },
};

export const markdown: Target = {
  name: "Markdown",
  share: 8,
  make: (random) => hostileText(random, material),
  run(text) {
    for (const { line, text: written } of plainLines(text))
      mustHold(line >= 1 && !/[\r\n]/.test(written), "a plain line is one line");
  },
};

export const shown: Target = {
  name: "shown text",
  share: 10,
  make: (random) => hostileText(random, { ...material, longest: 4_096 }),
  run(text) {
    const [line] = holdLines([{ by: { login: text, id: 1 }, at: 0, why: text, source: "comment" }], RANKS);
    for (const one of [escapeMarkdown(text), code(text), line ?? ""]) {
      mustHold(!/[\r\n]/.test(one), "shown text is one line");
      mustHold(!one.includes("<!--"), "shown text begins no hidden comment");
    }
    mustHold(!/@[\w]/.test(escapeMarkdown(text)), "shown text mentions nobody");
    mustHold(!/@[\w]/.test(plain(text)), "a title mentions nobody");
    mustHold(oneLine(oneLine(text)) === oneLine(text), "one line stays as it is");
  },
};
