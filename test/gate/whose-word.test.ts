import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkOutcome } from "../../src/gate/check-outcome.ts";
import { mayCount } from "../../src/gate/current-statements.ts";
import { noted, observed } from "../../src/gate/record/heads.ts";
import {
  aComment,
  aCommit,
  aLadder,
  aPull,
  approval,
  aReview,
  bot,
  minute,
  person,
  reworded,
} from "../support/a-pull.ts";
import { approvers, judged, pushes, reasons, sinceNoon } from "./judged.ts";

const index = aLadder({ contributors: ["cho"], approvers: ["ann", "Ben", "pat"], maintainers: ["max"] });

describe("the author", () => {
  it("R2: the author's word never counts, by review, comment or description", () => {
    const facts = aPull({ reviews: [approval("PAT")], comments: [aComment("pat", "/approve")] });
    const described = { ...facts, description: reworded(facts.description, "/approve") };
    expect(judged(described, index).state.kind).toBe("waiting");
    expect(reasons(judged(described, index), "PAT")).toEqual([{ kind: "author" }]);
  });

  it("R2: with author-counts it does", () => {
    const lax = aLadder({ approvers: ["pat"], approval: { authorCounts: true } });
    expect(judged(aPull({ comments: [aComment("pat", "/approve")] }), lax).state.kind).toBe("approved");
  });

  it("R2: the author is no candidate", () => {
    expect(judged(aPull(), index).areas[0]?.candidates.map(({ login }) => login)).toEqual(["ann", "Ben", "max"]);
  });
});

describe("contributors", () => {
  const strict = aLadder({ approvers: ["ann", "ben"], approval: { contributorsCount: false } });
  const commits = [aCommit("c1", [person("pat")]), aCommit("c2", [person("pat"), person("Ann")], ["c1"])];

  it("R2: whoever wrote or committed a commit counts, unless contributors-count is off", () => {
    const facts = aPull({ commits, reviews: [approval("ann")] });
    expect(judged(facts, index).state.kind).toBe("approved");
    expect(judged(facts, strict).state.kind).toBe("waiting");
    expect(reasons(judged(facts, strict), "ann")).toEqual([{ kind: "contributor" }]);
    expect(judged(facts, strict).areas[0]?.candidates.map(({ login }) => login)).toEqual(["ben"]);
  });

  it("R2: a commit of no known account makes the strict setting fail closed", () => {
    const facts = aPull({ commits: [aCommit("c1", [null])], reviews: [approval("ben")] });
    expect(judged(facts, strict).state).toMatchObject({ kind: "unknown" });
    expect(reasons(judged(facts, strict), "ben")).toEqual([{ kind: "contributors-unknown" }]);
  });

  it("R2: commits that were not read fail closed too", () => {
    expect(judged(aPull({ commits: [], reviews: [approval("ben")] }), strict).state.kind).toBe("unknown");
  });

  it("R2: a merge of the base that leaves the diff as it was makes nobody a contributor", () => {
    const merge = aCommit("m1", [person("ann")], ["c1", "base7"]);
    const facts = aPull({
      head: "m1",
      commits: [aCommit("c1", [person("pat")]), merge],
      reviews: [approval("ann", { commit: "m1" })],
    });
    const same = { "main...c1": { "main.go": "+1" }, "main...m1": { "main.go": "+1" } };
    expect(judged(facts, strict, { diffs: same }).state.kind).toBe("approved");
    const other = { ...same, "main...m1": { "main.go": "+2" } };
    expect(reasons(judged(facts, strict, { diffs: other }), "ann")).toEqual([{ kind: "contributor" }]);
    expect(reasons(judged(facts, strict), "ann")).toEqual([{ kind: "contributor" }]);
  });
});

