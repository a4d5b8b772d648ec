import { describe, expect, it } from "vitest";
import { story } from "../../../src/sandbox/page/story.ts";
import { aDelivery, aRequest } from "./a-port.ts";

const told = { bot: "rung[bot]", moves: [] };
const { bot } = told;
const second = (n: number) => new Date(Date.UTC(2026, 10, 23, 14, 0, n)).toISOString();

describe("story", () => {
  it("puts each request under the webhook it followed, newest webhook first", () => {
    const chapters = story(
      [aDelivery({ guid: "a", at: second(1) }), aDelivery({ guid: "b", at: second(10), sender: "hoangndst" })],
      [
        aRequest({ at: second(2) }),
        aRequest({ at: second(11) }),
        aRequest({ at: second(12), effect: "write", summary: "check rung on 3f2c1aa: success" }),
      ],
      told,
    );
    expect(chapters.map((chapter) => [chapter.key, chapter.steps.length])).toEqual([
      ["b", 2],
      ["a", 1],
    ]);
    expect(chapters[0]?.steps[1]?.words).toBe("check rung on 3f2c1aa: success");
  });

  it("counts webhooks of Rung's own writes as echoes, not as causes", () => {
    const [chapter, ...others] = story(
      [aDelivery({ at: second(1) }), aDelivery({ guid: "e", at: second(3), sender: bot })],
      [],
      told,
    );
    expect([chapter?.echoes, others]).toEqual([1, []]);
  });

  it("puts what time brought under the move of the clock, and no webhook joins that", () => {
    const [webhook, clock] = story(
      [aDelivery({ at: second(1) }), aDelivery({ guid: "b", at: second(9), sender: "hoangndst" })],
      [aRequest({ at: second(6), path: "/repos/KusionStack/kusion/issues/3/comments", effect: "write" })],
      { bot, moves: [{ at: second(5), span: "2w" }] },
    );
    expect([clock?.sender, clock?.cause, clock?.steps.length]).toEqual(["The clock", "moved on by two weeks", 1]);
    expect([webhook?.sender, webhook?.steps.length]).toEqual(["hoangndst", 0]);
  });

  it("tells one act that sent two webhooks as one", () => {
    const synchronize = aDelivery({ guid: "b", at: second(1), event: "pull_request", action: "synchronize" });
    const push = aDelivery({ guid: "a", at: second(1), event: "push", action: null, number: null });
    const chapters = story([push, synchronize], [], told);
    expect(chapters.map(({ cause, number, events }) => ({ cause, number, events }))).toEqual([
      { cause: "pushed, changed the pull request's head", number: 3, events: ["push", "pull_request.synchronize"] },
    ]);
  });

  it("leaves out what others asked, and what was asked before any webhook", () => {
    const [chapter] = story(
      [aDelivery({ at: second(5) })],
      [aRequest({ at: second(1) }), aRequest({ at: second(6), who: "octo-fan" })],
      told,
    );
    expect(chapter?.steps).toEqual([]);
  });

  it("puts a write under the webhook of its own pull request, though another came in between", () => {
    const chapters = story(
      [
        aDelivery({ guid: "a", at: second(1) }),
        aDelivery({ guid: "b", at: second(2), sender: "hoangndst", number: 4 }),
      ],
      [aRequest({ at: second(3), path: "/repos/KusionStack/kusion/issues/3/comments", effect: "write" })],
      told,
    );
    expect(chapters.map((chapter) => [chapter.key, chapter.steps.length])).toEqual([
      ["b", 0],
      ["a", 1],
    ]);
  });

  it("says when nobody took the webhook, and when Rung refused it", () => {
    const taken = [null, 202, 0, 401].map((status) => story([aDelivery({ status })], [], told)[0]?.taken);
    expect(taken).toEqual(["pending", "stored", "silent", "refused"]);
  });

  it("says that an unchanged answer cost nothing", () => {
    const request = aRequest({
      operation: "GET /repos/{owner}/{repo}/contents/{path}",
      status: 304,
      effect: "unchanged",
      at: second(59),
    });
    const [chapter] = story([aDelivery({ at: second(1) })], [request], told);
    expect(chapter?.steps[0]?.words).toBe("read a file of the repository: unchanged, so it cost nothing");
  });

  it("says what a request is for, not only that it read or wrote", () => {
    const words = (operation: string, summary: string | null = null) =>
      story([aDelivery({ at: second(1) })], [aRequest({ operation, summary, at: second(59) })], told)[0]?.steps[0]
        ?.words;
    expect(words("query Pull")).toMatch(/^read the pull request/);
    expect(words("query Reviewing")).toMatch(/^read who is asked to review/);
    expect(words("GET /repos/{owner}/{repo}/labels")).toBe("read which labels there are");
    expect(words("mutation enablePullRequestAutoMerge", "enablePullRequestAutoMerge")).toBe(
      "handed it to GitHub's auto-merge",
    );
    expect(words("POST /repos/{owner}/{repo}/issues/{issue_number}/labels", "labels a, b on #3")).toBe(
      "labels a, b on #3",
    );
  });
});
