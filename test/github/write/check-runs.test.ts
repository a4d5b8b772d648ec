import { describe, expect, it } from "vitest";
import { newestRuns } from "../../../src/github/read/newest-runs.ts";
import { writeRun } from "../../../src/github/write/check-runs.ts";
import { checkDigest } from "../../../src/github/write/reconcile.ts";
import type { Annotation, CheckEffect } from "../../../src/model/effect.ts";
import { aClient } from "../a-client.ts";

const check: CheckEffect = {
  kind: "check",
  repository: { owner: "o", name: "r" },
  headSha: "h",
  name: "rung",
  outcome: "success",
  title: "t",
  summary: "s",
  text: "x",
  annotations: [],
};
const annotation: Annotation = { path: "roles.yaml", line: 3, column: 5, level: "failure", message: "unknown key" };
const known = (outcome: string) => ({ id: 4, digest: "d", outcome });
const writes = (client: ReturnType<typeof aClient>) => client.asked.map(({ what }) => what);
const working = () => aClient({ rest: () => ({ id: 77 }) });

describe("writing a check run", () => {
  it("a first run is created on the head, with what it shows as its digest", async () => {
    const client = working();
    expect(await writeRun(client, check, null)).toEqual({ id: 77, digest: checkDigest(check), outcome: "success" });
    expect(client.asked).toMatchObject([
      {
        what: "POST /repos/o/r/check-runs",
        body: {
          name: "rung",
          head_sha: "h",
          status: "completed",
          conclusion: "success",
          external_id: checkDigest(check),
        },
      },
    ]);
  });

  it("waiting is in progress, without a conclusion", async () => {
    const client = working();
    await writeRun(client, { ...check, outcome: "waiting" }, null);
    expect(client.asked[0]?.body).toMatchObject({ status: "in_progress" });
    expect(client.asked[0]?.body).not.toHaveProperty("conclusion");
  });

  it.each([
    ["waiting", "success", "PATCH /repos/o/r/check-runs/4"],
    ["success", "failure", "PATCH /repos/o/r/check-runs/4"],
    ["waiting", "waiting", "PATCH /repos/o/r/check-runs/4"],
    // GitHub does not take a completed run back to in progress.
    ["success", "waiting", "POST /repos/o/r/check-runs"],
    // GitHub only ever adds annotations to a run.
    ["failure annotated", "failure", "POST /repos/o/r/check-runs"],
  ] as const)("from %s to %s: %s", async (from, to, expected) => {
    const client = working();
    await writeRun(client, { ...check, outcome: to }, known(from));
    expect(writes(client)).toEqual([expected]);
  });

  it("a run that is gone is made anew", async () => {
    const client = aClient({ rest: (what) => (what.startsWith("PATCH") ? undefined : { id: 78 }) });
    expect((await writeRun(client, check, known("waiting"))).id).toBe(78);
  });

  it("annotations go in fifties, with columns where known", async () => {
    const annotations = Array.from({ length: 120 }, () => annotation);
    const client = working();
    const run = await writeRun(client, { ...check, outcome: "failure", annotations }, null);
    expect(run.outcome).toBe("failure annotated");
    expect(writes(client)).toEqual([
      "POST /repos/o/r/check-runs",
      "PATCH /repos/o/r/check-runs/77",
      "PATCH /repos/o/r/check-runs/77",
    ]);
    const sizes = client.asked.map(({ body }) => JSON.stringify(body).split('"annotation_level"').length - 1);
    expect(sizes).toEqual([50, 50, 20]);
    expect(client.asked[0]?.body).toMatchObject({
      output: { annotations: expect.arrayContaining([expect.objectContaining({ start_line: 3, start_column: 5 })]) },
    });
  });

  it("a text beyond GitHub's limit is cut, never refused", async () => {
    const client = working();
    await writeRun(client, { ...check, text: "ü".repeat(60_000) }, null);
    const { output } = JSON.parse(JSON.stringify(client.asked[0]?.body));
    expect(Buffer.byteLength(output.text)).toBeLessThanOrEqual(65_535);
    expect(output.text.endsWith("ü…")).toBe(true);
  });
});

describe("R20, R30: a run that an earlier try may have written", () => {
  it("R20: is the app's newest of that name; another app's of the same name is not ours", async () => {
    const run = (id: number, app: number, name = "rung") => ({
      id,
      name,
      status: "completed",
      conclusion: "success",
      external_id: "d",
      app: { id: app },
    });
    const client = aClient({ rest: () => ({ check_runs: [run(1, 7), run(5, 7), run(9, 8), run(10, 7, "other")] }) });
    expect(await newestRuns(client, check, 7)).toEqual(new Map([["rung", { id: 5, digest: "d", outcome: "success" }]]));
    expect(writes(client)).toEqual(["GET /repos/o/r/commits/h/check-runs?filter=latest&app_id=7&per_page=100"]);
  });
});
