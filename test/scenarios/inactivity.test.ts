import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LOOK_TITLE } from "../../src/registry/inactivity/rules.ts";
import type { Issue, Pull, Repo } from "../../src/sandbox/world/model.ts";
import { exchangeFaults } from "../contract/github-description.ts";
import { emptied } from "../support/emptied.ts";
import { aStage, type Stage } from "./stage.ts";

const PEOPLE = `areas: { kusion: { repos: [kusion] } }
maintainers: [SparkYuan, liu-hm19, ffforest]
approvers:
  - { login: hoangndst, areas: [kusion] }
  - { login: jemshad, areas: [kusion] }
  - { login: elliotxx, areas: [kusion] }
`;
const LOOKING = `${PEOPLE}roles: { contributors: {}, approvers: { inactivity: 12mo }, maintainers: {} }\n`;
const DAY = 86_400_000;

let stage: Stage;
let home: Repo;
let pull: Pull;
const wrong: string[] = [];
beforeAll(async () => {
  stage = await aStage({ registry: PEOPLE });
  stage.sandbox.onExchange((exchange) => wrong.push(...exchangeFaults(exchange)));
  home = stage.world.repo("KusionStack/.github");
});
afterAll(async () => {
  await stage.close();
  expect(wrong, "GitHub's own description").toEqual([]);
});

function told(): { readonly state: string; readonly entries: readonly string[] } | null {
  const found = [...home.subjects.values()].filter(
    (one): one is Issue => one.kind === "issue" && one.author.login === "rung[bot]",
  );
  const [issue, ...others] = found;
  if (others.length > 0) throw new Error(`${others.length + 1} issues`);
  if (issue === undefined) return null;
  expect(issue.title).toBe(LOOK_TITLE);
  expect([issue.comments.length, issue.assignees.length]).toEqual([0, 0]);
  return { state: issue.state, entries: issue.body.split("\n").filter((line) => line.startsWith("- ")) };
}

async function sighted(): Promise<readonly string[]> {
  const rows = await stage.rung.database.db.selectFrom("sightings").select("login").execute();
  return rows.map(({ login }) => login);
}

async function look(): Promise<void> {
  const subject = { kind: "inactivity", repository: { owner: "KusionStack", name: ".github", id: home.id } } as const;
  const { installationId } = stage.sandbox;
  await stage.rung.queue.enqueue([{ installationId, subject, cause: "inactivity.look", notes: [] }]);
  await stage.settled();
}

async function later(days: number): Promise<void> {
  stage.world.clock.advance(days * DAY);
  await look();
}

it("a registry without `inactivity` asks nothing, and notes nobody", async () => {
  stage.requests();
  pull = stage.world.as("hoangndst").openPull({ repo: "KusionStack/kusion", title: "A", files: { "a.md": "a" } });
  await stage.settled();
  expect(stage.requests().filter((one) => /search|Measure|contents|issues$/i.test(one))).toEqual([]);
  const seen = await stage.rung.database.db.selectFrom("sightings").selectAll().execute();
  expect(seen).toEqual([]);
  expect(told()).toBeNull();
});

describe("a registry that looks for its people", () => {
  beforeAll(async () => {
    stage.world.as("SparkYuan").pushRegistry(home, LOOKING);
    await stage.settled();
  });

  it("the first look tells who was not seen, by one search a person; nobody is mentioned", async () => {
    const { state, entries = [] } = told() ?? {};
    expect(state).toBe("open");
    expect(entries.map((line) => line.slice(0, 60))).toEqual([
      expect.stringContaining("**jemshad**"),
      expect.stringContaining("**elliotxx**"),
    ]);
    expect(entries.join("\n")).not.toContain("@");
  });

  it("nothing is searched, and nothing written, until the time for the next look has come", async () => {
    stage.requests();
    const before = stage.sandbox.journal.last;
    await later(30);
    expect(stage.requests().filter((one) => one.includes("Measure"))).toEqual([]);
    expect(stage.sandbox.journal.since(before).filter(({ effect }) => effect === "write")).toEqual([]);
  });

  it("whoever does anything is told no more, without a search", async () => {
    stage.requests();
    stage.world.as("jemshad").comment(pull, "I am back.");
    await stage.settled();
    // What governs a repository may be known a moment later than its event.
    await expect.poll(sighted, { timeout: 60_000 }).toContain("jemshad");
    await look();
    expect(stage.requests().filter((one) => one.includes("Measure"))).toEqual([]);
    expect(told()?.entries).toEqual([expect.stringContaining("**elliotxx**")]);
  });

  it("R70: where the search fails it is said that it cannot be told, and it is asked again the next day", async () => {
    stage.sandbox.faults.add({ kind: "partial", field: "s0", match: "query Measure" });
    await later(70);
    stage.sandbox.faults.clear();
    const failed = told()?.entries ?? [];
    expect(failed).toContainEqual(expect.stringMatching(/^- \*\*elliotxx\*\*.*cannot tell/));
    await later(1);
    expect(told()?.entries).toEqual([expect.stringMatching(/elliotxx.*nothing was found|elliotxx.*last seen/)]);
  });

  it("the database deleted: nobody is searched for anew before the time, but those of whom deliveries told", async () => {
    await emptied(stage.rung.database);
    const before = told();
    await look();
    expect(told()).toEqual(before);
  });

  it("the key taken away: the issue says so and closes, and nobody is noted any more", async () => {
    stage.world.as("SparkYuan").pushRegistry(home, PEOPLE);
    await stage.settled();
    expect(told()).toEqual({ state: "closed", entries: [] });
  });
});