describe("others", () => {
  it("R3: bots, deleted accounts and people outside the registry never count", () => {
    const facts = aPull({ reviews: [approval(bot("ann")), approval(null), approval("eve")] });
    const result = judged(facts, index);
    expect(result.state.kind).toBe("waiting");
    expect(result.uncounted.map(({ reason }) => reason.kind).toSorted()).toEqual(["bot", "deleted-account", "no-role"]);
  });

  it("R3: no word of a bot may count, before any question of role", () => {
    const facts = aPull();
    for (const account of [bot("ann"), null, { ...person("ann"), type: "Other" as const }])
      expect(mayCount(account, null, facts, index)).toBe(false);
    expect(mayCount(person("ann"), null, facts, index)).toBe(true);
  });

  it("R4: logins compare without case, and a pinned person counts by id alone", () => {
    expect(judged(aPull({ reviews: [approval("bEN")] }), index).state.kind).toBe("approved");
    const pinned = aLadder({ approvers: [{ login: "ann", id: 5 }] });
    expect(judged(aPull({ reviews: [approval({ login: "renamed", id: 5, type: "User" })] }), pinned).state.kind).toBe(
      "approved",
    );
    expect(judged(aPull({ reviews: [approval({ login: "ann", id: 6, type: "User" })] }), pinned).state.kind).toBe(
      "waiting",
    );
  });

  it("R5: with the role the approval goes", () => {
    const facts = aPull({ reviews: [approval("ann")] });
    expect(judged(facts, index).state.kind).toBe("approved");
    expect(judged(facts, aLadder({ contributors: ["ann"], approvers: ["ben"] })).state.kind).toBe("waiting");
  });

  it("R9b: an approval given before the role counts once the role is held", () => {
    expect(
      judged(aPull({ reviews: [approval("new", { at: minute(1) })] }), aLadder({ approvers: ["new"] })).state.kind,
    ).toBe("approved");
  });

  it("R6: a label stands for no approval", () => {
    expect(judged(aPull({ labels: ["approved", "lgtm"] }), index).state.kind).toBe("waiting");
  });

  it("R8: a lower role changes nothing, and the report says which it is", () => {
    const result = judged(aPull({ comments: [aComment("cho", "/approve")] }), index);
    expect(result.state.kind).toBe("waiting");
    expect(reasons(result, "cho")).toEqual([{ kind: "role-too-low", role: "contributors" }]);
  });

  it("R8: two approvals of one person are one", () => {
    const two = aLadder({ approvers: ["ann", "ben"], approval: { min: 2 } });
    const facts = aPull({ reviews: [approval("ann"), approval("ANN")], comments: [aComment("Ann", "/approve")] });
    expect(judged(facts, two).areas[0]).toMatchObject({ missing: 1, approved: [{ id: person("ann").id }] });
  });

  it("commands: a higher role asked for /approve leaves reviews as they are", () => {
    const high = aLadder({ approvers: ["ann"], maintainers: ["max"], commands: { approve: "maintainers" } });
    expect(judged(aPull({ comments: [aComment("ann", "/approve")] }), high).state.kind).toBe("waiting");
    expect(judged(aPull({ reviews: [approval("ann")] }), high).state.kind).toBe("approved");
    expect(judged(aPull({ comments: [aComment("max", "/approve")] }), high).state.kind).toBe("approved");
  });
});

