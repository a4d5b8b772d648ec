/** What people said about being told of a next role, where no issue of Rung's was ever there to keep it and the database is lost. */

import { afterAll, beforeAll, expect, it } from "vitest";
import { history } from "../../src/sandbox/kusionstack-history.ts";
import type { Issue, Repo } from "../../src/sandbox/world/model.ts";
import { exchangeFaults } from "../contract/github-description.ts";
import { emptied } from "../support/emptied.ts";
import { aStage, KUSION, type Stage } from "./stage.ts";

const GROWING = `areas: { kusion: { repos: [kusion] } }
roles:
  contributors: { promotion: { merged-pulls: 2 } }
  approvers: { promotion: { all: [{ merged-pulls: 3 }, { sponsors: 2 }] } }
  maintainers: { promotion: { sponsors: 2 } }
growth: {}
maintainers: [SparkYuan, liu-hm19, ffforest]
contributors: [{ login: hoangndst, areas: [kusion] }, { login: elliotxx, areas: [kusion] }]
`;

let stage: Stage;
let home: Repo;
const wrong: string[] = [];
beforeAll(async () => {
  // Nobody has merged anything yet, so nobody is told of.
  stage = await aStage({ registry: GROWING });
  stage.sandbox.onExchange((exchange) => wrong.push(...exchangeFaults(exchange)));
  home = stage.world.repo("KusionStack/.github");
});
afterAll(async () => {
  await stage.close();
  expect(wrong, "GitHub's own description").toEqual([]);
});

/** The one issue about the next role; `null`: there is none. */
function told(): string | null {
  const found = [...home.subjects.values()].filter(
    (one): one is Issue => one.kind === "issue" && one.author.login === "rung[bot]",
  );
  return found[0]?.body ?? null;
}

async function look(): Promise<void> {
  const subject = { kind: "growth", repository: { owner: "KusionStack", name: ".github", id: home.id } } as const;
  const { installationId } = stage.sandbox;
  await stage.rung.queue.enqueue([{ installationId, subject, cause: "growth.look", notes: [] }]);
  await stage.settled();
}

/** The issue goes as well: only what stands where it was said is left. */
async function everythingLost(): Promise<void> {
  for (const one of home.subjects.values())
    if (one.kind === "issue" && one.author.login === "rung[bot]") home.subjects.delete(one.number);
  await emptied(stage.rung.database);
  stage.requests();
  await look();
}

const searches = () => stage.requests().filter((one) => one.includes("Quiets")).length;

async function talk(): Promise<Issue> {
  const issue = stage.world.as("SparkYuan").openIssue({ repo: KUSION, title: "Talk" });
  await stage.settled();
  return issue;
}

async function say(login: string, on: Issue, text: string): Promise<void> {
  stage.world.as(login).comment(on, text);
  await stage.settled();
}

it("/quiet is found again by Rung's own answer, in one search for each of what keeps it, and none at the next look", async () => {
  await say("hoangndst", await talk(), "/quiet");
  expect(told()).toBeNull();
  history(stage.world);
  await stage.settled();
  await everythingLost();
  expect(told() ?? "").not.toContain("**hoangndst**");
  expect(searches()).toBe(2);
  await look();
  expect(searches()).toBe(0);
});

it("/quiet cancel is found again, too: what was said later stands", async () => {
  await say("hoangndst", await talk(), "/quiet cancel");
  await everythingLost();
  expect(told()).toContain("**hoangndst**");
});

it("what somebody copied from such an answer, or wrote like it, is none", async () => {
  const issue = await talk();
  await say("elliotxx", issue, "/quiet");
  const answer = issue.comments.at(-1)?.body ?? "";
  expect(answer).toContain("<!-- rung:said-quiet ");
  const other = await talk();
  await say("octo-fan", other, answer.replaceAll("elliotxx", "hoangndst"));
  await say("octo-fan", other, "I tell nobody that hoangndst may be ready for a next role.");
  await everythingLost();
  expect(told()).toContain("**hoangndst**");
});

it("a copy of such an answer in somebody else's comment keeps nothing once the answer itself is deleted", async () => {
  const issue = await talk();
  await say("hoangndst", issue, "/quiet");
  const answer = issue.comments.at(-1);
  if (answer === undefined) throw new Error("there is no answer");
  await say("octo-fan", await talk(), answer.body);
  stage.world.as("SparkYuan").deleteComment(answer);
  await stage.settled();
  await everythingLost();
  expect(told()).toContain("**hoangndst**");
});

it("whoever withdrew their own promotion stays left out; whose promotion others ended is told of", async () => {
  const issue = await talk();
  await say("SparkYuan", issue, "/promote @hoangndst approver kusion");
  await say("SparkYuan", issue, "/withdraw");
  await everythingLost();
  expect(told()).toContain("**hoangndst**");
  await say("SparkYuan", issue, "/promote @hoangndst approver kusion");
  await say("hoangndst", issue, "/withdraw");
  await everythingLost();
  expect(told() ?? "").not.toContain("**hoangndst**");
});
