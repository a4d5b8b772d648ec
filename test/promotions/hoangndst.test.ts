import { expect, it } from "vitest";
import { openGitHub } from "../../src/github/client/client.ts";
import { measure } from "../../src/github/read/measure.ts";
import { writeRegistryChange } from "../../src/github/write/registry-pulls.ts";
import { evaluate } from "../../src/promotions/evaluate-promotion.ts";
import { measurePlan } from "../../src/promotions/measure/plan.ts";
import type { Nomination, PromotionFacts, PromotionStatement } from "../../src/promotions/promotion-types.ts";
import { registryChange } from "../../src/promotions/registry-change.ts";
import { measuresOf, parsePromotion } from "../../src/promotions/rule.ts";
import { registryText } from "../../src/sandbox/kusionstack.ts";
import { history, registryBeforeNomination } from "../../src/sandbox/kusionstack-history.ts";
import { anIndex, user } from "../registry/a-registry.ts";
import { aSandbox, aWorld } from "../sandbox/a-sandbox.ts";
import { scopeOf } from "./measure/a-measure.ts";

it("KusionStack/community#56: 5 of 10 waived, 23 of 20 measured, sponsored, unopposed, and the registry says so once merged", async () => {
  const text = registryBeforeNomination(registryText());
  const sandbox = await aSandbox({ world: aWorld({ registry: text }) });
  const { world } = sandbox;
  history(world);
  const github = openGitHub({
    ...{ apiUrl: `${sandbox.url}/api/v3`, graphqlUrl: `${sandbox.url}/api/graphql` },
    ...{ appId: sandbox.appId, privateKey: sandbox.privateKey },
  });
  const client = github.installation(sandbox.installationId);
  const index = anIndex(text);
  const { rule } = parsePromotion(index.registry.roles.find(({ name }) => name === "approvers")?.promotion);
  if (rule === null) throw new Error("the ladder is faulty");
  const person = (login: string) => ({ login, id: world.actor(login).id });
  const at = world.clock.now();
  const nomination: Nomination = {
    ...{ id: "comment:1/1", candidate: person("hoangndst"), nominator: person("SparkYuan"), role: "approvers" },
    ...{ areas: ["kusion"], at, rule, electorate: {}, registryOid: "" },
  };
  const scope = { owner: "KusionStack", role: "approvers", areas: ["kusion"] };
  const counting = { ...scopeOf(index), now: at };
  const measured = await measure(
    client,
    measurePlan(measuresOf(rule.criterion, scope), nomination.candidate, counting),
  );
  const word = (key: string, login: string) => ({ key, by: person(login), at, url: `https://x/${key}`, cancel: false });
  const words: readonly PromotionStatement[] = [
    { ...word("c2/1", "SparkYuan"), kind: "waive", criterion: 1, why: "led the Viettel provider" },
    { ...word("c3/1", "ffforest"), kind: "sponsor" },
    { ...word("c4/1", "adohe"), kind: "sponsor" },
  ];
  const week = 7 * 86_400_000;
  const facts: PromotionFacts = {
    ...{ nomination, words, measured, measuredAt: at, index, owner: "KusionStack", now: at + week + 1_000 },
    ...{ repositories: counting.repositories, clearSince: at },
  };
  const evaluation = evaluate(facts);
  expect(evaluation.leaves.map(({ standing }) => standing.figure).slice(0, 2)).toEqual(["5 of 10", "23 of 20"]);
  expect([evaluation.state, evaluation.unknown]).toEqual(["met", false]);

  const repo = world.repo("KusionStack/.github");
  const effect = registryChange({
    ...{ nomination, evaluation, words, passedAt: at + week, measuredAt: at, scope: "the repositories of KusionStack" },
    subject: { repository: { owner: "KusionStack", name: "community", id: 1 }, number: 56, url: "https://x/56" },
    registry: {
      ...{
        repository: { owner: "KusionStack", name: ".github", id: repo.id },
        path: "roles.yaml",
        defaultBranch: "main",
      },
      ladder: index.registry.roles.map(({ name }) => name),
    },
    ...{
      affiliation: "Viettel Group",
      webUrl: sandbox.url,
      botLogin: sandbox.botLogin,
      key: new Uint8Array(32).fill(1),
    },
  });
  const outcome = await writeRegistryChange(client, effect);
  if (outcome.kind !== "open") throw new Error(outcome.kind);
  const pull = world.pull("KusionStack/.github", outcome.pull);
  expect(pull.body).toContain("waived by [SparkYuan](https://x/c2/1): “led the Viettel provider”");
  expect(world.git.known(pull.headSha).message).toContain("Sponsored-by: ffforest <https://x/c3/1>");
  repo.protections.clear();
  world.as("SparkYuan").merge(pull);
  const now = world.git.text(world.git.filesAt(world.tip(repo, "main") ?? "").get("roles.yaml") ?? "");
  expect(now.split("\n").filter((line) => !text.split("\n").includes(line))).toEqual([
    "approvers:",
    `  - { login: hoangndst, id: ${nomination.candidate.id}, areas: [kusion], since: 2026-11-30, affiliation: Viettel Group }`,
  ]);
  expect(anIndex(now).rolesOf(user("hoangndst", nomination.candidate.id))).toHaveLength(1);
  expect(await writeRegistryChange(client, effect)).toEqual({ kind: "already" });
});
