import { describe, expect, it } from "vitest";
import { readMergeGroup } from "../../../src/github/read/read-merge-group.ts";
import { aClient } from "../a-client.ts";

const group = {
  headSha: "h",
  headRef: "refs/heads/gh-readonly-queue/main/pr-12-0123abcd",
  baseSha: "b",
  baseRef: "refs/heads/main",
};
const read = (answers: Parameters<typeof aClient>[0], changed = {}) =>
  readMergeGroup(aClient(answers), { owner: "o", name: "r" }, { ...group, ...changed });
const entry = (position: number, oid: string, number: number) => ({
  position,
  headCommit: { oid },
  baseCommit: { oid: "h" },
  pullRequest: { number },
});
const queue = (nodes: unknown[]) => () => ({ repository: { mergeQueue: { entries: { nodes } } } });
const none = () => ({ repository: { mergeQueue: null } });

describe("R18: what a merge-queue commit contains", () => {
  it("R39: the entry built as this commit and those before it; those behind contain it in their turn", async () => {
    const graph = queue([entry(1, "g", 10), entry(2, "h", 12), entry(3, "i", 14)]);
    expect(await read({ graph })).toEqual({
      numbers: [10, 12],
      behind: [
        {
          headSha: "i",
          headRef: "refs/heads/gh-readonly-queue/main/pr-14-h",
          baseSha: "h",
          baseRef: "refs/heads/main",
        },
      ],
    });
  });

  it("the number in the branch's name, when there is no queue to ask", async () => {
    expect(await read({ graph: none })).toEqual({ numbers: [12], behind: [] });
  });

  it("what GitHub's merge and squash messages name, in their first line alone", async () => {
    const messages = ["Merge pull request #7 from a/b\n\nx", "fix: y (#8)\n\nSee (#99)", "mentions #55 in passing"];
    const rest = () => ({ commits: messages.map((message) => ({ commit: { message } })) });
    expect(await read({ graph: none, rest })).toMatchObject({ numbers: [7, 8, 12] });
  });

  it("R29: a queue that GitHub fails to tell of is unknown; one that it forbids or does not have is none", async () => {
    const absent = new Set(["repository.mergeQueue"]);
    const asked = (answer: object) =>
      readMergeGroup(
        {
          ...aClient(),
          graph: async () => ({ data: { repository: { mergeQueue: null } }, absent, at: 0, ...answer }),
        },
        { owner: "o", name: "r" },
        group,
      );
    await expect(asked({ failed: absent })).rejects.toThrow("merge queue");
    expect(await asked({ failed: absent, forbidden: absent })).toMatchObject({ numbers: [12] });
    expect(await asked({})).toMatchObject({ numbers: [12] });
  });

  it("nothing told is no number, which the job takes for unknown", async () => {
    expect(await read({ graph: none }, { headRef: "refs/heads/other" })).toEqual({ numbers: [], behind: [] });
  });
});
