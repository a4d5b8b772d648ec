import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Pull } from "../../src/sandbox/world/model.ts";
import { aStage, KUSION, labelsOn, REGISTRY, type Stage, statusOn, verdictOn } from "./stage.ts";

let stage: Stage;
const as = (login: string) => stage.world.as(login);
let branch = 0;

async function opened(files: Record<string, string> = { "main.go": "package main\n" }, by = "octo-fan"): Promise<Pull> {
  branch += 1;
  const pull = as(by).openPull({ repo: KUSION, title: "x", files, branch: `label-${branch}` });
  await stage.settled();
  return pull;
}

async function acted(act: () => unknown): Promise<void> {
  act();
  await stage.settled();
}

/** Labels that are on only where the registry names them. */
const NAMED = 'needs-approver: needs-approver, roles: "role/*", reviewed: "reviewed/*"';

describe("labels", () => {
  beforeAll(async () => {
    const labels = `labels: { ${NAMED}, colors: { approved: "00ff00" } }\nreviews: { request: 0 }\n`;
    stage = await aStage({ registry: `${REGISTRY}${labels}` });
  });
  afterAll(() => stage.close());

  it("say the areas, the author's role, and that an approver is needed; made with their colours where missing", async () => {
    const pull = await opened({ "pkg/engine/a.go": "package a\n", "docs/a.md": "a\n" }, "jemshad");
    expect(labelsOn(pull)).toEqual(["area/docs", "area/engine", "needs-approver", "role/approvers"]);
    expect(stage.kusion.labels.get("needs-approver")).toMatchObject({ color: "fbca04" });
    expect(stage.kusion.labels.get("needs-approver")?.description).not.toBeNull();
  });

  it("follow the verdict, and leave everybody else's labels alone", async () => {
    const pull = await opened();
    await acted(() => as("SparkYuan").label(pull, "kind/bug"));
    await acted(() => as("hoangndst").approve(pull));
    expect(labelsOn(pull)).toEqual(["approved", "area/kusion", "kind/bug", "lgtm", "reviewed/approvers"]);
    expect(stage.kusion.labels.get("approved")?.color).toBe("00ff00");
    await acted(() => as("octo-fan").push(pull, { files: { "main.go": "package changed\n" } }));
    expect(labelsOn(pull)).toEqual(["area/kusion", "kind/bug", "needs-approver", "reviewed/approvers"]);
  });

  it("an area's label put on by a command is made where it is missing, and stays", async () => {
    const pull = await opened();
    await acted(() => as("octo-fan").comment(pull, "/area docs"));
    expect(labelsOn(pull)).toEqual(["area/docs", "area/kusion", "needs-approver"]);
    expect(stage.kusion.labels.get("area/docs")?.color).toBe("c5def5");
    await acted(() => as("octo-fan").push(pull, { files: { "main.go": "package changed\n" } }));
    expect(labelsOn(pull)).toEqual(["area/docs", "area/kusion", "needs-approver"]);
  });

  it("R6: `approved` put on by hand approves nothing, and being a person's it is left on", async () => {
    const pull = await opened();
    await acted(() => as("SparkYuan").label(pull, "approved"));
    await acted(() => as("jemshad").review(pull, "REQUEST_CHANGES", "Please not."));
    expect(verdictOn(stage, pull)).toMatch(/^in_progress: Needs 1 approval/);
    expect(labelsOn(pull)).toContain("approved");
  });

  it("taken off by hand, one of Rung's own stays off until it comes anew", async () => {
    const pull = await opened();
    await acted(() => as("SparkYuan").unlabel(pull, "needs-approver"));
    await acted(() => as("octo-fan").push(pull, { files: { "main.go": "package b\n" } }));
    expect(labelsOn(pull)).not.toContain("needs-approver");
    const review = as("hoangndst").approve(pull);
    await stage.settled();
    await acted(() => as("SparkYuan").dismiss(review));
    expect(labelsOn(pull)).toContain("needs-approver");
  });

  it("a plain review by somebody with a role shows in `reviewed/*`, one by an outsider costs nothing", async () => {
    const pull = await opened();
    stage.requests();
    await acted(() => as("octo-fan-2").review(pull, "COMMENT", "Nice."));
    expect(stage.requests()).toEqual([]);
    await acted(() => as("hoangndst").review(pull, "COMMENT", "Looking."));
    expect(labelsOn(pull)).toEqual(["area/kusion", "needs-approver", "reviewed/approvers"]);
    expect(stage.requests()).toEqual(["query Pull", "POST /repos/{owner}/{repo}/issues/{issue_number}/labels"]);
    await acted(() => as("hoangndst").review(pull, "COMMENT", "Still looking."));
    expect(stage.requests()).toEqual(["query Pull"]);
  });

  it("R15b: the hold label shows a hold, comes back when it is taken off, and goes with the hold", async () => {
    const pull = await opened();
    await acted(() => as("octo-fan").comment(pull, "/hold"));
    expect(labelsOn(pull)).toContain("do-not-merge/hold");
    expect(statusOn(pull)).toMatch(/Held by octo-fan/);
    expect(statusOn(pull)).not.toContain("label");
    await acted(() => as("SparkYuan").unlabel(pull, "do-not-merge/hold"));
    expect(labelsOn(pull)).toContain("do-not-merge/hold");
    await acted(() => as("octo-fan").comment(pull, "/hold cancel"));
    expect(labelsOn(pull)).not.toContain("do-not-merge/hold");
    await acted(() => as("hoangndst").approve(pull));
    expect(verdictOn(stage, pull)).toMatch(/^success/);
  });

  it("R15b: a hold label put on by hand holds, and goes once the hold is released in words", async () => {
    const pull = await opened();
    await acted(() => as("SparkYuan").label(pull, "do-not-merge/hold"));
    expect(verdictOn(stage, pull)).toMatch(/^action_required: Held by SparkYuan/);
    await acted(() => as("SparkYuan").comment(pull, "/hold cancel"));
    expect(labelsOn(pull)).not.toContain("do-not-merge/hold");
    expect(verdictOn(stage, pull)).toMatch(/^in_progress/);
    await acted(() => as("liu-hm19").label(pull, "do-not-merge/hold"));
    expect(verdictOn(stage, pull)).toMatch(/^action_required: Held by liu-hm19/);
  });

  it("R30: killed between putting the hold label on and writing it down, it is no second hold", async () => {
    const pull = await opened();
    stage.sandbox.faults.add({ kind: "reset-after", match: `issues/${pull.number}/labels`, times: 1 });
    await acted(() => as("octo-fan").comment(pull, "/hold"));
    expect(labelsOn(pull)).toContain("do-not-merge/hold");
    await acted(() => as("octo-fan").comment(pull, "/hold cancel"));
    expect(labelsOn(pull)).not.toContain("do-not-merge/hold");
    await acted(() => as("hoangndst").approve(pull));
    expect(verdictOn(stage, pull)).toMatch(/^success/);
  });

  it("whose a label is comes from GitHub's timeline once the database is lost", async () => {
    const pull = await opened();
    await acted(() => as("hoangndst").approve(pull));
    await stage.rung.database.db.deleteFrom("pulls").execute();
    stage.requests();
    await acted(() => as("octo-fan").push(pull, { files: { "main.go": "package lost\n" } }));
    expect(labelsOn(pull)).toEqual(["area/kusion", "needs-approver", "reviewed/approvers"]);
    expect(stage.requests().filter((request) => request === "query Labellings")).toHaveLength(1);
  });
});

describe("labels that are Rung's alone (enforced)", () => {
  beforeAll(async () => {
    const rules = "labels: { enforced: true, needs-approver: needs-approver, lgtm: false }\nreviews: { request: 0 }\n";
    stage = await aStage({ registry: `${REGISTRY}${rules}` });
  });
  afterAll(() => stage.close());

  it("are set right again when a person moves them by hand", async () => {
    const pull = await opened({ "main.go": "package main\n" }, "hoangndst");
    expect(labelsOn(pull)).toEqual(["area/kusion", "needs-approver"]);
    await acted(() => as("SparkYuan").label(pull, "approved"));
    await acted(() => as("SparkYuan").unlabel(pull, "area/kusion"));
    expect(labelsOn(pull)).toEqual(["area/kusion", "needs-approver"]);
  });

  it("false switches a label off", async () => {
    const pull = await opened();
    await acted(() => as("hoangndst").approve(pull));
    expect(labelsOn(pull)).toEqual(["approved", "area/kusion"]);
  });
});
