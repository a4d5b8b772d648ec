/** The answers to commands. */

import type { Command } from "../../src/commands/command.ts";
import { commands } from "../../src/commands/index.ts";
import { editReplies } from "../../src/commands/replies/edited.ts";
import { replies } from "../../src/commands/replies/replies.ts";
import { callsIn } from "../../src/commands/text/parse-commands.ts";
import { emptyRecord } from "../../src/gate/record/record-changes.ts";
import { readNote } from "../../src/jobs/read-notes.ts";
import type { Answer } from "../../src/model/answer.ts";
import { callKey } from "../../src/model/call.ts";
import type { Effect } from "../../src/model/effect.ts";
import type { IssueFacts, PullFacts, Utterance } from "../../src/model/facts.ts";
import type { ReadNote } from "../../src/model/job.ts";
import type { DecisionContext, OpenDecision } from "../../src/promotions/decisions/decision-calls.ts";
import { openersText } from "../../src/promotions/decisions/openers-text.ts";
import { progressText } from "../../src/promotions/progress.ts";
import type { PromotionContext } from "../../src/promotions/promotion-context.ts";
import type { Nomination } from "../../src/promotions/promotion-types.ts";
import { indexed } from "../../src/registry/registry-index.ts";
import type { Registry, RoleDefinition } from "../../src/registry/registry-types.ts";
import { anIssue } from "../commands/a-context.ts";
import { anOpenDecision } from "../commands/a-deciding.ts";
import { aNomination } from "../commands/a-promoting.ts";
import { judged } from "../gate/judged.ts";
import { aCount, aPromotion, LADDER } from "../promotions/a-promotion.ts";
import { aComment, aPull, listOf, minute, type PullOptions, person } from "../support/a-pull.ts";
import type { Chapter, Entry } from "./chapter.ts";

/** The ladder with a key of its approvers. */
function approversWith(key: Pick<RoleDefinition, "held" | "closed">): Partial<Registry> {
  const { roles } = LADDER.registry;
  return { roles: roles.map((role) => (role.name === "approvers" ? { ...role, ...key } : role)) };
}

const BOT = { login: "rung[bot]", id: 9_999 };
const FILES = ["main.go", "pkg/engine/apply.go"];

export interface Saying {
  readonly by: string;
  readonly says: string;
  /** Beside who says what; the line's beginning. */
  readonly where?: string;
  readonly issue?: Partial<IssueFacts>;
  readonly pull?: PullOptions;
  readonly registry?: Partial<Registry>;
  /** Open promotions; none unless given. */
  readonly open?: readonly Nomination[];
  /** Open decisions; absent: nobody listens for any. */
  readonly decisions?: readonly OpenDecision[];
  readonly earlier?: readonly Utterance[];
  readonly unknown?: boolean;
  readonly headUnknown?: boolean;
  readonly teamsUnread?: boolean;
  /** Of tables the first column alone is shown here. */
  readonly isBrief?: true;
}

export interface Answered {
  /** Of each call. */
  readonly kinds: readonly Answer["kind"][];
  /** The reply; or what else the person sees. */
  readonly text: string;
}

function noteOf(said: Utterance): ReadNote {
  const { id, nodeId, body: text, at } = said;
  const by = said.author ?? person("ghost");
  return readNote({ kind: "said", utterance: said.kind, id, nodeId, by, text, at });
}

function factsOf({ issue, pull = {}, earlier = [] }: Saying, said: Utterance): PullFacts | IssueFacts {
  if (issue !== undefined) return anIssue({ ...issue, comments: listOf([...earlier, said]) });
  return aPull({ files: FILES, comments: [...earlier, said], ...pull });
}

