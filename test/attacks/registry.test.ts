/** Power that nobody gave, and registry changes whose report says too little: stories on the running bot. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aStage, KUSION, REGISTRY, type Stage, verdictOn } from "../scenarios/stage.ts";

const WITH_SECURITY = REGISTRY.replace(
  "approval: {",
  '  security: { paths: ["**/crypto/**"], exclusive: true }\n  vendored: { repos: [kusion], paths: ["pkg/crypto/vendor/**"], approval: { min: 0 } }\napproval: {',
).replace("approvers:\n", "approvers:\n  - { login: adohe, areas: [security] }\n");

let stage: Stage;
beforeAll(async () => {
  stage = await aStage({ registry: WITH_SECURITY });
});
afterAll(() => stage.close());

/** The check's text on a pull request that proposes this registry, and what GitHub was asked for it. */
async function proposing(registry: string): Promise<{ readonly text: string; readonly requests: readonly string[] }> {
  stage.requests();
  const pull = stage.world.as("octo-fan").openPull({
    ...{ repo: "KusionStack/.github", title: "Change the registry" },
    files: { "roles.yaml": registry },
  });
  await stage.settled();
  const requests = stage.requests();
  const runs = [...stage.world.repo("KusionStack/.github").checkRuns.values()].flat();
  const text = runs.filter(({ headSha }) => headSha === pull.headSha).at(-1)?.text ?? "";
  stage.world.as("octo-fan").close(pull);
  await stage.settled();
  return { text, requests };
}

describe("R76: an exclusive area", () => {
  it("is asked, whatever other area matches more closely or needs nobody", async () => {
    const pull = stage.world.as("octo-fan").openPull({
      ...{ repo: KUSION, title: "feat: a cipher" },
      files: { "pkg/crypto/vendor/a.go": "x\n", "pkg/engine/crypto/b.go": "x\n" },
    });
    stage.world.as("hoangndst").approve(pull);
    await stage.settled();
    expect(verdictOn(stage, pull)).toBe("in_progress: Needs 1 approval: security");
    stage.world.as("adohe").approve(pull);
    await stage.settled();
    expect(verdictOn(stage, pull)).toBe("success: Approved: security");
  });
});

describe("R82: the check on a change of the registry names who gains and loses", () => {
  it("where exclusive is taken away, at one request more", async () => {
    const { text, requests } = await proposing(WITH_SECURITY.replace(", exclusive: true", ""));
    expect(text).toContain("Area security is no longer exclusive.");
    expect(text).toMatch(/`pkg\/crypto\/vendor\/.*hoangndst.*may approve now/);
    expect(requests.filter((one) => one.includes("/git/trees/"))).toHaveLength(1);
  });

  it("where lower roles approve", async () => {
    const { text } = await proposing(
      `${WITH_SECURITY}contributors: [eve]\n`.replace("{ branches", "{ from: contributors, branches"),
    );
    expect(text).toMatch(/eve may approve now/);
  });

  it("and tells what follows for tenure, employers and reviewers", async () => {
    const { text } = await proposing(
      WITH_SECURITY.replace("login: adohe,", "login: adohe, since: 2020-01-01, affiliation: AntGroup, away: true,"),
    );
    expect(text).toContain("`since` from nothing to 2020-01-01; tenure counts from it.");
    expect(text).toContain("`affiliation` from nothing to AntGroup");
    expect(text).not.toContain("changes nobody's role");
  });

  it("by sample paths where the files cannot be read, and says so", async () => {
    stage.sandbox.faults.add({ kind: "status", match: "git/trees", status: 502, times: 10 });
    const { text } = await proposing(`${WITH_SECURITY.replace(", exclusive: true", "")}# Not compared before.\n`);
    expect(text).toContain("since the files of the repository could not be read in full");
    expect(text).toMatch(/may approve now/);
    stage.sandbox.faults.clear();
  });
});

describe("R77: a key that was emptied", () => {
  it("is a fault in the check, and the change cannot be merged by it", async () => {
    const { text } = await proposing(WITH_SECURITY.replace("areas: [security] }", "areas: }"));
    expect(text).toContain("has no value, and nothing that is empty means everything");
  });
});

describe("R84: names that a change brings in are looked up, in one request", () => {
  it("and told where they lead to nobody, to somebody else or to no person", async () => {
    const spark = stage.world.actor("SparkYuan");
    const { text, requests } = await proposing(
      WITH_SECURITY.replace("kusion: { repos: [kusion] }", "kusion: { repos: [kusion, no-such-repo] }").replace(
        "maintainers:\n  - SparkYuan\n",
        `maintainers:\n  - { login: SparkYuan, id: ${spark.id + 1} }\n  - KusionStack\n  - nobody-of-that-name\n`,
      ),
    );
    expect(text).toContain(`SparkYuan is the account with id ${spark.id}, and the entry says id ${spark.id + 1}`);
    expect(text).toContain("KusionStack is an organisation, not a person");
    expect(text).toContain("nobody-of-that-name: GitHub has no account of that name");
    expect(text).toContain("`KusionStack/no-such-repo`: there is no such repository, or the app may not see it");
    expect(requests.filter((one) => one === "query Names")).toHaveLength(1);
  });

  it("and what could not be looked up is neither good nor bad", async () => {
    stage.sandbox.faults.add({ kind: "status", match: "Names", status: 502, times: 10 });
    const { text } = await proposing(WITH_SECURITY.replace("- SparkYuan\n", "- SparkYuan\n  - somebody-else\n"));
    stage.sandbox.faults.clear();
    expect(text).toContain("1 new name could not be looked up.");
    expect(text).not.toContain("has no account");
  });
});
