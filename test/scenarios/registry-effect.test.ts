import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Pull } from "../../src/sandbox/world/model.ts";
import { aStage, KUSION, REGISTRY, reportOn, type Stage, verdictOn } from "./stage.ts";

let stage: Stage;
let approved: Pull;
beforeAll(async () => {
  stage = await aStage();
  const { world } = stage;
  approved = world.as("octo-fan").openPull({ repo: KUSION, title: "feat: a <b>flag</b>", files: { "main.go": "x\n" } });
  world.as("octo-fan").openPull({ repo: KUSION, title: "docs: more", files: { "docs/a.md": "x\n" } });
  world.as("hoangndst").approve(approved);
  await stage.settled();
});
afterAll(() => stage.close());

const WITHOUT_HOANGNDST = REGISTRY.replace("  - { login: hoangndst, areas: [kusion] }\n", "");

/** The check's text on a pull request that proposes this registry; `null` takes the file away. */
async function proposing(registry: string | null): Promise<string> {
  const pull = stage.world.as("octo-fan").openPull({
    ...{ repo: "KusionStack/.github", title: "Change the registry" },
    files: { "roles.yaml": registry },
  });
  await stage.settled();
  const text = textOn(pull);
  stage.world.as("octo-fan").close(pull);
  await stage.settled();
  return text;
}

function runOn({ headSha }: Pull) {
  const runs = [...stage.world.repo("KusionStack/.github").checkRuns.values()].flat();
  return runs.findLast((run) => run.headSha === headSha);
}

const textOn = (pull: Pull) => runOn(pull)?.text ?? "";
const titleOn = (pull: Pull) => runOn(pull)?.title;

