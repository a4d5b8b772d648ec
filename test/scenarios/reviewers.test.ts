import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { STATUS_MARKER } from "../../src/commands/replies/status-comment.ts";
import type { Pull } from "../../src/sandbox/world/model.ts";
import { createLog } from "../../src/shared/log.ts";
import { aStage, KUSION, labelsOn, REGISTRY, reportOn, type Stage, saidByRung, statusOn, verdictOn } from "./stage.ts";

let stage: Stage;
const as = (login: string) => stage.world.as(login);
const asked = (pull: Pull) => pull.requestedReviewers.map(({ login }) => login);
const bot = () => stage.sandbox.journal;

async function opened(more: Partial<Parameters<ReturnType<typeof as>["openPull"]>[0]> = {}, by = "octo-fan") {
  const files = { "main.go": "package main\n" };
  const pull = as(by).openPull({ repo: KUSION, title: "feat: retry", files, ...more });
  await stage.settled();
  return pull;
}

const registry = (reviews: string, more = "") => `${REGISTRY}reviews: ${reviews}\n${more}`;

let open: Stage[] = [];

async function on(text: string): Promise<void> {
  stage = await aStage({ registry: text });
  open.push(stage);
}

afterEach(async () => {
  for (const one of open) await one.close();
  open = [];
});

