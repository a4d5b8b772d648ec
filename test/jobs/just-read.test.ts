import { expect, it } from "vitest";
import { freshUntilRequest } from "../../src/jobs/just-read.ts";

it("R75: what was read along is gone by until the job's next request to GitHub, and no longer", () => {
  let requests = 3;
  const isFresh = freshUntilRequest(() => requests);
  expect(isFresh()).toBe(true);
  requests += 1;
  expect(isFresh()).toBe(false);
  expect(freshUntilRequest(() => requests)()).toBe(true);
});
