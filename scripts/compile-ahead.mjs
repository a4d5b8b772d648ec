/**
 * Starts what was built once, with a database of nobody's and no GitHub, so that Node keeps what it compiled: later starts take half the
 * time, and not the memory that compiling leaves behind. Node keeps it for the user it runs as: the container's image runs this as its own.
 */

import "./node-version.mjs";
import { spawn } from "node:child_process";
import { generateKeyPairSync, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));
const PATIENCE_MS = 60_000;

/** Resolves when it was started and has ended, or with what it said instead. */
function startedOnce(folder, database) {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
  const child = spawn(process.execPath, [main], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      TMPDIR: process.env.TMPDIR ?? tmpdir(),
      ...{ NODE_ENV: "production", LOG_LEVEL: "silent", HOST: "127.0.0.1", PORT: "0", DATA_DIR: folder },
      ...{
        APP_ID: "1",
        WEBHOOK_SECRET: randomUUID(),
        PRIVATE_KEY: privateKey.export({ type: "pkcs1", format: "pem" }),
      },
      // Nobody listens there.
      ...{ GHE_HOST: "127.0.0.1:1", GHE_PROTOCOL: "http", DATABASE_URL: database },
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (text) => (said += text));
  child.stdout.on("data", (text) => {
    if (String(text).includes("Rung listens at")) child.kill("SIGTERM");
  });
  const late = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      clearTimeout(late);
      if (code === 0 || database !== "") resolve();
      else reject(new Error(said.trim() || `the start ended with ${code}`));
    });
  });
}

/** Keeps what a start compiles: with the embedded database, then what it takes to look for a server that is not there. */
export async function compileAhead() {
  const folder = mkdtempSync(join(tmpdir(), "rung-compile-"));
  try {
    await startedOnce(folder, "");
    await startedOnce(folder, "postgres://nobody@127.0.0.1:1/none");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await compileAhead();
