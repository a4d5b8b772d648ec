/** Builders of decisions for tests: sensible defaults, so that a case shows only what matters. */

import type { IssueFacts, PullFacts } from "../../../src/model/facts.ts";
import type { DecisionRecord, DecisionStatement } from "../../../src/promotions/decisions/decision.ts";
import { takeStatements } from "../../../src/promotions/decisions/decision-statements.ts";
import { areasOfDecision } from "../../../src/promotions/decisions/electorate.ts";
import { type DecisionReview, judgeDecision } from "../../../src/promotions/decisions/judge-decision.ts";
import { newDecisionRecord } from "../../../src/promotions/decisions/new-decision.ts";
import type { DecisionRule } from "../../../src/registry/decisions/decisions-key.ts";
import { indexed, type RegistryIndex } from "../../../src/registry/registry-index.ts";
import type { Account, Instant } from "../../../src/shared/names.ts";
import { anIssue } from "../../commands/a-context.ts";
import { aRegistry } from "../../registry/a-registry.ts";
import { NOON, person } from "../../support/a-pull.ts";
import { DAY, days } from "../a-promotion.ts";

/** Five maintainers of three employers, an approver of karpor; pat holds no role. */
const PEOPLE = `areas:
  kusion: { repos: [kusion] }
  engine: { repos: [kusion], paths: ["pkg/engine/**"] }
  karpor: { repos: [karpor] }
approvers: [{ login: kim, areas: [karpor] }, { login: eve, areas: [engine] }, { login: lou, areas: [kusion] }]
maintainers:
  - { login: ann, affiliation: Ant }
  - { login: ben, affiliation: Ant }
  - { login: cho, affiliation: Viettel }
  - { login: dee, affiliation: Ant }
  - { login: fay, areas: [kusion] }
`;

export function people(decisions: string, without: readonly string[] = []): RegistryIndex {
  const text = without.reduce(
    (whole, login) => whole.replace(new RegExp(`^ {2}- \\{ login: ${login}.*\\n`, "m"), ""),
    PEOPLE,
  );
  // Nobody is left.
  const whole = text.endsWith("maintainers:\n") ? text.replace("maintainers:\n", "maintainers: []\n") : text;
  return indexed(aRegistry(`${whole}decisions: ${decisions}\n`));
}

/** The first kind of such a registry. */
export function aKind(decisions: string): DecisionRule {
  const [first] = people(decisions).registry.decisions ?? [];
  if (first === undefined) throw new Error("no kind of decision is written");
  return first;
}

export const LAZY = "{ technical: { by: maintainers, lazy: 7d } }";
export const VOTE = "{ direction: { by: maintainers, vote: { share: 2/3, window: 14d } } }";

/** Opened by ann at noon of a Monday, and seen at once. */
export function aDecision(decisions = LAZY, facts: IssueFacts | PullFacts = anIssue()): DecisionRecord {
  const rule = aKind(decisions);
  const index = people(decisions);
  return newDecisionRecord(
    { rule, text: "We move to Go 1.26", areas: areasOfDecision(rule, facts, index) },
    { key: "comment:100/1", by: who("ann"), at: NOON, url: "https://github.test/c/100" },
    { facts: { ...facts, readAt: NOON }, index, teamsRead: true },
  );
}

export function who(login: string): { readonly login: string; readonly id: Account["id"] } {
  return { login, id: person(login).id };
}

let last = 200;

type Content = DecisionStatement extends infer Word
  ? Word extends unknown
    ? Omit<Word, "key" | "by" | "at" | "url">
    : never
  : never;

/** So many days after the decision was opened. */
export function said(login: string, day: number, content: Content, key = `comment:${++last}/1`): DecisionStatement {
  return { key, by: who(login), at: days(day), url: `https://github.test/${key}`, ...content };
}

export const vote = (login: string, day: number, choice: "yes" | "no" | "abstain" | "cancel", why = "") =>
  said(login, day, { kind: "vote", choice, why });
export const object = (login: string, day: number, why = "it breaks") =>
  said(login, day, { kind: "object", cancel: false, why });
export const unobject = (login: string, day: number) => said(login, day, { kind: "object", cancel: true, why: "" });
export const wait = (login: string, day: number) => said(login, day, { kind: "wait", why: "" });
export const cancel = (login: string, day: number) => said(login, day, { kind: "cancel" });
export const review = (login: string, day: number, state: "yes" | "no" | "none", id = ++last) =>
  said(login, day, { kind: "review", state, why: "" }, `review:${id}/0`);

export interface Looking {
  readonly decisions?: string;
  readonly record?: DecisionRecord;
  readonly without?: readonly string[];
  readonly index?: RegistryIndex;
  readonly unreadTeams?: readonly string[];
  /** Closed since that day. */
  readonly closed?: number;
}

/** How it stands so many days after it was opened, with these words. */
export function looked(day: number, words: readonly DecisionStatement[], given: Looking = {}): DecisionReview {
  const { decisions = LAZY, record = aDecision(decisions), without = [], unreadTeams = [] } = given;
  const index = given.index ?? people(decisions, without);
  const now: Instant = days(day);
  const taken = takeStatements(record, words, { index, now });
  const resting = given.closed === undefined ? {} : { restsSince: days(given.closed) };
  return judgeDecision(taken.record, { index, unreadTeams, now, ...resting });
}

/** "open", "accepted day 7", in days after it was opened. */
export function outcome({ record: { stage } }: DecisionReview): string {
  return stage.stage === "open" ? "open" : `${stage.stage} day ${(stage.at - NOON) / DAY}`;
}
