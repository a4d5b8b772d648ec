import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { registryText } from "../../src/sandbox/kusionstack.ts";
import type { Sandbox } from "../../src/sandbox/start.ts";
import { pastSandbox, replayed } from "./replay/a-replay.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await pastSandbox();
});
afterAll(() => sandbox.close());

const KUSION = "KusionStack/kusion";
const json = async (...args: readonly string[]) => {
  const { code, out } = await replayed(sandbox, [KUSION, ...args, "--json"]);
  expect(code).toBe(0);
  return JSON.parse(out);
};

describe("rung replay", () => {
  it("tells of each merged pull request what the registry would have made of it", async () => {
    const told = await json("--since", "2025-01-01", "--until", "2025-05-31");
    expect(told).toMatchObject({ repository: KUSION, merged: 7, passed: 3, waited: 4, unknown: 0 });
    const by = new Map(told.pulls.map((one: { number: number }) => [one.number, one]));
    const minutes = 60_000;
    expect(by.get(1301)).toMatchObject({ outcome: "passed", approvedAt: expect.stringMatching(/^2025-01-13T13:01/) });
    expect(by.get(1305)).toMatchObject({
      ...{ outcome: "waited", state: "waiting", waitedMs: null },
      notCounted: [expect.stringMatching(/^SparkYuan, approval: the push of `\w+` changed `pkg\/engine/)],
    });
    expect(by.get(1308)).toMatchObject({
      waitingFor: [{ area: "kusion", missing: 1, mayApprove: expect.arrayContaining(["SparkYuan", "hoangndst"]) }],
      waitedMs: expect.closeTo(48 * 60 * minutes, -5),
    });
    expect(by.get(1312)).toMatchObject({ state: "changes-requested" });
    expect(by.get(1315)).toMatchObject({ outcome: "passed", approvedAt: expect.stringMatching(/^2025-03-04T14:01/) });
    expect(by.get(1318)).toMatchObject({ outcome: "passed" });
    expect(by.get(1322)).toMatchObject({ state: "held" });
  });

  it("another registry gives another answer", async () => {
    const strict = registryText().replace("min: 1\n\n# Everyone", "min: 2\n\n# Everyone");
    const { out } = await replayed(sandbox, [KUSION, "--since", "2024-06-01", "--registry", "strict.yaml"], {
      "strict.yaml": strict,
    });
    expect(out).toContain("40 pull requests merged: 0 would have merged as they did, 40 would have waited.");
  });

  it("asks for pages of pull requests, and for diffs only where an approval was before a push; writes nothing", async () => {
    const from = sandbox.journal.last;
    await json("--since", "2024-06-01");
    const asked = sandbox.journal.counted(from).map(({ operation }) => operation);
    expect(asked.filter((one) => one === "query Past")).toHaveLength(2);
    expect(asked.filter((one) => one.includes("/compare/"))).toHaveLength(2);
    expect(asked).toHaveLength(4);
  });

  it("says what it left out", async () => {
    const told = await json("--since", "2024-06-01", "--most", "3");
    expect(told.pulls.map(({ number }: { number: number }) => number)).toEqual([1441, 1446, 1452]);
    expect(told.limits[0]).toBe("Only the 3 pull requests last touched were looked at; --most N looks at more.");
  });

  it("a span without merges, and a repository that is not there", async () => {
    expect((await json("--since", "2020-01-01", "--until", "2020-02-01")).merged).toBe(0);
    expect(await replayed(sandbox, [KUSION, "--since", "2130-01-01"])).toMatchObject({ code: 2 });
    expect(await replayed(sandbox, ["KusionStack/moon", "--since", "2024-06-01"])).toMatchObject({
      code: 1,
      err: expect.stringContaining("is not there"),
    });
  });

  it("teams are asked for; where they cannot be read nothing is said", async () => {
    const files = { "t.yaml": "maintainers: [adohe, { team: KusionStack/moon }]\n" };
    expect(await replayed(sandbox, [KUSION, "--since", "2024-06-01", "--registry", "t.yaml"], files)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^Who is in the registry's teams cannot be read.*kusionstack\/moon/),
    });
  });

  it("says how it is used", async () => {
    for (const args of [
      [],
      [KUSION],
      ["kusion", "--since", "2024-06-01"],
      [KUSION, "--since", "June"],
      [KUSION, "--since", "2024-06-01", "--most", "0"],
    ])
      expect(await replayed(sandbox, args)).toMatchObject({
        code: 2,
        err: expect.stringContaining("Usage: rung replay"),
      });
  });
});
