/** GitHub's readings lag behind its webhooks by a tenth of a second to some seconds (R37). */

import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Issue, Pull } from "../../src/sandbox/world/model.ts";
import { aStage, KUSION, labelsOn, type Stage, saidByRung, statusOn, verdictOn } from "../scenarios/stage.ts";
import { givenUp } from "./given-up.ts";

const lateness = givenUp();
let stage: Stage;
beforeAll(async () => {
  stage = await aStage({ log: lateness.log });
  as("SparkYuan").commit(stage.kusion, "release-1", { files: { "notes.md": "x\n" } });
});
afterAll(() => stage.close());

const as = (login: string) => stage.world.as(login);

/** By an outsider, settled, read without lag. */
async function opened(branch: string): Promise<Pull> {
  const pull = as("octo-fan").openPull({
    ...{ repo: KUSION, title: `feat: ${branch}`, branch },
    files: { [`${branch}.go`]: "package main\n" },
  });
  await stage.settled();
  return pull;
}

async function approved(branch: string): Promise<Pull> {
  const pull = await opened(branch);
  as("hoangndst").approve(pull);
  await stage.settled();
  expect(verdictOn(stage, pull)).toBe("success: Approved: kusion");
  return pull;
}

/** Readings show the world as it is now, whatever happens; returns how to let them catch up. */
function frozen(): () => void {
  const at = performance.now();
  // From before this moment on, since what happens in it would be shown: nothing older is remembered.
  stage.sandbox.setLag(() => performance.now() - at + 1_000);
  return () => stage.sandbox.setLag(0);
}

/** Seconds until it is looked at without any event. */
async function dueIn({ number }: Pull): Promise<number | undefined> {
  const { rows } = await sql<{ seconds: number }>`
    select extract(epoch from due_at - now())::float8 as seconds from looks
    where job -> 'subject' ->> 'number' = ${String(number)}`.execute(stage.rung.database.db);
  return rows[0]?.seconds;
}

const soon = { timeout: 60_000, interval: 10 };

async function falls(pull: Pull, sha = pull.headSha): Promise<void> {
  const before = lateness.times.length;
  await vi.waitFor(() => expect(verdictOn(stage, sha)).not.toMatch(/^success/), soon);
  expect(lateness.times).toHaveLength(before);
}

describe("R37: what makes a verdict stricter does so before any reading shows it", () => {
  it("a dismissal", async () => {
    const pull = await opened("dismissal");
    const review = as("hoangndst").approve(pull);
    await stage.settled();
    const thaw = frozen();
    as("SparkYuan").dismiss(review);
    await falls(pull);
    thaw();
    await stage.settled();
    expect(verdictOn(stage, pull)).toBe("in_progress: Needs 1 approval: kusion");
  });

  it("a request for changes", async () => {
    const pull = await approved("changes");
    const thaw = frozen();
    as("SparkYuan").requestChanges(pull, "not yet");
    await falls(pull);
    expect(verdictOn(stage, pull)).toMatch(/Changes requested by SparkYuan/);
    thaw();
    await stage.settled();
    expect(verdictOn(stage, pull)).toMatch(/Changes requested by SparkYuan/);
  });

  it.each(["deleted", "edited"])("an /approve that is %s", async (how) => {
    const pull = await opened(`word-${how}`);
    const comment = as("hoangndst").comment(pull, "/approve");
    await stage.settled();
    expect(verdictOn(stage, pull)).toBe("success: Approved: kusion");
    const thaw = frozen();
    if (how === "deleted") as("hoangndst").deleteComment(comment);
    else as("hoangndst").editComment(comment, "never mind");
    await falls(pull);
    thaw();
    await stage.settled();
    expect(verdictOn(stage, pull)).toBe("in_progress: Needs 1 approval: kusion");
  });

  it("/hold, and the hold label", async () => {
    const [spoken, labelled] = [await approved("spoken"), await approved("labelled")];
    const thaw = frozen();
    as("SparkYuan").comment(spoken, "/hold");
    as("SparkYuan").label(labelled, "do-not-merge/hold");
    await falls(spoken);
    await falls(labelled);
    thaw();
    await stage.settled();
    expect(verdictOn(stage, spoken)).toMatch(/Held by SparkYuan/);
    expect(verdictOn(stage, labelled)).toMatch(/Held by SparkYuan/);
  });

  it("a push: the head that is left falls, and the new one has its check once the reading shows it", async () => {
    const pull = await approved("pushed");
    const left = pull.headSha;
    const thaw = frozen();
    as("octo-fan").push(pull, { files: { "pushed.go": "package other\n" } });
    await falls(pull, left);
    thaw();
    await stage.settled();
    expect(verdictOn(stage, pull)).toBe("in_progress: Needs 1 approval: kusion");
  });

  it("another base, and being a draft again", async () => {
    const [moved, drafted] = [await approved("moved"), await approved("drafted")];
    const thaw = frozen();
    as("octo-fan").retarget(moved, "release-1");
    as("octo-fan").convertToDraft(drafted);
    await falls(moved);
    await falls(drafted);
    thaw();
    await stage.settled();
    expect(verdictOn(stage, moved)).not.toMatch(/^success/);
    expect(verdictOn(stage, drafted)).toMatch(/Draft/);
    as("octo-fan").markReady(drafted);
    await stage.settled();
    expect(verdictOn(stage, drafted)).toBe("success: Approved: kusion");
  });
});