/** As the bot answers it, where whatever it wants done is done. */
export function answered(saying: Saying): Answered {
  const said = aComment(saying.by, saying.says, { id: 5, at: minute(30) });
  const registry: Registry = { ...LADDER.registry, ...saying.registry };
  const index = indexed(registry);
  const facts = factsOf(saying, said);
  const isOpen = facts.kind === "pull" && facts.state === "open";
  const verdict = isOpen ? judged(facts, index) : null;
  const promoting: PromotionContext = {
    facts,
    registry,
    index,
    speaker: person(saying.by),
    open: (saying.open ?? []).map((nomination) => ({ nomination, url: "https://github.test/c/1" })),
    elsewhere: [],
    account: (login) => (/nobody/.test(login) ? "none" : person(login.replace(/^@/, ""))),
    progress: (login) => (saying.unknown ? null : progressOf(login.replace(/^@/, ""))),
  };
  const acting = { facts, registry, index, verdict, speaker: person(saying.by), said };
  const head = facts.kind === "pull" && saying.headUnknown !== true ? facts.head.sha : null;
  const promotions = new Map<string, Answer>();
  const acts = new Map<string, Answer>();
  const calls = callsIn(saying.says);
  for (const call of calls) {
    const command = commands.find(({ name }) => name === call.name);
    const part = command?.forPromotion?.(call, promoting);
    const { decisions } = saying;
    const about = decisions === undefined ? undefined : command?.forDecision?.(call, decidingOf(saying, decisions));
    if (about !== undefined && about.kind !== "elsewhere")
      promotions.set(callKey(said, call), about.kind === "answer" ? about.answer : { kind: "done" });
    else if (part !== undefined)
      promotions.set(callKey(said, call), part.kind === "answer" ? part.answer : { kind: "done" });
    const act = command?.action?.(call, { ...acting, headWhenSaid: head });
    if (act !== undefined) acts.set(callKey(said, call), act.kind === "answer" ? act.answer : { kind: "done" });
  }
  const effects = replies({
    facts,
    registry,
    index,
    verdict,
    record: facts.kind === "pull" ? emptyRecord() : null,
    notes: [noteOf(said)],
    bot: BOT,
    promotions,
    acts,
    teamsUnread: saying.teamsUnread === true,
  });
  const context = { ...acting, earlier: [], holds: [], promotions, acts };
  const kinds = calls.flatMap(
    (call) => commands.find(({ name }) => name === call.name)?.decide(call, context).answer.kind ?? [],
  );
  return { kinds, text: effects.map(textOf).join("") };
}

function decidingOf({ by, open = [] }: Saying, decisions: readonly OpenDecision[]): DecisionContext {
  return {
    speaker: person(by),
    kinds: ["technical", "direction", "governance"],
    decisions,
    promotions: open.map((nomination) => ({ nomination, takes: { votes: true, objections: true } })),
    mayOpen: (kind) =>
      by === "ann"
        ? { ok: true }
        : { ok: false, text: openersText(person(by), { kind, by: ["maintainers"], areas: null }) },
    isTop: by === "ann",
  };
}

function textOf(effect: Effect): string {
  if (effect.kind === "reaction") return "a thumbs-up";
  return effect.kind === "reply" ? effect.body : "";
}

function progressOf(login: string): string {
  const block = { "merged-pulls": 10, sponsors: { from: "maintainers", min: 1 } };
  const next = aPromotion(block, { candidate: login, measured: { "merged-pulls": aCount(4) } });
  const { candidate } = next.nomination;
  const scope = "the repositories of KusionStack";
  return progressText({ person: candidate, index: LADDER, open: [], next, webUrl: "https://github.test", scope });
}

const KEEPER = { login: "rung[bot]", id: 9_999, type: "Bot" } as const;
const ABOUT_ACCESS: Partial<IssueFacts> = {
  author: KEEPER,
  description: { ...aComment("ann", "<!-- rung:quiet v1 a.b -->", { id: 0, at: minute(1) }), author: KEEPER },
};
const TEAMS = { teams: [{ pattern: "reviewers", from: "approvers", orAbove: true }] };
const NOTHING_ELSE = { repositories: null, owners: null, besides: [] };
const SOURCES = [{ repository: { owner: "KusionStack", name: "community" }, path: "roles.yaml", oid: "1" }];
const GROWING: Partial<Registry> = { growth: { tell: "maintainers", every: "1mo", roles: null } };
const VOUCHED: Partial<Registry> = { newcomers: { reviews: "after-vouch" } };
const GRANTING: Partial<Registry> = { access: { mode: "grant", ...TEAMS, ...NOTHING_ELSE }, sources: SOURCES };
const WATCHING: Partial<Registry> = { access: { mode: "watch", ...TEAMS, ...NOTHING_ELSE }, sources: SOURCES };

