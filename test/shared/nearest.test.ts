import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nearest } from "../../src/shared/nearest.ts";

describe("nearest", () => {
  it("finds the word that was meant: a letter dropped, added, changed or swapped", () => {
    const known = ["engine", "kusion", "karpor"];
    expect(nearest("egnine", known)).toBe("engine");
    expect(nearest("kusio", known)).toBe("kusion");
    expect(nearest("karporr", known)).toBe("karpor");
    expect(nearest("Karpar", known)).toBe("karpor");
    expect(nearest("approver", ["approvers", "approval"])).toBe("approvers");
  });

  it("offers nothing for a word that resembles none", () => {
    expect(nearest("usr", ["approve", "hold"])).toBeNull();
    expect(nearest("", ["a"])).toBeNull();
    expect(nearest("x".repeat(5000), ["x".repeat(5000)])).toBeNull();
  });

  it("takes the first among equals, and an exact word before any other", () => {
    expect(nearest("cat", ["bat", "rat"])).toBe("bat");
    expect(nearest("rat", ["bat", "rat"])).toBe("rat");
  });

  it("a swap or a change of one letter is always found", () => {
    const word = fc.string({ unit: fc.constantFrom(..."abcdefgh"), minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(word, fc.nat(), (original, where) => {
        const at = where % (original.length - 1);
        const swapped = original.slice(0, at) + original[at + 1] + original[at] + original.slice(at + 2);
        expect(nearest(swapped, [original])).toBe(original);
      }),
    );
  });
});
