import { describe, expect, it } from "vitest";
import { look } from "../../../src/promotions/inactivity/look.ts";
import { lookIssue } from "../../../src/promotions/inactivity/look-issue.ts";
import type { OpenProposal, PastProposal } from "../../../src/promotions/inactivity/proposal.ts";
import { sealProposal, unsealProposal } from "../../../src/promotions/inactivity/proposal-record.ts";
import { nextDue, proposalState } from "../../../src/promotions/inactivity/proposal-state.ts";
import {
  isProposalBranch,
  proposalChange,
  proposalCheck,
  returnText,
} from "../../../src/promotions/inactivity/proposal-text.ts";
import { returnChange, returnDecision } from "../../../src/promotions/inactivity/returning.ts";
import { stayDecision } from "../../../src/promotions/inactivity/stay.ts";
import { edited } from "../../../src/registry/edit.ts";
import { inactivityRules } from "../../../src/registry/inactivity/rules.ts";
import { indexed } from "../../../src/registry/registry-index.ts";
import { aRegistry } from "../../registry/a-registry.ts";
import { ago, aLook, DAY, holding, NOW, OWNER } from "./a-look.ts";

const TEXT = `roles:
  contributors: {}
  approvers: { inactivity: 12mo }
  maintainers: {}
inactivity: { mode: propose }
areas: { kusion: { repos: [kusion] }, karpor: { repos: [karpor] } }
maintainers: [ann, ben, cho]
approvers: [ada, { login: bo, areas: [kusion] }, { login: cy, areas: [kusion] }, { login: di, areas: [karpor] }, ed, flo]
contributors: [gus]
emeritus:
  - { login: ike, was: approvers, areas: [kusion], since: 2020-01-01, until: 2026-01-01 }
  - { login: jo, was: approvers, until: 2020-01-01 }
  - { login: kai, was: approvers, until: 2026-01-01 }
  - { login: kai, was: contributors, areas: [karpor], until: 2026-01-01 }
  - old
`;
const URL = "https://github.test";
/** An @ outside of code would notify somebody. */
const mentions = (text: string) => text.replace(/`[^`]*`/g, "").match(/@[a-z]/gi) ?? [];
const who = (login: string) => ({ login, id: null });

describe("the issue", () => {
  const written = (seen: Parameters<typeof aLook>[1], text = TEXT, more = {}) =>
    lookIssue({
      look: look(aLook(text, seen, more)),
      owner: OWNER,
      registry: `${OWNER}/.github`,
      mode: "propose",
      webUrl: URL,
      now: NOW,
      next: NOW + 90 * DAY,
    });

  it("tells each person's last day with its link or search, what holds them, and of whom it cannot be told; it mentions nobody", () => {
    const issue = written(
      { ada: ago(500), bo: "nothing", cy: "no-answer" },
      TEXT.replace("[ada,", "[{ login: ada, away: true },"),
    );
    expect(issue.title).toBe("Who has not been seen lately");
    expect(issue.body).toContain(
      "- **ada**, approver everywhere: last seen on 18 July 2025 (kusion #&#8203;12; [search]",
    );
    expect(issue.body).toContain("Not proposed: away.");
    expect(issue.body).toContain("- **bo**, approver of kusion: nothing was found ([search]");
    expect(issue.body).toContain("- **cy**, approver of kusion: cannot tell: GitHub did not answer every search");
    expect(mentions(issue.body)).toEqual([]);
    expect(issue.body).not.toMatch(/inactive/i);
    expect(issue.told).toHaveLength(3);
  });

  it("has nothing to say where everybody was seen, and says the same as long as the same is so", () => {
    expect(written({}).told).toEqual([]);
    expect(written({ ada: ago(500) }).told).toEqual(written({ ada: ago(500) }, TEXT, { now: NOW + DAY }).told);
  });

  it("says that the project is quiet where more than half of a role is", () => {
    const all = { ada: ago(500), bo: ago(500), cy: ago(500), di: ago(500) };
    expect(written(all).body).toContain(
      "**4 of 6 approvers were not seen: the project is quiet rather than its people.**",
    );
  });
});

describe("a proposal", () => {
  const [proposal] = look(aLook(TEXT, { bo: ago(500) })).proposals;
  if (proposal === undefined) throw new Error("nobody is proposed");
  const registry = aRegistry(TEXT);
  const place = {
    owner: OWNER,
    registry,
    repository: { owner: OWNER, name: ".github" },
    path: "roles.yaml",
    defaultBranch: "main",
    rules: inactivityRules(registry),
    webUrl: URL,
    botLogin: "rung[bot]",
  };
  const change = (mention: boolean) =>
    proposalChange({ proposal, place, now: NOW, foundAt: NOW, until: NOW + 14 * DAY, mention });

  it("is one person's: one mention, the evidence, three ways to answer, and the door back", () => {
    const { body, title, branch } = change(true);
    expect(mentions(body)).toEqual(["@b"]);
    expect(mentions(change(false).body)).toEqual([]);
    for (const part of [
      "`/stay`",
      "`/step-down`",
      "`/return`",
      "last seen on 18 July 2025",
      "Monday 14 December 2026, 12:00 UTC",
    ])
      expect(body).toContain(part);
    expect(title).toBe("Ask bo whether to become emeritus");
    expect(isProposalBranch(branch)).toBe(true);
    expect(branch).toBe("rung/retire-bo-2026-11-30");
  });

  it("changes that person's entry alone", () => {
    const made = edited(TEXT, change(true).edit);
    expect(made.kind === "edited" ? made.text.split("\n").filter((line) => !TEXT.includes(line)) : made).toEqual([
      "approvers: [ada, { login: cy, areas: [kusion] }, { login: di, areas: [karpor] }, ed, flo]",
      "  - { login: bo, was: approvers, areas: [kusion], until: 2026-11-30 }",
    ]);
  });

  it("R72: is shut until the notice ends, counted from the opening on GitHub, or the person agrees", () => {
    const facts = { openedAt: NOW, notice: "14d", agreedAt: null, isReminded: false, again: null, now: NOW };
    const quiet = { kind: "quiet", looked: [] } as const;
    const at = (days: number, more = {}) => proposalState({ ...facts, now: NOW + days * DAY, again: quiet, ...more });
    expect(at(10)).toEqual({ kind: "waiting", until: NOW + 14 * DAY, remind: false });
    expect(at(11)).toEqual({ kind: "waiting", until: NOW + 14 * DAY, remind: true });
    expect(at(11, { isReminded: true })).toMatchObject({ remind: false });
    expect(at(14)).toEqual({ kind: "ready", why: "notice" });
    expect(at(1, { agreedAt: NOW + DAY })).toEqual({ kind: "ready", why: "agreed" });
    expect(at(1, { again: { kind: "seen", last: null } })).toEqual({ kind: "seen", last: null });
    // R70: what cannot be told opens nothing.
    expect(at(20, { again: null })).toMatchObject({ kind: "unclear" });
    expect(at(20, { again: { kind: "unknown", why: "no answer" } })).toEqual({ kind: "unclear", why: "no answer" });
    for (const state of [at(10), at(20, { again: null })]) expect(proposalCheck(state, who("bo")).isShut).toBe(true);
    expect(proposalCheck(at(14), who("bo")).isShut).toBe(false);
    expect([
      nextDue(facts),
      nextDue({ ...facts, now: NOW + 12 * DAY }),
      nextDue({ ...facts, now: NOW + 14 * DAY }),
    ]).toEqual([NOW + 11 * DAY, NOW + 14 * DAY, null]);
  });

  it("R72: a notice shorter than three days has no reminder", () => {
    const facts = { openedAt: NOW, notice: "2d", agreedAt: null, isReminded: false, again: null, now: NOW + DAY };
    expect(proposalState(facts)).toMatchObject({ kind: "waiting", remind: false });
  });

  it("keeps what must outlive the database in its own signed line, which is none anywhere else", () => {
    const key = new Uint8Array(32).fill(1);
    const record = {
      person: who("bo"),
      holdings: [{ role: "approvers", areas: ["kusion"], to: "emeritus" }],
      notice: "14d",
      last: { at: ago(500), url: null },
      reminded: false,
      ready: null,
      agreed: null,
      end: { kind: "vouched" as const, word: { by: who("cy"), at: NOW, url: URL } },
    };
    const line = sealProposal(record, "1 rung/retire-bo", key);
    expect(unsealProposal(`Text\n\n${line}`, "1 rung/retire-bo", [key])).toEqual(record);
    expect(unsealProposal(line, "1 rung/retire-cy", [key])).toBeNull();
    expect(unsealProposal(line.replace("v1 e", "v1 f"), "1 rung/retire-bo", [key])).toBeNull();
  });
});

describe("/stay", () => {
  const index = indexed(aRegistry(TEXT));
  const open: Pick<OpenProposal, "person" | "holdings"> = {
    person: who("bo"),
    holdings: [holding("approvers", ["kusion"])],
  };
  const said = (by: string, named: string | null, more: Partial<Parameters<typeof stayDecision>[0]> = {}) =>
    stayDecision({
      by: who(by),
      named: named === null ? null : who(named),
      why: "",
      proposal: open,
      index,
      past: [],
      ...more,
    });

  it("is enough from the person, without a reason", () => {
    expect([said("Bo", null), said("bo", "bo")]).toEqual([{ kind: "stayed" }, { kind: "stayed" }]);
  });

  it("for somebody else is taken from holders of the same role there, with what they know of", () => {
    expect(said("cy", "bo", { why: "reviews our designs" })).toEqual({ kind: "vouched" });
    expect(said("ann", "bo", { why: "she mentors" })).toEqual({ kind: "vouched" });
    for (const [by, more] of [
      ["cy", {}],
      ["di", { why: "she mentors" }],
      ["gus", { why: "she mentors" }],
      ["octo-fan", { why: "she mentors" }],
    ] as const)
      expect(said(by, "bo", more)).toMatchObject({ kind: "refused" });
  });

  it("is taken so once in a row: then the person has to say it", () => {
    const past = (end: PastProposal["end"], endedAt: number): PastProposal => ({
      ...open,
      openedAt: endedAt - DAY,
      endedAt,
      end,
      url: URL,
    });
    const why = "she mentors";
    expect(said("cy", "bo", { why, past: [past("vouched", ago(200))] })).toMatchObject({
      kind: "refused",
      text: expect.stringContaining("not twice in a row"),
    });
    expect(said("bo", null, { past: [past("vouched", ago(200))] })).toEqual({ kind: "stayed" });
    expect(said("cy", "bo", { why, past: [past("vouched", ago(400)), past("stayed", ago(200))] })).toEqual({
      kind: "vouched",
    });
  });

  it("is answered anywhere else, about anybody else, and without a name", () => {
    for (const decided of [said("bo", null, { proposal: null }), said("cy", "di", { why: "x" }), said("cy", null)])
      expect(decided.kind === "refused" ? mentions(decided.text) : decided).toEqual([]);
  });
});

describe("/return", () => {
  const index = indexed(aRegistry(TEXT));
  const asked = (by: string, role: string | null = null, areas: readonly string[] = [], now = NOW) =>
    returnDecision({ by: who(by), role, areas, index, now });
  const where = (rule: string) => TEXT.replace("mode: propose", `mode: propose, return: ${rule}`);

  it("opens the change back within the time, with so many approvals of the role that the registry names", () => {
    const decided = asked("ike");
    expect(decided).toEqual({
      kind: "return",
      role: "approvers",
      areas: ["kusion"],
      until: "2026-01-01",
      from: "maintainers",
      min: 1,
    });
    if (decided.kind !== "return") throw new Error(decided.text);
    const change = returnChange({
      person: who("ike"),
      decided,
      word: { key: "comment:1/1", url: URL, at: NOW },
      subject: { repository: { owner: OWNER, name: "kusion" }, number: 7 },
      index,
      place: { repository: { owner: OWNER, name: ".github" }, path: "roles.yaml", defaultBranch: "main" },
      botLogin: "rung[bot]",
    });
    const made = edited(TEXT, change.edit);
    expect(
      made.kind === "edited" ? indexed(aRegistry(made.text)).rolesOf({ ...who("ike"), type: "User" }) : made,
    ).toMatchObject([{ role: "approvers", areas: ["kusion"], since: "2026-11-30" }]);
    expect(mentions(change.body)).toEqual([]);
  });

  it("R81: each line that the answer proposes brings back what it names, though another fits as well", () => {
    const lines = ["was: approvers", "was: approvers, areas: [kusion]"].map(
      (what) => `  - { login: lu, ${what}, until: 2026-01-01 }\n`,
    );
    const both = indexed(aRegistry(TEXT.replace("emeritus:\n", `emeritus:\n${lines.join("")}`)));
    const said = (role: string | null, areas: readonly string[]) =>
      returnDecision({ by: who("lu"), role, areas, index: both, now: NOW });
    expect(said(null, [])).toMatchObject({
      text: expect.stringContaining("Say `/return approver` or `/return approver kusion`"),
    });
    expect(said("approvers", [])).toMatchObject({ kind: "return", areas: [] });
    expect(said("approvers", ["kusion"])).toMatchObject({ kind: "return", areas: ["kusion"] });
  });

  it("whoever was the same twice returns as who they were last", () => {
    const lines = ["2024-05-01", "2026-01-01", "2025-05-01"].map(
      (day) => `  - { login: lu, was: approvers, until: ${day} }\n`,
    );
    const index = indexed(aRegistry(TEXT.replace("emeritus:\n", `emeritus:\n${lines.join("")}`)));
    expect(returnDecision({ by: who("lu"), role: null, areas: [], index, now: NOW })).toMatchObject({
      kind: "return",
      until: "2026-01-01",
    });
  });

  it("counts the whole last day of that time, and answers what comes later", () => {
    expect(asked("ike", null, [], Date.UTC(2028, 0, 1, 23)).kind).toBe("return");
    expect(asked("ike", null, [], Date.UTC(2028, 0, 2))).toMatchObject({
      kind: "refused",
      text: expect.stringContaining("more than 2 years ago"),
    });
    expect(asked("jo")).toMatchObject({ kind: "refused", text: expect.stringContaining("`/promote`") });
  });

  it.each<readonly [string, string, string | null, readonly string[], string]>([
    ["whom the registry never listed", "octo-fan", null, [], "is not listed as emeritus here"],
    ["who holds something", "ada", null, [], "an approver everywhere already"],
    ["of whom it does not say what they were", "old", null, [], "does not say what"],
    ["who asks for something else", "ike", "maintainers", [], "`/return approver kusion`"],
    ["who asks for another area", "ike", null, ["karpor"], "and not that"],
    ["who was two things", "kai", null, [], "Say `/return approver` or `/return contributor karpor`"],
  ])("answers %s", (_, by, role, areas, text) => {
    expect(asked(by, role, areas)).toMatchObject({ kind: "refused", text: expect.stringContaining(text) });
  });

  it("however long ago, where it never lapses; not at all, where the registry says so, and the proposal tells either", () => {
    const said = (rule: string) => {
      const registry = aRegistry(where(rule));
      const decided = returnDecision({ by: who("jo"), role: null, areas: [], index: indexed(registry), now: NOW });
      return [decided.kind === "refused" ? decided.text : decided.kind, returnText(inactivityRules(registry))];
    };
    expect(said("{ within: always }")).toEqual([
      "return",
      "Whenever you like, `/return` brings you back, with the approval of 1 maintainer.",
    ]);
    expect(said("false")).toEqual([
      "Nobody is put back by `/return` here. The way to a role is `/promote`, as for everybody.",
      "Whoever comes back is promoted again, as everybody is.",
    ]);
  });

  it("takes part of what somebody was", () => {
    expect(asked("kai", "approvers", ["karpor"])).toMatchObject({ kind: "return", areas: ["karpor"] });
  });
});
