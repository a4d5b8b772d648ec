/** A page that is not full is not the last one where GitHub's `Link` says that the list goes on. */

import { describe, expect, it } from "vitest";
import { readInstallations } from "../../../src/github/read/installations.ts";
import { readPullsWithHead } from "../../../src/github/read/listings.ts";
import { newestRuns } from "../../../src/github/read/newest-runs.ts";
import { readMergeGroup } from "../../../src/github/read/read-merge-group.ts";
import { isLastPage } from "../../../src/github/read/rest-pages.ts";
import { teams } from "../../../src/github/read/teams.ts";
import { aClient } from "../a-client.ts";

const REPOSITORY = { owner: "KusionStack", name: "kusion", id: 1 };
const SHA = "a".repeat(40);

/** Two pages, however few are on the first. */
function inTwo(first: unknown, second: unknown) {
  const isSecond = (what: string) => /[?&]page=2\b/.test(what);
  return aClient({
    rest: (what) => (isSecond(what) ? second : first),
    link: (what) => `<http://127.0.0.1/x?page=${isSecond(what) ? 1 : 2}>; rel="${isSecond(what) ? "first" : "next"}"`,
    graph: () => ({ repository: { mergeQueue: null } }),
  });
}

describe("the end of a list of REST", () => {
  it("is what the header says, and without one a page that is not full", () => {
    expect(isLastPage({ link: '<http://127.0.0.1/x?page=2>; rel="next"' }, 1)).toBe(false);
    expect(isLastPage({ link: '<http://127.0.0.1/x?page=1>; rel="prev"' }, 100)).toBe(true);
    expect(isLastPage({ link: null }, 99)).toBe(true);
    expect(isLastPage({}, 100)).toBe(false);
  });

  it("R14: of a team's members is not a short page", async () => {
    const person = (login: string, id: number) => ({ login, id, type: "User" });
    const client = inTwo([person("ann", 1)], [person("ben", 2)]);
    const read = await teams().membersOf(client, [{ role: "approvers", team: "KusionStack/core", areas: [] }]);
    expect([...read.known.values()].flat().map(({ login }) => login)).toEqual(["ann", "ben"]);
  });

  it("R75: of a commit's runs is not a short page: the newest may stand on the next", async () => {
    const run = (id: number) => ({
      check_runs: [{ id, name: "rung", status: "completed", conclusion: "success", app: { id: 7 } }],
    });
    const found = await newestRuns(inTwo(run(1), run(2)), { repository: REPOSITORY, headSha: SHA }, 7);
    expect(found.get("rung")?.id).toBe(2);
  });

  it("R17, R18: of pull requests with a head, and of a merge group's commits, is not a short page", async () => {
    const pull = (number: number) => ({ number, state: "open", head: { sha: SHA } });
    expect(await readPullsWithHead(inTwo([pull(1)], [pull(2)]), REPOSITORY, SHA)).toEqual([1, 2]);
    const merged = (number: number) => ({ commits: [{ commit: { message: `A change (#${number})` } }] });
    const group = { headSha: SHA, headRef: "refs/heads/q", baseSha: "b".repeat(40), baseRef: "refs/heads/main" };
    expect((await readMergeGroup(inTwo(merged(3), merged(4)), REPOSITORY, group)).numbers).toEqual([3, 4]);
  });

  it("R31: of installations is not a short page", async () => {
    expect(await readInstallations(inTwo([{ id: 1 }], [{ id: 2 }]))).toEqual([1, 2]);
  });
});
