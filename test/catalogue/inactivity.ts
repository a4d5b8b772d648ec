/** The texts about people who were not seen: the issue, the pull request that asks one of them, the ways back. */

import type { Guard } from "../../src/promotions/inactivity/guard.ts";
import { guardText } from "../../src/promotions/inactivity/guard-text.ts";
import { look } from "../../src/promotions/inactivity/look.ts";
import { lookIssue } from "../../src/promotions/inactivity/look-issue.ts";
import type { ProposalState } from "../../src/promotions/inactivity/proposal-state.ts";
import {
  endedText,
  proposalChange,
  proposalCheck,
  reminderText,
  stayedText,
} from "../../src/promotions/inactivity/proposal-text.ts";
import { returnChange, returnDecision } from "../../src/promotions/inactivity/returning.ts";
import { stayDecision, tooLateText } from "../../src/promotions/inactivity/stay.ts";
import { inactivityRules, LOOK_TITLE } from "../../src/registry/inactivity/rules.ts";
import { indexed } from "../../src/registry/registry-index.ts";
import { ago, aLook, DAY, NOW, OWNER } from "../promotions/inactivity/a-look.ts";
import { aRegistry } from "../registry/a-registry.ts";
import type { Chapter, Entry } from "./chapter.ts";

const TEXT = `roles:
  contributors: {}
  approvers: { inactivity: 12mo }
  maintainers: {}
inactivity: { mode: propose }
areas: { kusion: { repos: [kusion] }, karpor: { repos: [karpor] } }
maintainers: [ann, ben, cho]
approvers:
  - { login: eve, areas: [kusion], since: 2024-01-24 }
  - { login: fay, areas: [kusion] }
  - { login: kim, areas: [karpor] }
  - { login: lea, areas: [karpor] }
contributors: [dee]
emeritus:
  - { login: gus, was: approvers, areas: [kusion], since: 2020-01-01, until: 2026-01-01 }
  - { login: hal, was: approvers, until: 2020-01-01 }
  - old-friend
`;
const WEB = "https://github.com";
const registry = aRegistry(TEXT);
const index = indexed(registry);
const rules = inactivityRules(registry);
const place = { repository: { owner: OWNER, name: ".github" }, path: "roles.yaml", defaultBranch: "main" };
const who = (login: string) => ({ login, id: null });
const EVE = who("eve");
const UNTIL = NOW + 14 * DAY;

function issue(seen: Parameters<typeof aLook>[1], text = TEXT): string {
  const facts = aLook(text, seen);
  const { mode } = inactivityRules(facts.registry);
  const looked = look(facts);
  const from = `${OWNER}/.github`;
  return lookIssue({ look: looked, owner: OWNER, registry: from, mode, webUrl: WEB, now: NOW, next: NOW + 91 * DAY })
    .body;
}

function asking(): string {
  const [proposal] = look(aLook(TEXT, { eve: ago(500) })).proposals;
  if (proposal === undefined) throw new Error("nobody is proposed");
  const where = { ...place, owner: OWNER, registry, rules, webUrl: WEB, botLogin: "rung[bot]" };
  return proposalChange({ proposal, place: where, now: NOW, foundAt: NOW, until: UNTIL, mention: true }).body;
}

const GUARDS: readonly Guard[] = [
  { kind: "away", until: null, isOver: false },
  { kind: "away", until: NOW + 30 * DAY, isOver: false },
  { kind: "away", until: NOW - 30 * DAY, isOver: true },
  { kind: "stable", areas: ["karpor"] },
  { kind: "new", role: "approvers", since: "2026-06-01", after: "12mo" },
  { kind: "leaving", number: 5, url: `${WEB}/${OWNER}/.github/pull/5` },
  { kind: "paused", end: "stayed", until: NOW + 90 * DAY, url: `${WEB}/${OWNER}/.github/pull/7` },
  { kind: "paused", end: "vouched", until: NOW + 90 * DAY, url: `${WEB}/${OWNER}/.github/pull/7` },
  { kind: "unknown", role: "approvers", why: "GitHub did not answer every search" },
  { kind: "project-quiet" },
  { kind: "first-look" },
  { kind: "switched-off" },
  { kind: "keep", role: "approvers", least: 3 },
  { kind: "seats", text: "That leaves 2 approvers, and the ladder wants 3 at least" },
  { kind: "quarter", role: "approvers" },
  { kind: "last-approver", area: "kusion" },
  { kind: "warning", message: 'area "kusion" needs 2 approvals from approvers, but only 1 person holds that there' },
  { kind: "unwritable", why: "the id in approvers also says who the other entries mean; write it there first" },
  { kind: "untried" },
  { kind: "most", most: 3 },
];

