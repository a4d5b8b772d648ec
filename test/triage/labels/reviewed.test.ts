import { expect, it } from "vitest";
import { reviewed } from "../../../src/triage/labels/reviewed.ts";
import { approval, aReview } from "../../support/a-pull.ts";
import { wanted } from "./a-labelling.ts";

it("reviewed: the roles of those who reviewed, whatever they said; the author and outsiders do not count", () => {
  const reviews = [approval("ann"), aReview("max", "CHANGES_REQUESTED"), aReview("ben", "DISMISSED")];
  expect(wanted(reviewed, { reviews })).toEqual(["approvers", "maintainers"]);
  expect(wanted(reviewed, { reviews: [aReview("dee", "COMMENTED"), approval("stranger")] })).toEqual(["contributors"]);
  expect(wanted(reviewed, { author: "ann", reviews: [aReview("ann", "APPROVED")] })).toEqual([]);
});
