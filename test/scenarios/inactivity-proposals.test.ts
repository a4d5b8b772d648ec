import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Pull, Repo } from "../../src/sandbox/world/model.ts";
import { exchangeFaults } from "../contract/github-description.ts";
import { emptied } from "../support/emptied.ts";
import { aStage, type Stage } from "./stage.ts";

const ACTIVE = ["hoangndst", "jemshad", "adohe", "wu8685", "ffforest", "SparkYuan", "liu-hm19"];
const REGISTRY = `areas: { kusion: { repos: [kusion] } }
roles: { contributors: {}, approvers: { inactivity: 12mo }, maintainers: {} }
maintainers: [SparkYuan, liu-hm19, ffforest]
approvers:
  - hoangndst
  - jemshad
  - adohe
  - wu8685
  - elliotxx
  - howieyuen
  - healthjyk
  - zoumo
emeritus: []
`;
const PROPOSING = `${REGISTRY}inactivity: { mode: propose, most: 3, keep: { approvers: 2 }, return: { from: approvers, min: 1 } }\n`;
const DAY = 86_400_000;

let stage: Stage;
let home: Repo;
let talk: Pull;
const wrong: string[] = [];
beforeAll(async () => {
  stage = await aStage({ registry: REGISTRY, people: ["elliotxx", "howieyuen", "healthjyk", "zoumo"] });
  stage.sandbox.onExchange((exchange) => wrong.push(...exchangeFaults(exchange)));
  home = stage.world.repo("KusionStack/.github");
  talk = stage.world.as("hoangndst").openPull({ repo: "KusionStack/kusion", title: "A", files: { "a.md": "a" } });
});
afterAll(async () => {
  await stage.close();
  expect(wrong, "GitHub's own description").toEqual([]);
});

const pulls = () => [...home.subjects.values()].filter((one): one is Pull => one.kind === "pull");
const proposals = (): readonly Pull[] => pulls().filter(({ headRef }) => headRef.startsWith("rung/retire-"));
const states = () => proposals().map(({ title, state, draft }) => `${title}: ${state}${draft ? ", draft" : ""}`);
const checkOf = (pull: Pull) => {
  const run = [...home.checkRuns.values()]
    .flat()
    .filter((one) => one.headSha === pull.headSha)
    .toSorted((one, other) => other.id - one.id)[0];
  return run && `${run.conclusion ?? run.status}: ${run.title}`;
};

async function look(): Promise<void> {
  const subject = { kind: "inactivity", repository: { owner: "KusionStack", name: ".github", id: home.id } } as const;
  const { installationId } = stage.sandbox;
  await stage.rung.queue.enqueue([{ installationId, subject, cause: "inactivity.look", notes: [] }]);
  await stage.settled();
}

/** Everybody but those who are away does something meanwhile. */
async function later(days: number, active = ACTIVE): Promise<void> {
  stage.world.clock.advance(days * DAY);
  for (const login of active) stage.world.as(login).comment(talk, `Day ${days}.`);
  await stage.rung.queue.runDueNow();
  await stage.settled();
}

