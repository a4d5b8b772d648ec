import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Pull, Repo } from "../../src/sandbox/world/model.ts";
import { aStage, KUSION, type Stage } from "./stage.ts";

let stage: Stage;
let home: Repo;
beforeEach(async () => {
  stage = await aStage();
  home = stage.world.repo("KusionStack/.github");
});
afterEach(() => stage.close());

const by = (login: string) => stage.world.as(login);
const isThere = ({ headRef }: Pull) => home.refs.has(`refs/heads/${headRef}`);

/** Rung's own pull request, by which jemshad gives a role back. */
async function aProposal(): Promise<Pull> {
  by("jemshad").comment(by("jemshad").openIssue({ repo: KUSION, title: "Leaving" }), "/step-down");
  await stage.settled();
  const pull = [...home.subjects.values()].find((one) => one.kind === "pull" && one.headRef.startsWith("rung/"));
  if (pull?.kind !== "pull") throw new Error("nothing was proposed");
  return pull;
}

function merged(pull: Pull): void {
  home.protections.clear();
  by("SparkYuan").merge(pull);
}

describe("the branch of one of Rung's own pull requests", () => {
  it("is deleted once that was merged", async () => {
    const pull = await aProposal();
    stage.requests();
    merged(pull);
    await stage.settled();
    expect(isThere(pull)).toBe(false);
    const moved = stage.requests().filter((one) => one.includes("updateRefs") || one.startsWith("DELETE"));
    expect(moved).toHaveLength(1);
  });

  it("is no longer there where GitHub deletes it itself: nothing is asked for, and nothing fails", async () => {
    const pull = await aProposal();
    stage.requests();
    merged(pull);
    by("SparkYuan").setBranch(home, pull.headRef, null);
    await stage.settled();
    expect(stage.requests().filter((one) => one.includes("updateRefs") || one.startsWith("DELETE"))).toEqual([]);
    expect(await stage.rung.queue.stats()).toMatchObject({ parked: 0, waiting: 0 });
  });

  it("is somebody's once they pushed to it before the merge", async () => {
    const pull = await aProposal();
    by("SparkYuan").push(pull, { files: { "README.md": "More\n" }, message: "More" });
    merged(pull);
    await stage.settled();
    expect(isThere(pull)).toBe(true);
  });

  it("is somebody's once they pushed to it since", async () => {
    const pull = await aProposal();
    merged(pull);
    by("SparkYuan").commit(home, pull.headRef, { files: { "README.md": "More\n" }, message: "More" });
    await stage.settled();
    expect(isThere(pull)).toBe(true);
  });

  it("is somebody's once they opened another pull request from it", async () => {
    const pull = await aProposal();
    by("SparkYuan").setBranch(home, "next", pull.baseSha);
    const other = by("SparkYuan").openPullFrom({
      repo: "KusionStack/.github",
      title: "Also",
      headRepo: home,
      headRef: pull.headRef,
      base: "next",
    });
    merged(pull);
    await stage.settled();
    expect([other.state, isThere(pull)]).toEqual(["open", true]);
    by("SparkYuan").close(other);
    await stage.settled();
    expect(isThere(pull)).toBe(true);
  });

  it("stays where it was closed unmerged, so that it can be reopened", async () => {
    const pull = await aProposal();
    by("SparkYuan").close(pull);
    await stage.settled();
    expect(isThere(pull)).toBe(true);
  });
});