describe("R37: what GitHub calls not there is only believed once it keeps saying so", () => {
  it.each([
    ["the timeline that tells what was begun", "query OwnEvents", "/assign @hoangndst"],
    ["the first reading", "query Pull", "/role @SparkYuan"],
  ])("%s: what was said is answered", async (what, match, words) => {
    const pull = await opened(what.replaceAll(" ", "-"));
    const { faults } = stage.sandbox;
    if (match === "query OwnEvents") faults.add({ kind: "status", status: 503, match: "/assignees", times: 1 });
    const before = faults.struck;
    faults.add({ kind: "status", status: 404, match, times: 2 });
    const comment = as("SparkYuan").comment(pull, words);
    await stage.settled();
    expect(faults.struck - before).toBeGreaterThanOrEqual(2);
    const replies = saidByRung(pull).filter((body) => body.includes(`comment:${comment.id} `));
    expect(replies.length + comment.reactions.filter(({ content }) => content === "+1").length).toBe(1);
  });

  it("what tells whom to ask, of a pull request that was opened just now: they are asked", async () => {
    const { faults } = stage.sandbox;
    const before = faults.struck;
    faults.add({ kind: "status", status: 404, match: "query Reviewing", times: 2 });
    const pull = await opened("unseen-by-one");
    expect(faults.struck - before).toBe(2);
    expect(pull.requestedReviewers).not.toEqual([]);
  });

  it("R32: then it is, and later words there cost one reading each", async () => {
    const pull = await opened("gone-for-good");
    const { journal, faults } = stage.sandbox;
    faults.add({ kind: "status", status: 404, match: "query Pull" });
    as("SparkYuan").comment(pull, "/role @hoangndst");
    await stage.settled();
    const tried = journal.last;
    as("SparkYuan").comment(pull, "/role @SparkYuan");
    await stage.settled();
    faults.clear();
    expect(journal.counted(tried).map(({ operation }) => operation)).toEqual(["query Pull"]);
  });
});

