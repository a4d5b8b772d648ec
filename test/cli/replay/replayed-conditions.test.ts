import { afterAll, beforeAll, expect, it } from "vitest";
import { finishMerge } from "../../../src/sandbox/acts/merge.ts";
import { mergeCommit } from "../../../src/sandbox/acts/merge-commit.ts";
import { registryText } from "../../../src/sandbox/kusionstack.ts";
import type { Sandbox } from "../../../src/sandbox/start.ts";
import type { Pull } from "../../../src/sandbox/world/model.ts";
import { pastSandbox, replayed } from "./a-replay.ts";

const CONDITIONS = `  when:
    - { lines: 100, min: 3 }
    - { author: deps, only: [go.sum], min: 0 }
`;

let sandbox: Sandbox;
const numbers: Record<string, number> = {};
beforeAll(async () => {
  sandbox = await pastSandbox();
  const { world } = sandbox;
  const merged = (name: string, files: Record<string, string>, by = "dependabot[bot]", more?: (pull: Pull) => void) => {
    const pull = world.as(by).openPull({ repo: "KusionStack/kusion", title: name, files });
    more?.(pull);
    world.clock.tick();
    const base = world.tip(pull.repo, "main") ?? "";
    finishMerge(
      { world, actor: world.actor("SparkYuan"), viaApp: null },
      pull,
      mergeCommit({ world, actor: world.actor("SparkYuan"), viaApp: null }, pull, base, "squash"),
    );
    numbers[name] = pull.number;
  };
  merged("own", { "go.sum": "a\n" });
  merged("mixed", { "go.sum": "b\n" }, "dependabot[bot]", (pull) => {
    world.as("SparkYuan").push(pull, { files: { "go.sum": "c\n" } });
  });
  merged("large", { "large.txt": "x\n".repeat(120) }, "octo-fan");
});
afterAll(() => sandbox.close());

const since = () => new Date(sandbox.world.clock.now() - 3_600_000).toISOString().slice(0, 10);

it("R93: says what would have waited for a decision", async () => {
  const registry = `${registryText()}decisions: { law: { by: maintainers, lazy: 7d, paths: [large.txt] } }\n`;
  const files = { "roles.yaml": registry, "/roles.yaml": registry };
  const { out, err } = await replayed(sandbox, ["KusionStack/kusion", "--since", since()], files);
  expect(err).toBe("");
  expect(out).toMatch(/#\d+ large, by octo-fan.*\n.*decision needed: law; nobody who may has approved it since/);
  expect(out).toContain("  a decision of the kind law: 1 pull request");
  const json = await replayed(sandbox, ["KusionStack/kusion", "--since", since(), "--json"], files);
  const found = JSON.parse(json.out).pulls.find(({ number }: { number: number }) => number === numbers.large);
  expect(found).toMatchObject({ outcome: "waited", undecided: ["law"] });
});

it("R73, R74: says of each condition what it would have done, and what ended a lowering", async () => {
  const registry = `${registryText().replace(/\napproval:\n/, (start) => `${start}${CONDITIONS}`)}bots: { deps: ["dependabot[bot]"] }\n`;
  const files = { "roles.yaml": registry, "/roles.yaml": registry };
  const { out, err } = await replayed(sandbox, ["KusionStack/kusion", "--since", since()], files);
  expect(err).toBe("");
  expect(out).toContain(
    `Conditions\n  { lines: 100, min: 3 } would have asked for more: 1 pull request (#${numbers.large}); 1 of them would have waited`,
  );
  expect(out).toContain(
    `{ author: deps, min: 0 } would have asked for fewer: 1 pull request (#${numbers.own}); not for 1 pull request`,
  );
  expect(out).toMatch(new RegExp(`#${numbers.mixed}: commit \`[0-9a-f]{7}\` was written by SparkYuan`));
  const json = await replayed(sandbox, ["KusionStack/kusion", "--since", since(), "--json"], files);
  expect(
    JSON.parse(json.out).pulls.map(({ conditions }: { conditions?: object }) => Object.keys(conditions ?? {})),
  ).toEqual([["lowered"], ["lowered"], ["more"]]);
});

it("says nothing of conditions where none is written", async () => {
  const { out } = await replayed(sandbox, ["KusionStack/kusion", "--since", since()]);
  expect(out).not.toContain("Conditions");
});