const DIRECTION = anOpenDecision("direction");
const GOVERNANCE = anOpenDecision("governance");
const TECHNICAL = anOpenDecision("technical");

const DEE = aNomination();
const EVE = aNomination(undefined, { candidate: "eve", role: "maintainers", id: "comment:2/1" });
const SILENT = aNomination({ "merged-pulls": 10 });
const LONG = "x".repeat(300);

/** By command: what people say, each in a pull request of pat's unless told otherwise. */
const SAYINGS: Readonly<Record<string, readonly Saying[]>> = {
  approve: [
    { by: "ann", says: "/approve" },
    { by: "octo-fan", says: "/approve" },
    { by: "pat", says: "/approve" },
    { by: "kim", says: "/approve" },
    { by: "dee", says: "/approve" },
    { by: "eve", says: "/approve engine kusion" },
    { by: "ann", says: "/approve egnine" },
    { by: "ann", says: "/approve karpor" },
    { by: "ann", says: "/approve cancel" },
    { by: "ann", says: "/approve", where: "merged", pull: { state: "merged" } },
    {
      by: "ann",
      says: "/approve",
      where: "not all was told",
      pull: { files: { items: [], complete: false, total: 3_100 } },
    },
    { by: "ann", says: "/approve", where: "on an issue", issue: {} },
    { by: "octo-fan", says: "/approve", where: "a team could not be read", teamsUnread: true },
  ],
  lgtm: [
    { by: "dee", says: "/lgtm" },
    { by: "octo-fan", says: "/lgtm" },
    { by: "pat", says: "/lgtm" },
    { by: "dee", says: "/lgtm cancel" },
  ],
  hold: [
    { by: "pat", says: "/hold until the release" },
    { by: "octo-fan", says: "/hold" },
    { by: "dee", says: "/hold cancel" },
    { by: "octo-fan", says: "/hold cancel", where: "dee holds it", earlier: [aComment("dee", "/hold", { id: 3 })] },
    { by: "ann", says: "/hold cancel @mia", where: "dee holds it", earlier: [aComment("dee", "/hold", { id: 3 })] },
    { by: "dee", says: "/hold", where: "dee holds it", earlier: [aComment("dee", "/hold", { id: 3 })] },
    { by: "ann", says: "/hold", where: "merged", pull: { state: "merged" } },
  ],
  assign: [
    { by: "octo-fan", says: "/assign" },
    { by: "octo-fan", says: "/assign @dee" },
    { by: "octo-fan", says: "/assign", where: "closed", issue: { state: "closed" } },
    { by: "ann", says: "/assign @KusionStack/engine" },
  ],
  cc: [
    { by: "ann", says: "/cc @ben" },
    { by: "pat", says: "/cc" },
    { by: "octo-fan", says: "/uncc @ben" },
    { by: "ann", says: "/cc @other/team @rung[bot]" },
    { by: "octo-fan", says: "/cc @KusionStack/engine" },
    { by: "ann", says: "/cc @ben", where: "closed", pull: { state: "closed" } },
  ],
  reroll: [
    { by: "pat", says: "/reroll" },
    { by: "octo-fan", says: "/reroll" },
    { by: "pat", says: "/reroll", where: "closed", pull: { state: "closed" } },
  ],
  away: [
    { by: "dee", says: "/away until 2026-12-02" },
    { by: "octo-fan", says: "/away" },
    { by: "dee", says: "/away until spring" },
    { by: "dee", says: "/away until 2026-11-02" },
  ],
  merge: [
    { by: "ann", says: "/merge squash" },
    { by: "octo-fan", says: "/merge" },
    { by: "kim", says: "/merge" },
    { by: "ann", says: "/merge quickly" },
    { by: "ann", says: "/merge", where: "a draft", pull: { draft: true } },
    { by: "ann", says: "/merge", where: "it has conflicts", pull: { conflicts: true } },
    { by: "ann", says: "/merge", where: "nobody knows which commit was the head then", headUnknown: true },
    { by: "ann", says: "/merge", where: "the check advises", registry: { mode: "advise" } },
    { by: "ann", says: "/merge", where: "merged", pull: { state: "merged" } },
    { by: "ann", says: "/merge", where: "closed", pull: { state: "closed" } },
  ],
  label: [
    { by: "pat", says: "/label bug" },
    { by: "octo-fan", says: "/label bug" },
    { by: "pat", says: "/label" },
  ],
  area: [
    { by: "pat", says: "/area engine" },
    { by: "octo-fan", says: "/area engine" },
    { by: "pat", says: "/remove-area" },
  ],
  kind: [
    { by: "pat", says: "/kind bug" },
    { by: "octo-fan", says: "/kind bug" },
    { by: "pat", says: "/kind" },
  ],
  priority: [
    { by: "pat", says: "/priority high" },
    { by: "octo-fan", says: "/priority high" },
    { by: "pat", says: "/priority" },
  ],
  close: [
    { by: "pat", says: "/close" },
    { by: "octo-fan", says: "/close" },
    { by: "pat", says: "/close it is a duplicate" },
    { by: "pat", says: "/close", where: "closed", pull: { state: "closed" } },
  ],
  reopen: [
    { by: "pat", says: "/reopen", where: "closed", pull: { state: "closed" } },
    { by: "octo-fan", says: "/reopen", where: "closed", pull: { state: "closed" } },
    { by: "pat", says: "/reopen" },
    { by: "pat", says: "/reopen", where: "merged", pull: { state: "merged" } },
  ],
  retitle: [
    { by: "pat", says: "/retitle fix: apply in order" },
    { by: "octo-fan", says: "/retitle fix" },
    { by: "pat", says: "/retitle" },
    { by: "pat", says: `/retitle ${LONG}`, where: "300 characters" },
    { by: "pat", says: "/retitle feat: a change" },
  ],
  ready: [
    { by: "pat", says: "/ready", where: "a draft", pull: { draft: true } },
    { by: "octo-fan", says: "/ready", where: "a draft", pull: { draft: true } },
    { by: "pat", says: "/ready" },
  ],
  draft: [
    { by: "pat", says: "/draft" },
    { by: "octo-fan", says: "/draft" },
    { by: "pat", says: "/draft", where: "closed", pull: { state: "closed" } },
    { by: "pat", says: "/draft", where: "a draft", pull: { draft: true } },
  ],
  role: [
    { by: "dee", says: "/role", issue: {} },
    { by: "pat", says: "/role @nobody", issue: {} },
    { by: "pat", says: "/role @dee", where: "too much was asked for", issue: {}, unknown: true },
  ],
  promote: [
    { by: "ann", says: "/promote @dee approver kusion", issue: {} },
    { by: "pat", says: "/promote @dee approver kusion", issue: {} },
    { by: "ann", says: "/promote", issue: {} },
    { by: "ann", says: "/promote @dee", issue: {} },
    { by: "ann", says: "/promote @dee aprovers", issue: {} },
    { by: "ann", says: "/promote @dee approver kusoin", issue: {} },
    { by: "ann", says: "/promote @nobody approver", issue: {} },
    { by: "ann", says: "/promote @eve approver kusion", issue: {} },
    { by: "ann", says: "/promote @dee approver", issue: {}, registry: approversWith({ held: "area" }) },
    { by: "ann", says: "/promote @dee approver kusion", issue: {}, registry: approversWith({ held: "everywhere" }) },
    { by: "ann", says: "/promote @dee approver kusion", issue: {}, registry: approversWith({ closed: true }) },
    { by: "ann", says: "/promote @dee approver kusion", where: "it is open here", issue: {}, open: [DEE] },
    { by: "ann", says: "/promote @dee approver", where: "closed", issue: { state: "closed" } },
  ],
  sponsor: [
    { by: "ann", says: "/sponsor", where: "dee's promotion", issue: {}, open: [DEE] },
    { by: "ann", says: "/sponsor", issue: {} },
    { by: "ann", says: "/sponsor", where: "two are open", issue: {}, open: [DEE, EVE] },
    { by: "ann", says: "/sponsor @mia", where: "dee's promotion", issue: {}, open: [DEE] },
    { by: "ann", says: "/sponsor @dee karpor", where: "dee's promotion", issue: {}, open: [DEE] },
    { by: "ann", says: "/sponsor", where: "a rule without sponsors", issue: {}, open: [SILENT] },
  ],
  object: [
    { by: "ann", says: "/object the tests are missing", where: "dee's promotion", issue: {}, open: [DEE] },
    { by: "ann", says: "/object too early", where: "a rule without objections", issue: {}, open: [SILENT] },
    { by: "ann", says: "/object it breaks us", where: "a decision by silence", issue: {}, decisions: [TECHNICAL] },
    { by: "ann", says: "/object", where: "a decision by silence", issue: {}, decisions: [TECHNICAL] },
    { by: "ann", says: "/object no", where: "a decision by vote", issue: {}, decisions: [DIRECTION] },
  ],
  vote: [
    { by: "ann", says: "/vote yes", where: "dee's promotion", issue: {}, open: [DEE] },
    { by: "ann", says: "/vote perhaps", where: "dee's promotion", issue: {}, open: [DEE] },
    { by: "ann", says: "/vote yes", where: "a rule without a vote", issue: {}, open: [SILENT] },
    { by: "ann", says: "/vote yes", where: "a decision by vote", issue: {}, decisions: [DIRECTION] },
    { by: "ann", says: "/vote yes", where: "two decisions", issue: {}, decisions: [DIRECTION, GOVERNANCE] },
    {
      by: "ann",
      says: "/vote yes",
      where: "a decision and dee's promotion",
      issue: {},
      decisions: [DIRECTION],
      open: [DEE],
    },
    { by: "ann", says: "/vote perhaps", where: "a decision by vote", issue: {}, decisions: [DIRECTION] },
    { by: "ann", says: "/vote yes", where: "a decision by silence", issue: {}, decisions: [TECHNICAL] },
  ],
  accept: [
    { by: "dee", says: "/accept", where: "dee's promotion", issue: {}, open: [DEE] },
    { by: "ann", says: "/accept", where: "dee's promotion", issue: {}, open: [DEE] },
  ],
  attest: [
    { by: "ann", says: "/attest 6 led the design", where: "dee's promotion", issue: {}, open: [DEE] },
    { by: "ann", says: "/attest 6", where: "dee's promotion", issue: {}, open: [DEE] },
    { by: "ann", says: "/attest 9 led the design", where: "dee's promotion", issue: {}, open: [DEE] },
    { by: "ann", says: "/attest 6 not sure at all", where: "dee's promotion", issue: {}, open: [DEE] },
  ],
  waive: [
    { by: "ann", says: "/waive merged-pulls led the provider", where: "dee's promotion", issue: {}, open: [DEE] },
    { by: "ann", says: "/waive 1", where: "dee's promotion", issue: {}, open: [DEE] },
    { by: "ann", says: "/waive", where: "dee's promotion", issue: {}, open: [DEE] },
    { by: "ann", says: "/waive sponsors she is good", where: "dee's promotion", issue: {}, open: [DEE] },
    { by: "ann", says: "/waive attestation she is good", where: "dee's promotion", issue: {}, open: [DEE] },
    { by: "ann", says: "/waive 1 if nobody minds", where: "dee's promotion", issue: {}, open: [DEE] },
  ],
  withdraw: [
    { by: "dee", says: "/withdraw", where: "dee's promotion", issue: {}, open: [DEE] },
    { by: "kim", says: "/withdraw", where: "dee's promotion", issue: {}, open: [DEE] },
    { by: "ann", says: "/withdraw my objection", where: "dee's promotion", issue: {}, open: [DEE] },
    { by: "ann", says: "/withdraw", issue: {} },
  ],
  quiet: [
    { by: "dee", says: "/quiet", issue: {}, registry: GROWING },
    { by: "dee", says: "/quiet", where: "a registry without `growth`", issue: {} },
  ],
  vouch: [
    { by: "ann", says: "/vouch @octo-fan", registry: VOUCHED },
    { by: "ann", says: "/vouch @KusionStack/engine", registry: VOUCHED },
    { by: "ann", says: "/vouch @ann", registry: VOUCHED },
    { by: "ann", says: "/vouch @ben", registry: VOUCHED },
    { by: "ann", says: "/vouch octo-fan", registry: VOUCHED },
    { by: "octo-fan", says: "/vouch @newt", registry: VOUCHED },
    { by: "ann", says: "/vouch @octo-fan", where: "a registry that asks nothing of newcomers" },
  ],
  decide: [
    { by: "ann", says: "/decide We drop Go 1.20", issue: {}, decisions: [] },
    { by: "ann", says: "/decide", issue: {}, decisions: [] },
    { by: "ann", says: "/decide direction", issue: {}, decisions: [] },
    { by: "ann", says: "/decide governence Five seats", issue: {}, decisions: [] },
    { by: "octo-fan", says: "/decide direction We leave", issue: {}, decisions: [] },
    { by: "ann", says: "/decide direction Two", where: "one is open", issue: {}, decisions: [DIRECTION] },
    { by: "ann", says: "/decide cancel", where: "one is open", issue: {}, decisions: [DIRECTION] },
    { by: "eve", says: "/decide cancel", where: "one is open", issue: {}, decisions: [DIRECTION] },
    { by: "ann", says: "/decide cancel", where: "two are open", issue: {}, decisions: [DIRECTION, GOVERNANCE] },
    { by: "ann", says: "/decide cancel the old logo", where: "one is open", issue: {}, decisions: [DIRECTION] },
    { by: "ann", says: "/decide cancel", issue: {}, decisions: [] },
  ],
  wait: [
    { by: "ann", says: "/wait the figures come on Monday", where: "a vote", issue: {}, decisions: [DIRECTION] },
    { by: "ann", says: "/wait for me", where: "two votes", issue: {}, decisions: [DIRECTION, GOVERNANCE] },
    { by: "ann", says: "/wait", where: "a kind without `wait`", issue: {}, decisions: [TECHNICAL] },
    { by: "ann", says: "/wait cancel", where: "a vote", issue: {}, decisions: [DIRECTION] },
    { by: "ann", says: "/wait", issue: {}, decisions: [] },
  ],
  invite: [
    { by: "ann", says: "/invite @ben", where: "the issue about access", issue: ABOUT_ACCESS, registry: GRANTING },
    { by: "ann", says: "/invite @octo-fan", where: "the issue about access", issue: ABOUT_ACCESS, registry: GRANTING },
    { by: "ann", says: "/invite", where: "the issue about access", issue: ABOUT_ACCESS, registry: GRANTING },
    { by: "octo-fan", says: "/invite @ben", where: "the issue about access", issue: ABOUT_ACCESS, registry: GRANTING },
    { by: "ann", says: "/invite @ben", where: "the issue about access", issue: ABOUT_ACCESS, registry: WATCHING },
    { by: "ann", says: "/invite @ben", where: "another issue", issue: {}, registry: GRANTING },
    { by: "ann", says: "/invite @ben", where: "a registry without `access`", issue: {} },
  ],
  stay: [
    { by: "eve", says: "/stay" },
    { by: "eve", says: "/stay", issue: {} },
  ],
  return: [
    { by: "eve", says: "/return", issue: {} },
    { by: "eve", says: "/return king", issue: {} },
  ],
  "step-down": [
    { by: "eve", says: "/step-down", issue: {} },
    { by: "octo-fan", says: "/step-down", issue: {} },
    { by: "eve", says: "/step-down maintainer", issue: {} },
    { by: "eve", says: "/step-down aprover", issue: {} },
  ],
  help: [
    { by: "octo-fan", says: "/help" },
    { by: "ann", says: "/help", isBrief: true },
    { by: "octo-fan", says: "/help", where: "on an issue", issue: {}, isBrief: true },
    { by: "ann", says: "/help", where: "on an issue", issue: {}, isBrief: true },
    { by: "octo-fan", says: "/help approve" },
    { by: "octo-fan", says: "/help sponsor", where: "on an issue", issue: {} },
    { by: "octo-fan", says: "/help aprove" },
    {
      by: "octo-fan",
      says: "/help",
      where: "the registry keeps it for members",
      registry: { commands: { help: "members" } },
    },
  ],
};