describe("edits and withdrawals", () => {
  it("R7: an edited comment is no approval", () => {
    const result = judged(aPull({ comments: [aComment("ann", "/approve", { edited: true })] }), index);
    expect(result.state.kind).toBe("waiting");
    expect(reasons(result, "ann")).toEqual([{ kind: "edited" }]);
  });

  it("R7: editing the text of an approving review neither adds nor takes anything", () => {
    const plain = approval("ann", { body: "fine" });
    const record = observed(sinceNoon(aPull()), aPull({ reviews: [plain] }));
    const edited = { ...reworded(plain, "nice"), edited: true };
    expect(judged(aPull({ reviews: [edited] }), index, { record }).state.kind).toBe("approved");
  });

  it("R7: an approving review that was edited before it was first looked at counts as its event told it", () => {
    const plain = approval("ann", { body: "fine" });
    const record = noted(sinceNoon(aPull()), { ...plain, by: plain.author, kind: "reviewed", edited: false });
    const edited = aPull({ reviews: [{ ...reworded(plain, "nice"), edited: true }] });
    expect(judged(edited, index, { record }).state.kind).toBe("approved");
    expect(judged(edited, index).state.kind).toBe("waiting");
  });

  it("R7: an edited comment leaves an older review of the same person standing", () => {
    const facts = aPull({
      reviews: [approval("ann", { at: minute(1) })],
      comments: [aComment("ann", "/approve", { at: minute(5), edited: true })],
    });
    expect(judged(facts, index).state.kind).toBe("approved");
  });

  it("R9b: a deleted /approve comment is gone", () => {
    const facts = aPull({ comments: [aComment("ann", "/approve")] });
    expect(judged(facts, index).state.kind).toBe("approved");
    expect(judged({ ...facts, comments: { items: [], complete: true, total: 0 } }, index).state.kind).toBe("waiting");
  });

  it("R8a: /approve and /approve cancel in one comment is a withdrawal", () => {
    for (const body of ["/approve\n/approve cancel", "/approve cancel\n/approve"]) {
      expect(judged(aPull({ comments: [aComment("ann", body)] }), index).state.kind).toBe("waiting");
    }
  });

  it("R8a: an approving review whose text withdraws is a withdrawal", () => {
    const result = judged(aPull({ reviews: [approval("ann", { body: "/approve cancel" })] }), index);
    expect(result.state.kind).toBe("waiting");
    expect(reasons(result, "ann")).toEqual([{ kind: "withdrawn" }]);
  });

  it("R8a: a request for changes whose text approves is a request for changes", () => {
    expect(
      judged(aPull({ reviews: [aReview("ann", "CHANGES_REQUESTED", { body: "/approve" })] }), index).state.kind,
    ).toBe("changes-requested");
  });

  it("R10: /approve cancel takes back a review as well", () => {
    const facts = aPull({
      reviews: [approval("ann", { at: minute(1) })],
      comments: [aComment("ann", "/approve cancel", { at: minute(5) })],
    });
    expect(judged(facts, index).state.kind).toBe("waiting");
    expect(reasons(judged(facts, index), "ann")).toEqual([{ kind: "withdrawn" }]);
  });
});

describe("the latest word", () => {
  const first = approval("ann", { at: minute(1) });

  it("R10: approve, then request changes, blocks", () => {
    const result = judged(aPull({ reviews: [first, aReview("ann", "CHANGES_REQUESTED", { at: minute(2) })] }), index);
    expect(result.state.kind).toBe("changes-requested");
    expect(reasons(result, "ann")).toEqual([{ kind: "superseded" }]);
  });

  it("R10: request changes, then approve, by review or comment, approves", () => {
    const changes = aReview("ann", "CHANGES_REQUESTED", { at: minute(1) });
    expect(judged(aPull({ reviews: [changes, approval("ann", { at: minute(2) })] }), index).state.kind).toBe(
      "approved",
    );
    const facts = aPull({ reviews: [changes], comments: [aComment("ann", "/approve", { at: minute(2) })] });
    expect(judged(facts, index).state.kind).toBe("approved");
  });

  it("R10: a dismissed review revives no older review and no older comment", () => {
    const dismissed = aReview("ann", "DISMISSED", { at: minute(5) });
    const facts = aPull({ reviews: [first, dismissed], comments: [aComment("ann", "/approve", { at: minute(3) })] });
    expect(judged(facts, index).state.kind).toBe("waiting");
    expect(reasons(judged(facts, index), "ann")).toEqual([{ kind: "dismissed" }]);
  });

  it("R10: a word given after the dismissed review counts", () => {
    const facts = aPull({
      reviews: [aReview("ann", "DISMISSED", { at: minute(1) }), approval("ann", { at: minute(2) })],
    });
    expect(judged(facts, index).state.kind).toBe("approved");
  });

  it("R10: a plain comment review changes nothing", () => {
    expect(judged(aPull({ reviews: [first, aReview("ann", "COMMENTED", { at: minute(2) })] }), index).state.kind).toBe(
      "approved",
    );
  });

  it("R10: within one second the stricter of a review and a comment stands", () => {
    const facts = aPull({ reviews: [aReview("ann", "CHANGES_REQUESTED")], comments: [aComment("ann", "/approve")] });
    expect(judged(facts, index).state.kind).toBe("changes-requested");
    const cancelled = aPull({ reviews: [approval("ann")], comments: [aComment("ann", "/approve cancel")] });
    expect(judged(cancelled, index).state.kind).toBe("waiting");
  });
});

