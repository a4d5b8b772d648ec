/** The registry: its YAML, its patterns, its durations and shares. */

import { parseRegistry } from "../../src/commands/read-registry.ts";
import { coversEverything, glob, globFault } from "../../src/registry/glob.ts";
import { indexed } from "../../src/registry/registry-index.ts";
import { durationFault, durationText, milliseconds, timeAfter } from "../../src/shared/duration.ts";
import { needed, share, shareFault, shareText } from "../../src/shared/share.ts";
import { registrySamples } from "./samples.ts";
import { mustHold, type Target } from "./target.ts";
import { hostileText, type Material } from "./texts.ts";

const source = { repository: { owner: "o", name: "r" }, path: "roles.yaml", oid: "0" };

const yaml: Material = {
  pieces: [
    ...([
      "maintainers:",
      "approvers:",
      "contributors: ",
      "members:",
      "areas:",
      "roles:",
      "approval: ",
      "reviews:",
      "labels:",
    ] as const),
    ...[
      "extends: ",
      "version: 1",
      "kinds:",
      "commands:",
      "mode: advise",
      "promotion:",
      "sponsors:",
      "min: ",
      "from: ",
      "share: 2/3",
    ],
    ...[
      "paths: ",
      "repos: ",
      "login: ",
      "id: ",
      "team: a/b",
      "since: 2024-01-01",
      "\n",
      "\n",
      "\n  ",
      "\n    ",
      "\n- ",
      "\n  - ",
    ],
    ...[
      "[",
      "]",
      "{",
      "}",
      ", ",
      ": ",
      "- ",
      "? ",
      "a",
      "ann",
      "kusion",
      "1",
      "-1",
      "1e999",
      "0x10",
      "0o7",
      ".inf",
      "~",
      "null",
      "yes",
    ],
    ...[
      "&a ",
      "*a",
      "<<: *a",
      "!!int ",
      "!x ",
      "%YAML 1.1\n",
      "---\n",
      "...\n",
      "|\n  ",
      ">-\n  ",
      "'",
      '"',
      "\\",
      "\\x41",
      "#",
      " # c\n",
    ],
    ...[
      "__proto__: ",
      "constructor: ",
      "prototype: ",
      "\t",
      "\r\n",
      "\u0000",
      "\u200b",
      "\ufeff",
      "**",
      "pkg/**",
      "[a-z]",
      "@a",
      "😀",
    ],
  ],
  samples: registrySamples,
  longest: 8_192,
};

export const registries: Target = {
  name: "registries",
  share: 6,
  make: (random) => hostileText(random, yaml),
  run(text) {
    const { registry, faults } = parseRegistry(text, source);
    mustHold(
      registry !== null || faults.some(({ severity }) => severity === "error"),
      "what is no registry has a fault",
    );
    mustHold(faults.length <= 500, "faults are bounded");
    if (registry === null || registry.extends !== undefined) return;
    const index = indexed(registry);
    index.branchPatterns("main");
    index.holdsAnyRole({ login: "ann", id: 1, type: "User" });
    mustHold(!index.holdsAnyRole({ login: "ann[bot]", id: 2, type: "Bot" }), "a bot holds no role (R3)");
  },
};

const patterns: Material = {
  pieces: [
    "*",
    "**",
    "?",
    "/",
    "**/",
    "*/",
    "[",
    "]",
    "[a-z]",
    "[!a]",
    "[[:alpha:]]",
    "{a,b}",
    "\\",
    "!",
    "+(",
    "@(a|b)",
    ")",
    "a",
    "b",
    ".",
    "..",
    "docs",
    ".git",
    " ",
    "é",
  ],
  samples: [
    "pkg/engine/**",
    "**/*.md",
    "docs/",
    "release-*",
    "*a*a*a*a*a*a*a*a*a*b",
    "**/a/**/a/**/a/**/a/**/b",
    "src/[a-z]*.ts",
  ],
  longest: 300,
};
const paths: Material = {
  ...patterns,
  pieces: ["a", "/", "aa", "b", ".", "docs", "pkg/engine/", "x.md", "\n", "é"],
  longest: 4_096,
};

export const globs: Target = {
  name: "globs",
  share: 12,
  make: (random) => `${hostileText(random, patterns)}\0${hostileText(random, paths)}`,
  run(text) {
    const cut = text.indexOf("\0");
    const pattern = text.slice(0, Math.max(0, cut));
    if (globFault(pattern) !== null) return;
    const { beginning, ending, matches } = glob(pattern);
    const path = text.slice(cut + 1);
    coversEverything(pattern);
    if (!matches(path)) return;
    mustHold(path.startsWith(beginning), "what matches begins with the pattern's beginning");
    mustHold(path.endsWith(ending), "what matches ends with the pattern's ending");
  },
};

const times: Material = {
  pieces: [
    "1",
    "9",
    "0",
    "7",
    "d",
    "bd",
    "w",
    "mo",
    "y",
    "s",
    "m",
    "h",
    "/",
    ".",
    "%",
    "-",
    "+",
    "e",
    " ",
    "majority",
    "unanimous",
    "supermajority",
    "constructor",
  ],
  samples: ["7d", "3mo", "5bd", "2/3", "0.65", "66.66%", "majority", "100y", "1200mo", "999999d"],
  longest: 2_000,
};
const NOW = Date.UTC(2026, 10, 25);

export const durations: Target = {
  name: "durations and shares",
  share: 8,
  make: (random) => hostileText(random, times),
  run(text) {
    if (durationFault(text) === null) {
      mustHold(timeAfter(NOW, text) > NOW && Number.isFinite(timeAfter(NOW, text)), "a duration leads to a later time");
      mustHold(milliseconds(text) > 0 && durationText(text) !== "", "a duration has a length");
    }
    if (shareFault(text) === null) {
      const asked = needed(share(text), 7);
      mustHold(asked >= 1 && asked <= 7 && shareText(text) !== "", "a share of seven is one to seven");
    }
  },
};
