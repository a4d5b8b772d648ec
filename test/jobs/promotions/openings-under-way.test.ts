import { expect, it } from "vitest";
import { openingsUnderWay } from "../../../src/jobs/promotions/openings-under-way.ts";
import type { Call } from "../../../src/model/call.ts";
import type { SaidNote } from "../../../src/model/conversation.ts";
import type { Utterance } from "../../../src/model/facts.ts";
import type { Account } from "../../../src/shared/names.ts";
import { anIssue } from "../../commands/a-context.ts";
import { NOON } from "../../support/a-pull.ts";

const ANN: Account = { login: "ann", id: 1, type: "User" };

function call(name: string, words = ""): Call {
  return { name, words, cancel: false, line: 1, text: `/${name}` } as Call;
}

function stands(id: number, at: number, calls: readonly Call[], edited = false): Utterance {
  const place = { url: `https://github.test/c/${id}`, nodeId: `c${id}` };
  return { kind: "comment", id, ...place, author: ANN, at, edited, body: "", calls } as Utterance;
}

function note(id: number, at: number, calls: readonly Call[]): SaidNote {
  return { kind: "said", utterance: "comment", id, by: ANN, at, calls } as SaidNote;
}

/** `/promote` stands as comment 1, a second before `word`, of which an event has just told. */
function waitedFor(word: string, changes: { at?: number; edited?: boolean; told?: SaidNote[]; known?: boolean } = {}) {
  const { at = NOON, edited = false, told = [], known = false } = changes;
  const opening = stands(1, at, [call("promote", "@newt contributor")], edited);
  const items = [opening, stands(2, NOON + 1_000, [call(word)])];
  const facts = { ...anIssue(), readAt: NOON + 2_000, comments: { items, complete: true, total: 2 } };
  const notes = [note(2, NOON + 1_000, [call(word)])];
  const isWord = ({ name }: Call) => name === "sponsor";
  return openingsUnderWay({ facts, notes, told, isWord, isKnown: () => known }).map(({ key }) => key);
}

it("R37: a word is not answered before the event of the nomination that stands there above it", () => {
  expect(waitedFor("sponsor")).toEqual(["event of comment:1"]);
});

it("R37: nothing is waited for that an event has told of, that has its answer, or that was said after the word", () => {
  expect(waitedFor("sponsor", { told: [note(1, NOON, [call("promote")])] })).toEqual([]);
  expect(waitedFor("sponsor", { known: true })).toEqual([]);
  expect(waitedFor("sponsor", { at: NOON + 1_500 })).toEqual([]);
});

it("R37: nor for what no event will tell of: an edited text's words, and those of long ago", () => {
  expect(waitedFor("sponsor", { edited: true })).toEqual([]);
  expect(waitedFor("sponsor", { at: NOON - 3_600_000 })).toEqual([]);
});

it("no other word waits", () => {
  expect(waitedFor("hold")).toEqual([]);
});