describe("a registry that proposes", () => {
  it("only tells at the first look; then asks a quarter of the role at most, those away longest, each on a draft", async () => {
    stage.world.as("SparkYuan").pushRegistry(home, PROPOSING);
    await stage.settled();
    expect(proposals()).toEqual([]);
    await later(92);
    await look();
    expect(states()).toEqual([
      "Ask elliotxx whether to become emeritus: open, draft",
      "Ask healthjyk whether to become emeritus: open, draft",
    ]);
    expect(proposals().map((one) => checkOf(one))).toEqual([
      expect.stringMatching(/^in_progress: Not before .*, unless elliotxx agrees$/),
      expect.stringMatching(/^in_progress: Not before .*, unless healthjyk agrees$/),
    ]);
    const [first] = proposals();
    expect(first?.body.match(/@elliotxx/g)).toHaveLength(2);
  });

  it("R72: taking the draft away and approving opens nothing before the notice ends", async () => {
    const [first] = proposals();
    if (first === undefined) throw new Error("none");
    stage.world.as("SparkYuan").markReady(first);
    stage.world.as("SparkYuan").approve(first);
    await stage.settled();
    expect(checkOf(first)).toMatch(/^in_progress: Not before/);
  });

  it("what the person says on the proposal is no activity", async () => {
    const [first] = proposals();
    if (first === undefined) throw new Error("none");
    stage.world.as("elliotxx").comment(first, "I saw this, and think about it.");
    await stage.settled();
    await look();
    await sweep();
    expect(first.state).toBe("open");
  });

  it("reminds once, three days before, and the notice ends although the database was deleted", async () => {
    const [first] = proposals();
    if (first === undefined) throw new Error("none");
    const said = () => first.comments.filter(({ author }) => author.login === "rung[bot]").map(({ body }) => body);
    const reminders = () => said().filter((body) => body.includes("people may merge this from"));
    await later(12);
    await expect.poll(reminders, { timeout: 60_000 }).toHaveLength(1);
    await stage.settled();
    await emptied(stage.rung.database);
    stage.sandbox.faults.add({ kind: "partial", field: "s0", match: "query Measure" });
    await later(2);
    await sweep();
    expect(checkOf(first)).toMatch(/^in_progress: Cannot tell whether elliotxx was seen since/);
    stage.sandbox.faults.clear();
    await sweep();
    await expect.poll(() => checkOf(first), { timeout: 60_000 }).toMatch(/^success: /);
    expect(first.draft).toBe(false);
    expect(reminders()).toHaveLength(1);
  });

  it("whoever is seen elsewhere is proposed no longer", async () => {
    const second = proposals()[1];
    if (second === undefined) throw new Error("none");
    stage.world.as("healthjyk").comment(talk, "Back again.");
    await stage.settled();
    await sweep();
    expect(second.state).toBe("closed");
    expect(second.body).toContain("**healthjyk was seen**");
  });

  it("`/stay` by anybody else is answered; by the person it closes, and nobody asks again", async () => {
    await later(
      91,
      ACTIVE.filter((login) => login !== "hoangndst"),
    );
    await look();
    const open = proposals().filter(({ state }) => state === "open");
    expect(open.map(({ title }) => title)).toContain("Ask elliotxx whether to become emeritus");
    const pull = open[0];
    if (pull === undefined) throw new Error("none");
    stage.world.as("octo-fan").comment(pull, "/stay @elliotxx they are fine");
    await stage.settled();
    expect(last(pull)).toContain("I cannot take that from octo-fan");
    expect(pull.state).toBe("open");
    stage.world.as("elliotxx").comment(pull, "/stay");
    await stage.settled();
    expect(pull.state).toBe("closed");
    expect(last(pull)).toContain("**elliotxx stays.** This closes, nothing changes");
    stage.world.as("elliotxx").comment(pull, "/stay");
    await stage.settled();
    expect(last(pull)).toContain("This is closed already, and changes nothing for elliotxx");
    await look();
    expect(proposals().filter(({ state, title }) => state === "open" && title.includes("elliotxx"))).toEqual([]);
  });

  it("`/step-down` on it opens the gate before the notice ends, and `/return` opens the change back", async () => {
    await later(91);
    await look();
    const pull = proposals().findLast(({ state }) => state === "open");
    if (pull === undefined) throw new Error("none");
    const login = askedIn(pull);
    stage.world.as(login).comment(pull, "/step-down");
    await stage.settled();
    await expect.poll(() => pull.draft, { timeout: 60_000 }).toBe(false);
    stage.world.as("SparkYuan").approve(pull);
    await stage.settled();
    await expect.poll(() => checkOf(pull), { timeout: 60_000 }).toMatch(/^success: /);
    stage.world.as("SparkYuan").merge(pull);
    await stage.settled();
    const { git } = stage.world;
    const text = git.text(git.filesAt(stage.world.tip(home, "main") ?? "").get("roles.yaml") ?? "");
    expect(text).toMatch(new RegExp(`login: ${login}, was: approvers`));
    stage.world.as(login).comment(pull, "/stay");
    await stage.settled();
    expect(last(pull)).toContain("This is merged already, so `/stay` comes too late here. `/return`");
    stage.world.as(login).comment(talk, "/return");
    await stage.settled();
    expect(last(talk)).toMatch(/The registry's change is KusionStack\/\.github#\d+/);
    const back = pulls().findLast(({ headRef }) => headRef.startsWith("rung/return-"));
    if (back === undefined) throw new Error("none");
    expect(checkOf(back)).toMatch(/^in_progress: /);
    const moved = `# Moved.\n${git.text(git.filesAt(stage.world.tip(home, "main") ?? "").get("roles.yaml") ?? "")}`;
    const tip = stage.world.as("SparkYuan").pushRegistry(home, moved);
    await stage.settled();
    expect(git.known(back.headSha).parents).toEqual([tip]);
    stage.world.as("hoangndst").approve(back);
    await stage.settled();
    expect(checkOf(back)).toMatch(/^success: /);
    // Anything more is a change of the registry like any other.
    stage.world.as("SparkYuan").push(back, { files: { "README.md": "More." }, message: "More" });
    await stage.settled();
    expect(checkOf(back)).not.toMatch(/^success: /);
  });

  it("somebody of the same role vouches once, and not twice in a row; closing it unmerged is `/stay`", async () => {
    const pull = await nextProposal("");
    const login = askedIn(pull);
    stage.world.as("hoangndst").comment(pull, `/stay @${login} mentors in the chat`);
    await stage.settled();
    expect(pull.state).toBe("closed");
    expect(last(pull)).toContain(`vouches for ${login}, who stays`);
    const next = await nextProposal(login);
    stage.world.as("jemshad").comment(next, `/stay @${login} mentors in the chat`);
    await stage.settled();
    expect(last(next)).toContain("not twice in a row");
    expect(next.state).toBe("open");
    stage.world.as("SparkYuan").close(next);
    await stage.settled();
    await look();
    expect(openOf(login)).toEqual([]);
  });

  it("the bot down at the end of a notice, and started with an empty database: what is due is done at the start", async () => {
    const pull = await nextProposal("");
    await stage.rung.close();
    stage.world.clock.advance(15 * DAY);
    for (const login of ACTIVE) stage.world.as(login).comment(talk, "Meanwhile.");
    stage = await aStage({ on: stage.sandbox });
    await expect.poll(() => pull.draft, { timeout: 60_000 }).toBe(false);
    expect(pull.state).toBe("open");
  });
});

const askedIn = ({ title }: Pull) => /^Ask (\S+)/.exec(title)?.[1] ?? "";
const openOf = (login: string) => proposals().filter(({ state, title }) => state === "open" && title.includes(login));

/** Months pass until they are asked. */
async function nextProposal(login: string): Promise<Pull> {
  for (let looks = 0; looks < 8; looks += 1) {
    const [pull] = openOf(login);
    if (pull !== undefined) return pull;
    for (const one of proposals().filter(({ state }) => state === "open")) stage.world.as("SparkYuan").close(one);
    await later(92, [...ACTIVE, "healthjyk"]);
    await look();
  }
  throw new Error(`${login} was not asked`);
}

function last({ comments }: Pull): string {
  return comments.findLast(({ author }) => author.login === "rung[bot]")?.body ?? "";
}

async function sweep(): Promise<void> {
  const { installationId } = stage.sandbox;
  const repository = { owner: "KusionStack", name: ".github", id: home.id };
  await stage.rung.queue.enqueue([
    { installationId, subject: { kind: "sweep", repositories: [repository] }, cause: "sweep.round", notes: [] },
  ]);
  await stage.settled();
}
