/** Mistakes of people who write a roles.yaml: what each is told, word for word, and the text as the message has it written, which is accepted. */
import { describe, expect, it } from "vitest";
import { commandNames } from "../../src/commands/index.ts";
import { faultsOf } from "./a-registry.ts";

interface Mistake {
  readonly wrong: string;
  /** The first that is told. */
  readonly told: string;
  readonly mended: string;
}

const MISTAKES: readonly (readonly [string, readonly Mistake[]])[] = [
  [
    "slips of a line",
    [
      {
        wrong: "maintainers:[ann, ben]\n",
        told: "1:1 there is no space behind the colon; write `maintainers: [ann, ben]`",
        mended: "maintainers: [ann, ben]\n",
      },
      {
        wrong: "approval:\n  min:2\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: "2:3 there is no space behind the colon; write `min: 2`",
        mended: "approval:\n  min: 2\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "approval: {min:2}\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: "1:12 there is no space behind the colon; write `min: 2`",
        mended: "approval: {min: 2}\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "maintainers:\n  -ann\n  -ben\n",
        told: "2:3 there is no space behind the dash; write `- ann`",
        mended: "maintainers:\n  - ann\n  - ben\n",
      },
      {
        wrong: "maintainers:\n  - ann\n  -ben\n",
        told: "3:3 there is no space behind the dash; write `- ben`",
        mended: "maintainers:\n  - ann\n  - ben\n",
      },
      {
        wrong: "maintainers:\n  * ann\n  * ben\n",
        told: "2:3 an item of a list begins with a plain hyphen and a space; write `- ann`",
        mended: "maintainers:\n  - ann\n  - ben\n",
      },
      {
        wrong: "maintainers:\n  \u2013 ann\n  \u2013 ben\n",
        told: "2:3 an item of a list begins with a plain hyphen and a space; write `- ann`",
        mended: "maintainers:\n  - ann\n  - ben\n",
      },
      {
        wrong: "maintainers:\n  -\u00a0ann\n  - ben\n",
        told: "2:4 the blank here is U+00A0, which YAML does not take for a space; type a plain space instead",
        mended: "maintainers:\n  - ann\n  - ben\n",
      },
      {
        wrong: "maintainers: [ann,\u00a0ben]\n",
        told: "1:19 the blank here is U+00A0, which YAML does not take for a space; type a plain space instead",
        mended: "maintainers: [ann, ben]\n",
      },
      {
        wrong: "maintainers\uff1a[ann, ben]\n",
        told: '1:12 this colon is U+FF1A, which looks like ":"; type a plain colon and a space instead',
        mended: "maintainers: [ann, ben]\n",
      },
      {
        wrong: "maintainers: [ann\uff0cben]\n",
        told: '1:18 this comma is U+FF0C, which looks like ","; type a plain comma instead',
        mended: "maintainers: [ann, ben]\n",
      },
      {
        wrong: "maintainers: [ann; ben]\n",
        told: "1:18 the items of a list are separated by commas; write , instead",
        mended: "maintainers: [ann, ben]\n",
      },
      {
        wrong: "maintainers: [ann, ben]\napprovers: [ch\u200do]\nareas: { docs: { paths: [docs/**] } }\n",
        told: "2:15 the invisible character U+200D is not allowed; delete it",
        mended: "maintainers: [ann, ben]\napprovers: [cho]\nareas: { docs: { paths: [docs/**] } }\n",
      },
      {
        wrong: "maintainers: [ann, ben]\napprovers: [cho, dependabot[bot]]\nareas: { docs: { paths: [docs/**] } }\n",
        told: '2:18 "dependabot[bot]" is a bot, and bots never hold roles; remove it',
        mended: "maintainers: [ann, ben]\napprovers: [cho]\nareas: { docs: { paths: [docs/**] } }\n",
      },
      {
        wrong:
          "maintainers: [ann, ben]\napprovers: [{ login: cho since: 2024-01-01 }]\nareas: { docs: { paths: [docs/**] } }\n",
        told: '2:26 a comma is missing before "since"; put one there',
        mended:
          "maintainers: [ann, ben]\napprovers: [{ login: cho, since: 2024-01-01 }]\nareas: { docs: { paths: [docs/**] } }\n",
      },
      {
        wrong: "maintainers: [ann, ben]# leads\n",
        told: "1:24 there is no space before the #, so no comment begins here; put one before it",
        mended: "maintainers: [ann, ben] # leads\n",
      },
      {
        wrong: "// roles\nmaintainers: [ann, ben]\n",
        told: "1:1 a comment begins with #, not with //; write # instead",
        mended: "# roles\nmaintainers: [ann, ben]\n",
      },
    ],
  ],
  [
    "what is left open or left over",
    [
      {
        wrong: "maintainers: [ann, ben\napprovers: [cho]\n",
        told: "1:14 the bracket [ that opens here is not closed; close it",
        mended: "maintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: 'maintainers: ["ann, ben]\napprovers: [cho]\n',
        told: "1:15 the quote that opens here is not closed; close it",
        mended: 'maintainers: ["ann", ben]\napprovers: [cho]\n',
      },
      {
        wrong: "maintainers: [ann, ben]]\napprovers: [cho]\n",
        told: '1:24 not valid YAML: "]" closes nothing here; delete it, or indent its line further than the key it belongs to',
        mended: "maintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "labels: { approved: #ok }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: "1:21 a comment begins here, and with it goes the end of the line; put what begins with # in quotes",
        mended: "labels: { approved: '#ok' }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "maintainers: [ann, ben]\n=======\napprovers: [cho]\n",
        told: "2:1 a merge conflict was left here; keep one side of it, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>",
        mended: "maintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "```yaml\nmaintainers: [ann, ben]\n```\n",
        told: "1:1 this line begins or ends a block of Markdown; delete it, and the other one",
        mended: "maintainers: [ann, ben]\n",
      },
      {
        wrong: "---\nmaintainers: [ann, ben]\n---\n",
        told: "3:1 a second document begins here; roles.yaml is one, so delete the line of --- or ...",
        mended: "---\nmaintainers: [ann, ben]\n",
      },
      {
        wrong: "maintainers: [ann, ben]\u0000\n",
        told: "1:24 the invisible character U+0000 is not allowed; delete it",
        mended: "maintainers: [ann, ben]\n",
      },
    ],
  ],
  [
    "texts that YAML takes apart",
    [
      {
        wrong: "welcome: Hello: welcome\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:10 YAML reads signs of this text as its own; put all of it in quotes: "Hello: welcome"',
        mended: 'welcome: "Hello: welcome"\nmaintainers: [ann, ben]\napprovers: [cho]\n',
      },
      {
        wrong: "welcome: *Hello*\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:10 YAML reads signs of this text as its own; put all of it in quotes: "*Hello*"',
        mended: 'welcome: "*Hello*"\nmaintainers: [ann, ben]\napprovers: [cho]\n',
      },
      {
        wrong: "welcome: !important read\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:10 YAML reads signs of this text as its own; put all of it in quotes: "!important read"',
        mended: 'welcome: "!important read"\nmaintainers: [ann, ben]\napprovers: [cho]\n',
      },
      {
        wrong: "welcome: @ann says hello\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:10 YAML reads signs of this text as its own; put all of it in quotes: "@ann says hello"',
        mended: 'welcome: "@ann says hello"\nmaintainers: [ann, ben]\napprovers: [cho]\n',
      },
      {
        wrong: "welcome: 'Don't worry'\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:10 YAML reads signs of this text as its own; put all of it in quotes: "Don\'t worry"',
        mended: 'welcome: "Don\'t worry"\nmaintainers: [ann, ben]\napprovers: [cho]\n',
      },
    ],
  ],
  [
    "people",
    [
      {
        wrong: "maintainers: [ann, ben]\napprovers: ['@cho']\nareas: { docs: { paths: [docs/**] } }\n",
        told: '2:13 "@cho" is no login, since those have no @ here; write "cho"',
        mended: "maintainers: [ann, ben]\napprovers: [cho]\nareas: { docs: { paths: [docs/**] } }\n",
      },
      {
        wrong: "maintainers: [ann, ben]\napprovers: [https://github.com/cho]\nareas: { docs: { paths: [docs/**] } }\n",
        told: '2:13 "https://github.com/cho" is no login, but the address of one; write "cho"',
        mended: "maintainers: [ann, ben]\napprovers: [cho]\nareas: { docs: { paths: [docs/**] } }\n",
      },
      {
        wrong:
          "maintainers: [ann, ben]\napprovers: ['[cho](https://github.com/cho)']\nareas: { docs: { paths: [docs/**] } }\n",
        told: '2:13 "[cho](https://github.com/cho)" is no login, but one and more; write "cho"',
        mended: "maintainers: [ann, ben]\napprovers: [cho]\nareas: { docs: { paths: [docs/**] } }\n",
      },
      {
        wrong: "maintainers: [ann, ben]\napprovers: [cho (docs)]\nareas: { docs: { paths: [docs/**] } }\n",
        told: '2:13 "cho (docs)" is no login, but one and more; write "cho"',
        mended: "maintainers: [ann, ben]\napprovers: [cho]\nareas: { docs: { paths: [docs/**] } }\n",
      },
      {
        wrong: "maintainers: [ann, ben]\napprovers: [KusionStack/engine]\nareas: { docs: { paths: [docs/**] } }\n",
        told: '2:13 "KusionStack/engine" is no login; of a team write { team: KusionStack/engine }',
        mended:
          "maintainers: [ann, ben]\napprovers: [{ team: KusionStack/engine }]\nareas: { docs: { paths: [docs/**] } }\n",
      },
      {
        wrong:
          "maintainers: [ann, ben]\napprovers: [{ login: KusionStack/engine }]\nareas: { docs: { paths: [docs/**] } }\n",
        told: '2:22 "KusionStack/engine" is no login; a team has an entry of its own, with `team` in place of `login`',
        mended:
          "maintainers: [ann, ben]\napprovers: [{ team: KusionStack/engine }]\nareas: { docs: { paths: [docs/**] } }\n",
      },
      {
        wrong:
          "maintainers: [ann, ben]\napprovers: [{ team: 'https://github.com/orgs/KusionStack/teams/engine' }]\nareas: { docs: { paths: [docs/**] } }\n",
        told: '2:21 "https://github.com/orgs/KusionStack/teams/engine" is no team; write "KusionStack/engine"',
        mended:
          "maintainers: [ann, ben]\napprovers: [{ team: KusionStack/engine }]\nareas: { docs: { paths: [docs/**] } }\n",
      },
      {
        wrong:
          "maintainers: [ann, ben]\napprovers: [{ teams: [KusionStack/engine] }]\nareas: { docs: { paths: [docs/**] } }\n",
        told: '2:15 unknown key "teams"; did you mean "team"?',
        mended:
          "maintainers: [ann, ben]\napprovers: [{ team: KusionStack/engine }]\nareas: { docs: { paths: [docs/**] } }\n",
      },
      {
        wrong: "maintainers: [ann, ben]\napprovers: [cho@example.org]\nareas: { docs: { paths: [docs/**] } }\n",
        told: '2:13 "cho@example.org" is an e-mail address; write the login of that account on GitHub',
        mended: "maintainers: [ann, ben]\napprovers: [cho]\nareas: { docs: { paths: [docs/**] } }\n",
      },
      {
        wrong: "maintainers: [ann, ben]\napprovers: [ch\u043e]\nareas: { docs: { paths: [docs/**] } }\n",
        told: '2:13 "ch\u043e" is no login, since it has U+043E, which looks like "o"; write "cho"',
        mended: "maintainers: [ann, ben]\napprovers: [cho]\nareas: { docs: { paths: [docs/**] } }\n",
      },
      {
        wrong: "maintainers: [ann, ben]\napprovers: [{ user: cho }]\nareas: { docs: { paths: [docs/**] } }\n",
        told: '2:15 unknown key "user"; did you mean "login"?',
        mended: "maintainers: [ann, ben]\napprovers: [{ login: cho }]\nareas: { docs: { paths: [docs/**] } }\n",
      },
      {
        wrong:
          "maintainers: [ann, ben]\napprovers: [{ login: cho, company: ACME }]\nareas: { docs: { paths: [docs/**] } }\n",
        told: '2:27 unknown key "company"; did you mean "affiliation"?',
        mended:
          "maintainers: [ann, ben]\napprovers: [{ login: cho, affiliation: ACME }]\nareas: { docs: { paths: [docs/**] } }\n",
      },
      {
        wrong: "maintainers: [ann, ben]\napprovers: [{ cho: [docs] }]\nareas: { docs: { paths: [docs/**] } }\n",
        told: '2:13 "cho" is read as a key here; write { login: cho, areas: [docs] }',
        mended:
          "maintainers: [ann, ben]\napprovers: [{ login: cho, areas: [docs] }]\nareas: { docs: { paths: [docs/**] } }\n",
      },
      {
        wrong: "maintainers: [ann, ben]\napprovers: { cho: [docs] }\nareas: { docs: { paths: [docs/**] } }\n",
        told: "2:12 expected a list of people; write [{ login: cho, areas: [docs] }]",
        mended:
          "maintainers: [ann, ben]\napprovers: [{ login: cho, areas: [docs] }]\nareas: { docs: { paths: [docs/**] } }\n",
      },
      {
        wrong: "maintainers: [ann, ben]\napprovers: none\nareas: { docs: { paths: [docs/**] } }\n",
        told: "2:12 expected a list of people; write [] for nobody",
        mended: "maintainers: [ann, ben]\napprovers: []\nareas: { docs: { paths: [docs/**] } }\n",
      },
      {
        wrong: "maintainers: [ann, ben]\napprovers: [[cho, dee]]\nareas: { docs: { paths: [docs/**] } }\n",
        told: "2:13 a list within the list; write cho, dee without its brackets",
        mended: "maintainers: [ann, ben]\napprovers: [cho, dee]\nareas: { docs: { paths: [docs/**] } }\n",
      },
      {
        wrong:
          "maintainers: [ann, ben]\napprovers: [{ login: cho, areas: all }]\nareas: { docs: { paths: [docs/**] } }\n",
        told: '2:34 expected a list, found the text "all"; leave the key out: without it the role is held everywhere',
        mended: "maintainers: [ann, ben]\napprovers: [{ login: cho }]\nareas: { docs: { paths: [docs/**] } }\n",
      },
      {
        wrong:
          "maintainers: [ann, ben]\napprovers: [{ login: cho, since: 30.08.2024 }]\nareas: { docs: { paths: [docs/**] } }\n",
        told: '2:34 "30.08.2024" is no day as days are written here; write 2024-08-30',
        mended:
          "maintainers: [ann, ben]\napprovers: [{ login: cho, since: 2024-08-30 }]\nareas: { docs: { paths: [docs/**] } }\n",
      },
      {
        wrong:
          "maintainers: [ann, ben]\napprovers: [{ login: cho, since: Aug 30 2024 }]\nareas: { docs: { paths: [docs/**] } }\n",
        told: '2:34 "Aug 30 2024" is no day as days are written here; write 2024-08-30',
        mended:
          "maintainers: [ann, ben]\napprovers: [{ login: cho, since: 2024-08-30 }]\nareas: { docs: { paths: [docs/**] } }\n",
      },
      {
        wrong:
          "maintainers: [ann, ben]\napprovers: [{ login: cho, away: yes }]\nareas: { docs: { paths: [docs/**] } }\n",
        told: '2:33 "yes" is a text; write true, or the day of return as YYYY-MM-DD',
        mended:
          "maintainers: [ann, ben]\napprovers: [{ login: cho, away: true }]\nareas: { docs: { paths: [docs/**] } }\n",
      },
      {
        wrong:
          "maintainers: [ann, ben]\napprovers: [{ login: cho, team: KusionStack/x }]\nareas: { docs: { paths: [docs/**] } }\n",
        told: "2:13 an entry is a person or a team; make them two entries",
        mended:
          "maintainers: [ann, ben]\napprovers: [cho, { team: KusionStack/x }]\nareas: { docs: { paths: [docs/**] } }\n",
      },
    ],
  ],
  [
    "keys and values",
    [
      {
        wrong: "approval: { required: 2 }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:13 unknown key "required"; did you mean "min"?',
        mended: "approval: { min: 2 }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "approval: 2\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: "1:11 expected a mapping, found 2; write { min: 2 }",
        mended: "approval: { min: 2 }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "approval: maintainers\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:11 expected a mapping, found the text "maintainers"; write { from: maintainers }',
        mended: "approval: { from: maintainers }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "approval: [{ min: 2 }, { from: maintainers }]\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: "1:11 expected a mapping, found a list; write { min: 2, from: maintainers }",
        mended: "approval: { min: 2, from: maintainers }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "min: 2\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:1 unknown key "min"; it belongs one level down: `approval: { min: \u2026 }`',
        mended: "approval: { min: 2 }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "approval:\nmin: 2\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '2:1 "min" belongs to "approval" above; indent its line further than that one',
        mended: "approval:\n  min: 2\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "areas:\n  docs:\n  paths: [docs/**]\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '3:3 "paths" belongs to "docs" above; indent its line further than that one',
        mended: "areas:\n  docs:\n    paths: [docs/**]\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "areas:\n  docs:\n    paths: [docs/**]\n  approval:\n    min: 2\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '4:3 "approval" belongs to "docs" above; indent its line further than that one',
        mended:
          "areas:\n  docs:\n    paths: [docs/**]\n    approval:\n      min: 2\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "areas: { docs: [docs/**] }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: "1:16 expected a mapping, found a list; write { paths: [docs/**] }",
        mended: "areas: { docs: { paths: [docs/**] } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "areas: { docs: { files: [docs/**] } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:18 unknown key "files"; did you mean "paths"?',
        mended: "areas: { docs: { paths: [docs/**] } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "version: '1'\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:10 the text "1" is not known here; write 1',
        mended: "version: 1\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "extends: https://github.com/KusionStack/community\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:10 "https://github.com/KusionStack/community" is no repository; write "KusionStack/community"',
        mended: "extends: KusionStack/community\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "labels: { colors: { approved: '#fff' } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:31 a colour is six hexadecimal digits, in quotes, so write "ffffff"',
        mended: 'labels: { colors: { approved: "ffffff" } }\nmaintainers: [ann, ben]\napprovers: [cho]\n',
      },
      {
        wrong: "reviews: { nudge: 6 months }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:19 "6 months" is no duration; write 6mo',
        mended: "reviews: { nudge: 6mo }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "reviews: { nudge: P3D }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:19 "P3D" is no duration; write 3d',
        mended: "reviews: { nudge: 3d }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "reviews: { nudge: 30min }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:19 "30min" is no duration; write 1800s',
        mended: "reviews: { nudge: 1800s }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "reviews: { nudge: 3 }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:19 "3" is no duration; it lacks its unit; for days write 3d',
        mended: "reviews: { nudge: 3d }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
    ],
  ],
  [
    "patterns",
    [
      {
        wrong:
          "areas: { a: { paths: ['./docs/**'], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:23 the pattern "./docs/**" has an empty, `.` or `..` segment, which no path in a repository has; write "docs/**"',
        mended:
          "areas: { a: { paths: ['docs/**'], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "areas: { a: { paths: ['{docs,src}/**'], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:23 the pattern "{docs,src}/**" has braces, which are not read as alternatives; write one pattern for each: "docs/**", "src/**"',
        mended:
          "areas: { a: { paths: [docs/**, src/**], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "areas: { a: { paths: ['(docs|src)/**'], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:23 warning: "(docs|src)/**" is one pattern, with all its signs; make each an item of the list: "docs/**", "src/**"',
        mended:
          "areas: { a: { paths: [docs/**, src/**], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "areas: { a: { paths: ['docs/** # all'], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:23 warning: "docs/** # all" has a comment inside, which is part of the pattern where it stands in quotes; write "docs/**"',
        mended:
          "areas: { a: { paths: ['docs/**'], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "areas: { a: { paths: ['docs/ **'], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:23 warning: "docs/ **" has a blank beside a slash, which is part of the pattern; write "docs/**"',
        mended:
          "areas: { a: { paths: ['docs/**'], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "areas: { a: { paths: ['docs/...'], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:23 warning: "docs/..." has three dots, which are a name here like any other; write "docs/**"',
        mended:
          "areas: { a: { paths: ['docs/**'], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "areas: { a: { paths: ['\\.go$'], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:23 warning: "\\\\.go$" is a regular expression, and patterns are none: `*` stands for any text in a name, `**` for any folders; write "**/*.go"',
        mended:
          "areas: { a: { paths: ['**/*.go'], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "areas: { a: { paths: ['^docs'], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:23 warning: "^docs" is a regular expression, and patterns are none: `*` stands for any text in a name, `**` for any folders; write "docs/**"',
        mended:
          "areas: { a: { paths: ['docs/**'], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "areas: { a: { paths: ['\u201cdocs/**\u201d'], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:23 warning: "\u201cdocs/**\u201d" has characters that only look like plain ones; write "docs/**"',
        mended:
          "areas: { a: { paths: ['docs/**'], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "areas: { a: { paths: ['d\u043ecs/**'], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:23 warning: "d\u043ecs/**" has characters that only look like plain ones; write "docs/**"',
        mended:
          "areas: { a: { paths: ['docs/**'], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "areas: { a: { paths: ['.github'], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:23 warning: ".github" is one file of that very name; for a folder write ".github/**"',
        mended:
          "areas: { a: { paths: ['.github/**'], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "areas: { a: { paths: ['**/docs'], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:23 warning: "**/docs" is one file of that very name; for a folder write "**/docs/**"',
        mended:
          "areas: { a: { paths: ['**/docs/**'], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "areas: { a: { paths: ['*_test.go'], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:23 warning: "*_test.go" matches only at the top of the repository; for every folder write "**/*_test.go"',
        mended:
          "areas: { a: { paths: ['**/*_test.go'], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "areas: { a: { paths: ['[x'], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: "1:23 warning: \"[x\" has a [ without its ], which is part of the name; write '\\[x'",
        mended: "areas: { a: { paths: ['\\[x'], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "areas: { a: { paths: ['~/docs/**'], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:23 warning: "~/docs/**" names a place on a machine, and patterns begin at the top of the repository; write one with `*` and `**`, as in docs/**',
        mended:
          "areas: { a: { paths: ['docs/**'], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "areas: { a: { paths: ['roles.yaml'], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:23 warning: "roles.yaml" has a rule of its own: the ladder\'s top role approves its changes, and this changes nothing; remove it, or the area',
        mended:
          "areas: { a: { paths: ['docs/**'], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "approval: { branches: { 'main, dev': { min: 2 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:25 warning: "main, dev" is one pattern, which no branch fits; make each a key of its own: "main", "dev"',
        mended:
          "approval: { branches: { main: { min: 2 }, dev: { min: 2 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "approval: { branches: { 'origin/main': { min: 2 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:25 warning: "origin/main" names where Git keeps a branch, and branches are written by their names alone; write "main"',
        mended: "approval: { branches: { 'main': { min: 2 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "approval: { branches: { 'release-': { min: 2 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:25 warning: "release-" ends where names of branches go on, and matches none that does; write "release-*"',
        mended: "approval: { branches: { 'release-*': { min: 2 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "approval: { branches: { 'release\u2011*': { min: 2 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:25 warning: "release\u2011*" has characters that only look like plain ones; write "release-*"',
        mended: "approval: { branches: { 'release-*': { min: 2 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "approval: { branches: { 'release-[0-9]+': { min: 2 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:25 warning: "release-[0-9]+" is a regular expression, and patterns are none: `*` stands for any text in a name, `**` for any folders; write "release-*"',
        mended: "approval: { branches: { 'release-*': { min: 2 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
    ],
  ],
  [
    "rules without the effect they look like",
    [
      {
        wrong:
          "areas:\n  go: { paths: ['**/*.go'], approval: { min: 1 } }\n  all: { paths: ['**'], approval: { min: 2 } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '2:3 warning: area "all" covers all of "go" and is written later, so its rules hold there; write "go" below it',
        mended:
          "areas:\n  all: { paths: ['**'], approval: { min: 2 } }\n  go: { paths: ['**/*.go'], approval: { min: 1 } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "areas: { a: { paths: [a/**], approval: { min: 0, from: maintainers } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: "1:47 warning: 0 approvals are asked for here, so `from` keeps nobody out; write 1 or more, or remove `from`",
        mended: "areas: { a: { paths: [a/**], approval: { min: 0 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "areas: { a: { repos: [kusion.git], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:23 warning: no repository is called "kusion.git", so this covers nothing; write "kusion"',
        mended: "areas: { a: { repos: [kusion], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "commands: { approve: members }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: "1:13 warning: /approve counts from approvers or above, whoever may say it; write approvers, or `approval: { from: members }` for it to count from members",
        mended: "commands: { approve: approvers }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "approval: { branches: { main: { min: 9 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:25 warning: branches "main" need 9 approvals from approvers, but only 3 may give one; ask for fewer, or name more people',
        mended: "approval: { branches: { main: { min: 2 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "areas: { everywhere: { paths: [a/**], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:10 warning: "everywhere" behind a command means something else, so nobody can name this area there; write another name',
        mended: "areas: { most: { paths: [a/**], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "emeritus: [{ login: dee, until: 2030-01-01 }]\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: "1:33 warning: 2030-01-01 is still to come, and emeritus hold nothing already; list them under their role until then, or leave the key out",
        mended: "emeritus: [{ login: dee }]\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "labels: { approved: none }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:21 warning: "none" is taken as a label\'s name; write false for no label',
        mended: "labels: { approved: false }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "labels: { approved: ok, lgtm: OK }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:31 warning: "OK" is the label of `approved` too, so nobody can tell which is meant; write another name',
        mended: "labels: { approved: ok, lgtm: fine }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "labels: { approved: 'ok ' }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:21 warning: "ok " begins or ends with a blank; write "ok"',
        mended: "labels: { approved: ok }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "kinds: { docs: { titles: ['docs:'] } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:27 warning: "docs:" is the whole title; for titles that begin so write "docs:*"',
        mended: "kinds: { docs: { titles: ['docs:*'] } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "kinds: { docs: { titles: ['^docs: .*'] } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:27 warning: "^docs: .*" is a regular expression, and patterns of titles are none; write "docs: *"',
        mended: "kinds: { docs: { titles: ['docs: *'] } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "kinds: { docs: { labels: ['docs, documentation'] } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:27 warning: "docs, documentation" is one label, comma included; write "docs", "documentation" as items of the list',
        mended: "kinds: { docs: { labels: [docs, documentation] } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
    ],
  ],
];

const told = (text: string) => faultsOf(text, { knownCommands: commandNames, today: "2026-11-29" });

describe.each(MISTAKES)("%s: what is proposed is accepted without a word", (_, mistakes) => {
  it.each(mistakes)("$told", ({ wrong, told: message, mended }) => {
    expect(told(wrong)[0]).toBe(message);
    expect(told(mended)).toEqual([]);
  });
});
