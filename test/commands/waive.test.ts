import { describe, expect, it } from "vitest";
import { aNomination, answeredAs, wordAs } from "./a-promoting.ts";

describe("/waive", () => {
  it("names a criterion by its key or its number", () => {
    const waived = { kind: "waive", cancel: false, criterion: 1, why: "led the provider" };
    expect(wordAs("ann", "/waive merged-pulls led the provider").content).toEqual(waived);
    expect(wordAs("ann", "/waive @dee 1 led the provider").content).toEqual(waived);
    expect(wordAs("ann", "/waive cancel 1").content).toEqual({ ...waived, cancel: true, why: "" });
  });

  it("needs a reason, which stays on record", () => {
    expect(answeredAs("ann", "/waive merged-pulls")).toContain("A waiver needs its reason");
  });

  it.each(["once he has merged two more", "if nobody minds", "led it, right?", "not yet"])(
    "R58: a reason that leaves it open waives nothing: %j",
    (why) => {
      expect(answeredAs("ann", `/waive 1 ${why}`)).toContain("nothing was waived");
      expect(answeredAs("ann", `/attest 6 ${why}`)).toContain("nothing was counted");
    },
  );

  it("asks for the number where the key is there twice", () => {
    expect(answeredAs("ann", "/waive attestation known to all")).toContain(
      "name one by its number in the table: `6` or `7`",
    );
  });

  it("waives no decision of people, and nothing that is not there", () => {
    expect(answeredAs("ann", "/waive objections they are slow")).toContain("cannot be waived");
    expect(answeredAs("ann", "/waive reviews enough")).toContain(
      "I know no requirement `reviews` here. What can be waived: `merged-pulls` (1), `sponsors` (2)",
    );
    expect(answeredAs("ann", "/waive", { open: [aNomination({ vote: { of: "maintainers" } })] })).toContain(
      "Nothing in this promotion can be waived.",
    );
  });
});
