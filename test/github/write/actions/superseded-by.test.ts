import { describe, expect, it } from "vitest";
import { NO_DEEDS } from "../../../../src/github/write/actions/own-events.ts";
import { overtaken } from "../../../../src/github/write/actions/superseded-by.ts";
import type { Act } from "../../../../src/model/command-effect.ts";

const labels = (words: string, off = false): Act => ({ kind: "labels", off, words, prefix: "kind/", reserved: [] });
const assign = (...people: string[]): Act => ({ kind: "assign", off: false, people, notes: [] });
const request = (people: string[], teams: string[]): Act => ({ kind: "request", off: true, people, teams, notes: [] });

describe("R30: what a later line has moved is left to it", () => {
  it("labels that it names, however it names them, and no others", () => {
    const { did } = overtaken(NO_DEEDS, [labels("bug", true)]);
    expect(did("label", "kind/bug", true)).toBe(true);
    expect(did("label", "Kind/Bug", false)).toBe(true);
    expect(did("label", "kind/feature", true)).toBe(false);
    expect(did("assignee", "kind/bug", true)).toBe(false);
  });

  it("people and teams that it names", () => {
    const { did } = overtaken(NO_DEEDS, [assign("Hoangndst"), request(["mia"], ["core"])]);
    expect(did("assignee", "hoangndst", false)).toBe(true);
    expect(did("assignee", "mia", false)).toBe(false);
    expect(did("reviewer", "mia", true)).toBe(true);
    expect(did("reviewer", "Core", true)).toBe(true);
  });

  it("the title, the state, the draft and the merge as such", () => {
    const title: Act = { kind: "title", title: "x" };
    const state: Act = { kind: "state", to: "open" };
    const draft: Act = { kind: "draft", draft: true };
    const merge: Act = { kind: "merge", off: true, headSha: "a", method: null, waitsFor: null };
    expect(overtaken(NO_DEEDS, [title]).did("title", "another", true)).toBe(true);
    expect(overtaken(NO_DEEDS, [state]).did("closed", "", true)).toBe(true);
    expect(overtaken(NO_DEEDS, [draft]).did("draft", "", false)).toBe(true);
    expect(overtaken(NO_DEEDS, [merge]).did("merge", "", true)).toBe(true);
    expect(overtaken(NO_DEEDS, [title, state, draft]).did("merge", "", true)).toBe(false);
  });

  it("R78: what people moved back since is theirs, where an earlier life may have moved it", () => {
    const told = { ...NO_DEEDS, again: true, undone: (_aspect: string, target: string) => target === "kind/bug" };
    expect(overtaken(told, []).did("label", "kind/bug", true)).toBe(true);
    expect(overtaken(told, []).did("label", "kind/feature", true)).toBe(false);
  });

  it("nothing where nothing came later: what the app did itself is asked", () => {
    expect(overtaken(NO_DEEDS, [])).toBe(NO_DEEDS);
    const deeds = { ...NO_DEEDS, did: () => true };
    expect(overtaken(deeds, [assign("mia")]).did("label", "x", true)).toBe(true);
  });
});
