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
const noCommits = () => ({ commits: [] });

describe("R18: what a merge-queue commit contains", () => {
  it("R39: the entry built as this commit and those before it; those behind contain it in their turn", async () => {
    const graph = queue([entry(1, "g", 10), entry(2, "h", 12), entry(3, "i", 14)]);
    expect(await read({ graph, rest: noCommits })).toEqual({
      numbers: [10, 12],
      unshown: [],
      isUntold: false,
      isTooMany: false,
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
    const told = { numbers: [12], behind: [], unshown: [], isUntold: false, isTooMany: false };
    expect(await read({ graph: none, rest: noCommits })).toEqual(told);
  });

  it("what GitHub's merge and squash messages name, in their first line alone", async () => {
    const messages = ["Merge pull request #7 from a/b\n\nx", "fix: y (#8)\n\nSee (#99)", "mentions #55 in passing"];
    const rest = () => ({ commits: messages.map((message) => ({ commit: { message } })) });
    expect(await read({ graph: none, rest })).toMatchObject({ numbers: [7, 8, 12] });
  });

  it("R14: no end of pull requests that messages name, and none of commits: then it says that these are not all", async () => {
    const naming = (first: number) => ({
      commits: Array.from({ length: 100 }, (_, at) => ({ commit: { message: `fix (#${first + at})` } })),
    });
    let pages = 0;
    const rest = () => {
      pages += 1;
      return naming(pages * 100);
    };
    const many = await read({ graph: queue([entry(1, "h", 12)]), rest });
    expect(pages).toBeLessThanOrEqual(30);
    expect(many.isTooMany).toBe(true);
    expect(many.numbers.length).toBeLessThanOrEqual(250);
    expect(many.numbers).toContain(12);
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
    const read0 = await read({ graph: none, rest: noCommits }, { headRef: "refs/heads/other" });
    expect(read0).toMatchObject({ numbers: [], behind: [] });
  });

  it("all that the branch lacks, as it stands: the groups before it come with it, also where no queue tells of them", async () => {
    const client = aClient({ graph: none, rest: noCommits });
    await readMergeGroup(client, { owner: "o", name: "r" }, { ...group, baseRef: "refs/heads/release/1" });
    expect(client.asked.map(({ what }) => what)).toContain("GET /repos/o/r/compare/release/1...h?per_page=100");
  });

  it("R37: a queue without its entry, and a commit that cannot be compared yet, are named; with neither it is untold", async () => {
    const other = queue([entry(1, "g", 10)]);
    const what = (seen: Awaited<ReturnType<typeof read>>) => [seen.isUntold, seen.unshown.map((one) => one.key)];
    expect(what(await read({ graph: other, rest: noCommits }))).toEqual([false, ["entry"]]);
    expect(what(await read({ graph: queue([entry(1, "h", 12)]) }))).toEqual([false, ["commit"]]);
    expect(what(await read({ graph: other }))).toEqual([true, ["entry", "commit"]]);
    expect(what(await read({ graph: none }))).toEqual([true, ["commit"]]);
  });

  it("R14: a queue of more than a page is read to its end", async () => {
    const pages = [
      { pageInfo: { hasNextPage: true, endCursor: "c" }, nodes: [entry(1, "g", 10)] },
      { pageInfo: { hasNextPage: false, endCursor: "d" }, nodes: [entry(2, "h", 12)] },
    ];
    const graph = (_: string, { after }: { readonly after?: unknown }) => ({
      repository: { mergeQueue: { entries: pages[after === "c" ? 1 : 0] } },
    });
    expect(await read({ graph, rest: noCommits })).toMatchObject({ numbers: [10, 12], unshown: [] });
  });
});
