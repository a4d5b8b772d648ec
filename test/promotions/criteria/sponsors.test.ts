import { describe, expect, it } from "vitest";
import { aLadder } from "../../support/a-pull.ts";
import { cancelled, judged, refused, sponsor, told } from "../a-promotion.ts";

const two = { sponsors: { from: "maintainers", min: 2 } };

describe("sponsors", () => {
  it("names those there are and says how many are missing", () => {
    const { standing } = judged(two, { words: [sponsor("ann")] });
    expect(standing.state).toBe("waiting");
    expect(standing.figure).toBe("1 of 2: ann (Ant)");
    expect(standing.next).toBe("one maintainer of kusion (ben or cho) still needs to comment `/sponsor`");
    expect(told(two, { words: [sponsor("ann"), sponsor("cho")] })).toBe("met: 2 of 2: ann (Ant), cho (Viettel)");
  });

  it("names the first twenty of many and counts the others: a table's cell is no roll", () => {
    const many = Array.from({ length: 25 }, (_, at) => `m${at}`);
    const { standing } = judged(
      { sponsors: { from: "maintainers", min: 30 } },
      {
        index: aLadder({ areas: { kusion: { repos: ["kusion"] } }, maintainers: many }),
        words: many.map((one) => sponsor(one)),
      },
    );
    expect(standing.figure).toMatch(/^25 of 30: m0, .*, m19 and 5 more$/);
  });

  it("a role above sponsors too, one below does not", () => {
    const block = { sponsors: { from: "approvers", min: 1 } };
    expect(judged(block, { words: [sponsor("ann")] }).standing.state).toBe("met");
    expect(refused(two, { words: [sponsor("eve")] })).toEqual([
      "eve: is an approver; a maintainer or above of kusion is asked for",
    ]);
  });

  it("a sponsor of another area does not count; one of an area around it does", () => {
    const block = { sponsors: { from: "approvers", min: 1 } };
    expect(refused(block, { words: [sponsor("kim")] })).toEqual(["kim: holds that in karpor, not in kusion"]);
    expect(judged(block, { areas: ["engine"], words: [sponsor("eve")] }).standing.state).toBe("met");
    expect(judged(block, { areas: ["karpor"], words: [sponsor("eve")] }).standing.state).toBe("waiting");
  });

  it("each area of the nomination needs its own", () => {
    const block = { sponsors: { from: "approvers", min: 1 } };
    expect(told(block, { areas: ["kusion", "karpor"], words: [sponsor("eve")] })).toBe(
      "waiting: 1 of 1 in kusion: eve; 0 of 1 in karpor",
    );
  });

  it("nobody sponsors themselves, nor twice, nor after taking it back", () => {
    expect(refused(two, { candidate: "ann", nominator: "ben", words: [sponsor("ann")] })).toEqual([
      "ann: cannot sponsor their own promotion",
    ]);
    expect(told(two, { words: [sponsor("ann"), sponsor("ann")] })).toMatch(/^waiting: 1 of 2/);
    const word = sponsor("ann");
    expect(told(two, { words: [word, cancelled(word)] })).toBe("waiting: 0 of 2");
  });

  it("the nominator counts unless the ladder says no", () => {
    const block = { sponsors: { from: "maintainers", min: 1, nominator: false } };
    expect(judged({ sponsors: { from: "maintainers", min: 1 } }, { words: [sponsor("ann")] }).standing.state).toBe(
      "met",
    );
    expect(refused(block, { words: [sponsor("ann")] })).toEqual(["ann: the nominator does not count as sponsor here"]);
  });

  it("distinct employers: not all of one", () => {
    const block = { sponsors: { from: "maintainers", min: 2, employers: "distinct" } };
    expect(told(block, { words: [sponsor("ann"), sponsor("ben")] })).toBe(
      "waiting: 2 of 2: ann (Ant), ben (Ant); sponsors of at least two employers are asked for",
    );
    expect(judged(block, { words: [sponsor("ann"), sponsor("cho")] }).standing.state).toBe("met");
  });

  it("one of another employer than the candidate", () => {
    const block = { sponsors: { from: "maintainers", min: 2, employers: "one-other-than-candidate" } };
    expect(judged(block, { words: [sponsor("ann"), sponsor("ben")] }).standing.state).toBe("waiting");
    expect(judged(block, { words: [sponsor("ann"), sponsor("cho")] }).standing.state).toBe("met");
  });

  it("an unknown employer proves nothing, except that of two different ones one is another", () => {
    const block = { sponsors: { from: "maintainers", min: 1, employers: "one-other-than-candidate" } };
    expect(judged(block, { candidate: "pat", words: [sponsor("ann")] }).standing.state).toBe("waiting");
    expect(judged(block, { candidate: "pat", words: [sponsor("ann"), sponsor("cho")] }).standing.state).toBe("met");
  });

  it("a preference for other employers is told and never blocks", () => {
    const block = { sponsors: { from: "maintainers", min: 1, employers: "prefer-other" } };
    expect(told(block, { words: [sponsor("ann")] })).toBe(
      "met: 1 of 1: ann (Ant); a sponsor of another employer is preferred",
    );
  });

  it("some of them of a higher role, all of them of another besides", () => {
    const part = { sponsors: { from: "approvers", min: 2, "of-which": { from: "maintainers", min: 2 } } };
    expect(judged(part, { words: [sponsor("ann"), sponsor("eve")] }).standing.state).toBe("waiting");
    expect(judged(part, { words: [sponsor("ann"), sponsor("ben"), sponsor("eve")] }).standing.state).toBe("met");
    const also = { sponsors: { from: "contributors", min: 1, "also-holds": ["maintainers"] } };
    expect(refused(also, { words: [sponsor("eve")] })).toEqual([
      "eve: is an approver; a maintainer or above is asked for",
    ]);
  });

  it("fewer are enough where the group is small", () => {
    const block = { sponsors: { from: "maintainers", min: 2, "small-group": { under: 4, min: 1 } } };
    expect(judged(block, { words: [sponsor("cho")] }).standing.state).toBe("met");
    const large = { sponsors: { from: "maintainers", min: 2, "small-group": { under: 3, min: 1 } } };
    expect(judged(large, { words: [sponsor("cho")] }).standing.state).toBe("waiting");
  });

  it("small is a group of few who could sponsor, whoever else holds the role", () => {
    const small = { from: "maintainers", min: 3, "small-group": { under: 3, min: 2 } };
    const words = [sponsor("ben"), sponsor("cho")];
    expect(judged({ sponsors: small }, { words }).standing.state).toBe("waiting");
    expect(judged({ sponsors: { ...small, nominator: false } }, { words }).standing.state).toBe("met");
  });

  it("of two of one employer the one counts whose role is asked for besides, whoever spoke first", () => {
    const employers = { employers: "all-distinct", "of-which": { from: "maintainers", min: 1 } };
    const block = { sponsors: { from: "contributors", min: 2, area: "anywhere", ...employers } };
    const first = [sponsor("kim"), sponsor("lou")];
    const index = aLadder({
      areas: { kusion: { repos: ["kusion"] } },
      approvers: [
        { login: "kim", affiliation: "Ant" },
        { login: "lou", affiliation: "Viettel" },
      ],
      maintainers: [{ login: "ann", affiliation: "Ant" }],
    });
    const short = judged(block, { index, words: first }).standing;
    expect([short.state, short.next]).toEqual(["waiting", expect.stringContaining("(ann) still needs to comment")]);
    expect(judged(block, { index, words: [...first, sponsor("ann")] }).standing.state).toBe("met");
  });
});