describe("changes requested", () => {
  const areas = aLadder({
    contributors: ["cho"],
    approvers: [{ login: "ann", areas: ["docs"] }, "ben"],
    areas: { docs: { paths: ["docs/**"] } },
  });

  it("R11: by someone who may approve the area it blocks that area", () => {
    const facts = aPull({
      files: ["docs/a.md", "main.go"],
      reviews: [aReview("ann", "CHANGES_REQUESTED"), approval("ben")],
    });
    const result = judged(facts, areas);
    expect(result.state.kind).toBe("changes-requested");
    expect(result.areas.map(({ area, state }) => [area, state])).toEqual([
      ["docs", "blocked"],
      ["kusion", "approved"],
    ]);
  });

  it("R11: by others it is shown and does not block", () => {
    const facts = aPull({
      reviews: [aReview("cho", "CHANGES_REQUESTED"), aReview("ann", "CHANGES_REQUESTED"), approval("ben")],
    });
    const result = judged(facts, areas);
    expect(result.state.kind).toBe("approved");
    for (const login of ["cho", "ann"])
      expect(reasons(result, login)).toEqual([{ kind: "changes-requested-without-role" }]);
  });

  it("R11: nobody else's approval lifts it, and a push does not", () => {
    const facts = aPull({
      head: "h2",
      reviews: [aReview("max", "CHANGES_REQUESTED"), approval("ann", { commit: "h2" })],
    });
    expect(judged(facts, index).state.kind).toBe("changes-requested");
  });

  it("R11: dismissing the review lifts it", () => {
    expect(judged(aPull({ reviews: [aReview("ann", "DISMISSED"), approval("Ben")] }), index).state.kind).toBe(
      "approved",
    );
  });

  it("R11: an approval whose head is unknown lifts nothing, being none", () => {
    const facts = aPull({
      reviews: [aReview("ann", "CHANGES_REQUESTED", { at: minute(-9) })],
      comments: [aComment("ann", "/approve", { at: minute(-5) })],
    });
    expect(judged(facts, index).state.kind).toBe("changes-requested");
  });

  it("R3: a bot's request blocks nothing", () => {
    expect(
      judged(aPull({ reviews: [aReview(bot("ann"), "CHANGES_REQUESTED"), approval("Ben")] }), index).state.kind,
    ).toBe("approved");
  });
});

describe("lgtm", () => {
  const asked = aLadder({ contributors: ["cho", "dee"], approvers: ["ann"], approval: { lgtm: 1 } });

  it("is asked for beside the approvals, and a reviewer gives it by comment or review", () => {
    expect(judged(aPull({ comments: [aComment("ann", "/approve")] }), asked).state.kind).toBe("waiting");
    expect(judged(aPull({ reviews: [approval("ann")], comments: [aComment("cho", "/lgtm")] }), asked).state.kind).toBe(
      "approved",
    );
    expect(
      judged(aPull({ reviews: [approval("ann"), approval("dee")] }), asked).lgtm.by.map(({ login }) => login),
    ).toEqual(["ann", "dee"]);
  });

  it("R2: the author's does not count, nor R8: that of people without the role", () => {
    const facts = aPull({ author: "cho", comments: [aComment("cho", "/lgtm"), aComment("eve", "/lgtm")] });
    const result = judged(facts, asked);
    expect(result.lgtm.by).toEqual([]);
    expect([...reasons(result, "cho"), ...reasons(result, "eve")].map(({ kind }) => kind)).toEqual([
      "author",
      "no-role",
    ]);
  });

  it("each withdraws their own, approvers anybody's", () => {
    const words = [aComment("cho", "/lgtm", { at: minute(1) }), aComment("dee", "/lgtm", { at: minute(1) })];
    const cancelledBy = (by: string) =>
      judged(aPull({ comments: [...words, aComment(by, "/lgtm cancel", { at: minute(2) })] }), asked);
    expect(cancelledBy("cho").lgtm.by.map(({ login }) => login)).toEqual(["dee"]);
    expect(cancelledBy("ann").lgtm.by).toEqual([]);
    expect(cancelledBy("eve").lgtm.by).toHaveLength(2);
  });

  it("R9: lapses with the diff it was given on", () => {
    const facts = aPull({
      head: "h2",
      comments: [aComment("cho", "/lgtm", { at: minute(1) })],
      reviews: [approval("ann", { commit: "h2" })],
    });
    const one = aLadder({ contributors: ["cho", "dee"], approvers: ["ann"], approval: { lgtm: 2 } });
    const diffs = { "main...h1": { "main.go": "+1" }, "main...h2": { "main.go": "+2" } };
    expect(judged(facts, one, { diffs, record: pushes(["h2", 5]) }).lgtm.by.map(({ login }) => login)).toEqual(["ann"]);
  });
});