describe("an opened pull request", () => {
  beforeEach(() => on(registry("{ request: 2, from: approvers }")));

  it("is gated, labelled and has reviewers with two reads and one write of each kind", async () => {
    await opened({ branch: "first" });
    stage.requests();
    const pull = await opened({ branch: "second", files: { "second.go": "package second\n" } });
    expect(verdictOn(stage, pull)).toBe("in_progress: Needs 1 approval: kusion");
    expect(asked(pull)).toHaveLength(2);
    expect(labelsOn(pull)).toEqual(["area/kusion"]);
    const issue = "/repos/{owner}/{repo}/issues/{issue_number}";
    expect(stage.requests()).toEqual([
      "query Pull",
      "POST /repos/{owner}/{repo}/check-runs",
      "query Reviewing",
      "POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers",
      `POST ${issue}/comments`,
      `POST ${issue}/labels`,
    ]);
  });

  it("says in its status comment who was asked and why, which an approving review leaves alone", async () => {
    const pull = await opened();
    const before = statusOn(pull);
    for (const login of asked(pull)) expect(before).toContain(`**${login}**`);
    expect(before).toMatch(/\((approver|maintainer) of kusion; no open reviews\)/);
    const edits = pull.comments.map(({ edited }) => edited);
    as("hoangndst").approve(pull);
    await stage.settled();
    expect(statusOn(pull)).toBe(before);
    expect(pull.comments.map(({ edited }) => edited)).toEqual(edits);
  });

  it("is covered in every area it touches", async () => {
    const pull = await opened({ files: { "pkg/engine/a.go": "package engine\n", "docs/a.md": "a\n" } }, "hoangndst");
    const names = asked(pull);
    expect(names).not.toContain("hoangndst");
    expect(names.some((name) => ["SparkYuan", "liu-hm19"].includes(name))).toBe(true);
  });

  it("asks nobody anew on a push, but somebody for an area that the push newly touches", async () => {
    await on(
      `${registry("{ request: 1, from: approvers }")}`.replace("areas: [kusion] }", "areas: [kusion, engine] }"),
    );
    const pull = await opened({ files: { "docs/a.md": "a\n" } });
    const first = asked(pull);
    expect(first).toHaveLength(1);
    as("octo-fan").push(pull, { files: { "docs/a.md": "b\n" } });
    await stage.settled();
    expect(asked(pull)).toEqual(first);
    as("octo-fan").push(pull, { files: { "pkg/engine/x.go": "package engine\n" } });
    await stage.settled();
    const may = ["SparkYuan", "liu-hm19", "hoangndst"];
    expect(asked(pull).some((login) => may.includes(login))).toBe(true);
    if (!may.includes(first[0] ?? "")) expect(asked(pull)).toHaveLength(2);
  });

  it("names the same people in the check as it asks, and asks those again whose approval a push ends", async () => {
    await on(
      registry("{ request: 1, from: approvers }", "approval: { lapse: push }\n").replace(
        /^approval: \{ branches.*\n/m,
        "",
      ),
    );
    const pull = await opened();
    const [first = ""] = asked(pull);
    expect(reportOn(stage, pull)).toContain(`**Quickest way:** ${first} can approve`);
    const other = ["hoangndst", "SparkYuan", "liu-hm19"].find((login) => login !== first) ?? "";
    as(other).approve(pull);
    await stage.settled();
    as("octo-fan").push(pull, { files: { "main.go": "package changed\n" } });
    await stage.settled();
    expect(asked(pull)).toContain(other);
    expect(statusOn(pull)).toContain(`**${other}** (approved `);
    as("octo-fan").push(pull, { files: { "main.go": "package again\n" } });
    await stage.settled();
    expect(pull.events.filter(({ event }) => event === "review_requested")).toHaveLength(2);
  });

  it("waits with a draft until it is ready", async () => {
    const pull = await opened({ draft: true });
    expect(asked(pull)).toEqual([]);
    as("octo-fan").markReady(pull);
    await stage.settled();
    expect(asked(pull)).toHaveLength(2);
  });

  it("leaves people who were taken off by hand alone, and never replaces them by itself", async () => {
    const pull = await opened();
    const [first = ""] = asked(pull);
    as("SparkYuan").unrequestReview(pull, first);
    as("octo-fan").convertToDraft(pull);
    await stage.settled();
    as("octo-fan").markReady(pull);
    await stage.settled();
    expect(asked(pull)).not.toContain(first);
  });

  it("the opener's own requests count: nobody is asked beside enough of them", async () => {
    stage.sandbox.deliver({ paused: true });
    const pull = as("octo-fan").openPull({ repo: KUSION, title: "x", files: { "main.go": "package x\n" } });
    as("SparkYuan").requestReview(pull, "liu-hm19", "hoangndst");
    stage.sandbox.deliver({ paused: false });
    await stage.settled();
    expect(asked(pull)).toEqual(["liu-hm19", "hoangndst"]);
    expect(statusOn(pull)).not.toContain("Asked");
  });

  it("replaces whom GitHub refuses, and tells who runs it once, not whoever opened the pull request", async () => {
    const lines: Record<string, unknown>[] = [];
    const log = createLog("warn", { write: (line: string) => lines.push(JSON.parse(line)) });
    stage = await aStage({ registry: registry("{ request: 2, from: approvers }"), log });
    open.push(stage);

    stage.kusion.collaborators.delete("hoangndst");
    stage.kusion.collaborators.delete("liu-hm19");
    const pull = await opened();
    expect(asked(pull)).toEqual(["SparkYuan"]);
    expect(statusOn(pull)).not.toMatch(/GitHub does not take|hoangndst|liu-hm19/);
    await opened({ branch: "another" });
    const told = lines.filter(({ msg }) => String(msg).startsWith("GitHub does not take"));
    expect(told).toHaveLength(2);
    expect(new Set(told.map(({ login }) => login))).toEqual(new Set(["hoangndst", "liu-hm19"]));
  });

  it("R30: asks nobody twice when the answer was lost, and still tells why", async () => {
    stage.sandbox.faults.add({ kind: "reset-after", match: "requested_reviewers", times: 1 });
    const pull = await opened();
    expect(asked(pull)).toHaveLength(2);
    expect(pull.events.filter(({ event }) => event === "review_requested")).toHaveLength(2);
    for (const login of asked(pull)) expect(statusOn(pull)).toMatch(new RegExp(`\\*\\*${login}\\*\\* \\(.+\\)`));
  });

  it("spreads the load: of three equals each gets a fair share, without counting again", async () => {
    await on(registry("{ request: 1, from: approvers }"));
    const pulls: Pull[] = [];
    for (let index = 0; index < 6; index += 1) pulls.push(await opened({ branch: `b${index}`, title: `p${index}` }));
    const counts = Map.groupBy(pulls.flatMap(asked), (login) => login);
    expect([...counts.values()].map((list) => list.length)).toEqual([2, 2, 2]);
    expect(
      bot()
        .counted(0)
        .filter(({ operation }) => operation === "query OpenRequests"),
    ).toEqual([]);
  });
});

describe("whom it asks", () => {
  it("people who are away by the registry, or busy by their status, are not asked; it says so", async () => {
    const away = REGISTRY.replace("- { login: hoangndst, areas", "- { login: hoangndst, away: 2099-12-02, areas");
    await on(`${away}reviews: { request: 3, from: approvers }\n`);
    stage.world.actor("liu-hm19").busy = true;
    const pull = await opened();
    expect(asked(pull)).toEqual(["SparkYuan"]);
    expect(statusOn(pull)).toContain("hoangndst is away until 2 December 2099");
    expect(statusOn(pull)).toContain("liu-hm19 is busy");
  });

  it("max-open: people with enough open reviews are left in peace, and nobody available is said", async () => {
    await on(registry("{ request: 3, from: approvers, max-open: 1 }"));
    expect(asked(await opened({ branch: "one" }))).toHaveLength(3);
    const second = await opened({ branch: "two" });
    expect(asked(second)).toEqual([]);
    expect(statusOn(second)).toContain("Nobody who may approve `kusion` can be asked");
    expect(statusOn(second)).toContain("has 1 open review");
  });

  it("an answered request frees its reviewer", async () => {
    await on(registry("{ request: 3, from: approvers, max-open: 1 }"));
    const first = await opened({ branch: "one" });
    as("hoangndst").review(first, "COMMENT", "Looking.");
    await stage.settled();
    expect(asked(await opened({ branch: "two" }))).toEqual(["hoangndst"]);
  });

  it("whoever wrote the changed files comes first, with that as the reason", async () => {
    await on(registry("{ request: 1, from: approvers }"));
    for (const text of ["one", "two", "three"])
      as("liu-hm19").commit(stage.kusion, "main", { files: { "pkg/known.go": `package ${text}\n` } });
    const pull = await opened({ files: { "pkg/known.go": "package better\n" } });
    expect(asked(pull)).toEqual(["liu-hm19"]);
    expect(statusOn(pull)).toContain("changed `pkg/known.go` 3 times");
  });

  it("request: 0 asks nobody", async () => {
    await on(registry("{ request: 0 }"));
    const pull = await opened();
    expect(asked(pull)).toEqual([]);
    expect(labelsOn(pull)).toEqual(["area/kusion"]);
  });

  it("members of a team that the registry names can be asked", async () => {
    await on(
      "areas: { kusion: { repos: [kusion] } }\nmaintainers: [SparkYuan]\n" +
        "approvers: [{ team: KusionStack/go-reviewer, areas: [kusion] }]\nreviews: { request: 3, from: approvers }\n",
    );
    const pull = await opened();
    expect(asked(pull).toSorted((a, b) => (a < b ? -1 : 1))).toEqual(["SparkYuan", "adohe", "hoangndst"]);
  });
});

describe("/reroll", () => {
  it("goes by who knows the files, is told with its reason, and stands in the status comment", async () => {
    await on(registry("{ request: 1, from: approvers }"));
    const names = ["SparkYuan", "liu-hm19", "hoangndst"];
    const pull = await opened();
    const [first = ""] = asked(pull);
    const [knowing = ""] = names.filter((login) => login !== first).toReversed();
    for (const text of ["one", "two", "three"])
      as(knowing).commit(stage.kusion, "main", { files: { "pkg/known.go": `package ${text}\n` } });
    as("octo-fan").push(pull, { files: { "pkg/known.go": "package better\n" } });
    await stage.settled();
    stage.requests();
    as("octo-fan").comment(pull, "/reroll");
    await stage.settled();
    expect(stage.requests().filter((request) => request.startsWith("query"))).toEqual([
      "query Pull",
      "query Reviewing",
    ]);
    expect(asked(pull)).toEqual([knowing]);
    const named = new RegExp(
      `\\*\\*${knowing}\\*\\* \\((approver|maintainer) of kusion; changed \`pkg\` 3 times\\)\\.`,
    );
    expect(saidByRung(pull)[0]).toMatch(named);
    expect(saidByRung(pull)[0]).toContain(`No longer asked: ${first}.`);
    expect(statusOn(pull)).toMatch(named);
  });

  it("asks somebody else than whoever says it", async () => {
    await on(registry("{ request: 0, from: approvers }"));
    const pull = await opened();
    const each: string[] = [];
    for (let times = 0; times < 3; times += 1) {
      as("hoangndst").comment(pull, "/reroll");
      await stage.settled();
      each.push(...asked(pull));
    }
    // For the last time nobody else is there, so whoever was asked stays.
    expect(each).toHaveLength(3);
    expect(new Set(each)).toEqual(new Set(["SparkYuan", "liu-hm19"]));
    expect(saidByRung(pull)[2]).toContain("There is nobody else to ask");
  });

  it("in a new pull request's text it is the first look, which asks no more than are wanted", async () => {
    await on(registry("{ request: 2, from: approvers }"));
    const pull = await opened({ body: "Please look.\n\n/reroll" });
    expect(asked(pull)).toHaveLength(2);
    for (const login of asked(pull)) expect(saidByRung(pull)[0]).toContain(`**${login}** (`);
  });

  it.each(["reset-after", "reset"] as const)(
    "R30: twice in one comment it asks one after the other, also after a %s of the second request",
    async (kind) => {
      await on(registry("{ request: 0, from: approvers }"));
      const pull = await opened();
      let answers = 0;
      stage.world.onEvent(({ sender, action }) => {
        if (action !== "review_requested" || sender.login !== "rung[bot]") return;
        answers += 1;
        if (answers === 1) stage.sandbox.faults.add({ kind, match: "requested_reviewers", times: 1 });
      });
      as("octo-fan").comment(pull, "/reroll\n\n/reroll");
      await stage.settled();
      expect(asked(pull)).toHaveLength(1);
      expect(pull.events.filter(({ event }) => event === "review_requested")).toHaveLength(2);
      expect(pull.events.filter(({ event }) => event === "review_request_removed")).toHaveLength(1);
      expect(saidByRung(pull)[0]?.match(/Asked \*\*[^*]+\*\* \([^)]+\)\./g)).toHaveLength(2);
      for (const login of asked(pull)) {
        expect(saidByRung(pull)[0]).toContain(`**${login}** (`);
        expect(statusOn(pull)).toContain(`**${login}** (`);
      }
    },
  );
});

