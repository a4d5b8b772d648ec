/** R70 and R71 once more: a look beside a second reading of docs/inactivity.md. */

import fc from "fast-check";
import { expect, it } from "vitest";
import { editOf } from "../../../src/promotions/inactivity/joint-guards.ts";
import { type Look, type LookFacts, look } from "../../../src/promotions/inactivity/look.ts";
import { edited } from "../../../src/registry/edit.ts";
import { readText } from "./a-look.ts";
import { factsOf, warningsOf, worlds } from "./drawn-worlds.ts";
import { answerOf, type Table } from "./look-oracle.ts";

const runs = Number(process.env.ORACLE_RUNS ?? 60);

/** Of each person whom the look is about, what it says. */
function statesOf({ entries }: Look): Readonly<Record<string, string>> {
  return Object.fromEntries(
    entries.map(({ person, state }) => {
      if (state.kind !== "held") return [person.login, state.kind];
      return [person.login, state.guard.kind === "unknown" ? "held-unknown" : state.guard.kind];
    }),
  );
}

/** Where each of them holds each role; of whom it tells nothing is emeritus. */
function placesOf(login: string, held: readonly { readonly role: string; readonly areas: readonly string[] }[]) {
  const roles = new Set(held.map(({ role }) => role));
  const areasOf = (role: string) => {
    const all = held.filter((one) => one.role === role);
    const names = new Set(all.flatMap(({ areas }) => areas));
    return all.some(({ areas }) => areas.length === 0)
      ? "everywhere"
      : ["kusion", "karpor"].filter((area) => names.has(area));
  };
  return [login, Object.fromEntries([...roles].map((role) => [role, areasOf(role)]))] as const;
}

/** Who holds what once the proposals are merged one after the other. */
function merged(facts: LookFacts, { proposals }: Look) {
  const text = proposals.reduce((before, one) => {
    const made = edited(before, editOf(one, facts.registry, facts.now));
    if (made.kind !== "edited") throw new Error(`${one.person.login}: ${made.kind}`);
    return made.text;
  }, facts.text);
  const after = readText(text)?.registry;
  if (after === undefined) throw new Error("the registry has faults");
  return { people: after.people, emeritus: new Set((after.emeritus ?? []).map(({ login }) => login)) };
}

function expectMerged(facts: LookFacts, result: Look, after: Table) {
  const { people, emeritus } = merged(facts, result);
  const held = [...after.keys()].map((login) =>
    placesOf(
      login,
      people.filter((one) => one.login === login),
    ),
  );
  expect(Object.fromEntries(held)).toEqual(Object.fromEntries([...after].map((one) => placesOf(...one))));
  const gone = result.proposals.map(({ person }) => person.login).filter((login) => after.get(login)?.length === 0);
  expect(emeritus).toEqual(new Set(gone));
}

it("R70, R71: who is held by what, who is proposed, and what they hold then is what the document says, read by a second hand", () => {
  fc.assert(
    fc.property(worlds, (world) => {
      const facts = factsOf(world);
      const result = look(facts);
      const states = statesOf(result);
      const answer = answerOf(world, warningsOf(world));
      expect(new Set(Object.keys(states))).toEqual(new Set(Object.keys(answer.states)));
      for (const [login, fitting] of Object.entries(answer.states)) expect(fitting, login).toContain(states[login]);
      expect(result.proposals.map(({ person }) => person.login)).toEqual(answer.proposed);
      if (result.proposals.length > 0) expectMerged(facts, result, answer.after);
    }),
    { numRuns: runs },
  );
});