describe("properties", () => {
  const people = fc.constantFrom("ann", "Ben", "pat", "cho", "eve", "max");
  const words = fc.oneof(
    fc.record({ by: people, at: fc.nat(50) }).map(({ by, at }) => ({ review: approval(by, { at: minute(at) }) })),
    fc
      .record({ by: people, at: fc.nat(50) })
      .map(({ by, at }) => ({ review: aReview(by, "CHANGES_REQUESTED", { at: minute(at) }) })),
    fc
      .record({ by: people, at: fc.nat(50) })
      .map(({ by, at }) => ({ review: aReview(by, "DISMISSED", { at: minute(at) }) })),
    fc
      .record({
        by: people,
        at: fc.nat(50),
        body: fc.constantFrom("/approve", "/approve cancel", "/hold", "/unhold", "/lgtm"),
      })
      .map(({ by, at, body }) => ({ comment: aComment(by, body, { at: minute(at) }) })),
  );
  type Said = { readonly review?: ReturnType<typeof approval>; readonly comment?: ReturnType<typeof aComment> };
  const pullOf = (said: readonly Said[]) =>
    aPull({
      reviews: said.flatMap(({ review }) => review ?? []),
      comments: said.flatMap(({ comment }) => comment ?? []),
    });

  it("R10: the order of GitHub's lists makes no difference", () => {
    const shuffles = fc
      .array(words, { maxLength: 10 })
      .chain((said) => fc.tuple(fc.constant(said), fc.shuffledSubarray(said, { minLength: said.length })));
    fc.assert(
      fc.property(shuffles, ([said, shuffled]) => {
        const [one, other] = [judged(pullOf(said), index), judged(pullOf(shuffled), index)];
        expect(approvers(other)).toEqual(approvers(one));
        expect(other.state).toEqual(one.state);
        expect(other.holds).toEqual(one.holds);
        expect(other.uncounted).toEqual(one.uncounted);
      }),
    );
  });

  it("R2, R8: nothing that the author or people without a role say approves", () => {
    const powerless = words.filter(({ review, comment }: Said) => {
      const by = (review ?? comment)?.author?.login ?? "";
      return ["pat", "eve", "cho"].includes(by);
    });
    fc.assert(
      fc.property(fc.array(powerless, { maxLength: 10 }), (said) => {
        const result = judged(pullOf(said), index);
        expect(result.areas[0]?.approved).toEqual([]);
        expect(checkOutcome(result, "pull")).not.toBe("success");
      }),
    );
  });

  it("R8: an approval by someone without a role changes no state", () => {
    fc.assert(
      fc.property(fc.array(words, { maxLength: 10 }), (said) => {
        const more = [...said, { review: approval("stranger", { at: minute(55) }) }];
        const [before, after] = [judged(pullOf(said), index), judged(pullOf(more), index)];
        expect(after.state).toEqual(before.state);
        expect(after.areas).toEqual(before.areas);
      }),
    );
  });

  it("one more approving review never makes an approved pull request wait", () => {
    fc.assert(
      fc.property(fc.array(words, { maxLength: 10 }), people, (said, by) => {
        fc.pre(judged(pullOf(said), index).state.kind === "approved");
        const more = [...said, { review: approval(by, { at: minute(55) }) }];
        expect(judged(pullOf(more), index).state.kind).toBe("approved");
      }),
    );
  });
});
