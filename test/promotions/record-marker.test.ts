import { describe, expect, it } from "vitest";
import type { PromotionRecord } from "../../src/promotions/promotion-record.ts";
import { nominationIn, nominationLine, sealPromotion, unsealPromotion } from "../../src/promotions/record-marker.ts";
import { measured, nominated, sponsored } from "../../src/promotions/stages.ts";
import { statusContext } from "../../src/promotions/status-seal.ts";
import { aCount, accept, aPromotion, attest, ballot, object, sponsor, waive } from "./a-promotion.ts";

const A_KEY = new Uint8Array(32).fill(1);
const ANOTHER_KEY = new Uint8Array(32).fill(2);
const HERE = statusContext({ repositoryId: 5, number: 7 }, "comment:1/1");

function aRecord(with_: Partial<PromotionRecord> = {}): PromotionRecord {
  const { nomination } = aPromotion({
    any: [{ "merged-pulls": { kind: "code", min: 1 } }, { some: { min: 1, of: [{ "opened-issues": 3 }] } }],
    sponsors: { from: "approvers", min: 2 },
    waive: { by: "maintainers", share: "2/3" },
  });
  return {
    nomination: { ...nomination, electorate: { "1": [{ login: "ann", id: 1, affiliation: null }] } },
    url: "https://github.test/c/1",
    words: [sponsor("ben"), object("cho"), ballot("ann", "no"), accept("dee"), attest("ann", 2), waive("ann", 1)],
    stage: sponsored(measured(nominated()), 5),
    measured: [
      ["merged", aCount(5)],
      ["unknown", { known: false, why: "GitHub did not say" }],
    ],
    ...{ measuredAt: 9, reminded: false, trouble: null, rebuilt: false },
    ...with_,
  };
}

describe("a promotion's record in its status comment", () => {
  it("reads as it was written, whatever stands around it", () => {
    const record = aRecord();
    const body = `${nominationLine("comment:1/1")}\nText\n\n${sealPromotion(record, HERE, A_KEY)}`;
    expect(unsealPromotion(body, HERE, [ANOTHER_KEY, A_KEY])).toEqual({ kind: "ok", record });
    expect(nominationIn(body)).toBe("comment:1/1");
  });

  it("R26: is not taken when changed, gone, signed by somebody else, or from another subject or nomination", () => {
    const line = sealPromotion(aRecord(), HERE, A_KEY);
    const tampered = { kind: "tampered" };
    expect(unsealPromotion(line.replace(/v1 ./, "v1 _"), HERE, [A_KEY])).toEqual(tampered);
    expect(unsealPromotion("Text", HERE, [A_KEY])).toEqual(tampered);
    expect(unsealPromotion(line, HERE, [ANOTHER_KEY])).toEqual(tampered);
    expect(unsealPromotion(line, statusContext({ repositoryId: 5, number: 8 }, "comment:1/1"), [A_KEY])).toEqual(
      tampered,
    );
    expect(unsealPromotion(line, statusContext({ repositoryId: 5, number: 7 }, "comment:1/2"), [A_KEY])).toEqual(
      tampered,
    );
  });

  it("stays short enough for a comment, and never loses a word", () => {
    const noise = (at: number) =>
      Array.from({ length: 300 }, (_, place) => String.fromCharCode(33 + ((at * 7919 + place * place * 31) % 90))).join(
        "",
      );
    const words = Array.from({ length: 150 }, (_, at) => object(`person-${at}`, noise(at)));
    const line = sealPromotion(aRecord({ words }), HERE, A_KEY);
    expect(line.length).toBeLessThan(35_000);
    const opened = unsealPromotion(line, HERE, [A_KEY]);
    if (opened.kind !== "ok") throw new Error(opened.kind);
    expect(opened.record.words.map(({ key }) => key)).toEqual(words.map(({ key }) => key));
  });
});