describe("a pull request that changes the registry", () => {
  it("tells which open pull requests would stand otherwise, and where fewer could approve", async () => {
    expect(verdictOn(stage, approved)).toBe("success: Approved: kusion");
    const text = await proposing(WITHOUT_HOANGNDST);
    expect(text).toContain("hoangndst is no longer approver of kusion.");
    expect(text).toContain(
      [
        "**1 of 2 open pull requests would stand otherwise**",
        '- `KusionStack/kusion#1` feat: a &lt;b&gt;flag&lt;/b&gt;: from "Approved: kusion" to "Needs 1 approval: kusion"',
      ].join("\n"),
    );
    expect(text).toContain(
      "**Fewer people could approve**\n- `kusion`: 2 instead of 3\n- `engine`: 2 instead of 3\n- `docs`: 3 instead of 4",
    );
  });

  it("R82: takes a link in its place for what is read of it once it is merged, and not for what lies where it leads", async () => {
    const pull = stage.world.as("octo-fan").openPull({
      ...{ repo: "KusionStack/.github", title: "Change the registry", modes: { "roles.yaml": "120000" } },
      files: { "roles.yaml": "other.yaml", "other.yaml": WITHOUT_HOANGNDST },
    });
    await stage.settled();
    expect(titleOn(pull)).toBe("The proposed roles.yaml has 1 fault");
    stage.world.as("octo-fan").close(pull);
    await stage.settled();
  });

  it("R84: says of a second file, which is not read, that nothing it says has any effect, and nothing once it is gone", async () => {
    const told = "`.github/roles.yaml` is there too, and Rung reads `roles.yaml` alone";
    const second = { ".github/roles.yaml": WITHOUT_HOANGNDST };
    const files = { repo: "KusionStack/.github", title: "Change the registry" };
    const pull = stage.world.as("octo-fan").openPull({ ...files, files: second });
    await stage.settled();
    expect(textOn(pull)).toContain(told);
    const registry = stage.world.repo("KusionStack/.github");
    stage.world.as("SparkYuan").commit(registry, "main", { files: second });
    await stage.settled();
    const gone = stage.world.as("octo-fan").openPull({ ...files, files: { ".github/roles.yaml": null } });
    const other = stage.world.as("octo-fan").openPull({ ...files, files: { "roles.yaml": `${REGISTRY}# more\n` } });
    await stage.settled();
    expect(textOn(gone)).not.toContain(told);
    expect(textOn(other)).toContain(told);
    for (const one of [pull, gone, other]) stage.world.as("octo-fan").close(one);
    stage.world.as("SparkYuan").commit(registry, "main", { files: { ".github/roles.yaml": null } });
    await stage.settled();
  });

  it("tells the reverse: what waits and would be approved", async () => {
    const text = await proposing(`${REGISTRY}labels: { hold: false }\n`);
    expect(text).toContain("All 2 open pull requests that were looked at would stand as they do.");
    const freed = await proposing(
      REGISTRY.replace('paths: ["docs/**"] }', 'paths: ["docs/**"], approval: { min: 0 } }'),
    );
    expect(freed).toContain('docs: more: from "Needs 1 approval: docs" to "Approved: nobody needs to approve"');
  });

  it("R82: tells what would wait for a decision, and what would no longer", async () => {
    const deciding = `${REGISTRY}decisions: { law: { by: maintainers, lazy: 7d, paths: [main.go] } }\n`;
    expect(await proposing(deciding)).toContain('from "Approved: kusion" to "Decision needed: law"');
    const home = stage.world.repo("KusionStack/.github");
    stage.world.as("SparkYuan").pushRegistry(home, deciding);
    await stage.settled();
    expect(verdictOn(stage, approved)).toBe("in_progress: Decision needed: law");
    expect(await proposing(REGISTRY)).toContain('from "Decision needed: law" to "Approved: kusion"');
    stage.world.as("SparkYuan").comment(approved, "/decide law Flags are welcome.");
    await stage.settled();
    const text = await proposing(REGISTRY);
    expect(text).toContain("Of 1 more it cannot be told, since a decision was asked for there already.");
    stage.world.as("SparkYuan").pushRegistry(home, REGISTRY);
    await stage.settled();
  });

  it("asks one thing more of GitHub, and nothing where the registry means the same", async () => {
    stage.requests();
    await proposing(WITHOUT_HOANGNDST);
    expect(stage.requests().filter((one) => one.includes("FoundOpen"))).toHaveLength(1);
    await proposing(`${REGISTRY}# a comment\n`);
    expect(stage.requests().filter((one) => one.includes("FoundOpen"))).toEqual([]);
  });

  it("R27: does not name what is private", async () => {
    stage.kusion.private = true;
    const text = await proposing(WITHOUT_HOANGNDST);
    expect(text).not.toContain("KusionStack/kusion#");
    expect(text).toContain("1 more would change in private repositories, which are not named here.");
    stage.kusion.private = false;
  });

  it("says that taking the file away changes something", async () => {
    expect(await proposing(null)).toContain("The registry's file is taken away");
  });

  it("does not wait for GitHub: what it would not tell is said, and told once GitHub does", async () => {
    stage.sandbox.faults.add({ kind: "status", match: "FoundOpen", status: 502, times: 1 });
    const pull = stage.world.as("octo-fan").openPull({
      ...{ repo: "KusionStack/.github", title: "Change the registry" },
      files: { "roles.yaml": WITHOUT_HOANGNDST },
    });
    const text = () => textOn(pull);
    await expect.poll(text, { timeout: 60_000 }).toContain("hoangndst is no longer approver of kusion.");
    expect(text()).toContain("What it does to open pull requests cannot be told: GitHub did not answer.");
    expect(text()).not.toContain("No pull request is open");
    await stage.settled();
    expect(text()).not.toContain("GitHub did not answer");
    expect(text()).toContain("open pull requests would stand otherwise");
    stage.world.as("octo-fan").close(pull);
    await stage.settled();
  });

  it("leaves the report as it was where nothing of the registry changes", () => {
    expect(reportOn(stage, approved)).not.toContain("would stand");
  });
});
