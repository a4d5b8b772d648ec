/** `npm start` is one process from its beginning to its end, also where it begins again to take less memory. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The environment that it runs with, and how it ends on a signal. */
async function started(more: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), "rung-start-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const child = spawn(process.execPath, ["scripts/start.mjs"], {
    cwd: root,
    env: { PATH: process.env.PATH, HOST: "127.0.0.1", PORT: "0", DATA_DIR: folder, LOG_LEVEL: "silent", ...more },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let complaint = "";
  child.stderr.on("data", (text: Buffer) => (complaint += text.toString()));
  for await (const line of createInterface({ input: child.stdout })) if (line.startsWith("Rung listens at ")) break;
  const environment = readFileSync(`/proc/${child.pid}/environ`, "utf8").split("\0");
  child.kill("SIGTERM");
  const [code] = await once(child, "exit");
  return { code, complaint, arenas: environment.filter((one) => one.startsWith("MALLOC_ARENA_MAX=")) };
}

// The C library of the others is not told so.
if (process.platform === "linux") {
  it("threads share what they take, and the signal reaches the process that was started", async () => {
    expect(await started({})).toEqual({ code: 0, complaint: "", arenas: ["MALLOC_ARENA_MAX=1"] });
  });

  it("what is set already stays", async () => {
    expect(await started({ MALLOC_ARENA_MAX: "4" })).toEqual({
      code: 0,
      complaint: "",
      arenas: ["MALLOC_ARENA_MAX=4"],
    });
  });
}
