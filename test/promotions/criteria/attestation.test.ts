import { describe, expect, it } from "vitest";
import { attest, evaluated, judged, refused, told } from "../a-promotion.ts";

const block = { attestation: { text: "knows the code", by: "maintainers" } };

describe("attestation", () => {
  it("is met once somebody who may vouches, by number or for all at once", () => {
    expect(told(block)).toBe("waiting: nobody yet");
    expect(told(block, { words: [attest("ann", 1)] })).toBe("met: vouched for by ann (Ant)");
    expect(told(block, { words: [attest("ann")] })).toBe("met: vouched for by ann (Ant)");
    expect(told(block, { words: [attest("ann", 2)] })).toBe("waiting: nobody yet");
  });

  it("the candidate vouches only for what is theirs to say", () => {
    expect(refused(block, { words: [attest("dee", 1)] })).toEqual([
      "dee: cannot vouch for this in their own promotion; somebody else must",
    ]);
    const own = { attestation: { text: "has read the guide", by: "candidate" } };
    expect(told(own, { words: [attest("dee", 1)] })).toBe("met: vouched for by dee (Ant)");
    expect(refused(own, { words: [attest("ann", 1)] })).toEqual(["ann: only the candidate can vouch for this"]);
  });

  it("without `by` the role applied for, or one above, vouches", () => {
    expect(judged({ attestation: "knows the code" }, { words: [attest("eve", 1)] }).standing.state).toBe("met");
    expect(judged({ attestation: "knows the code" }, { words: [attest("kim", 1)] }).standing.state).toBe("waiting");
  });

  it("several must vouch where a number is written, and nobody twice", () => {
    const two = { attestation: { text: "knows the code", min: 2 } };
    expect(told(two, { words: [attest("ann", 1), attest("ann")] })).toBe("waiting: 1 of 2: ann (Ant)");
    expect(judged(two, { words: [attest("ann", 1), attest("ben", 1)] }).standing.state).toBe("met");
  });

  it("R81: of whoever may vouch for nothing it is refused without a number as well, and does not count later", () => {
    expect(refused(block, { words: [attest("eve")] })).toHaveLength(1);
    const two = { attestation: ["knows the code", { text: "knows the design", by: "maintainers" }] };
    expect(refused(two, { words: [attest("eve")] })).toEqual([]);
    expect(refused(two, { words: [attest("eve", 2)] })).toHaveLength(1);
  });

  it("R80: the newest word of a person stands, whether one is about all and the other about this", () => {
    const words = (...all: readonly (readonly [number | null, boolean])[]) =>
      all.map(([criterion, cancel]) => ({ ...attest("ann", criterion), cancel }));
    expect(told(block, { words: words([null, false], [1, true]) })).toBe("waiting: nobody yet");
    expect(told(block, { words: words([1, false], [null, true]) })).toBe("waiting: nobody yet");
    expect(told(block, { words: words([null, false], [2, true]) })).toBe("met: vouched for by ann (Ant)");
    expect(told(block, { words: words([null, true], [1, false]) })).toBe("met: vouched for by ann (Ant)");
  });

  it("stands beside a count whose quality people must judge", () => {
    const { leaves } = evaluated({ "reviewed-pulls": { min: 5, attest: "primary reviewer; substantial" } });
    expect(leaves.map(({ criterion, wording }) => `${criterion.number} ${wording}`)).toEqual([
      "1 5 reviewed pull requests in KusionStack",
      "2 primary reviewer; substantial (vouched for by approvers)",
    ]);
  });
});
