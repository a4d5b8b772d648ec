/** Of several open promotions, a statement can only be about one that asks for such a statement. */

import { describe, expect, it } from "vitest";
import { aNomination, answeredAs, wordAs } from "./a-promoting.ts";

const VOTED = { vote: { of: "maintainers" }, "merged-pulls": 3 };
const SPONSORED = { sponsors: { from: "maintainers", min: 1 }, attestation: { text: "knows it", by: "maintainers" } };
const open = [
  aNomination(VOTED, { id: "comment:1/1", role: "maintainers" }),
  aNomination(SPONSORED, { id: "comment:2/1" }),
];

describe("R81: of two promotions of one person", () => {
  it.each([
    ["/vote yes", "comment:1/1"],
    ["/vote @dee yes", "comment:1/1"],
    ["/sponsor", "comment:2/1"],
    ["/sponsor @dee", "comment:2/1"],
    ["/attest I saw it", "comment:2/1"],
    ["/waive merged-pulls led the provider", "comment:1/1"],
  ])("%j is about the one that asks for it", (text, id) => {
    expect(wordAs("ben", text, { open }).about).toEqual([id]);
  });

  it("only those that ask for it are proposed where it is left open which one is meant", () => {
    const third = aNomination(VOTED, { id: "comment:3/1", role: "maintainers", areas: [] });
    const told = answeredAs("ben", "/vote yes", { open: [...open, third] });
    expect(told).toMatch(/^2 promotions are open here/);
    const proposed = [...told.matchAll(/`(\/vote @[^`]+)`/g)].map(([, command = ""]) => command);
    expect(proposed.map((text) => wordAs("ben", text, { open: [...open, third] }).about)).toEqual([
      ["comment:1/1"],
      ["comment:3/1"],
    ]);
  });

  it("where one is named that does not ask for it, or none does, that is said", () => {
    expect(answeredAs("ben", "/vote @dee approver yes", { open })).toContain("is not decided by a vote");
    expect(answeredAs("ben", "/object too early", { open })).toContain("2 promotions are open here");
  });
});