describe("R37: Rung's own writes", () => {
  it("`Held` does not stay in the status comment where the reading that releases it is older than that text", async () => {
    const pull = await opened("older");
    for (const word of ["/hold", "/hold cancel"]) {
      as("SparkYuan").comment(pull, word);
      await stage.settled();
    }
    const { faults } = stage.sandbox;
    const before = faults.struck;
    faults.add({ kind: "slow", match: "PATCH /repos/KusionStack/kusion/issues/comments", ms: 700, times: 1 });
    as("SparkYuan").comment(pull, "/hold again");
    await vi.waitFor(() => expect(faults.struck).toBe(before + 1), soon);
    as("SparkYuan").comment(pull, "/hold cancel");
    const thaw = frozen();
    await stage.settled();
    thaw();
    expect(verdictOn(stage, pull)).toBe("in_progress: Needs 1 approval: kusion");
    expect(statusOn(pull)).not.toMatch(/Held/);
  });
});

describe.each([100, 700, 3_000])("R37: with readings that lag %i ms everything ends as it would without", (lag) => {
  const name = (what: string) => `${what}-${lag}`;

  it("approvals, labels, dismissals, pushes, orders of words", async () => {
    stage.sandbox.setLag(lag);
    const [given, taken, spoken, pushed] = await Promise.all(
      ["given", "taken", "spoken", "pushed"].map(async (what) =>
        as("octo-fan").openPull({
          ...{ repo: KUSION, title: what, branch: name(what) },
          files: { [`${name(what)}.go`]: "package main\n" },
        }),
      ),
    );
    if (!given || !taken || !spoken || !pushed) throw new Error("four were opened");
    as("hoangndst").approve(given);
    const review = as("hoangndst").approve(taken);
    as("SparkYuan").dismiss(review);
    as("hoangndst").comment(spoken, "/approve");
    as("SparkYuan").label(spoken, "do-not-merge/hold");
    as("SparkYuan").comment(spoken, "/hold cancel");
    as("hoangndst").approve(pushed);
    as("octo-fan").push(pushed, { files: { [`${name("pushed")}.go`]: "package other\n" } });
    await stage.settled();
    expect(verdictOn(stage, given)).toBe("success: Approved: kusion");
    expect(verdictOn(stage, taken)).toBe("in_progress: Needs 1 approval: kusion");
    expect(verdictOn(stage, spoken)).toBe("success: Approved: kusion");
    expect(verdictOn(stage, pushed)).toBe("in_progress: Needs 1 approval: kusion");
    as("hoangndst").approve(pushed);
    as("SparkYuan").requestChanges(given, "no");
    as("octo-fan").retarget(spoken, "release-1");
    await stage.settled();
    expect(verdictOn(stage, pushed)).toBe("success: Approved: kusion");
    expect(verdictOn(stage, given)).toMatch(/Changes requested by SparkYuan/);
    expect(verdictOn(stage, spoken)).not.toMatch(/^success/);
    expect(labelsOn(pushed)).toContain("approved");
    // Throws where there are two.
    expect([given, taken, spoken, pushed].map(statusOn)).toHaveLength(4);
    expect([given, taken, spoken, pushed].flatMap(saidByRung)).toEqual([]);
    stage.sandbox.setLag(0);
  });
});

