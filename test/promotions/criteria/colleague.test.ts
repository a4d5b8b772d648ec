import { describe, expect, it } from "vitest";
import { aLadder } from "../../support/a-pull.ts";
import { judged, told } from "../a-promotion.ts";

const ofCandidate = (affiliation: string | undefined, others: readonly (string | undefined)[]) => ({
  index: aLadder({
    contributors: [affiliation === undefined ? "dee" : { login: "dee", affiliation }],
    maintainers: others.map((employer, at) =>
      employer === undefined ? `m${at}` : { login: `m${at}`, affiliation: employer },
    ),
  }),
});
const block = { colleague: { in: "maintainers" } };

describe("colleague", () => {
  it("is met by somebody of the candidate's employer, in whatever case it is written", () => {
    expect(told(block, ofCandidate("Ant", ["ANT", "Viettel"]))).toBe("met: 1 of 1: m0 (ANT)");
    expect(told({ colleague: { in: "maintainers", min: 2 } }, ofCandidate("Ant", ["Ant", "Viettel"]))).toBe(
      "short: 1 of 2: m0 (Ant)",
    );
  });

  it("is short where everybody's employer is known and another one, and says who must come first", () => {
    const { standing } = judged(block, ofCandidate("Ant", ["Viettel"]));
    expect(standing).toMatchObject({ state: "short", figure: "0 of 1", blocks: true });
    expect(standing.next).toBe("somebody of Ant must be a maintainer first");
  });

  it("is unknown where the registry does not tell an employer that decides", () => {
    expect(told(block, ofCandidate(undefined, ["Ant"]))).toBe(
      "unknown: unknown: the candidate's employer is not in the registry",
    );
    expect(told(block, ofCandidate("Ant", [undefined, "Viettel"]))).toBe(
      "unknown: at least 0 of 1; the employer of m0 is not in the registry",
    );
  });

  it("says what it asks for", () => {
    expect(judged(block).wording).toBe("a colleague of the candidate's employer among maintainers");
    expect(judged({ colleague: { in: "maintainers", min: 2, area: true } }).wording).toBe(
      "2 colleagues of the candidate's employer among maintainers in kusion",
    );
  });
});
