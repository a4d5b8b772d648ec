import { expect, it } from "vitest";
import { authorRole } from "../../../src/triage/labels/author-role.ts";
import { wanted } from "./a-labelling.ts";

it("roles: the author's highest role, wherever it is held; none for people without one", () => {
  expect(wanted(authorRole, { author: "max" })).toEqual(["maintainers"]);
  expect(wanted(authorRole, { author: "dee" })).toEqual(["contributors"]);
  expect(wanted(authorRole, { author: "stranger" })).toEqual([]);
  expect(wanted(authorRole, { author: null })).toEqual([]);
});