describe("R37: what an event told and something undid is not waited for", () => {
  it("a comment that is deleted, a label that comes off, a head that is pushed over, while readings stand still", async () => {
    const pull = await opened("undone");
    const thaw = frozen();
    const comment = as("hoangndst").comment(pull, "/approve");
    as("hoangndst").deleteComment(comment);
    as("SparkYuan").label(pull, "do-not-merge/hold");
    as("SparkYuan").unlabel(pull, "do-not-merge/hold");
    as("octo-fan").push(pull, { files: { "undone.go": "package a\n" } });
    as("octo-fan").push(pull, { files: { "undone.go": "package b\n" } });
    thaw();
    await stage.settled();
    expect(verdictOn(stage, pull)).toMatch(/Held by SparkYuan/);
    as("SparkYuan").comment(pull, "/hold cancel");
    await stage.settled();
    expect(verdictOn(stage, pull)).toBe("in_progress: Needs 1 approval: kusion");
  });

  it("a push that no reading showed for too long is looked for once more, without any other event", async () => {
    const pull = await approved("unseen");
    const thaw = frozen();
    as("octo-fan").push(pull, { files: { "unseen.go": "package other\n" } });
    await stage.settled();
    expect(verdictOn(stage, pull)).toBeNull();
    const looks = await stage.rung.database.db.selectFrom("looks").select("job").execute();
    expect(looks.map(({ job }) => job.subject)).toMatchObject([{ kind: "pull", number: pull.number }]);
    thaw();
    await stage.rung.queue.runDueNow();
    await vi.waitFor(async () => expect(await stage.rung.database.db.selectFrom("looks").execute()).toEqual([]), soon);
    await stage.settled();
    expect(verdictOn(stage, pull)).toBe("in_progress: Needs 1 approval: kusion");
  });

  it("a reading that never shows it is taken in the end, the stricter of the two standing", async () => {
    const pull = await opened("never");
    const review = as("hoangndst").approve(pull);
    await stage.settled();
    const thaw = frozen();
    as("SparkYuan").dismiss(review);
    await stage.settled();
    expect(verdictOn(stage, pull)).toBe("in_progress: Needs 1 approval: kusion");
    thaw();
  });
});

describe("R37, R38: closed and reopened within one second", () => {
  it("a reading from between the two is soon followed by another one, and not only after a minute", async () => {
    const pull = await approved("blink");
    as("octo-fan").close(pull);
    await stage.settled();
    const thaw = frozen();
    // By the clock of this world each act takes two seconds.
    stage.world.clock.set((pull.closedAt ?? 0) - 2_000);
    as("octo-fan").reopen(pull);
    await stage.settled();
    expect(verdictOn(stage, pull)).not.toMatch(/^success/);
    expect(await dueIn(pull)).toBeLessThan(15);
    thaw();
    await stage.rung.queue.runDueNow();
    await stage.settled();
    expect(verdictOn(stage, pull)).toBe("success: Approved: kusion");
  });
});

describe("R37: what costs nothing goes on costing nothing", () => {
  it("an approving review is one read and one write, an ordinary comment nothing", async () => {
    const pull = await opened("cheap");
    stage.requests();
    as("hoangndst").approve(pull);
    await stage.settled();
    expect(stage.requests().filter((one) => !one.includes("labels"))).toEqual([
      "query Pull",
      "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}",
    ]);
    as("octo-fan").comment(pull, "thank you");
    await stage.settled();
    expect(stage.requests()).toEqual([]);
  });
});

describe("R37, R58: a comment that GitHub does not show for longer than anybody waits", () => {
  it("is answered as it was told, once", async () => {
    const pull = await opened("unshown");
    const thaw = frozen();
    as("SparkYuan").comment(pull, "/merge cancel\n/reroll");
    const replies = () => saidByRung(pull).filter((body) => body.includes("rung:reply"));
    await vi.waitFor(() => expect(replies()).toHaveLength(1), { timeout: 60_000, interval: 100 });
    expect(replies()[0]).toMatch(/nothing to take back/);
    thaw();
    as("SparkYuan").comment(pull, "/help hold");
    await stage.settled();
    expect(replies()).toHaveLength(2);
  });
});

describe("R37: an event that comes late", () => {
  it("`opened` behind the first /approve: the word counts, and nobody is told that its commit is not known", async () => {
    stage.sandbox.deliver({ reorder: 1 });
    const pull = as("octo-fan").openPull({
      ...{ repo: KUSION, title: "feat: behind", branch: "behind" },
      files: { "behind.go": "package main\n" },
    });
    as("hoangndst").comment(pull, "/approve");
    await stage.settled();
    expect(verdictOn(stage, pull)).toBe("success: Approved: kusion");
    expect(saidByRung(pull)).toEqual([]);
  });
});

