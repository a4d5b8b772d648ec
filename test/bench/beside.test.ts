/** The comparison that docs/benchmark.md offers: another gate is measured in the same way as Rung, by what its check or status says. */

import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { freshDatabase } from "../support/fresh-database.ts";
import { beside } from "./beside.ts";
import { tableAsData } from "./table.ts";

const sizes = { pulls: 2, within: 20_000, idleMs: 0 };
const tiny = `"${process.execPath}" "${fileURLToPath(new URL("tiny-gate.ts", import.meta.url))}"`;

it("two gates are measured by the same events, one that writes a commit status as well as one that writes a check run", async () => {
  const policy = join(tmpdir(), "policy.yml");
  writeFileSync(policy, "policy: {}\n");
  const other = { command: tiny, context: "tiny: gate", hook: "/", files: [`.policy.yml=${policy}`] };
  const { rows } = tableAsData(await beside(other, sizes, await freshDatabase()));
  expect(rows.map(({ Gate }) => Gate)).toEqual(["Rung", "tiny: gate"]);
  for (const row of rows) {
    expect(row).toMatchObject({ "said nothing": 0, "wrong at the end": 0 });
    expect(row["p50 ms"]).toBeGreaterThan(50);
    expect(row["all decided after ms"]).toBeGreaterThan(50);
  }
  const [rung, gate] = rows;
  // A review is read and its check written; whatever else Rung does comes on top. The other one only writes.
  expect(rung?.["requests each"]).toBeGreaterThanOrEqual(2);
  expect(gate?.["requests each"]).toBe(1);
});

it("a gate that never says anything is told as such, and one that does not start ends the comparison with its words", async () => {
  const silent = `"${process.execPath}" -e 'require("node:http").createServer((_, r) => r.end()).listen(process.env.PORT)'`;
  const other = { command: silent, context: "silent", hook: "/", files: [] };
  const short = { ...sizes, pulls: 1, within: 2_000 };
  const { rows } = tableAsData(await beside(other, short, await freshDatabase()));
  expect(rows[1]).toMatchObject({
    "said nothing": 1,
    "wrong at the end": 1,
    "all decided after ms": null,
    "p50 ms": null,
  });
  const broken = { ...other, command: "echo no policy; exit 3" };
  await expect(beside(broken, short, await freshDatabase())).rejects.toThrow("ended with 3: no policy");
});

it("a command without a context, or a context without a command, is refused", () => {
  const { status, stderr } = spawnSync(process.execPath, ["test/bench/main.ts", "--quick", "--beside", "true"], {
    cwd: new URL("../..", import.meta.url),
    encoding: "utf8",
  });
  expect(stderr).toContain("--beside COMMAND and --context NAME belong together");
  expect(status).toBe(1);
});