const check = (state: ProposalState) => {
  const { title, text } = proposalCheck(state, EVE);
  return `${title}: ${text}`;
};
const SEEN = {
  kind: "seen",
  last: { at: NOW - DAY, url: null, item: { repository: `${OWNER}/kusion`, number: 12, private: false } },
} as const;

function stay(
  by: string,
  named: string | null,
  why = "",
  more: Partial<Parameters<typeof stayDecision>[0]> = {},
): string {
  const proposal = { person: EVE, holdings: [{ role: "approvers", areas: ["kusion"], to: "emeritus" }] };
  const decided = stayDecision({
    by: who(by),
    named: named === null ? null : who(named),
    why,
    proposal,
    index,
    past: [],
    ...more,
  });
  if (decided.kind !== "refused") throw new Error(`${by} was not refused`);
  return decided.text;
}

const VOUCHED = {
  person: EVE,
  holdings: [],
  openedAt: ago(230),
  endedAt: ago(220),
  end: "vouched",
  url: `${WEB}/${OWNER}/.github/pull/7`,
} as const;

function back(by: string, role: string | null = null): string {
  const decided = returnDecision({ by: who(by), role, areas: [], index, now: NOW });
  if (decided.kind === "refused") return decided.text;
  const word = { key: "comment:1/1", url: `${WEB}/${OWNER}/kusion/issues/8#issuecomment-1`, at: NOW };
  const subject = { repository: { owner: OWNER, name: "kusion" }, number: 8 };
  return returnChange({ person: who(by), decided, word, subject, index, place, botLogin: "rung[bot]" }).body;
}

const entries = (texts: Readonly<Record<string, string>>): readonly Entry[] =>
  Object.entries(texts).map(([when, text]) => ({ when, text }));

export const INACTIVITY: readonly Chapter[] = [
  {
    title: "Who has not been seen",
    readers: `In one issue, "${LOOK_TITLE}", in the registry's repository; \`rung seen\` says the same.`,
    entries: [
      ...entries({
        "the issue": issue({ eve: ago(500), kim: "nothing", lea: "no-answer" }),
        "the issue, where the registry only tells": issue({ eve: ago(500) }, TEXT.replace("propose", "advise")),
        "the issue, when the project is quiet": issue({ eve: ago(500), fay: ago(400), kim: ago(600) }),
        "the issue when nothing is left": issue({}),
      }),
      ...GUARDS.map((guard) => ({ when: `held: ${guard.kind}`, text: guardText(guard) })),
    ],
  },
  {
    title: "Asking one person",
    readers: "In a draft pull request of their own, its check and its comments.",
    entries: entries({
      "the pull request": asking(),
      "the check, waiting": check({ kind: "waiting", until: UNTIL, remind: false }),
      "the check, the notice over": check({ kind: "ready", why: "notice" }),
      "the check, agreed": check({ kind: "ready", why: "agreed" }),
      "the check, not to be told": check({ kind: "unclear", why: "GitHub did not answer every search" }),
      "the reminder": reminderText(EVE, UNTIL, true),
      "closed: seen": endedText(SEEN, EVE, WEB),
      "closed: held by now": endedText(
        { kind: "held", guard: { kind: "keep", role: "approvers", least: 3 } },
        EVE,
        WEB,
      ),
      "closed: listed otherwise": endedText({ kind: "gone" }, EVE, WEB),
      "closed: they stay": stayedText(EVE, null, NOW + 180 * DAY),
      "closed: vouched for": stayedText(
        EVE,
        { login: "fay", url: `${WEB}/${OWNER}/.github/pull/7#1` },
        NOW + 180 * DAY,
      ),
      "/stay, elsewhere": stay("eve", null, "", { proposal: null }),
      "/stay, after it was merged": tooLateText(EVE, "merged"),
      "/stay, after it was closed": tooLateText(EVE, "closed"),
      "/stay, by somebody else": stay("fay", null),
      "/stay, about somebody else": stay("fay", "kim", "she mentors"),
      "/stay, of another role": stay("dee", "eve", "she mentors"),
      "/stay, without what is known": stay("fay", "eve"),
      "/stay, twice in a row": stay("fay", "eve", "she mentors", { past: [VOUCHED] }),
    }),
  },
  {
    title: "Coming back",
    readers: "In the pull request that puts the line back, and in answers to `/return`.",
    entries: entries({
      "the pull request": back("gus"),
      "too late": back("hal"),
      "never listed": back("octo-fan"),
      "listed without what they were": back("old-friend"),
      "holds it": back("eve"),
      "asks for something else": back("gus", "maintainers"),
    }),
  },
];
