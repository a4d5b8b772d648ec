import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { afterAll, expect, it, vi } from "vitest";
import { openEmbedded } from "../../src/database/embedded.ts";
import { startQueue } from "../../src/queue/queue.ts";
import { aDelivery } from "../queue/a-job.ts";
import { silent } from "../support/each-database.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const page = readFileSync(join(root, "docs/backup.md"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "rung-backup-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const DATA_DIR = join(folder, "data");
const BACKUPS = join(folder, "backups");
const SECRETS = join(folder, "secrets");

/** What the page says, as it says it. */
function typed(block: string): void {
  execFileSync("sh", ["-euc", block], { env: { PATH: process.env.PATH ?? "", DATA_DIR, BACKUPS, SECRETS } });
}

function named(name: string): string {
  return new RegExp(`<!-- run: ${name} -->\\n\`\`\`sh\\n(.*?)\`\`\``, "s").exec(page)?.[1] ?? `the page has no ${name}`;
}

it("the embedded database comes back as it was copied, with what waits, and the credentials are copied for their owner alone", async () => {
  for (const path of [DATA_DIR, BACKUPS, SECRETS]) mkdirSync(path);
  writeFileSync(join(DATA_DIR, "credentials.json"), "{}", { mode: 0o600 });
  const first = await openEmbedded(DATA_DIR, silent);
  const waiting = await startQueue({
    database: first,
    log: silent,
    handle: async () => {
      throw Object.assign(new Error("not now"), { retryAfter: 1 });
    },
  });
  await waiting.accept([aDelivery(12, "waits")]);
  await waiting.drain(100);
  await first.close();
  typed(named("embedded backup"));
  typed(/^install -m 600 .*$/m.exec(page)?.[0] ?? "no such line");
  expect(statSync(join(SECRETS, "rung-credentials.json")).mode & 0o777).toBe(0o600);

  const later = await openEmbedded(DATA_DIR, silent);
  await sql`truncate deliveries`.execute(later.db);
  await later.close();
  typed(named("embedded restore"));

  const restored = await openEmbedded(DATA_DIR, silent);
  const handled: string[] = [];
  const queue = await startQueue({
    database: restored,
    log: silent,
    handle: async ({ deliveries }) => {
      handled.push(...deliveries.map(({ id }) => id));
    },
  });
  await vi.waitFor(() => expect(handled).toEqual(["waits"]), { timeout: 60_000 });
  await queue.drain(1_000);
  await restored.close();
}, 180_000);

it("what somebody else restores in PostgreSQL belongs to Rung's user, the database and what is in it", () => {
  const [made, restored] = [/^createdb .*$/m, /^pg_restore .*$/m].map((line) => line.exec(page)?.[0] ?? "");
  expect(made).toContain("--owner=rung ");
  expect(restored).toMatch(/--no-owner --role=rung /);
});
