/** The gate under a registry that extends another, compared with a second reading of what both come to. */

import fc from "fast-check";
import { expect, it } from "vitest";
import { parseRegistry } from "../../src/commands/read-registry.ts";
import { joined } from "../../src/registry/extends.ts";
import { indexed } from "../../src/registry/registry-index.ts";
import { judgedOf, scenes } from "./drawn-scenes.ts";
import { type Extending, extendings, joinedOf, ownText } from "./extending.ts";
import { answerOf, shownRow } from "./oracle.ts";
import { textOf } from "./random-registries.ts";

const runs = Number(process.env.ORACLE_RUNS ?? 100);

function registryOf(text: string, name: string) {
  const source = { repository: { owner: "KusionStack", name }, path: "roles.yaml", oid: "0".repeat(40) };
  const { registry, faults } = parseRegistry(text, source);
  if (registry === null) throw new Error(JSON.stringify(faults));
  return registry;
}

function indexOf(both: Extending) {
  const organisation = registryOf(textOf(both.organisation), ".github");
  return indexed(joined(registryOf(ownText(both), "kusion"), organisation));
}

it("R15a, R76: lists join, rules override, and what the organisation keeps exclusive stays so: the gate says what both files come to", () => {
  fc.assert(
    fc.property(scenes, extendings, (drawn, both) => {
      const scene = { ...drawn, registry: joinedOf(both, drawn.repository) };
      const { state, areas, holds } = judgedOf(scene, indexOf(both));
      const logins = (people: readonly { readonly login: string }[]) => people.map(({ login }) => login);
      const rows = areas.map(({ area, approved, needed, missing, blockedBy }) =>
        shownRow(area, needed === 0 ? [] : logins(approved), missing === 0, logins(blockedBy)),
      );
      const answer = answerOf(scene);
      expect({
        isGreen: state.kind === "approved",
        rows: new Set(rows),
        holds: new Set(holds.map(({ login }) => login)),
      }).toEqual({
        isGreen: answer.isGreen,
        rows: new Set(answer.rows),
        holds: new Set(answer.holds),
      });
    }),
    { numRuns: runs },
  );
});
