import { expect, it } from "vitest";
import { hold } from "../../../src/triage/labels/hold.ts";
import { aComment } from "../../support/a-pull.ts";
import { wanted } from "./a-labelling.ts";

it("hold: stands with the hold and goes with it", () => {
  expect(wanted(hold, { comments: [aComment("ann", "/hold")] })).toBe(true);
  expect(wanted(hold, { comments: [aComment("ann", "/hold"), aComment("ann", "/hold cancel")] })).toBe(false);
  expect(wanted(hold, { comments: [aComment("stranger", "/hold")] })).toBe(false);
});
