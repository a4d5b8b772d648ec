import { describe, expect, it } from "vitest";
import { NO_EVENTS } from "../../../../src/github/read/own-events.ts";
import { supersededBy } from "../../../../src/github/write/actions/superseded-by.ts";
import type { CommandAction } from "../../../../src/model/command-effect.ts";

const labels = (words: string, off = false): CommandAction => ({
  kind: "labels",
  off,
  words,
  prefix: "kind/",
  reserved: [],
});
const assign = (...people: string[]): CommandAction => ({ kind: "assign", off: false, people, notes: [] });
const request = (people: string[], teams: string[]): CommandAction => ({
  kind: "request",
  off: true,
  people,
  teams,
  notes: [],
});

describe("R30: what a later line has moved is left to it", () => {
  it("labels that it names, however it names them, and no others", () => {
    const { happened: did } = supersededBy(NO_EVENTS, [labels("bug", true)]);
    expect(did("label", "kind/bug", true)).toBe(true);
    expect(did("label", "Kind/Bug", false)).toBe(true);
    expect(did("label", "kind/feature", true)).toBe(false);
    expect(did("assignee", "kind/bug", true)).toBe(false);
  });

  it("people and teams that it names", () => {
    const { happened: did } = supersededBy(NO_EVENTS, [assign("Hoangndst"), request(["mia"], ["core"])]);
    expect(did("assignee", "hoangndst", false)).toBe(true);
    expect(did("assignee", "mia", false)).toBe(false);
    expect(did("reviewer", "mia", true)).toBe(true);
    expect(did("reviewer", "Core", true)).toBe(true);
  });

  it("the title, the state, the draft and the merge as such", () => {
    const title: CommandAction = { kind: "title", title: "x" };
    const state: CommandAction = { kind: "state", to: "open" };
    const draft: CommandAction = { kind: "draft", draft: true };
    const merge: CommandAction = { kind: "merge", off: true, headSha: "a", method: null, waitsFor: null };
    expect(supersededBy(NO_EVENTS, [title]).happened("title", "another", true)).toBe(true);
    expect(supersededBy(NO_EVENTS, [state]).happened("closed", "", true)).toBe(true);
    expect(supersededBy(NO_EVENTS, [draft]).happened("draft", "", false)).toBe(true);
    expect(supersededBy(NO_EVENTS, [merge]).happened("merge", "", true)).toBe(true);
    expect(supersededBy(NO_EVENTS, [title, state, draft]).happened("merge", "", true)).toBe(false);
  });

  it("R78: what people moved back since is theirs, where an earlier life may have moved it", () => {
    const told = { ...NO_EVENTS, again: true, undone: (_aspect: string, target: string) => target === "kind/bug" };
    expect(supersededBy(told, []).happened("label", "kind/bug", true)).toBe(true);
    expect(supersededBy(told, []).happened("label", "kind/feature", true)).toBe(false);
  });

  it("nothing where nothing came later: what the app did itself is asked", () => {
    expect(supersededBy(NO_EVENTS, [])).toBe(NO_EVENTS);
    const events = { ...NO_EVENTS, happened: () => true };
    expect(supersededBy(events, [assign("mia")]).happened("label", "x", true)).toBe(true);
  });
});
