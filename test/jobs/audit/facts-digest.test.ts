import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { factsDigest } from "../../../src/jobs/audit/facts-digest.ts";

const reversed = (facts: object) => Object.fromEntries(Object.entries(facts).toReversed());

describe("the digest of facts", () => {
  it("is the same whatever order keys were written in, and another for other facts", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), (facts, more) => {
        expect(factsDigest(reversed(facts))).toBe(factsDigest({ ...facts }));
        fc.pre(more !== "readAt" && !Object.hasOwn(facts, more) && more !== "__proto__");
        expect(factsDigest({ ...facts, [more]: 1 })).not.toBe(factsDigest({ ...facts }));
      }),
    );
  });

  it("does not tell when the facts were read, at any depth; the order of a list it does", () => {
    expect(factsDigest({ a: 1, pull: { readAt: 5 } })).toBe(factsDigest({ a: 1, pull: { readAt: 6 } }));
    expect(factsDigest(["a", "b"])).not.toBe(factsDigest(["b", "a"]));
  });

  it("is another one for another text of any length", () => {
    const said = (body: string) => ({ kind: "comment", id: 1, body });
    for (const length of [1, 4_095, 4_096, 4_097, 60_000]) {
      const text = "a".repeat(length);
      expect(factsDigest([said(text)])).toBe(factsDigest([said(text)]));
      expect(factsDigest([said(text)])).not.toBe(factsDigest([said(`${text.slice(1)}b`)]));
    }
  });

  it("is sha256 in hexadecimal digits", () => {
    expect(factsDigest({})).toBe("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
  });
});
