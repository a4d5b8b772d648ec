import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GROWTH_TITLE } from "../../src/promotions/growth/growth-issue.ts";
import { history } from "../../src/sandbox/kusionstack-history.ts";
import type { Issue, Repo } from "../../src/sandbox/world/model.ts";
import { exchangeFaults } from "../contract/github-description.ts";
import { emptied } from "../support/emptied.ts";
import { aStage, type Stage } from "./stage.ts";

const PEOPLE = `areas: { kusion: { repos: [kusion] } }
roles:
  contributors: { promotion: { merged-pulls: 2 } }
  approvers: { promotion: { all: [{ merged-pulls: 3 }, { sponsors: 2 }] } }
  maintainers: { promotion: { sponsors: 2 } }
maintainers: [SparkYuan, liu-hm19, ffforest]
contributors: [{ login: hoangndst, areas: [kusion] }, { login: elliotxx, areas: [kusion] }]
`;
const GROWING = `${PEOPLE}growth: {}\n`;
const DAY = 86_400_000;

let stage: Stage;
let home: Repo;
const wrong: string[] = [];
beforeAll(async () => {
  stage = await aStage({ registry: PEOPLE });
  history(stage.world);
  stage.sandbox.onExchange((exchange) => wrong.push(...exchangeFaults(exchange)));
  home = stage.world.repo("KusionStack/.github");
});
afterAll(async () => {
  await stage.close();
  expect(wrong, "GitHub's own description").toEqual([]);
});

function told(): { readonly state: string; readonly body: string } | null {
  const found = [...home.subjects.values()].filter(
    (one): one is Issue => one.kind === "issue" && one.author.login === "rung[bot]",
  );
  const [issue, ...others] = found;
  if (others.length > 0) throw new Error(`${others.length + 1} issues`);
  if (issue === undefined) return null;
  expect(issue.title).toBe(GROWTH_TITLE);
  expect([issue.comments.length, issue.assignees.length]).toEqual([0, 0]);
  return { state: issue.state, body: issue.body };
}

async function look({ id, name } = home): Promise<void> {
  const subject = { kind: "growth", repository: { owner: "KusionStack", name, id } } as const;
  const { installationId } = stage.sandbox;
  await stage.rung.queue.enqueue([{ installationId, subject, cause: "growth.look", notes: [] }]);
  await stage.settled();
}

const measuring = (requests: readonly string[]) => requests.filter((one) => /Active|Measure/.test(one));

it("a registry without `growth` asks nothing", async () => {
  stage.requests();
  stage.world.as("octo-fan").openPull({ repo: "KusionStack/kusion", title: "A", files: { "a.md": "a" } });
  await stage.settled();
  await look();
  expect(measuring(stage.requests())).toEqual([]);
  expect(told()).toBeNull();
});

