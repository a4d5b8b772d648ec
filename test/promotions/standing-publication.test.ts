import { describe, expect, it } from "vitest";
import type { PublishedFile } from "../../src/promotions/published-files.ts";
import {
  areRight,
  changesIn,
  declinedBy,
  followingIn,
  isUpToDate,
  messageFor,
  sealLists,
} from "../../src/promotions/standing-publication.ts";

const KEY = Buffer.alloc(32, 1);
const seeing = { repositoryId: 7, keys: [KEY] };

function aFile(
  path: string,
  content: string,
  kind: "written" | "same" | "removed" | "told" = "written",
): PublishedFile {
  const texts = {
    written: { kind: "written", text: content },
    same: { kind: "same" },
    removed: { kind: "removed" },
  } as const;
  const outcome = kind === "told" ? ({ kind, why: `${path} has no markers`, text: content } as const) : texts[kind];
  return { path, entry: path, fails: false, content: kind === "removed" ? null : content, outcome };
}

const ended = (wanted: readonly PublishedFile[], isMerged = false, number = 1) => ({
  number,
  body: `Text\n\n${sealLists(wanted, 7, KEY)}`,
  isMerged,
});

describe("R78: what people closed", () => {
  const [one, other] = [aFile("A.md", "ann"), aFile("B.md", "ben")];

  it("is not proposed again, nor a part of it; more or something else is", () => {
    expect(declinedBy([one, other], [ended([one, other])], seeing)).toBe(1);
    expect(declinedBy([one], [ended([one, other])], seeing)).toBe(1);
    expect(declinedBy([one, other], [ended([one], false, 2), ended([other])], seeing)).toBe(1);
    expect(declinedBy([one, other], [ended([one])], seeing)).toBeNull();
    expect(declinedBy([aFile("A.md", "ann and eve")], [ended([one])], seeing)).toBeNull();
  });

  it("counts no more once something was merged since; closed by Rung itself it never counted", () => {
    expect(declinedBy([one], [ended([other], true, 2), ended([one])], seeing)).toBeNull();
    expect(declinedBy([one], [{ number: 1, body: "**Closed:** done.", isMerged: false }], seeing)).toBeNull();
  });

  it("is known by Rung's own line of this very repository alone", () => {
    expect(declinedBy([one], [ended([one])], { ...seeing, repositoryId: 8 })).toBeNull();
    expect(declinedBy([one], [ended([one])], { ...seeing, keys: [Buffer.alloc(32, 2)] })).toBeNull();
  });
});

describe("R66: what somebody changed follows the registry", () => {
  const before = [aFile("A.md", "ann"), aFile("old/OWNERS", "", "removed"), aFile("B.md", "ben", "told")];
  const after = [aFile("A.md", "ann", "same"), aFile("B.md", "ben", "same")];
  const file = (text: string, mode = "100644") => ({ mode, text });
  const from = new Map([["old/OWNERS", file("# From")]]);
  const follows = (head: readonly (readonly [string, ReturnType<typeof file>])[], plans = [before, after]) =>
    followingIn(plans, [from, new Map(head)]);

  it("with every byte and its mode as publishing would have left it", () => {
    expect(follows([["A.md", file("ann")]])).toEqual(["A.md", "old/OWNERS"]);
    expect(follows([["A.md", file("ann", "100755")]])).toEqual(["old/OWNERS"]);
    expect(follows([["A.md", file("A.md", "120000")]])).toEqual(["old/OWNERS"]);
    expect(
      follows([
        ["A.md", file("ann\n")],
        ["old/OWNERS", file("# From")],
      ]),
    ).toEqual([]);
  });

  it("and never what could not be published, before or after", () => {
    expect(
      follows([
        ["B.md", file("ben")],
        ["A.md", file("ann")],
      ]),
    ).toEqual(["A.md", "old/OWNERS"]);
    expect(follows([["A.md", file("ann")]], [before, [aFile("A.md", "ann", "told")]])).toEqual(["old/OWNERS"]);
    expect(follows([], [[], []])).toEqual([]);
  });
});

describe("the branch", () => {
  const wanted = [aFile("A.md", "ann"), aFile("old/OWNERS", "", "removed"), aFile("B.md", "ben", "told")];
  const standing = [aFile("A.md", "ann", "same"), aFile("B.md", "ben", "told")];
  const proposed = { commit: "c", message: messageFor(wanted), isOneCommit: true };
  const lists = { wanted, standing, proposed, pull: null };

  it("is right with every file as planned, and the message that names the plan", () => {
    expect(isUpToDate(lists)).toBe(true);
    expect(isUpToDate({ ...lists, proposed: { ...proposed, message: "Mine" } })).toBe(false);
    expect(isUpToDate({ ...lists, proposed: { ...proposed, isOneCommit: false } })).toBe(false);
    const pull = { number: 1, title: "", body: "", isOwn: true, conflicts: true };
    expect(isUpToDate({ ...lists, pull })).toBe(false);
    expect(areRight(wanted, [...standing, aFile("old/OWNERS", "", "removed")])).toBe(false);
    expect(areRight([aFile("A.md", "ann"), aFile("B.md", "ben")], standing)).toBe(false);
  });

  it("keeps the mode that a file has, and writes nothing that is only told", () => {
    const snapshot = new Map([["A.md", { mode: "100755", text: "" }]]);
    expect(changesIn(wanted, snapshot)).toEqual([
      { path: "A.md", mode: "100755", text: "ann" },
      { path: "old/OWNERS", mode: "100644", text: null },
    ]);
  });
});
