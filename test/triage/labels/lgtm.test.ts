import { expect, it } from "vitest";
import { lgtm } from "../../../src/triage/labels/lgtm.ts";
import { aComment } from "../../support/a-pull.ts";
import { wanted } from "./a-labelling.ts";

it("lgtm: stands with a reviewer's word, not with an outsider's or the author's, and goes when it is taken back", () => {
  expect(wanted(lgtm, { comments: [aComment("dee", "/lgtm")] })).toBe(true);
  expect(wanted(lgtm, { comments: [aComment("stranger", "/lgtm")] })).toBe(false);
  expect(wanted(lgtm, { author: "dee", comments: [aComment("dee", "/lgtm")] })).toBe(false);
  expect(wanted(lgtm, { comments: [aComment("dee", "/lgtm"), aComment("dee", "/lgtm cancel")] })).toBe(false);
});