describe("a registry that wants to be told who may be ready", () => {
  beforeAll(async () => {
    stage.world.as("SparkYuan").pushRegistry(home, GROWING);
    await stage.settled();
  });

  it("one issue tells who meets what machines measure, with figures, evidence and the words that nominate", () => {
    const { state, body = "" } = told() ?? {};
    expect(state).toBe("open");
    expect(body).toContain("**hoangndst**, approver of kusion: `/promote @hoangndst approver kusion`");
    expect(body).toMatch(/- 3 merged pull requests in KusionStack: 5 of 3 \(.*1189/);
    expect(body).not.toMatch(/elliotxx|sponsor/);
  });

  it("nobody is mentioned: what begins with @ stands in code alone", () => {
    expect((told()?.body ?? "").replaceAll(/`[^`]*`/g, "")).not.toContain("@");
  });

  it("nothing is measured, and nothing written, until the time for the next look has come", async () => {
    stage.requests();
    const before = stage.sandbox.journal.last;
    stage.world.clock.advance(10 * DAY);
    await look();
    expect(measuring(stage.requests())).toEqual([]);
    expect(stage.sandbox.journal.since(before).filter(({ effect }) => effect === "write")).toEqual([]);
    stage.world.clock.advance(25 * DAY);
    await look();
    expect(measuring(stage.requests()).length).toBeGreaterThan(0);
  });

  it("where GitHub does not answer about somebody, nothing is said of them", async () => {
    stage.sandbox.faults.add({ kind: "partial", field: "s0", match: "query Measure" });
    stage.world.clock.advance(35 * DAY);
    await look();
    stage.sandbox.faults.clear();
    expect(told()?.body).not.toContain("hoangndst");
    expect(told()?.body).toContain("it could not be told");
  });

  it("the database deleted: it is looked anew, and the same issue is found again", async () => {
    await emptied(stage.rung.database);
    await look();
    expect(told()?.body).toContain("**hoangndst**, approver of kusion");
  });

  it("/quiet leaves somebody out at once and without a search, also where the database is lost; cancel takes them in again", async () => {
    const talk = stage.world.as("SparkYuan").openIssue({ repo: "KusionStack/kusion", title: "Talk" });
    await stage.settled();
    stage.requests();
    stage.world.as("hoangndst").comment(talk, "/quiet");
    await stage.settled();
    expect(measuring(stage.requests())).toEqual([]);
    expect(told()).toMatchObject({ state: "closed", body: expect.not.stringContaining("**hoangndst**") });
    expect(talk.comments.at(-1)?.body).toMatch(/Until .* \d{4} \(UTC\) I tell nobody/);
    await emptied(stage.rung.database);
    await look();
    expect(told()?.body).not.toContain("**hoangndst**");
    stage.world.as("hoangndst").comment(talk, "/quiet cancel");
    await stage.settled();
    expect(told()?.body).toContain("**hoangndst**");
  });

  it("after a year it is told again", async () => {
    const talk = stage.world.as("SparkYuan").openIssue({ repo: "KusionStack/kusion", title: "Talk again" });
    stage.world.as("hoangndst").comment(talk, "/quiet");
    await stage.settled();
    stage.world.clock.advance(360 * DAY);
    await look();
    expect(told()?.body).not.toContain("**hoangndst**");
    stage.world.clock.advance(10 * DAY);
    await look();
    expect(told()?.body).toContain("**hoangndst**");
  });

  it("R81: whoever is nominated for it is told of no more while that is open, since the line would be refused", async () => {
    const talk = stage.world.as("SparkYuan").openIssue({ repo: "KusionStack/kusion", title: "Nominated" });
    stage.world.as("SparkYuan").comment(talk, "/promote @hoangndst approver kusion");
    await stage.settled();
    await look();
    expect(told()?.body).not.toContain("**hoangndst**");
    stage.world.as("SparkYuan").comment(talk, "/withdraw");
    await stage.settled();
    await look();
    expect(told()?.body).toContain("**hoangndst**");
  });

  it("who withdraws their own promotion is left out as well; whom somebody else's word ends is not", async () => {
    const talk = stage.world.as("SparkYuan").openIssue({ repo: "KusionStack/kusion", title: "Promotion" });
    const withdrawn = async (by: string) => {
      stage.world.as("SparkYuan").comment(talk, "/promote @hoangndst approver kusion");
      await stage.settled();
      stage.world.as(by).comment(talk, "/withdraw");
      await stage.settled();
      await look();
      return told()?.body;
    };
    expect(await withdrawn("SparkYuan")).toContain("**hoangndst**");
    expect(await withdrawn("hoangndst")).not.toContain("**hoangndst**");
    stage.world.as("hoangndst").comment(talk, "/quiet cancel");
    await stage.settled();
  });

  describe("tell: person", () => {
    const LINE = "you meet what machines count for";
    const opened = async (by: string, title: string, repo = "KusionStack/kusion") => {
      const pull = stage.world.as(by).openPull({ repo, title, files: { [`${title}.md`]: "a" } });
      await stage.settled();
      stage.requests();
      stage.world.as("SparkYuan").comment(pull, "/hold");
      await stage.settled();
      const comments = pull.comments.filter(({ body }) => body.includes(LINE));
      return { lines: comments.map(({ body }) => body.split(LINE).length - 1), requests: stage.requests() };
    };
    beforeAll(async () => {
      stage.world.as("SparkYuan").pushRegistry(home, GROWING.replace("growth: {}", "growth: { tell: person }"));
      await stage.settled();
    });

    it("R45: not in a repository with a file of its own, which asks for more", async () => {
      const asking = GROWING.replace("growth: {}", "growth: { tell: person }").replace(
        "merged-pulls: 3",
        "merged-pulls: 50",
      );
      stage.world.addRepo({ owner: "KusionStack", name: "apart", files: { "roles.yaml": asking, "a.md": "a" } });
      await stage.settled();
      expect((await opened("hoangndst", "apart", "KusionStack/apart")).lines).toEqual([]);
    });

    it("tells the person alone, in their next pull request, without a request more, and in no other", async () => {
      const other = await opened("elliotxx", "other");
      expect(other.lines).toEqual([]);
      const own = await opened("hoangndst", "own");
      expect(own.lines).toEqual([1]);
      expect(own.requests.toSorted()).toEqual(other.requests.toSorted());
      expect((await opened("hoangndst", "second")).lines).toEqual([]);
    });

    it("R45: in a repository with a file of its own, of the role that this one has, whatever was told elsewhere", async () => {
      const own = GROWING.replace("growth: {}", "growth: { tell: person }").replace(
        "merged-pulls: 3",
        "merged-pulls: 1",
      );
      const files = { "roles.yaml": own.replace("repos: [kusion]", 'paths: ["**"]'), "a.md": "a" };
      const ladder = stage.world.addRepo({ owner: "KusionStack", name: "ladder", files });
      const repo = "KusionStack/ladder";
      const merged = stage.world.as("hoangndst").openPull({ repo, title: "m", files: { "m.md": "m" } });
      stage.world.as("SparkYuan").approve(merged);
      await stage.settled();
      stage.world.as("SparkYuan").merge(merged);
      await stage.settled();
      await look(ladder);
      expect((await opened("hoangndst", "ladder-own", repo)).lines).toEqual([1]);
      expect((await opened("hoangndst", "ladder-second", repo)).lines).toEqual([]);
    });

    it("once a role, also where the database is lost", async () => {
      await look();
      await emptied(stage.rung.database);
      await look();
      expect((await opened("hoangndst", "third")).lines).toEqual([]);
    });
  });

  it("whoever rises is told of no more, at once and without a search", async () => {
    stage.requests();
    const risen = GROWING.replace(
      "contributors: [{ login: hoangndst, areas: [kusion] }, ",
      "approvers: [{ login: hoangndst, areas: [kusion] }]\ncontributors: [",
    );
    stage.world.as("SparkYuan").pushRegistry(home, risen);
    await stage.settled();
    expect(measuring(stage.requests())).toEqual([]);
    expect(told()?.body).not.toContain("hoangndst");
  });

  it("the key taken away: the issue says so and closes", async () => {
    stage.world.as("SparkYuan").pushRegistry(home, PEOPLE);
    await stage.settled();
    expect(told()).toMatchObject({ state: "closed", body: expect.stringContaining("asks no more") });
  });
});
