import { describe, expect, it } from "vitest";
import type { PullRecord } from "../../../src/model/pull-record.ts";
import type { Registry } from "../../../src/registry/registry-types.ts";
import { type Change, labelChange, possibleNames } from "../../../src/triage/labels/change.ts";
import { aComment, aLadder, approval, cut, type PullOptions } from "../../support/a-pull.ts";
import { aLabelling } from "./a-labelling.ts";

const ALL = { areas: "area/*", roles: "role/*", reviewed: "reviewed/*", "needs-approver": "needs-approver" };
const ladder = (more: Registry["labels"] = {}, labelling: Partial<Registry["labelling"]> = {}) =>
  aLadder({
    areas: { docs: { paths: ["docs/**"] } },
    approvers: ["ann", "ben"],
    labels: { ...ALL, ...more },
    labelling,
  });

function change(pull: PullOptions, record: Partial<PullRecord> = {}, index = ladder()): Change | null {
  return labelChange(aLabelling(pull, { index, record }));
}

function moved(found: Change | null) {
  if (found === null || "kind" in found) throw new Error(JSON.stringify(found));
  return { add: found.add.map(({ name }) => name), remove: found.remove.map(({ name }) => name) };
}

const own = (...names: string[]) => ({ labels: { own: names, others: [] } });
const others = (...names: string[]) => ({ labels: { own: [], others: names } });

describe("labels to move", () => {
  it("all that are missing at once, in the registry's spelling, with colour and description", () => {
    const found = change(
      { files: ["docs/a.md"], author: "ann" },
      {},
      ladder({ areas: "Area/*" }, { colors: { areas: "ABCDEF" } }),
    );
    expect(moved(found)).toEqual({ add: ["needs-approver", "Area/docs", "role/approvers"], remove: [] });
    expect(found).toMatchObject({ add: [{ color: "fbca04" }, { color: "abcdef" }, { color: "d4c5f9" }] });
  });

  it("nothing once they are there, whatever their case", () => {
    expect(moved(change({ labels: ["Needs-Approver"] }))).toEqual({ add: [], remove: [] });
  });

  it("only Rung's own are taken off; other people's and names the registry does not give stay", () => {
    const labels = ["approved", "lgtm", "kind/bug", "needs-approver"];
    expect(moved(change({ labels }, { labels: { own: ["approved"], others: ["lgtm"] } }))).toEqual({
      add: [],
      remove: ["approved"],
    });
  });

  it("R90: Rung's own under a name that the registry has given up comes off, nobody else's", () => {
    const labels = ["old-approved", "zone/docs", "kind/bug"];
    const found = change({ labels }, { labels: { own: ["old-approved", "zone/docs"], others: [] } });
    expect(moved(found)).toEqual({ add: ["needs-approver"], remove: ["old-approved", "zone/docs"] });
    expect(found).toMatchObject({ memory: { own: ["needs-approver", "old-approved", "zone/docs"] } });
    const gone = change({}, { labels: { own: ["old-approved"], others: [] } });
    expect(gone).toMatchObject({ memory: { own: ["needs-approver"] } });
  });

  it("whose a label is must be looked up where nobody remembers", () => {
    expect(change({ labels: ["approved"] })).toEqual({ kind: "unasked", names: ["approved"] });
    expect(moved(change({ labels: ["approved"] }, others("approved")))).toEqual({
      add: ["needs-approver"],
      remove: [],
    });
  });

  it("one of Rung's own that a person took off is not put back before it was due to go", () => {
    expect(moved(change({}, own("needs-approver")))).toEqual({ add: [], remove: [] });
    const approved = change({ reviews: [approval("ann")] }, own("needs-approver"));
    expect(approved).toMatchObject({ memory: { own: ["approved", "lgtm", "reviewed/approvers"] } });
  });

  it("enforced: what people moved by hand is set right again, but never a hold of theirs", () => {
    const record = { labels: { own: ["needs-approver"], others: ["approved"] } };
    const held = { holds: [{ by: null, at: 1, why: "", source: "label" as const }], labelSeen: true };
    const labels = ["approved", "do-not-merge/hold"];
    expect(moved(change({ labels }, { ...record, ...held }, ladder({}, { enforced: true })))).toEqual({
      add: ["needs-approver"],
      remove: ["approved"],
    });
  });

  it("R15b: the hold label comes back while a hold stands, is known as Rung's own, and goes with the hold", () => {
    const held = change({ comments: [aComment("ann", "/hold")] }, own("do-not-merge/hold"));
    expect(moved(held).add).toContain("do-not-merge/hold");
    expect(held).toMatchObject({ ownHoldLabel: true });
    const released = change({ labels: ["do-not-merge/hold"] }, { ownHoldLabel: true });
    expect(moved(released).remove).toEqual(["do-not-merge/hold"]);
    expect(released).toMatchObject({ ownHoldLabel: false });
  });

  it("R15b: a hold label put on by hand is not taken for Rung's own", () => {
    const held = { holds: [{ by: null, at: 1, why: "", source: "label" as const }], labelSeen: true };
    const found = change({ labels: ["do-not-merge/hold"] }, held);
    expect(moved(found)).toEqual({ add: ["needs-approver"], remove: [] });
    expect(found).toMatchObject({ ownHoldLabel: false });
  });

  it("R14: nothing is concluded from cut lists, nor on closed pull requests", () => {
    expect(change({ labels: cut(["approved"], 120) })).toBeNull();
    expect(change({ reviews: cut([], 900) })).toBeNull();
    expect(change({ state: "closed" })).toBeNull();
  });

  it("false switches one off, and a name too long for GitHub is left out", () => {
    expect(moved(change({}, {}, ladder({ "needs-approver": null })))).toEqual({ add: [], remove: [] });
    const long = `${"x".repeat(44)}/*`;
    expect(moved(change({ author: "ann" }, {}, ladder({ roles: long }))).add).toEqual(["needs-approver"]);
  });

  it("knows every name that may be Rung's", () => {
    const names = possibleNames(ladder().registry);
    for (const name of ["approved", "area/docs", "role/members", "reviewed/maintainers"]) expect(names).toContain(name);
    expect(names).not.toContain("area/*");
  });
});
