import { describe, expect, it } from "vitest";
import { driftAnnotation, driftOf, type PublishedState } from "../../src/gate/drift.ts";
import { aLadder, aPull, approval } from "../support/a-pull.ts";
import { judged } from "./judged.ts";

const OURS = "# Us\nann\nben\nend\n";
const REGISTRY = "# cho\npublish: [{ file: M.md, as: table }]\nmaintainers:\n  - ann # not ben\n  - ben\n";
const at = (text: string | null, wanted = OURS): PublishedState => ({
  text,
  outcome: text === wanted ? { kind: "same" } : { kind: "written", text: wanted },
});
const told = (why: string): PublishedState => ({ text: "x", outcome: { kind: "told", why, text: null } });
const drift = (before: PublishedState, after: PublishedState) => driftOf({ path: "M.md", fails: false, before, after });
const said = (before: PublishedState, after: PublishedState, logins = ["ann", "ben"]) => {
  const found = drift(before, after);
  return found && driftAnnotation(found, logins, [{ name: "roles.yaml", text: REGISTRY }]);
};

describe("an edit by hand of what follows the registry", () => {
  it("is marked on its first line, with the line of the registry that says what belongs there", () => {
    expect(said(at(OURS), at("# Us\nann\nBEN!\nend\n"))).toEqual({
      ...{ path: "M.md", line: 3, column: null, level: "warning" },
      message: "This comes from roles.yaml line 5; change it there.",
    });
    expect(said(at(OURS), at("# Us\nben\nend\n"))).toMatchObject({ line: 2, message: /line 4/ as never });
  });

  it("of nobody in particular comes from the entry that publishes the file", () => {
    expect(said(at("a\n", "a\n"), at("b\n", "a\n"))?.message).toBe(
      "This comes from roles.yaml line 2; change it there.",
    );
  });

  it("is none where the lines were so before, whatever else changed, or where they are right now", () => {
    expect(drift(at("# Us\nann\nend\n"), at("# Ours\nann\nend\n", OURS.replace("Us", "Ours")))).toBeNull();
    expect(drift(at("# Us\nann\nend\n"), at(OURS))).toBeNull();
    expect(drift(told("M.md has no markers"), told("M.md has no markers"))).toBeNull();
  });

  it("is one where the file is taken away, or what it is known by", () => {
    expect(drift(at(OURS), at(null))).toMatchObject({ line: 1, why: null });
    expect(said(at(OURS), told("M.md has no markers"))?.message).toBe(
      "M.md has no markers. It comes from roles.yaml line 2.",
    );
  });

  it("says so on the check, and fails it where the entry says that it fails, whoever approved", () => {
    const found = drift(at(OURS), at("b\n"));
    if (found === null) throw new Error("no drift");
    const of = (fails: boolean) =>
      judged(aPull({ files: ["M.md"], reviews: [approval("ann")] }), aLadder({ approvers: ["ann"] }), {
        drift: [driftAnnotation({ ...found, fails }, [], [])],
      });
    expect(of(false)).toMatchObject({ state: { kind: "approved" }, drift: [{ level: "warning" }] });
    expect(of(true)).toMatchObject({ state: { kind: "drifted", files: ["M.md"] }, drift: [{ level: "failure" }] });
  });
});
