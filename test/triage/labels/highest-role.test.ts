import { expect, it } from "vitest";
import { highestRole } from "../../../src/triage/labels/highest-role.ts";
import { aLadder, bot, person } from "../../support/a-pull.ts";

it("the highest of several roles; nothing for bots (R3) and deleted accounts", () => {
  const index = aLadder({ contributors: ["ann"], maintainers: [{ login: "ann", areas: [] }], approvers: ["robot"] });
  expect(highestRole(person("ann"), index)).toEqual(["maintainers"]);
  expect(highestRole(bot("robot"), index)).toEqual([]);
  expect(highestRole(null, index)).toEqual([]);
});
