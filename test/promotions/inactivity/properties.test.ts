/** R70 and R71 over whatever registries, people and pasts. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editOf } from "../../../src/promotions/inactivity/joint-guards.ts";
import { type LookFacts, look } from "../../../src/promotions/inactivity/look.ts";
import type { OpenProposal, PastProposal } from "../../../src/promotions/inactivity/proposal.ts";
import { edited } from "../../../src/registry/edit.ts";
import { inactivityRules } from "../../../src/registry/inactivity/rules.ts";
import type { Registry } from "../../../src/registry/registry-types.ts";
import { ago, aLook, type Found, holding, NOW, readText } from "./a-look.ts";

const LOGINS = Array.from({ length: 22 }, (_, at) => `p${at}`);
const AREAS = ["kusion", "karpor"];

interface World {
  readonly text: string;
  readonly seen: Readonly<Record<string, Found | null>>;
  readonly open: readonly OpenProposal[];
  readonly past: readonly PastProposal[];
}

const places = fc.constantFrom<readonly string[]>([], [], [], ["kusion"], ["karpor"], AREAS);
const found = fc.oneof(
  { weight: 14, arbitrary: fc.constant<Found | null>(ago(3)) },
  { weight: 6, arbitrary: fc.constantFrom<Found | null>(ago(400), ago(700), "nothing") },
  { weight: 1, arbitrary: fc.constantFrom<Found | null>("no-answer", "cut", null) },
);

const worlds: fc.Arbitrary<World> = fc
  .record({
    approvers: fc.uniqueArray(fc.constantFrom(...LOGINS.slice(0, 16)), { minLength: 8, maxLength: 16 }),
    maintainers: fc.uniqueArray(fc.constantFrom(...LOGINS.slice(14)), { minLength: 2, maxLength: 8 }),
    areasOf: fc.array(places, { minLength: 16, maxLength: 16 }),
    stable: fc.constantFrom(false, false, false, true),
    min: fc.constantFrom(1, 1, 1, 2),
    most: fc.integer({ min: 1, max: 4 }),
    keep: fc.integer({ min: 0, max: 14 }),
    to: fc.constantFrom("emeritus", "contributors"),
    seen: fc.array(found, { minLength: 22, maxLength: 22 }),
    open: fc.array(fc.nat({ max: 15 }), { maxLength: 1 }),
    past: fc.array(
      fc.record({
        who: fc.nat({ max: 21 }),
        end: fc.constantFrom("stayed", "vouched", "seen", "merged"),
        days: fc.nat({ max: 300 }),
      }),
      { maxLength: 3 },
    ),
  })
  .map((made): World => {
    const entries = made.approvers.map((login, at) => {
      const areas = made.areasOf[at] ?? [];
      return areas.length === 0 ? login : `{ login: ${login}, areas: [${areas.join(", ")}] }`;
    });
    const text = `roles:
  contributors: {}
  approvers: { inactivity: { after: 12mo, to: ${made.to} } }
  maintainers: { inactivity: 12mo }
inactivity: { mode: propose, most: ${made.most}, keep: { approvers: ${made.keep} } }
approval: { min: ${made.min} }
areas: { kusion: { repos: [kusion], stable: ${made.stable} }, karpor: { repos: [karpor], exclusive: true } }
maintainers: [${made.maintainers.join(", ")}]
approvers: [${entries.join(", ")}]
`;
    const about = (who: number) => {
      const login = LOGINS[who] ?? "";
      const at = made.approvers.indexOf(login);
      const person = { login, id: null };
      return at < 0
        ? { person, holdings: [holding("maintainers")] }
        : { person, holdings: [holding("approvers", made.areasOf[at] ?? [], made.to)] };
    };
    return {
      text,
      seen: Object.fromEntries(LOGINS.map((login, at) => [login, made.seen[at] ?? null])),
      open: [...new Set(made.open)].map((who, at) => ({ ...about(who), openedAt: ago(5), number: at + 1, url: "u" })),
      past: made.past.map(({ who, end, days }) => ({
        ...about(who),
        openedAt: ago(days + 20),
        endedAt: ago(days),
        end,
        url: "u",
      })),
    };
  });

const factsOf = ({ text, seen, open, past }: World): LookFacts => aLook(text, seen, { open, past });

function holders({ people }: Registry, role: string): number {
  return new Set(people.filter((held) => held.role === role).map(({ key }) => key)).size;
}

function namedFor({ people }: Registry, area: string): boolean {
  return people.some(({ role, areas }) => role !== "contributors" && areas.includes(area));
}

/** The text with all of these merged, in that order. */
function merged(facts: LookFacts, all: readonly Pick<OpenProposal, "person" | "holdings">[]): string {
  return all.reduce((text, one) => {
    const made = edited(text, editOf(one, facts.registry, NOW));
    return made.kind === "edited" ? made.text : text;
  }, facts.text);
}

describe("whatever the registry, the people and their past", () => {
  it("R70: nobody is proposed of whom something is unknown, or who was seen", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        for (const { person } of look(factsOf(world)).proposals)
          expect([ago(400), ago(700), "nothing"]).toContain(world.seen[person.login]);
      }),
      { numRuns: 50 },
    );
  });

  it("R71: with all open and new proposals merged, no guard is passed", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const facts = factsOf(world);
        const { proposals } = look(facts);
        if (proposals.length === 0) return;
        const rules = inactivityRules(facts.registry);
        expect(facts.open.length + proposals.length).toBeLessThanOrEqual(rules.most);
        const [before, open, after] = [
          facts.text,
          merged(facts, facts.open),
          merged(facts, [...facts.open, ...proposals]),
        ].map(readText);
        if (before == null || open == null || after == null) throw new Error("the registry has faults");
        for (const role of ["approvers", "maintainers"]) {
          const isTouched = proposals.some(({ holdings }) => holdings.some((held) => held.role === role));
          if (isTouched) expect(holders(after.registry, role)).toBeGreaterThanOrEqual(rules.keep[role] ?? 0);
          const gone = [...facts.open, ...proposals].filter(({ holdings }) =>
            holdings.some((held) => held.role === role),
          );
          const left = facts.past.filter(
            ({ end, endedAt, holdings }) =>
              end === "merged" && endedAt > ago(90) && holdings.some((held) => held.role === role),
          );
          const people = holders(before.registry, role) + left.length;
          if (isTouched) expect(gone.length + left.length).toBeLessThanOrEqual(Math.max(1, Math.floor(people / 4)));
        }
        for (const area of AREAS) if (namedFor(open.registry, area)) expect(namedFor(after.registry, area)).toBe(true);
        const known = new Set(open.warnings.concat(before.warnings));
        const fresh = after.warnings.filter((message) => !known.has(message) && !message.includes("is ever proposed"));
        expect(fresh).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it("R71: the order of what is known changes nobody's proposal", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const facts = factsOf(world);
        const names = (one: LookFacts) => look(one).proposals.map(({ person }) => person.login);
        expect(names({ ...facts, open: facts.open.toReversed(), past: facts.past.toReversed() })).toEqual(names(facts));
      }),
      { numRuns: 40 },
    );
  });

  it("some are proposed at all", () => {
    const some = fc
      .sample(worlds, { numRuns: 100, seed: 7 })
      .filter((world) => look(factsOf(world)).proposals.length > 0);
    expect(some.length).toBeGreaterThan(10);
  });
});
