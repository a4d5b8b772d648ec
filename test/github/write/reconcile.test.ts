import { describe, expect, it } from "vitest";
import { type CurrentState, checkDigest, checkKey, reconcile } from "../../../src/github/write/reconcile.ts";
import type { CheckEffect, Effect } from "../../../src/model/effect.ts";
import type { Utterance } from "../../../src/model/facts.ts";

const repository = { owner: "o", name: "r" };
const check: CheckEffect = {
  kind: "check",
  repository,
  headSha: "h",
  name: "rung",
  outcome: "waiting",
  title: "t",
  summary: "s",
  text: "x",
  annotations: [],
};
const reply: Effect = {
  kind: "reply",
  repository,
  number: 1,
  to: "comment:5",
  body: "<!-- rung:reply to=comment:5 -->\nno",
};
const status: Effect = { kind: "status-comment", repository, number: 1, commentId: 9, body: "text\n" };
const reaction: Effect = { kind: "reaction", repository, to: { kind: "comment", id: 5, number: 1 }, content: "+1" };
const nothing: CurrentState = { checks: new Map(), comments: [], botLogin: "rung[bot]" };

function said(body: string, login: string, type: "Bot" | "User", id = 9): Utterance {
  const author = { login, id: null, type };
  return { kind: "comment", id, nodeId: "", author, body, calls: [], at: 0, edited: false, url: "" };
}

describe("reconcile", () => {
  it("checks go first, then what people read, in their own order", () => {
    expect(reconcile([reaction, reply, status, check], nothing)).toEqual([check, status, reply, reaction]);
  });

  it("R21: a check that stands as wanted is not written", () => {
    const checks = new Map([[checkKey(check), { digest: checkDigest(check), outcome: check.outcome }]]);
    expect(reconcile([check], { ...nothing, checks })).toEqual([]);
  });

  it.each([
    { outcome: "success" as const },
    { title: "u" },
    { summary: "u" },
    { text: "u" },
    { annotations: [{ path: "p", line: 1, column: null, level: "failure" as const, message: "m" }] },
  ])("a check that differs in %o is written", (change) => {
    const checks = new Map([[checkKey(check), { digest: checkDigest(check), outcome: check.outcome }]]);
    const changed = { ...check, ...change };
    expect(reconcile([changed], { ...nothing, checks })).toEqual([changed]);
  });

  it("R21: a status comment that says the same is left alone, whatever its line ends", () => {
    expect(reconcile([status], { ...nothing, comments: [said("text\r\n", "Rung[bot]", "Bot")] })).toEqual([]);
    expect(reconcile([status], { ...nothing, comments: [said("other", "rung[bot]", "Bot")] })).toEqual([status]);
  });

  it("R30: an utterance is answered once", () => {
    expect(reconcile([reply], { ...nothing, comments: [said(reply.body, "rung[bot]", "Bot")] })).toEqual([]);
  });

  it("R25: a marker that somebody else copied answers nothing", () => {
    expect(reconcile([reply], { ...nothing, comments: [said(reply.body, "rung", "User")] })).toEqual([reply]);
    expect(reconcile([reply], { ...nothing, comments: [said(reply.body, "other[bot]", "Bot")] })).toEqual([reply]);
  });
});
