import { describe, expect, it } from "vitest";
import { openGitHub } from "../../../src/github/client/client.ts";
import { measure } from "../../../src/github/read/measure.ts";
import { measurePlan } from "../../../src/promotions/measure/plan.ts";
import type { Measure, Measured } from "../../../src/promotions/promotion-types.ts";
import type { Sandbox } from "../../../src/sandbox/start.ts";
import { aSandbox } from "../../sandbox/a-sandbox.ts";
import { aMeasure, aPastPull, aScope, numbers } from "./a-measure.ts";

const DAY = 86_400_000;

async function measured(sandbox: Sandbox, wanted: Measure, asked?: number, registry?: string): Promise<Measured> {
  const github = openGitHub({
    ...{ apiUrl: `${sandbox.url}/api/v3`, graphqlUrl: `${sandbox.url}/api/graphql` },
    ...{ appId: sandbox.appId, privateKey: sandbox.privateKey },
  });
  const scope = aScope({ ...(asked === undefined ? {} : { asked }), ...(registry === undefined ? {} : { registry }) });
  const plan = measurePlan([wanted], { login: "jemshad", id: null }, scope);
  const found = (await measure(github.installation(sandbox.installationId), plan)).get(wanted.key);
  if (found === undefined) throw new Error("not measured");
  return found;
}

describe("R48: evidence is older than the question", () => {
  const feature = aMeasure("merged-pulls", { labels: ["kind/feature"] });

  it("a label counts that somebody else put on before the merge", async () => {
    const sandbox = await aSandbox();
    const { number } = aPastPull(sandbox.world, { labels: ["kind/feature"] });
    expect(numbers(await measured(sandbox, feature))).toEqual([number]);
  });

  it("a label that was put on after the merge, or by the candidate, does not", async () => {
    const sandbox = await aSandbox();
    const { world } = sandbox;
    const late = aPastPull(world);
    world.as("SparkYuan").label(late, "kind/feature");
    world.repo("KusionStack/kusion").collaborators.set("jemshad", "triage");
    const own = aPastPull(world, { merged: false });
    world.as("jemshad").label(own, "kind/feature");
    expect(numbers(await measured(sandbox, feature))).toEqual([]);
    expect(numbers(await measured(sandbox, aMeasure("opened-pulls", { labels: ["kind/feature"] })))).toEqual([]);
  });

  it("a review after the merge is no review of what was merged", async () => {
    const sandbox = await aSandbox();
    const { world } = sandbox;
    const before = aPastPull(world, { as: "octo-fan", reviewedBy: ["jemshad"] });
    const after = aPastPull(world, { as: "octo-fan" });
    world.as("jemshad").review(after, "COMMENT", "Nice.");
    expect(numbers(await measured(sandbox, aMeasure("reviewed-pulls")))).toEqual([before.number]);
  });

  it("what the candidate puts anywhere after the nomination does not count", async () => {
    const sandbox = await aSandbox();
    const { world } = sandbox;
    const open = aPastPull(world, { as: "octo-fan", merged: false });
    const asked = world.clock.now();
    world.clock.advance(DAY);
    world.as("jemshad").review(open, "COMMENT", "Nice.");
    world.as("jemshad").comment(open, "I like it.");
    world.as("jemshad").openIssue({ repo: "KusionStack/kusion", title: "A thought", body: "" });
    aPastPull(world, { merged: false });
    for (const what of ["reviewed-pulls", "commented", "opened-issues", "opened-pulls"] as const)
      expect(numbers(await measured(sandbox, aMeasure(what), asked)), what).toEqual([]);
    expect(numbers(await measured(sandbox, aMeasure("reviewed-pulls")))).toEqual([open.number]);
    const merged = aPastPull(world);
    expect(numbers(await measured(sandbox, aMeasure("merged-pulls"), asked))).toEqual([merged.number]);
  });

  it("an issue is resolved by whom others had assigned before it was closed", async () => {
    const sandbox = await aSandbox();
    const { world } = sandbox;
    const issue = () => world.as("SparkYuan").openIssue({ repo: "KusionStack/kusion", title: "A bug", body: "" });
    world.repo("KusionStack/kusion").collaborators.set("jemshad", "triage");
    const [given, taken, late] = [issue(), issue(), issue()];
    world.as("SparkYuan").assign(given, "jemshad");
    world.as("jemshad").assign(taken, "jemshad");
    for (const one of [given, taken, late]) world.as("SparkYuan").close(one);
    world.as("SparkYuan").assign(late, "jemshad");
    expect(numbers(await measured(sandbox, aMeasure("resolved-issues")))).toEqual([given.number]);
  });
});

describe("fault 23: what a search cannot answer", () => {
  it("a repository of the registry that does not exist is named, and the others are counted", async () => {
    const sandbox = await aSandbox();
    aPastPull(sandbox.world);
    const registry = "areas: { kusion: { repos: [kusion, gone] } }\nmaintainers: [ann]\n";
    const found = await measured(sandbox, aMeasure("merged-pulls"), undefined, registry);
    expect(found).toMatchObject({
      ...{ known: true, count: 1, atLeast: true },
      notes: ["the registry's repository KusionStack/gone does not exist, or this app may not see it"],
    });
  });
});
