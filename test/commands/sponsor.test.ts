import { describe, expect, it } from "vitest";
import { aNomination, answeredAs, wordAs } from "./a-promoting.ts";

const TWO = { open: [aNomination(), aNomination(undefined, { candidate: "kim", id: "comment:2/1" })] };

describe("/sponsor", () => {
  it("is about the one promotion that is open", () => {
    expect(wordAs("ben", "/sponsor")).toEqual({ about: ["comment:1/1"], content: { kind: "sponsor", cancel: false } });
    expect(wordAs("ben", "/sponsor cancel").content).toEqual({ kind: "sponsor", cancel: true });
    expect(wordAs("ben", "/unsponsor @dee").content).toEqual({ kind: "sponsor", cancel: true });
  });

  it("of several is about the person named, and asks where none is", () => {
    expect(wordAs("ben", "/sponsor @KIM", TWO).about).toEqual(["comment:2/1"]);
    expect(answeredAs("ben", "/sponsor", TWO)).toBe(
      "2 promotions are open here, and `/sponsor` does not say which one it is about. Say `/sponsor @dee` or `/sponsor @kim`.",
    );
    expect(answeredAs("ben", "/sponsor @pat", TWO)).toContain(
      "No promotion of pat is open here; open are those of dee and kim.",
    );
  });

  it("of several for one person is told by role or area", () => {
    const open = [aNomination(), aNomination(undefined, { areas: ["karpor"], id: "comment:2/1" })];
    expect(wordAs("ben", "/sponsor @dee karpor", { open }).about).toEqual(["comment:2/1"]);
    expect(answeredAs("ben", "/sponsor @dee", { open })).toContain("`/sponsor @dee kusion` or `/sponsor @dee karpor`");
  });

  it("R81: whoever is named is meant, wherever in the line, and nobody else", () => {
    expect(wordAs("ben", "/sponsor for @kim", TWO).about).toEqual(["comment:2/1"]);
    expect(wordAs("ben", "/sponsor with pleasure, @dee", TWO).about).toEqual(["comment:1/1"]);
    expect(answeredAs("ben", "/sponsor I am for @pat")).toContain("No promotion of pat is open here");
    expect(answeredAs("ben", "/vote yes for @pat")).toContain("No promotion of pat is open here");
    expect(answeredAs("ann", "/withdraw that of @pat")).toContain("No promotion of pat is open here");
  });

  it("says when nothing is open, or when nobody need sponsor", () => {
    expect(answeredAs("ben", "/sponsor", { open: [] })).toContain("No promotion is open here");
    expect(answeredAs("ben", "/sponsor", { open: [aNomination({ acceptance: true })] })).toContain(
      "asks for no sponsors",
    );
  });
});