describe("time", () => {
  const DAY = 86_400_000;

  async function later(pull: Pull, days: number): Promise<void> {
    stage.world.clock.advance(days * DAY);
    as("octo-fan").comment(pull, "/hold");
    as("octo-fan").comment(pull, "/hold cancel");
    await stage.settled();
  }

  it("reminds somebody who does not answer once, and asks somebody else when that does not help", async () => {
    await on(registry("{ request: 1, from: approvers, nudge: 3d, reassign: 7d }"));
    const pull = await opened();
    const [first = ""] = asked(pull);
    await later(pull, 4);
    await later(pull, 1);
    expect(saidByRung(pull).filter((body) => body.includes(`@${first}, your review was asked for`))).toHaveLength(1);
    expect(asked(pull)).toEqual([first]);
    await later(pull, 4);
    const [second = "", ...more] = asked(pull);
    expect(more).toEqual([]);
    expect(second).not.toBe(first);
    expect(statusOn(pull)).not.toContain("did not answer");
    expect(statusOn(pull)).toContain(`Asked **${second}**`);
  });

  it("leaves those alone who answered or were taken off by hand", async () => {
    await on(registry("{ request: 1, from: approvers, nudge: 3d, reassign: 7d }"));
    const answered = await opened({ branch: "answered" });
    as(asked(answered)[0] ?? "").review(answered, "COMMENT", "Please add a test.");
    const off = await opened({ branch: "off" });
    as("SparkYuan").unrequestReview(off, asked(off)[0] ?? "");
    await later(answered, 9);
    await later(off, 1);
    expect([...saidByRung(answered), ...saidByRung(off)]).toEqual([]);
    expect([...asked(answered), ...asked(off)]).toEqual([]);
  });
});

