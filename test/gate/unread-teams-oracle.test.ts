/**
 * What hangs on a team that could not be read, by all that it could be: the second implementation of the rules is asked once for each set of
 * members (R14, R87).
 */

import fc from "fast-check";
import { expect, it } from "vitest";
import { parseRegistry } from "../../src/commands/read-registry.ts";
import { emptyRecord } from "../../src/gate/record/record-changes.ts";
import { statementsOf } from "../../src/gate/statements.ts";
import { hangsOnTeams, speakers } from "../../src/gate/unread-teams.ts";
import { indexed } from "../../src/registry/registry-index.ts";
import type { Account } from "../../src/shared/names.ts";
import { factsOf, judgedOf, scenes } from "./drawn-scenes.ts";
import { answerOf, type Scene, type Word } from "./oracle.ts";
import { choicesOf } from "./power-oracle.ts";
import { crewed, PEOPLE, textOf } from "./random-registries.ts";

const SOURCE = { repository: { owner: "KusionStack", name: ".github" }, path: "roles.yaml", oid: "0".repeat(40) };
const runs = Number(process.env.ORACLE_RUNS ?? 50);

/** Nobody takes back what looks good to others: whether a member did is not found out (src/gate/unread-teams.ts). */
function withCrew(scene: Scene): fc.Arbitrary<Scene> {
  const kept = ({ lines }: Word) => lines.filter(({ command, cancel }) => command !== "lgtm" || !cancel);
  const words = scene.words.map((word) => ({ ...word, lines: kept(word) }));
  return crewed(scene.registry).map((registry) => ({ ...scene, registry, words }));
}

/** Others change nothing by being members. */
function isHeard(who: string, { author, words }: Scene): boolean {
  return who === author || words.some(({ by }) => by === who);
}

it("R87: a verdict hangs on a team that could not be read where its members could make it another one, and nowhere else", async () => {
  await fc.assert(
    fc.asyncProperty(scenes.chain(withCrew), async (scene) => {
      const { registry, faults } = parseRegistry(textOf(scene.registry), SOURCE);
      if (registry === null) throw new Error(JSON.stringify(faults));
      const facts = factsOf(scene);
      const judgedWith = (members: readonly Account[]) =>
        judgedOf(scene, indexed(registry, new Map([["kusionstack/crew", members]])), facts);
      const result = judgedOf(scene, indexed(registry), facts);
      const people = speakers(statementsOf(facts, emptyRecord()), facts);
      const hangs = await hangsOnTeams(result, people, (members) => Promise.resolve(judgedWith(members)));
      const worlds = choicesOf(PEOPLE.filter((who) => isHeard(who, scene))).map(
        (crew) => answerOf({ ...scene, registry: { ...scene.registry, crew: [...crew] } }).isGreen,
      );
      const isGreen = result.state.kind === "approved";
      expect({ hangs, isGreen }).toEqual({ hangs: new Set(worlds).size > 1, isGreen: hangs ? isGreen : worlds[0] });
    }),
    { numRuns: runs },
  );
});
