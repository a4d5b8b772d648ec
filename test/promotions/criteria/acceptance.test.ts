import { describe, expect, it } from "vitest";
import { accept, cancelled, refused, told } from "../a-promotion.ts";

describe("acceptance", () => {
  it("is the candidate's, and nobody else's", () => {
    expect(told({ acceptance: true })).toBe("waiting: not yet");
    expect(told({ acceptance: null }, { words: [accept("dee")] })).toBe("met: accepted");
    expect(refused({ acceptance: true }, { words: [accept("ann")] })).toEqual(["ann: only the candidate can accept"]);
  });

  it("can be taken back", () => {
    const word = accept("dee");
    expect(told({ acceptance: true }, { words: [word, cancelled(word)] })).toBe("waiting: not yet");
  });

  it("whoever nominated themselves has accepted, unless there is something to promise", () => {
    expect(told({ acceptance: true }, { nominator: "dee" })).toBe("met: nominated themselves");
    expect(told({ acceptance: "helps for 6 months" }, { nominator: "dee" })).toBe("waiting: not yet");
  });

  it("R80: whoever nominated themselves takes it back like anybody, said before or not", () => {
    const word = accept("dee");
    expect(told({ acceptance: true }, { nominator: "dee", words: [word, cancelled(word)] })).toBe("waiting: not yet");
    expect(told({ acceptance: true }, { nominator: "dee", words: [cancelled(word)] })).toBe("waiting: not yet");
    expect(told({ acceptance: true }, { nominator: "dee", words: [cancelled(word), accept("dee")] })).toBe(
      "met: accepted",
    );
  });
});