/** Lines that are no command, or not clearly one. */
const DOUBTS: readonly Saying[] = [
  { by: "octo-fan", says: "/aprove" },
  { by: "ann", says: "/approve once the tests pass" },
  { by: "ann", says: "/approve cancel button is broken" },
  { by: "ann", says: "/approve cancle" },
  { by: "ann", says: "/hold/approve" },
  { by: "ann", says: "> what do you say?\n/approve" },
  { by: "ann", says: "/hold the /approve of yesterday" },
  { by: "ann", says: "/lgtm /approve" },
  { by: "ann", says: "/lifecycle frozen" },
  { by: "octo-fan", says: "/assign\n/approve" },
  { by: "octo-fan", says: "/kind bug /remove-label x /unassign @dee" },
  {
    by: "ann",
    says: Array.from({ length: 9 }, (_, at) => `/help x${at}`).join("\n"),
    where: "nine lines `/help x0`, `/help x1` and so on",
  },
];

function entryOf(saying: Saying): Entry {
  const { by, says, where } = saying;
  const line = says.length > 100 ? `${says.slice(0, says.indexOf(" "))} …` : says.replaceAll("\n", "` / `");
  const said = where?.startsWith("nine") ? where : `\`${line}\``;
  const { text: whole } = answered(saying);
  const text = saying.isBrief === true ? firstColumns(whole) : whole;
  return {
    when: `${by}, ${said}${where === undefined || where === said ? "" : ` (${where})`}`,
    text: text === "" ? "(nothing)" : text,
  };
}

