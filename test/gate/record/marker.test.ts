import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seal, unseal } from "../../../src/gate/record/marker.ts";
import { emptyRecord } from "../../../src/gate/record/record-changes.ts";
import type { PullRecord } from "../../../src/model/pull-record.ts";

const key = new Uint8Array(32).fill(7);
const oldKey = new Uint8Array(32).fill(8);
const context = "42#7";

const who = fc.record({ login: fc.string(), id: fc.option(fc.integer()) });
const at = fc.integer({ min: 0, max: 4_000_000_000_000 });
const names = fc.option(fc.array(fc.string(), { maxLength: 4 }));
const records: fc.Arbitrary<PullRecord> = fc.record({
  heads: fc.array(fc.record({ sha: fc.string(), from: at, until: at }), { maxLength: 5 }),
  bases: fc.array(fc.record({ ref: fc.string({ unit: "grapheme" }), from: at, until: at }), { maxLength: 5 }),
  holds: fc.array(
    fc.record({
      by: fc.option(who),
      at,
      why: fc.string({ unit: "grapheme" }),
      source: fc.constantFrom("comment", "label"),
    }),
    { maxLength: 3 },
  ),
  holdsThrough: at,
  holdsSeen: fc.array(fc.string(), { maxLength: 5 }),
  inline: fc.boolean(),
  ownHoldLabel: fc.boolean(),
  labelSeen: fc.boolean(),
  restrictions: fc.array(
    fc.record({
      kind: fc.constantFrom("limit", "withdrawal"),
      key: fc.string(),
      by: who,
      at,
      gives: names,
      takes: names,
    }),
    { maxLength: 3 },
  ),
});

describe("the signed record", () => {
  it("R26: comes back as it was sealed, wherever in a comment it stands", () => {
    fc.assert(
      fc.property(records, fc.string({ unit: "grapheme" }), (record, text) => {
        const sealed = seal(record, context, key);
        expect(unseal(`${text}\n\n${sealed}\n`, context, [key])).toEqual({ kind: "ok", record });
      }),
    );
  });

  it("R26: one changed character anywhere and nothing of it is believed", () => {
    const body = seal({ ...emptyRecord(), heads: [{ sha: "abc", from: 1, until: 2 }] }, context, key);
    const changes = fc.tuple(
      fc.nat({ max: body.length - 1 }),
      fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 1 }),
    );
    fc.assert(
      fc.property(changes, ([place, character]) => {
        fc.pre(body[place] !== character);
        const changed = body.slice(0, place) + character + body.slice(place + 1);
        expect(unseal(changed, context, [key])).toEqual({ kind: "tampered" });
      }),
      { numRuns: 2_000 },
    );
  });

  it("R26: one missing character likewise", () => {
    const body = seal(emptyRecord(), context, key);
    for (const place of body.slice(1).split("").keys()) {
      const changed = body.slice(0, place) + body.slice(place + 1);
      expect(unseal(changed, context, [key]).kind).toBe("tampered");
    }
  });

  it("R26: another spelling of the same signature is no signature", () => {
    const body = seal(emptyRecord(), context, key);
    const last = body.at(-5) ?? "";
    const twin = String.fromCodePoint((last.codePointAt(0) ?? 0) + 1);
    expect(unseal(`${body.slice(0, -5)}${twin} -->`, context, [key]).kind).toBe("tampered");
  });

  it("R26: a marker copied from another pull request is none here", () => {
    expect(unseal(seal(emptyRecord(), "42#8", key), context, [key])).toEqual({ kind: "tampered" });
  });

  it("R26: while keys rotate the former one is still believed, an unknown one never", () => {
    const body = seal(emptyRecord(), context, oldKey);
    expect(unseal(body, context, [key, oldKey]).kind).toBe("ok");
    expect(unseal(body, context, [key]).kind).toBe("tampered");
  });

  it("R26: what people write before it cannot spoil it", () => {
    const forged = seal({ ...emptyRecord(), inline: true }, context, oldKey);
    const body = `Held: rung:record ${forged}\n${seal(emptyRecord(), context, key)}`;
    expect(unseal(body, context, [key])).toEqual({ kind: "ok", record: emptyRecord() });
  });

  it("R26: signed text that is no record, as of another version, is not believed", () => {
    const payload = Buffer.from(JSON.stringify({ ...emptyRecord(), surprise: 1 })).toString("base64url");
    const mac = createHmac("sha256", key).update(`rung:record v1\n${context}\n${payload}`).digest("base64url");
    expect(unseal(`<!-- rung:record v1 ${payload}.${mac} -->`, context, [key]).kind).toBe("tampered");
  });

  it("a comment without a marker has none", () => {
    expect(unseal("Looks good to me.", context, [key])).toEqual({ kind: "none" });
  });

  it("is short enough for a comment whatever the record, and keeps every hold", () => {
    const holds = Array.from({ length: 20 }, (_, at) => ({
      by: null,
      at,
      why: "w".repeat(200),
      source: "comment" as const,
    }));
    const restrictions = Array.from({ length: 60 }, (_, at) => ({
      ...{ kind: "withdrawal" as const, key: `comment:${at}`, by: { login: "x", id: 1 }, at },
      ...{ gives: [], takes: Array.from({ length: 50 }, (__, word) => `${"area".repeat(20)}${word}`) },
    }));
    const body = seal({ ...emptyRecord(), holds, restrictions }, context, key);
    expect(body.length).toBeLessThan(25_000);
    const read = unseal(body, context, [key]);
    expect(read.kind === "ok" && read.record.holds).toEqual(holds);
  });

  it("R42: ends where nothing more can be left out, whoever pushed and however long the reasons are", () => {
    const holds = Array.from({ length: 45 }, (_, at) => ({
      ...{ by: { login: `holder-${at}`, id: at }, at, why: "一".repeat(200), source: "comment" as const },
    }));
    const pushes = ["ann", "ben"].map((login, id) => ({ sha: "h1", before: "h0", by: { login, id } }));
    const record = { ...emptyRecord(), heads: [{ sha: "h1", from: 1, until: 2 }], holds, pushes };
    const read = unseal(seal(record, context, key), context, [key]);
    expect(read.kind === "ok" && read.record.holds.map(({ by }) => by?.login)).toEqual(holds.map(({ by }) => by.login));
  });

  it("R42, R79: says up to when releases may have been heard that it lost", () => {
    const holdsSeen = Array.from({ length: 200 }, (_, at) => `comment:${"9".repeat(90)}${at}`);
    const heads = [{ sha: "h1", from: 1, until: 77 }];
    const read = unseal(seal({ ...emptyRecord(), heads, holdsSeen }, context, key), context, [key]);
    expect(read.kind === "ok" && read.record.holdsSeen.length).toBeLessThan(200);
    expect(read.kind === "ok" && read.record.holdsCut).toBe(77);
  });
});
