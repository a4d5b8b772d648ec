/** The tests' own PostgreSQL, where root runs them: in a folder that nobody else may enter, as a fresh clone in /root is. */

import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { embeddedBinaries, reachable } from "./a-postgres.ts";

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "rung-reachable-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

// Only root can run something as another user.
if (process.getuid?.() === 0) {
  it("runs as nobody though only root may enter the checkout", async () => {
    const [closed, open] = [aFolder(), aFolder()];
    chmodSync(closed, 0o700);
    chownSync(open, 65_534, 65_534);
    const { initdb } = await embeddedBinaries();
    cpSync(dirname(dirname(initdb)), join(closed, "native"), { recursive: true, verbatimSymlinks: true });
    const bin = join(closed, "native", "bin");
    const binaries = reachable({ initdb: join(bin, "initdb"), postgres: join(bin, "postgres") }, open);
    const asNobody = { cwd: open, uid: 65_534, gid: 65_534 };
    expect(spawnSync(binaries.postgres, ["--version"], asNobody).status).toBe(0);
  });
} else {
  it("runs as whoever runs the tests", async () => {
    const binaries = await embeddedBinaries();
    expect(reachable(binaries, tmpdir())).toEqual(binaries);
  });
}