describe("a first contribution", () => {
  it("is welcomed once, in the status comment, with the registry's words", async () => {
    await on(registry("{ request: 1, from: approvers }", "welcome: Good to see you here, @everyone.\n"));
    stage.world.anyone("newt");
    const pull = await opened({}, "newt");
    const [who = ""] = asked(pull);
    expect(statusOn(pull)).toContain("Good to see you here, @\u200beveryone.");
    expect(statusOn(pull)).toContain(`${who} was asked to review it`);
    expect(statusOn(pull)).toContain("`/help`");
    as("newt").push(pull, { files: { "main.go": "package again\n" } });
    await stage.settled();
    expect(pull.comments.filter(({ body }) => body.startsWith(STATUS_MARKER))).toHaveLength(1);
  });

  it.each(["remembered", "forgotten"])(
    "R78: a second one beside the first is not welcomed, the first %s",
    async (how) => {
      await on(registry("{ request: 1, from: approvers }", "welcome: Good to see you here.\n"));
      const login = `twice-${how}`;
      stage.world.anyone(login);
      const first = await opened({ branch: `first-${how}` }, login);
      expect(statusOn(first)).toContain("Good to see you here.");
      if (how === "forgotten") await stage.rung.database.db.deleteFrom("pulls").execute();
      const second = await opened({ branch: `second-${how}` }, login);
      expect(statusOn(second)).not.toContain("Good to see you here.");
    },
  );

  it("somebody with a role is not welcomed", async () => {
    await on(registry("{ request: 1, from: approvers }"));
    expect(statusOn(await opened({}, "jemshad"))).not.toContain("Welcome");
  });
});