describe("R30: a comment that may have been made is not made again while readings may be older than it", () => {
  it.each([
    ["an answer", "/approve nowhere", (pull: Pull) => saidByRung(pull)],
    ["a status comment", "/hold until Friday", (pull: Pull) => [statusOn(pull)].filter((one) => one !== null)],
  ])("%s, whose writing GitHub did not answer", async (what, words, made) => {
    const pull = await opened(what.replaceAll(" ", "-"));
    if (what === "a status comment") for (const comment of [...pull.comments]) as("SparkYuan").deleteComment(comment);
    else await stage.settled();
    stage.sandbox.faults.add({ kind: "status-after", status: 502, match: `/issues/${pull.number}/comments`, times: 1 });
    stage.sandbox.setLag(2_500);
    as("hoangndst").comment(pull, words);
    await vi.waitFor(() => expect(made(pull)).not.toEqual([]), { timeout: 60_000, interval: 10 });
    await stage.settled();
    stage.sandbox.setLag(0);
    expect(made(pull)).toHaveLength(1);
  });
});

describe("R29, R37: what is so new that no reading shows it", () => {
  let lag = 0;
  afterEach(() => {
    lag = 0;
    stage.sandbox.setLag(0);
  });

  /** From then on readings show the world as it was before `made`, which is settled. */
  async function unseen<T>(make: () => T): Promise<T> {
    lag = 0;
    // What is made from now on is remembered as new.
    stage.sandbox.setLag(() => lag);
    const made = make();
    await stage.settled();
    lag = 60_000;
    stage.requests();
    return made;
  }

  const readAs = (kind: "Issue" | "Pull") =>
    vi.waitFor(() => expect(stage.requests()).toContain(`query ${kind}`), { timeout: 60_000, interval: 10 });

  /** A look of Rung's own at it, as an issue. */
  async function look(issue: Issue, cause: string): Promise<void> {
    const { repo, number } = issue;
    const repository = { owner: repo.owner.login, name: repo.name, id: repo.id };
    const { installationId } = stage.sandbox;
    await stage.rung.queue.enqueue([
      { installationId, subject: { kind: "issue", repository, number }, cause, notes: [] },
    ]);
  }

  it.each(["promotion.due", "promotion.rules"])(
    "an issue is not taken for a pull request, and what was said there is answered, also where a look comes (%s)",
    async (cause) => {
      const issue = await unseen(() => as("octo-fan").openIssue({ repo: KUSION, title: "It", body: "See there." }));
      as("SparkYuan").comment(issue, "/help hold");
      await readAs("Issue");
      await look(issue, cause);
      await readAs("Issue");
      lag = 0;
      await stage.settled();
      expect(saidByRung(issue)).toHaveLength(1);
    },
  );

  it("a look that the registry asks for is taken at an issue of which other events have told", async () => {
    const issue = await unseen(() => as("octo-fan").openIssue({ repo: KUSION, title: "It", body: "/help hold" }));
    await look(issue, "promotion.rules");
    await readAs("Issue");
    lag = 0;
    await stage.settled();
    expect(stage.requests()).toContain("query Issue");
  });

  it("a look that nobody told anything of leaves a green check where it is", async () => {
    const pull = await unseen(() => {
      const made = as("octo-fan").openPull({
        ...{ repo: KUSION, title: "feat: newer", branch: "newer" },
        files: { "newer.go": "package main\n" },
      });
      as("hoangndst").approve(made);
      return made;
    });
    expect(verdictOn(stage, pull)).toBe("success: Approved: kusion");
    const { repo, number } = pull;
    const repository = { owner: repo.owner.login, name: repo.name, id: repo.id };
    const { installationId } = stage.sandbox;
    await stage.rung.queue.enqueue([
      { installationId, subject: { kind: "pull", repository, number }, cause: "registry", notes: [] },
    ]);
    await readAs("Pull");
    lag = 0;
    await stage.settled();
    expect(verdictOn(stage, pull)).toBe("success: Approved: kusion");
  });
});
