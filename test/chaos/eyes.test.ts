import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { LAST_ANSWER } from "../../src/jobs/answer-budget.ts";
import type { Persona } from "../../src/sandbox/acts/persona.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/start.ts";
import type { Pull } from "../../src/sandbox/world/model.ts";
import { faultsOf } from "../registry/a-registry.ts";
import { answersTo } from "./answers.ts";
import { dice } from "./dice.ts";
import { doubledEffects, watchChecks } from "./doubled.ts";
import { aTown, registryNow, type Town, turned } from "./town.ts";
import { badDay } from "./trouble.ts";
import { followed, type Truth } from "./truth.ts";
import { wrongStates } from "./wrong.ts";

describe("the chaos test sees", () => {
  let town: Town;
  let sandbox: Sandbox;
  let truth: () => Truth;
  let doubledChecks: readonly string[];
  let rung: Persona;
  let pull: Pull;
  let count = 0;

  beforeAll(async () => {
    town = aTown();
    sandbox = await startSandbox({ world: town.world, webhookUrl: "http://127.0.0.1:9/" });
    truth = followed(sandbox, "do-not-merge/hold");
    doubledChecks = watchChecks(sandbox);
    rung = town.world.as(sandbox.botLogin, town.world.apps[0] ?? null);
  });
  afterAll(() => sandbox.close());
  beforeEach(() => {
    count += 1;
    const files = { [`pkg/new/${count}.go`]: "package new\n" };
    pull = town.world
      .as("octo-fan")
      .openPull({ repo: "KusionStack/kusion", title: "feat: it", files, branch: `b${count}` });
  });

  const of = (sentences: readonly string[]) => sentences.filter((one) => one.includes(`#${pull.number}:`));
  const say = (login: string, body: string) => town.world.as(login).comment(pull, body);

  it("a check that is missing, and one that says something else", async () => {
    expect(of(await wrongStates(sandbox, truth()))[0]).toContain("check rung is missing");
    rung.createCheck(town.kusion, pull.headSha, "rung", { conclusion: "success", title: "Approved: kusion" });
    expect(of(await wrongStates(sandbox, truth()))[0]).toContain('check rung says "success" instead of "in_progress"');
  });

  it("labels that are missing", async () => {
    expect(of(await wrongStates(sandbox, truth()))).toContainEqual(
      expect.stringContaining("needs-approver is missing"),
    );
    rung.label(pull, "needs-approver");
    expect(of(await wrongStates(sandbox, truth()))).not.toContainEqual(expect.stringContaining("needs-approver"));
    rung.label(pull, "approved");
    expect(of(await wrongStates(sandbox, truth()))).toContainEqual(expect.stringContaining("approved should be off"));
  });

  it("a status comment that is missing", async () => {
    say("SparkYuan", "/hold for a while");
    expect(of(await wrongStates(sandbox, truth()))).toContainEqual(
      expect.stringContaining("the status comment is missing"),
    );
  });

  it("a command that nobody answered, and one answered twice", () => {
    const asked = say("SparkYuan", "/kind bug");
    say("SparkYuan", "Just talk.");
    expect(of(answersTo(sandbox, truth()).lost)).toHaveLength(1);
    rung.react(asked, "+1");
    expect(of(answersTo(sandbox, truth()).lost)).toEqual([]);
    rung.comment(pull, `<!-- rung:reply to=comment:${asked.id} -->\nNo.`);
    expect(of(answersTo(sandbox, truth()).doubled)).toHaveLength(1);
  });

  it("a command that was handled and not answered before its speaker was told of no more answers", () => {
    const early = say("adohe", "/kind bug");
    const last = say("adohe", "/kind feature");
    rung.comment(pull, `<!-- rung:reply to=comment:${last.id} -->\nNo.\n\n${LAST_ANSWER}`);
    expect(of(answersTo(sandbox, truth()).lost)).toEqual([]);
    const guid = [...truth().asking].find(([, { notes }]) =>
      notes.some((note) => "id" in note && note.id === early.id),
    );
    const at = (seconds: number) => new Map([[guid?.[0] ?? "", pull.createdAt + seconds * 1_000]]);
    expect(of(answersTo(sandbox, truth(), at(60)).lost)).toEqual([]);
    expect(of(answersTo(sandbox, truth(), at(-60)).lost)).toHaveLength(1);
  });

  it("a comment made twice", () => {
    rung.comment(pull, "<!-- rung:status -->\nOne.");
    expect(of(doubledEffects(sandbox, truth()))).toEqual([]);
    rung.comment(pull, "<!-- rung:status -->\nOne again.");
    expect(of(doubledEffects(sandbox, truth()))).toHaveLength(1);
  });

  it("a deed done more often than it was asked for", () => {
    say("SparkYuan", "/kind bug");
    rung.label(pull, "kind/bug");
    expect(of(doubledEffects(sandbox, truth()))).toEqual([]);
    town.world.as("SparkYuan").unlabel(pull, "kind/bug");
    rung.label(pull, "kind/bug");
    expect(of(doubledEffects(sandbox, truth()))).toEqual([expect.stringContaining("labeled kind/bug 2 times")]);
  });

  it("more review requests than anybody asked for", () => {
    rung.requestReview(pull, "hoangndst");
    expect(of(doubledEffects(sandbox, truth()))).toEqual([]);
    town.world.as("SparkYuan").unrequestReview(pull, "hoangndst");
    rung.requestReview(pull, "hoangndst");
    expect(of(doubledEffects(sandbox, truth()))).toEqual([
      expect.stringContaining("review_requested of hoangndst 2 times"),
    ]);
  });

  it("a check run made beside one that could have been brought up to date", () => {
    const before = doubledChecks.length;
    const run = rung.createCheck(town.kusion, pull.headSha, "rung", { status: "in_progress" });
    rung.updateCheck(run, { conclusion: "success" });
    // A completed run is not opened again.
    rung.createCheck(town.kusion, pull.headSha, "rung", { status: "in_progress" });
    expect(doubledChecks.slice(before)).toEqual([]);
    rung.createCheck(town.kusion, pull.headSha, "rung", { status: "in_progress" });
    expect(doubledChecks.slice(before)).toHaveLength(1);
  });

  it("everything that happened, whatever became of its webhook", () => {
    sandbox.deliver({ drop: 1 });
    const said = say("hoangndst", "/hold");
    const notes = [...truth().notes.values()].flat();
    expect(notes).toContainEqual(expect.objectContaining({ kind: "said", id: said.id, text: "/hold" }));
  });
});

describe("the chaos itself", () => {
  it("has a registry that parses, however it is turned", () => {
    const town = aTown();
    let text = registryNow(town);
    for (const what of ["role", "min", "role", "min"] as const) {
      expect(faultsOf(text).filter((line) => !line.includes("warning:"))).toEqual([]);
      text = turned(text, what);
    }
    expect(text).toBe(registryNow(town));
  });

  it("strikes the share of requests that was asked for", () => {
    const untouched = badDay(0.1).reduce((left, { share = 0 }) => left * (1 - share), 1);
    expect(1 - untouched).toBeCloseTo(0.1, 9);
  });

  it("throws the same numbers for the same seed", () => {
    const throws = (seed: number) => Array.from({ length: 5 }, dice(seed).next);
    expect(throws(7)).toEqual(throws(7));
    expect(throws(7)).not.toEqual(throws(8));
    const many = dice(1);
    const counts = Array.from({ length: 1_000 }, () => many.weighted({ often: 9, seldom: 1 }));
    expect(counts.filter((one) => one === "seldom").length).toBeGreaterThan(50);
    expect(counts.filter((one) => one === "seldom").length).toBeLessThan(150);
  });
});