function firstColumns(text: string): string {
  const names = text.replaceAll(/^\|(?: Command| ---).*\n/gm, "").replaceAll(/^\| (`\/\S+?)[ `].*\|$/gm, "$1`");
  return names.replaceAll(/`\n(?=`\/\S+`$)/gm, "` ");
}

function editEntries(): readonly Entry[] {
  const said = aComment("pat", "/label bug", { id: 5, edited: true });
  const facts = aPull({ comments: [said] });
  const edit = (before: string, now: string): ReadNote =>
    readNote({
      kind: "unsaid",
      how: "edited",
      utterance: "comment",
      id: 5,
      edit: { by: person("pat"), before, now },
    } as never);
  const texts = (before: string, now: string) =>
    editReplies(facts, [edit(before, now)], BOT)
      .map(textOf)
      .join("");
  return [
    { when: "a comment is edited into a command", text: texts("/lable bug", "/label bug") },
    { when: "into two", text: texts("thanks", "/label bug\n/assign") },
  ];
}

/** Of a command that stands not above: its examples, said by a maintainer and by a stranger. */
export function sayingsOf({ name, examples }: Pick<Command, "name" | "examples">): readonly Saying[] {
  return SAYINGS[name] ?? examples.flatMap((says) => ["ann", "octo-fan"].map((by) => ({ by, says })));
}

export const ANSWERS: readonly Chapter[] = [
  {
    title: "Answers to commands",
    readers:
      "For whoever writes a command: a reply, or a thumbs-up where it simply worked. On pat's pull request of `main.go` and `pkg/engine/apply.go`; those of promotions on an issue.",
    entries: commands.flatMap(sayingsOf).map(entryOf),
  },
  {
    title: "Lines that are hardly commands",
    readers: "For whoever writes something that Rung does not obey, or several commands at once.",
    entries: [...DOUBTS.map(entryOf), ...editEntries()],
  },
];
