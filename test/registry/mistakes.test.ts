/**
 * Mistakes of people who write a roles.yaml: what each is told, word for word; and the text corrected as the message says, which is
 * accepted.
 */

import { readFileSync } from "node:fs";
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
        wrong: "groups: { core: { members: [cho] } }\nmaintainers: [ann, ben]\napprovers: [{ group: core }]\n",
        told: "1:17 expected a list of people; write [cho]",
        mended: "groups: { core: [cho] }\nmaintainers: [ann, ben]\napprovers: [{ group: core }]\n",
      },
      {
        wrong: "maintainers: [ann, ben]\napprovers: everyone\n",
        told: "2:12 expected a list of people; name each of them, as in [ann, ben]",
        mended: "maintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "reviews: { count: 2, remind: 3d }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:12 unknown key "count"; did you mean "request"?',
        mended: "reviews: { request: 2, nudge: 3d }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "roles:\n  members:\n  approvers:\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '4:1 unknown key "maintainers"; `roles` is the whole ladder where it is written; add `maintainers: {}` to it, as its last one',
        mended: "roles:\n  members:\n  approvers:\n  maintainers: {}\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "roles:\n  approvers:\n  maintainers:\ncontributors: [dee]\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '4:1 unknown key "contributors"; `roles` is the whole ladder where it is written; add `contributors: {}` to it, before approvers',
        mended:
          "roles:\n  contributors: {}\n  approvers:\n  maintainers:\ncontributors: [dee]\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "decisions: { technical: { by: maintainers, vote: majority } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:50 expected a mapping, found the text "majority"; write { share: majority, window: 14d }',
        mended:
          "decisions: { technical: { by: maintainers, vote: { share: majority, window: 14d } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "inactivity: 6mo\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:13 expected a mapping, found the text "6mo"; after how long nobody was seen is said with each role, below `roles`, as in `approvers: { inactivity: 6mo }`',
        mended:
          "roles:\n  members:\n  contributors:\n  approvers: { inactivity: 6mo }\n  maintainers:\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "bots: [dependabot]\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:7 expected a mapping, found a list; write them below a kind: { dependencies: ["dependabot[bot]"] }',
        mended:
          'bots: { dependencies: ["dependabot[bot]"] }\napproval: { when: [{ author: dependencies, min: 2 }] }\nmaintainers: [ann, ben]\napprovers: [cho]\n',
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
        mended:
          "areas: { a: { paths: [a/**], approval: { min: 1, from: maintainers } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
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
  [
    "names and values that are nearly right",
    [
      {
        wrong: "aproval: { min: 2 }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:1 unknown key "aproval"; did you mean "approval"?',
        mended: '"approval": { min: 2 }\nmaintainers: [ann, ben]\napprovers: [cho]\n',
      },
      {
        wrong: "approval: { mni: 2 }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:13 unknown key "mni"; did you mean "min"?',
        mended: 'approval: { "min": 2 }\nmaintainers: [ann, ben]\napprovers: [cho]\n',
      },
      {
        wrong: "approval: { lapse: dif }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:20 "dif" is not known here; did you mean "diff"?',
        mended: 'approval: { lapse: "diff" }\nmaintainers: [ann, ben]\napprovers: [cho]\n',
      },
      {
        wrong: "approval: { from: aprovers }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:19 role "aprovers" is not defined; defined are members, contributors, approvers, maintainers; did you mean "approvers"?',
        mended: 'approval: { from: "approvers" }\nmaintainers: [ann, ben]\napprovers: [cho]\n',
      },
      {
        wrong: "mode: advice\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:7 "advice" is not known here; did you mean "advise"?',
        mended: 'mode: "advise"\nmaintainers: [ann, ben]\napprovers: [cho]\n',
      },
      {
        wrong: "commands: { hodl: members }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:13 there is no command "hodl"; did you mean "hold"?',
        mended: 'commands: { "hold": members }\nmaintainers: [ann, ben]\napprovers: [cho]\n',
      },
      {
        wrong: "labels: { aproved: ok }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:11 unknown key "aproved"; did you mean "approved"?',
        mended: 'labels: { "approved": ok }\nmaintainers: [ann, ben]\napprovers: [cho]\n',
      },
      {
        wrong: "maintainers: [ann, ben]\napprovers: [{ logn: cho }]\n",
        told: '2:15 unknown key "logn"; did you mean "login"?',
        mended: 'maintainers: [ann, ben]\napprovers: [{ "login": cho }]\n',
      },
      {
        wrong: "maintainers: [ann, ben]\napprovers: [{ login: cho, aeras: [a] }]\nareas: { a: { paths: [x/**] } }\n",
        told: '2:27 unknown key "aeras"; did you mean "areas"?',
        mended: 'maintainers: [ann, ben]\napprovers: [{ login: cho, "areas": [a] }]\nareas: { a: { paths: [x/**] } }\n',
      },
      {
        wrong: "maintainers: [ann, ben]\napprovers: [{ teams: KusionStack/engine }]\n",
        told: '2:15 unknown key "teams"; did you mean "team"?',
        mended: 'maintainers: [ann, ben]\napprovers: [{ "team": KusionStack/engine }]\n',
      },
      {
        wrong:
          "maintainers: [ann, ben]\napprovers: [{ login: cho, areas: [enigne] }]\nareas: { engine: { paths: [x/**] } }\n",
        told: '2:35 area "enigne" is not defined; defined are engine; did you mean "engine"?',
        mended:
          'maintainers: [ann, ben]\napprovers: [{ login: cho, areas: ["engine"] }]\nareas: { engine: { paths: [x/**] } }\n',
      },
      {
        wrong:
          "roles: { members: , contributors: , approvers: , maintainers: { promotion: { sponsor: 2 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:78 unknown key "sponsor"; did you mean "sponsors"?',
        mended:
          'roles: { members: , contributors: , approvers: , maintainers: { promotion: { "sponsors": 2 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n',
      },
      {
        wrong:
          "roles: { members: , contributors: , approvers: , maintainers: { promotion: { sponsors: { from: maintaners, min: 2 } } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:96 role "maintaners" is not defined; defined are members, contributors, approvers, maintainers; did you mean "maintainers"?',
        mended:
          'roles: { members: , contributors: , approvers: , maintainers: { promotion: { sponsors: { from: "maintainers", min: 2 } } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n',
      },
      {
        wrong: "maintainers: ann, ben\n",
        told: "1:14 expected a list of people; write [ann, ben]",
        mended: "maintainers: [ann, ben]\n",
      },
      {
        wrong: 'maintainers: "@ann, ben"\n',
        told: "1:14 expected a list of people; write [ann, ben]",
        mended: "maintainers: [ann, ben]\n",
      },
      {
        wrong: "areas: { a: { repos: kusion } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:22 expected a list, found the text "kusion"; write [kusion]',
        mended: "areas: { a: { repos: [kusion] } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "areas:\n  a:\n    repos: kusion, karpor\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '3:12 expected a list, found the text "kusion, karpor"; write [kusion, karpor]',
        mended: "areas:\n  a:\n    repos: [kusion, karpor]\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: 'areas: { a: { paths: "docs/**" } }\nmaintainers: [ann, ben]\napprovers: [cho]\n',
        told: '1:22 expected a list, found the text "docs/**"; write [docs/**]',
        mended: "areas: { a: { paths: [docs/**] } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: 'areas: { a: { paths: "**/*.go, docs/**" } }\nmaintainers: [ann, ben]\napprovers: [cho]\n',
        told: '1:22 expected a list, found the text "**/*.go, docs/**"; write ["**/*.go", docs/**]',
        mended: 'areas: { a: { paths: ["**/*.go", docs/**] } }\nmaintainers: [ann, ben]\napprovers: [cho]\n',
      },
      {
        wrong: 'approval: { min: "2" }\nmaintainers: [ann, ben]\napprovers: [cho]\n',
        told: '1:18 expected a number, found the text "2"; write 2',
        mended: "approval: { min: 2 }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "approval: { author-counts: yes }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:28 expected true or false, found the text "yes"; write true',
        mended: "approval: { author-counts: true }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "welcome: 2024\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:10 YAML reads 2024 as no text; quote it: "2024"',
        mended: 'welcome: "2024"\nmaintainers: [ann, ben]\napprovers: [cho]\n',
      },
      {
        wrong: "welcome: true\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: "1:10 YAML reads true as no text; write the text that is meant, or leave the key out",
        mended: "welcome: Welcome!\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "maintainers: [ann, ben]\napprovers: [123]\n",
        told: '2:13 expected a login, or a mapping with `login`, `team` or `group`; to mean the text, quote it: "123"',
        mended: 'maintainers: [ann, ben]\napprovers: ["123"]\n',
      },
      {
        wrong: "maintainers: [ann, ben]\napprovers: [{ login: 123 }]\n",
        told: '2:22 YAML reads 123 as no text; quote it: "123"',
        mended: 'maintainers: [ann, ben]\napprovers: [{ login: "123" }]\n',
      },
      {
        wrong: "areas: { a: { repos: [2048] } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:23 YAML reads 2048 as no text; quote it: "2048"',
        mended: 'areas: { a: { repos: ["2048"] } }\nmaintainers: [ann, ben]\napprovers: [cho]\n',
      },
      {
        wrong: "areas: { a: { repos: [kusionstack/kusion] } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:23 "kusionstack/kusion" names the owner too; write "kusion"',
        mended: 'areas: { a: { repos: ["kusion"] } }\nmaintainers: [ann, ben]\napprovers: [cho]\n',
      },
      {
        wrong: "labels: { approved: true }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: "1:21 expected a label's name, or false for none; write the text that is meant, or leave the key out",
        mended: "maintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "roles: { members: , contributors: , approvers: , maintainers: { promotion: { lazy-consensus: 72h } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:94 "72h" is a duration, and a role belongs here; a duration has a key of its own: { window: 72h }',
        mended:
          "roles: { members: , contributors: , approvers: , maintainers: { promotion: { lazy-consensus: { window: 72h } } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "roles: { members: , contributors: , approvers: , maintainers: { promotion: { objections: 7d } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:90 "7d" is a duration, and a role belongs here; a duration has a key of its own: { window: 7d }',
        mended:
          "roles: { members: , contributors: , approvers: , maintainers: { promotion: { objections: { window: 7d } } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "areas: { a: { paths: ['^docs/.*$'], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:23 warning: "^docs/.*$" is a regular expression, and patterns are none: `*` stands for any text in a name, `**` for any folders; write "docs/**"',
        mended:
          'areas: { a: { paths: ["docs/**"], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n',
      },
      {
        wrong: "areas: { a: { paths: ['docs**'], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:23 warning: "docs**" has `**` beside other text, where it is no more than `*` and stays within one folder; write "docs/**"',
        mended:
          'areas: { a: { paths: ["docs/**"], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n',
      },
      {
        wrong:
          "areas: { a: { paths: [' docs/**'], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:23 warning: " docs/**" begins or ends with a blank, which is part of the pattern; write "docs/**"',
        mended:
          'areas: { a: { paths: ["docs/**"], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n',
      },
      {
        wrong: "areas: { a: { paths: ['*.go'], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:23 warning: "*.go" matches only at the top of the repository; for every folder write "**/*.go"',
        mended:
          'areas: { a: { paths: ["**/*.go"], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n',
      },
      {
        wrong:
          "areas: { a: { paths: [pkg/engine], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:23 warning: "pkg/engine" is one file of that very name; for a folder write "pkg/engine/**"',
        mended:
          'areas: { a: { paths: ["pkg/engine/**"], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n',
      },
      {
        wrong:
          "areas: { a: { paths: ['app/[id]/**'], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: "1:23 warning: \"app/[id]/**\" has [ ], which stands for one of the characters in it; for a folder of that name write 'app/\\[id\\]/**'",
        mended:
          "areas: { a: { paths: ['app/\\[id\\]/**'], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "areas: { a: { paths: ['pkg\\engine\\**'], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:23 warning: "pkg\\\\engine\\\\**" has a backslash, which separates nothing: it only takes away the meaning of the next sign; write "pkg/engine/**"',
        mended:
          'areas: { a: { paths: ["pkg/engine/**"], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n',
      },
      {
        wrong: "areas: { a: { paths: [*.go], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:23 YAML takes a star at the beginning for an alias; put the pattern in quotes: "*.go"',
        mended:
          'areas: { a: { paths: ["**/*.go"], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n',
      },
      {
        wrong: "areas: { a: { paths: [**/*.go], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:23 YAML takes a star at the beginning for an alias; put the pattern in quotes: "**/*.go"',
        mended:
          'areas: { a: { paths: ["**/*.go"], approval: { min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n',
      },
      {
        wrong:
          "approval: { branches: { 'refs/heads/release-*': { min: 2 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:25 warning: "refs/heads/release-*" names a reference, and branches are written by their names alone; write "release-*"',
        mended: 'approval: { branches: { "release-*": { min: 2 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n',
      },
      {
        wrong: "reviews: { nudge: 12m }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: "1:19 warning: 12m is minutes, as m always is; for months write 12mo; for minutes 720s leaves no doubt",
        mended: "reviews: { nudge: 12mo }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "roles: { members: , contributors: , approvers: , maintainers: { promotion: { acceptance: true, remind: 30d, expires: 14d } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: "1:104 warning: it expires after 14d, so nobody is ever reminded after 30d; write `false` for no reminder, or less than 14d",
        mended:
          "roles: { members: , contributors: , approvers: , maintainers: { promotion: { acceptance: true, remind: false, expires: 14d } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "maintainers: [ann, ben]\napprovers: [{ login: cho, since: 2024 }]\n",
        told: '2:34 "2024" is no day; write it as YYYY-MM-DD',
        mended: "maintainers: [ann, ben]\napprovers: [{ login: cho, since: 2024-08-30 }]\n",
      },
      {
        wrong: "maintainers: [ann, ben]\napprovers: [{ login: cho, since: 20240830 }]\n",
        told: '2:34 "20240830" is no day as days are written here; write 2024-08-30',
        mended: "maintainers: [ann, ben]\napprovers: [{ login: cho, since: 2024-08-30 }]\n",
      },
      {
        wrong: "maintainers: '*'\n",
        told: "1:14 expected a list of people, as in [ann, ben]",
        mended: "maintainers: [ann, ben]\n",
      },
      {
        wrong: "maintainers: [@ann, ben]\n",
        told: "1:15 not valid YAML: a login is written without the @, as in [ann, ben]",
        mended: "maintainers: [ann, ben]\n",
      },
      {
        wrong: "maintainers:\u00a0[ann, ben]\n",
        told: "1:13 the blank here is U+00A0, which YAML does not take for a space; type a plain space instead",
        mended: "maintainers: [ann, ben]\n",
      },
      {
        wrong: "maintainers:\n\u00a0\u00a0- ann\n  - ben\n",
        told: "2:1 the blank here is U+00A0, which YAML does not take for a space; type a plain space instead",
        mended: "maintainers:\n  - ann\n  - ben\n",
      },
      {
        wrong: "approval: {min:\u00a02}\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: "1:16 the blank here is U+00A0, which YAML does not take for a space; type a plain space instead",
        mended: "approval: {min: 2}\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "<<<<<<< HEAD\nmaintainers: [ann]\n=======\nmaintainers: [ben]\n>>>>>>> theirs\napprovers: [cho]\n",
        told: "1:1 a merge conflict was left here; keep one side of it, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>",
        mended: "maintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "maintainers: [ann, ben]\napprovers: [{ login: cho, away: 2w }]\n",
        told: '2:33 "2w" is a span, and nobody can tell from when; write the day of return as YYYY-MM-DD, or true',
        mended: "maintainers: [ann, ben]\napprovers: [{ login: cho, away: true }]\n",
      },
      {
        wrong: "maintainers: [ann, ben]\napprovers: [{ login: cho, away: until 2027-01-01 }]\n",
        told: '2:33 "until 2027-01-01" is more than a day; write 2027-01-01',
        mended: "maintainers: [ann, ben]\napprovers: [{ login: cho, away: 2027-01-01 }]\n",
      },
      {
        wrong: "approval: { from: anyone }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:19 role "anyone" is not defined; write members, the lowest, for whoever holds a role',
        mended: "approval: { from: members }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "commands: { hold: nobody }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:19 role "nobody" is not defined, and no word stands for nobody; write the role that is meant, or leave the key out',
        mended: "commands: { hold: maintainers }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
    ],
  ],
  [
    "criteria written short",
    [
      {
        wrong:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { sponsors: 1, from: approvers } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '5:44 unknown key "from"; it belongs within `sponsors`, as in `sponsors: { from: … }`',
        mended:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { sponsors: { min: 1, from: approvers } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { vote: 2/3 } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '5:37 expected a mapping with `of`, as in { of: maintainers, share: "2/3" }',
        mended:
          'roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { vote: { of: maintainers, share: "2/3" } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n',
      },
      {
        wrong:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { vote: 2/3 of maintainers } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '5:37 expected a mapping with `of`, as in { of: maintainers, share: "2/3" }; write { of: maintainers, share: "2/3" }',
        mended:
          'roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { vote: { of: maintainers, share: "2/3" } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n',
      },
      {
        wrong:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { vote: 2 maintainers } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '5:37 expected a mapping with `of`, as in { of: maintainers, share: "2/3" }; write { of: maintainers, min-yes: 2 }',
        mended:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { vote: { of: maintainers, min-yes: 2 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { tenure: 6mo } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: "5:39 expected a mapping with `in` and `min`, as in { in: approvers, min: 6mo }",
        mended:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { tenure: { in: approvers, min: 6mo } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { tenure: 6mo in approvers } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: "5:39 expected a mapping with `in` and `min`, as in { in: approvers, min: 6mo }; write { in: approvers, min: 6mo }",
        mended:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { tenure: { in: approvers, min: 6mo } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { sponsors: 2 maintainers } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: "5:41 expected a number, or a mapping with `from` and `min`; write { from: maintainers, min: 2 }",
        mended:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { sponsors: { from: maintainers, min: 2 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { sponsors: [ann, ben] } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: "5:42 expected a number, or a mapping with `from` and `min`",
        mended:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { sponsors: { from: maintainers, min: 2 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { merged-pulls: 6mo } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: "5:45 expected a number, or a mapping with `min` and filters; write { within: 6mo }",
        mended:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { merged-pulls: { within: 6mo } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { objections: 7 } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: "5:43 expected a role, or a mapping with `from`; write { window: 7d }",
        mended:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { objections: { window: 7d } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { lazy-consensus: true } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: "5:47 expected a role, or a mapping with `from`; write {}",
        mended:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { lazy-consensus: {} } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { attestation: true } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: "5:44 expected a text, or a mapping with `text` and `by`; write the text that is meant, or leave the key out",
        mended:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { attestation: knows the engine } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { sponsors: 1, waive: nobody } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '5:51 role "nobody" is not defined; write `waive: false` for nobody',
        mended:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { sponsors: 1, waive: false } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { sponsors: { from: everyone, min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '5:49 role "everyone" is not defined; write members, the lowest, for whoever holds a role',
        mended:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { sponsors: { from: members, min: 1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
    ],
  ],
  [
    "criteria that cannot be met, or are met by others than they look like",
    [
      {
        wrong:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { notice: 30d, expires: 14d } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: "5:39 warning: it expires after 14d, so 30d never pass; write less here, or a longer `expires`",
        mended:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { notice: 10d, expires: 14d } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { sponsors: 1, objections: { window: 30d }, expires: 14d } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: "5:66 warning: it expires after 14d, so 30d never pass; write less here, or a longer `expires`",
        mended:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { sponsors: 1, objections: { window: 7d }, expires: 14d } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { vote: { of: maintainers, window: 4mo } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: "5:64 warning: it expires after 90d, which is usual, so 4mo never pass; write less here, or a longer `expires`",
        mended:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { vote: { of: maintainers, window: 14d } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { notice: 60d, objections: { window: 60d } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: "5:66 warning: these 60d begin when the other 60d have passed, and it expires after 90d, which is usual; write less here, `starts: nominated`, or a longer `expires`",
        mended:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { notice: 60d, objections: { window: 60d, starts: nominated } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { vote: { of: maintainers, quorum: 5 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: "5:31 warning: maintainers need 5 voters from maintainers, but only 2 people hold that; ask for fewer, or name more people",
        mended:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { vote: { of: maintainers, quorum: 2 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { vote: { of: maintainers, min-yes: 5 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: "5:31 warning: maintainers need 5 voters from maintainers, but only 2 people hold that; ask for fewer, or name more people",
        mended:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { vote: { of: maintainers, min-yes: 2 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "roles:\n  members:\n  contributors:\n  approvers: { promotion: { sponsors: { from: approvers, min: 2, of-which: { from: maintainers, min: 3 } } } }\n  maintainers:\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: "4:29 warning: approvers need 3 sponsors from maintainers, but only 2 people hold that; ask for fewer, or name more people",
        mended:
          "roles:\n  members:\n  contributors:\n  approvers: { promotion: { sponsors: { from: approvers, min: 2, of-which: { from: maintainers, min: 2 } } } }\n  maintainers:\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { merged-pulls: { min: 5, max: 3 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: "5:60 warning: no number is 5 or more and 3 or less; write 5 or more here",
        mended:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { merged-pulls: { min: 5, max: 5 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { merged-pulls: { min: 5, base: refs/heads/main } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '5:61 warning: "refs/heads/main" names a reference, and branches are written by their names alone; write "main"',
        mended:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { merged-pulls: { min: 5, base: main } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { merged-pulls: { min: 5, base: 'release-*' } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '5:61 warning: "release-*" is no pattern here, and no branch is called so; write the whole name of one branch, or leave the key out',
        mended:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { merged-pulls: { min: 5, base: release-1 } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { merged-pulls: { min: 5, labels: 'bug, feature' } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '5:63 warning: "bug, feature" is one label, comma included; write ["bug", "feature"]',
        mended:
          'roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { merged-pulls: { min: 5, labels: ["bug", "feature"] } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n',
      },
      {
        wrong:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { reviewed-pulls: { min: 5, labels: ['area/*'] } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '5:66 warning: the * in "area/*" stands for nothing here; write the whole name of one label',
        mended:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { reviewed-pulls: { min: 5, labels: [area/docs] } } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { holds: maintainers } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: "5:38 warning: only somebody who is a maintainer or above already can meet this, so nobody rises to it; write approvers, or a role below",
        mended:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { holds: approvers } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { holds: same-or-higher } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: "5:38 warning: only somebody who is a maintainer or above already can meet this, so nobody rises to it; write approvers, or a role below",
        mended:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { holds: approvers } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "roles:\n  members:\n  contributors: { promotion: { tenure: { in: maintainers, min: 6mo } } }\n  approvers:\n  maintainers:\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: "3:46 warning: only somebody who is a contributor or above already can meet this, so nobody rises to it; write members, or a role below",
        mended:
          "roles:\n  members:\n  contributors: { promotion: { tenure: { in: members, min: 6mo } } }\n  approvers:\n  maintainers:\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "roles:\n  members: { promotion: { holds: contributors } }\n  contributors:\n  approvers:\n  maintainers:\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: "2:34 warning: only somebody who is a member or above already can meet this, so nobody rises to it; remove it",
        mended:
          "roles:\n  members: { promotion: { acceptance: true } }\n  contributors:\n  approvers:\n  maintainers:\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { acceptance: yes } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '5:43 warning: "yes" is taken as the text itself, word for word; write true',
        mended:
          "roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { acceptance: true } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
    ],
  ],
  [
    "texts that are taken as they stand",
    [
      {
        wrong: "welcome: Hello #1\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:10 warning: the text ends before "#1", where a comment begins; to have it in the text put all in quotes: "Hello #1"; else put a space behind the #',
        mended: 'welcome: "Hello #1"\nmaintainers: [ann, ben]\napprovers: [cho]\n',
      },
      {
        wrong: "welcome: Hello #newcomers\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:10 warning: the text ends before "#newcomers", where a comment begins; to have it in the text put all in quotes: "Hello #newcomers"; else put a space behind the #',
        mended: 'welcome: "Hello #newcomers"\nmaintainers: [ann, ben]\napprovers: [cho]\n',
      },
      {
        wrong:
          "roles:\n  members:\n  approvers: { promotion: { sponsors: 1 } }\n  maintainers:\n    summary: Lead #1\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '5:14 warning: the text ends before "#1", where a comment begins; to have it in the text put all in quotes: "Lead #1"; else put a space behind the #',
        mended:
          'roles:\n  members:\n  approvers: { promotion: { sponsors: 1 } }\n  maintainers:\n    summary: "Lead #1"\nmaintainers: [ann, ben]\napprovers: [cho]\n',
      },
      {
        wrong: "labels:\n  approved: ok #1\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '2:13 warning: the text ends before "#1", where a comment begins; to have it in the text put all in quotes: "ok #1"; else put a space behind the #',
        mended: 'labels:\n  approved: "ok #1"\nmaintainers: [ann, ben]\napprovers: [cho]\n',
      },
      {
        wrong: "welcome: no\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:10 warning: "no" is taken as the text itself, word for word; leave the key out',
        mended: "maintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "labels: { approved: ~ }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:11 warning: `approved` has no value, as if it were not there, so the label is "approved"; write false for none, or remove the key',
        mended: "labels: { approved: false }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "labels: { needs-approver: ~ }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: "1:11 warning: `needs-approver` has no value, as if it were not there, so there is no such label; write its name, or remove the key",
        mended: "labels: { needs-approver: waits }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong: "kinds: { docs: { labels: [none] } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '1:27 warning: "none" is taken as a label\'s name; write the name that is meant, or remove it',
        mended: "kinds: { docs: { labels: [] } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
    ],
  ],
  [
    "entries and areas beside others",
    [
      {
        wrong: "maintainers: [ann, ben]\napprovers: [{ team: KusionStack/docs }, { team: kusionstack/Docs }]\n",
        told: '2:41 warning: "kusionstack/Docs" is listed twice in approvers; remove one of the entries',
        mended: "maintainers: [ann, ben]\napprovers: [{ team: KusionStack/docs }]\n",
      },
      {
        wrong: "maintainers: [ann, ben, { team: KusionStack/docs }]\napprovers: [{ team: KusionStack/docs }]\n",
        told: '2:13 warning: "KusionStack/docs" holds maintainers already, which includes approvers; remove this entry',
        mended: "maintainers: [ann, ben, { team: KusionStack/docs }]\n",
      },
      {
        wrong: "maintainers: [{ login: ann, away: true }, { login: ben, away: true }]\n",
        told: "1:1 warning: everyone who may approve is away; write the day of return of one of them, or name somebody else",
        mended: "maintainers: [{ login: ann, away: 2027-01-01 }, { login: ben, away: true }]\n",
      },
      {
        wrong:
          "areas:\n  e: { repos: [kusion], paths: [pkg/**], approval: { min: 2 } }\n  g: { repos: [kusion, karpor], paths: [pkg/**], approval: { min: 1 } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '2:33 warning: "pkg/**" is that of area "g" too, which is written later, so its rules hold; remove it from one of the two',
        mended:
          "areas:\n  g: { repos: [kusion, karpor], paths: [pkg/**], approval: { min: 1 } }\n  e: { repos: [kusion], paths: [pkg/**], approval: { min: 2 } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
      {
        wrong:
          "areas:\n  e: { repos: [kusion], paths: [pkg/**], approval: { min: 2 } }\n  g: { paths: [pkg/**], approval: { min: 1 } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
        told: '2:33 warning: "pkg/**" is that of area "g" too, which is written later, so its rules hold; remove it from one of the two',
        mended:
          "areas:\n  g: { paths: [pkg/**], approval: { min: 1 } }\n  e: { repos: [kusion], paths: [pkg/**], approval: { min: 2 } }\nmaintainers: [ann, ben]\napprovers: [cho]\n",
      },
    ],
  ],
];

const told = (text: string) => faultsOf(text, { knownCommands: commandNames, today: "2026-11-29" });

/** What a message says to write, as YAML. */
const PROPOSED =
  /(?:did you mean|for months write|write|quote it:|in quotes:|of its own:|the owner:|owner:) (`[^`]+`|"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|\[[^\]]*\]|\{[^}]*\}|\d+(?:mo|h|s)?|true|false)(?=$|[,;.? ])/g;

/** Those that the text does not have, in quotes or without. */
function notTaken(message: string, text: string): readonly string[] {
  const proposals = [...message.matchAll(PROPOSED)].map(([, proposal = ""]) => proposal.replace(/^`|`$/g, ""));
  return proposals.filter((each) => !text.includes(each) && !text.includes(each.replace(/^["']|["']$/g, "")));
}

describe.each(MISTAKES)("%s: what is proposed is accepted without a word", (_, mistakes) => {
  it.each(mistakes)("$told", ({ wrong, told: message, mended }) => {
    expect(told(wrong)[0]).toBe(message);
    expect(notTaken(message, mended)).toEqual([]);
    expect(told(mended)).toEqual([]);
  });
});

const PEOPLE = "maintainers: [ann, ben]\napprovers: [cho]\n";
const rule = (promotion: string) =>
  `roles:\n  members:\n  contributors:\n  approvers:\n  maintainers: { promotion: { ${promotion} } }\n${PEOPLE}`;

/** Each is near a mistake above, and none. */
const GOOD: readonly string[] = [
  "areas:\n  all: { repos: [a, b], paths: [x/**], approval: { min: 1 } }\n  one: { repos: [a], paths: [x/**], approval: { min: 2 } }\n",
  "areas:\n  all: { paths: [x/**], approval: { min: 1 } }\n  one: { repos: [a], paths: [x/**], approval: { min: 2 } }\n",
  "welcome: Hello # said to newcomers\n",
  'welcome: "Hello #1"\n',
  "welcome: |\n  Hello #1\n",
  "welcome: Yes, you are welcome\n",
  "labels: { approved: ok, hold: false }\n",
]
  .map((text) => text + PEOPLE)
  .concat(
    "areas:\n  all: { repos: [a, b], paths: [x/**], approval: { min: 1 } }\n  one: { repos: [a], paths: [x/**], exclusive: true }\nmaintainers: [ann, ben, { login: dan, areas: [one] }, { login: eve, areas: [one] }]\n",
  );
const GOOD_RULES: readonly string[] = [
  "any: [{ holds: maintainers }, { sponsors: 1 }]",
  "holds: { role: maintainers, area: engine }",
  "holds: below",
  "vote: { of: maintainers, window: 6mo, early: true }",
  "vote: { of: maintainers, quorum: 0.5 }",
  "objections: { window: 90d }",
  "any: [{ notice: 60d }, { objections: { window: 60d } }]",
  "notice: 60d, objections: { window: 60d }, expires: 1y",
  "acceptance: I promise to say yes",
  "merged-pulls: { min: 5, labels: [bug, feature], base: release-1.0 }",
];

describe("what is good is told nothing", () => {
  it("docs/promotions.md shows a ladder", () => {
    const page = readFileSync(new URL("../../docs/promotions.md", import.meta.url), "utf8");
    const [, example = ""] = /```yaml\n(.*?)```/s.exec(page) ?? [];
    expect(example).toContain("promotion:");
    expect(told(example)).toEqual([]);
  });
  it.each(GOOD)("%s", (text) => expect(told(text)).toEqual([]));
  it.each(GOOD_RULES)("%s", (promotion) => {
    const areas = promotion.includes("engine") ? "areas: { engine: { paths: [engine/**] } }\n" : "";
    expect(told(areas + rule(promotion))).toEqual([]);
  });
});
