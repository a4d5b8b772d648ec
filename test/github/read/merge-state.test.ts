import { describe, expect, it } from "vitest";
import { Declined, Forbidden, Gone, NotInSchema, RateLimited, Transient } from "../../../src/github/client/errors.ts";
import { isCheckRequired, readMergeState } from "../../../src/github/read/merge-state.ts";
import { aClient } from "../a-client.ts";

const asked = (graph: () => unknown) => isCheckRequired(aClient({ graph }), { owner: "o", name: "r" }, 1, 7);
const failing = (error: Error) =>
  asked(() => {
    throw error;
  });
const shown = (runs: readonly object[]) => () => {
  const commit = { checkSuites: { nodes: [{ checkRuns: { nodes: runs } }] } };
  return { repository: { pullRequest: { commits: { nodes: [{ commit }] } } } };
};

describe("R86: whether GitHub requires the check", () => {
  it.each(["rung", "rung (release-*)"])("is what it says of the check %s", async (name) => {
    expect(await asked(shown([{ name, isRequired: true }]))).toBe(true);
    expect(await asked(shown([{ name, isRequired: false }]))).toBe(false);
  });

  it("is not what it says of another check of the same app, as everybody's are in GitHub Actions", async () => {
    const runs = [
      { name: "build", isRequired: true },
      { name: "rung", isRequired: false },
    ];
    expect(await asked(shown(runs))).toBe(false);
  });

  it.each([new NotInSchema("x"), new Declined("x", 422), new Forbidden("x", "permission")])(
    "is no where it cannot be told at all: $name",
    async (error) => expect(await failing(error)).toBe(false),
  );

  it.each([
    new Transient("502"),
    new RateLimited("x", 60),
    new Gone("x"),
    new Forbidden("x", "credentials"),
    new Forbidden("x", "suspended"),
  ])("is unknown, never no, after what passes or has other causes: $name $reason", async (error) => {
    await expect(failing(error)).rejects.toBe(error);
  });

  it("is unknown while the check that was written is not to be seen", async () => {
    await expect(asked(shown([]))).rejects.toBeInstanceOf(Transient);
  });
});

describe("R43: who put a pull request into the merge queue", () => {
  const entry = new Set(["repository.pullRequest.mergeQueueEntry"]);
  const stateWhere = (isInMergeQueue: boolean, answer: object) => {
    const pullRequest = {
      state: "OPEN",
      headRefOid: "h",
      isInMergeQueue,
      isMergeQueueEnabled: true,
      mergeQueueEntry: null,
    };
    const repository = { mergeCommitAllowed: true, squashMergeAllowed: true, rebaseMergeAllowed: true, pullRequest };
    const graph = async () => ({ data: { repository }, absent: entry, at: 0, ...answer });
    return readMergeState({ ...aClient(), graph }, { owner: "o", name: "r" }, 1);
  };

  it("is unknown, and not somebody, where GitHub fails to tell it", async () => {
    await expect(stateWhere(true, { failed: entry })).rejects.toBeInstanceOf(Transient);
  });

  it("is nobody's question where it is not queued, and nothing more to learn where GitHub forbids it", async () => {
    expect((await stateWhere(false, { failed: entry })).pullRequest.isInMergeQueue).toBe(false);
    expect((await stateWhere(true, { failed: entry, forbidden: entry })).pullRequest.isInMergeQueue).toBe(true);
  });
});
