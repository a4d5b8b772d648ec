/** What a message proposes, written as it says, is accepted: no fault is left at that place. */
import { describe, expect, it } from "vitest";
import { commandNames } from "../../src/commands/index.ts";
import { parsed } from "./a-registry.ts";

const PEOPLE = "maintainers: [ann, ben]\napprovers: [cho]\n";
const promotion = (block: string) =>
  `roles: { members: , contributors: , approvers: , maintainers: { promotion: { ${block} } } }\n`;
const people = (list: string) => `maintainers: [ann, ben]\napprovers: ${list}\n`;
const area = (body: string) => `areas: { a: { ${body} } }\n${PEOPLE}`;

/** Each has one mistake for which something is proposed. */
const MISTAKES: readonly string[] = [
  // keys and names that are nearly right
  `aproval: { min: 2 }\n${PEOPLE}`,
  `approval: { mni: 2 }\n${PEOPLE}`,
  `approval: { lapse: dif }\n${PEOPLE}`,
  `approval: { from: aprovers }\n${PEOPLE}`,
  `mode: advice\n${PEOPLE}`,
  `commands: { hodl: members }\n${PEOPLE}`,
  `labels: { aproved: ok }\n${PEOPLE}`,
  people("[{ logn: cho }]"),
  `${people("[{ login: cho, aeras: [a] }]")}areas: { a: { paths: [x/**] } }\n`,
  people("[{ teams: KusionStack/engine }]"),
  `${people("[{ login: cho, areas: [enigne] }]")}areas: { engine: { paths: [x/**] } }\n`,
  promotion("sponsor: 2") + PEOPLE,
  promotion("sponsors: { from: maintaners, min: 2 }") + PEOPLE,
  // the wrong kind of value
  "maintainers: ann, ben\n",
  'maintainers: "@ann, ben"\n',
  area("repos: kusion"),
  `areas:\n  a:\n    repos: kusion, karpor\n${PEOPLE}`,
  area('paths: "docs/**"'),
  area('paths: "**/*.go, *.md"'),
  `approval: { min: "2" }\n${PEOPLE}`,
  `approval: { author-counts: yes }\n${PEOPLE}`,
  `welcome: 2024\n${PEOPLE}`,
  `welcome: true\n${PEOPLE}`,
  people("[123]"),
  people("[{ login: 123 }]"),
  area("repos: [2048]"),
  area("repos: [kusionstack/kusion]"),
  `labels: { approved: true }\n${PEOPLE}`,
  promotion("lazy-consensus: 72h") + PEOPLE,
  promotion("objections: 7d") + PEOPLE,
  // what means something else
  area("paths: ['^docs/.*$'], approval: { min: 1 }"),
  area("paths: ['docs**'], approval: { min: 1 }"),
  area("paths: [' docs/**'], approval: { min: 1 }"),
  area("paths: ['*.go'], approval: { min: 1 }"),
  area("paths: [pkg/engine], approval: { min: 1 }"),
  area("paths: ['app/[id]/**'], approval: { min: 1 }"),
  area("paths: ['pkg\\engine\\**'], approval: { min: 1 }"),
  area("paths: [*.go], approval: { min: 1 }"),
  area("paths: [**/*.go], approval: { min: 1 }"),
  `approval: { branches: { 'refs/heads/release-*': { min: 2 } } }\n${PEOPLE}`,
  `reviews: { nudge: 12m }\n${PEOPLE}`,
  promotion("acceptance: true, remind: 30d, expires: 14d") + PEOPLE,
];

/** Nothing can be proposed for these by a word; the message must not propose what is refused in turn. */
const WITHOUT_PROPOSAL: readonly (readonly [string, RegExp])[] = [
  [people("[{ login: cho, since: 2024 }]"), /"2024" is no day; write it as YYYY-MM-DD$/],
  [people("[{ login: cho, since: 20240830 }]"), /write 2024-08-30$/],
  ["maintainers: '*'\n", /expected a list of people, as in \[ann, ben\]$/],
  ["maintainers: [@ann, ben]\n", /a login is written without the @/],
  ["maintainers:\u00a0[ann, ben]\napprovers: [cho]\n", /^1:13 the blank here is U\+00A0/],
  ["maintainers:\n\u00a0\u00a0- ann\n  - ben\n", /^2:1 the blank here is U\+00A0/],
  [`approval: {min:\u00a02}\n${PEOPLE}`, /^1:16 the blank here is U\+00A0/],
  [
    `<<<<<<< HEAD\nmaintainers: [ann]\n=======\nmaintainers: [ben]\n>>>>>>> theirs\napprovers: [cho]\n`,
    /^1:1 a merge conflict was left here; keep one side of it, and delete the lines/,
  ],
];

const PROPOSED =
  /(?:did you mean|for months write|write|quote it:|in quotes:|of its own:|the owner:|owner:) (`[^`]+`|"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|\[[^\]]*\]|\{[^}]*\}|\d+(?:mo|h|s)?|true|false)(?=$|[,;.? ])/g;

interface Found {
  readonly severity: "error" | "warning";
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

function faultsIn(text: string): readonly Found[] {
  return parsed(text, { knownCommands: commandNames }).faults;
}

function proposalsOf({ message }: Found): readonly string[] {
  return [...message.matchAll(PROPOSED)].flatMap(([, proposal]) => (proposal === undefined ? [] : [proposal]));
}

/** The text with what stands at the place replaced. */
function applied(text: string, { line, column }: Found, proposal: string): string {
  const lines = text.split("\n");
  const before = (lines[line - 1] ?? "").slice(0, column - 1);
  const rest = (lines[line - 1] ?? "").slice(column - 1);
  const plainText = /[{[]/.test(before) ? /^(?:\*[^,\]}]*|[^,:\]}]+)/ : /^[^:#]+/;
  const [written = ""] = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')/.exec(rest) ?? plainText.exec(rest) ?? [];
  const plain = proposal.replace(/^`|`$/g, "");
  lines[line - 1] = `${before}${plain}${rest.slice(written.trimEnd().length)}`;
  return lines.join("\n");
}

describe("advice that is followed works", () => {
  it.each(MISTAKES)("%s", (text) => {
    const [first] = faultsIn(text);
    if (first === undefined) throw new Error("no fault");
    const proposals = proposalsOf(first);
    expect({ message: first.message, proposals: proposals.length }).not.toMatchObject({ proposals: 0 });
    for (const proposal of proposals) {
      const left = faultsIn(applied(text, first, proposal));
      expect({
        proposal,
        left: left.filter(({ severity, message }) => severity === "error" || message === first.message),
      }).toEqual({
        proposal,
        left: [],
      });
    }
  });

  it.each(WITHOUT_PROPOSAL)("%s is one fault that says what to do", (text, message) => {
    const found = faultsIn(text).map((one) => `${one.line}:${one.column} ${one.message}`);
    expect(found).toEqual([expect.stringMatching(message)]);
  });
});
