import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { rung } from "../../src/cli/rung.ts";
import { saveAudit } from "../../src/database/audit-entries.ts";
import { saveDecisions } from "../../src/database/community-decisions.ts";
import type { Database } from "../../src/database/database.ts";
import { lockFolder } from "../../src/database/folder-lock.ts";
import { openServer } from "../../src/database/postgres-server.ts";
import { startQueue } from "../../src/queue/queue.ts";
import { aDelivery } from "../queue/a-job.ts";
import { silent } from "../support/each-database.ts";
import { freshDatabase } from "../support/fresh-database.ts";
import { noBot } from "./no-bot.ts";

type Env = Readonly<Record<string, string | undefined>>;

async function run(command: "audit" | "decisions" | "parked", args: readonly string[], env: Env, cwd = "/") {
  const out: string[] = [];
  const err: string[] = [];
  const io = { out: (text: string) => out.push(text), err: (text: string) => err.push(text), readFile: () => "", cwd };
  const code = await rung([command, ...args], io, noBot, env);
  return { code, out: out.join("\n"), err: err.join("\n") };
}

let url: string;
let database: Database;
beforeAll(async () => {
  url = await freshDatabase();
  database = await openServer(url, silent);
}, 120_000);
afterAll(async () => {
  await database.close();
});

describe("rung decisions", () => {
  const decision = {
    ...{ kind: "direction", text: "We join \u001b[2Jthe CNCF", repository: "KusionStack/kusion", number: 7 },
    ...{ url: "https://github.test/c/1", private: false, openedBy: "ann", openedAt: Date.UTC(2026, 10, 23, 12) },
    ...{ votes: { yes: 3, no: 1, abstained: 0, mayVote: 4 }, objections: 0, bodyMarkdown: "**Open**" },
  };
  const open = { ...decision, state: "open" as const, endsAt: Date.UTC(2026, 11, 7, 12), endedAt: null };
  const accepted = { ...decision, state: "accepted" as const, endsAt: null, endedAt: Date.UTC(2026, 11, 7, 12) };
  beforeAll(async () => {
    const rows = [open, { ...accepted, repository: "KusionStack/other" }].map((shown, at) => ({
      ...{ id: `comment:${at}/1`, comment: at, record: {}, registry: "kusionstack/.github", shown },
    }));
    for (const [at, row] of rows.entries())
      await saveDecisions(database.db, { repositoryId: 31 + at, number: 7, owner: "KusionStack" }, [row]);
  });

  it("tells the text, how it stands or ended, the votes and where; nothing in it steers a terminal", async () => {
    const { code, out } = await run("decisions", [], { DATABASE_URL: url });
    expect(code).toBe(0);
    expect(out.split("\n").slice(0, 4)).toEqual([
      "KusionStack/kusion#7  direction  open until Monday 7 December 2026, 12:00 UTC",
      "    We join  [2Jthe CNCF",
      "    3 yes, 1 no, 0 abstained; 4 may vote",
      "    opened by ann on Monday 23 November 2026, 12:00 UTC: https://github.test/c/1",
    ]);
  });

  it("answers as JSON, of one repository where that is asked for", async () => {
    const asked = ["--json", "--repo", "kusionstack/Other"];
    const { out } = await run("decisions", asked, { DATABASE_URL: url });
    expect(JSON.parse(out)).toMatchObject([
      {
        ...{ text: decision.text, kind: "direction", state: "accepted", votes: { yes: 3, no: 1, abstained: 0 } },
        ...{ endedAt: "2026-12-07T12:00:00.000Z", endsAt: null, number: 7 },
      },
    ]);
    expect((await run("decisions", ["--repo", "no/body"], { DATABASE_URL: url })).out).toBe(
      "Nothing was put to a decision yet.",
    );
  });
});

describe("rung audit", () => {
  const entry = (number: number, repository = "KusionStack/kusion") => ({
    ...{ repository, repositoryId: 31, number, headSha: "3f2c1aa".padEnd(40, "0"), digest: "ab".repeat(32) },
    cause: {
      deliveries: [{ id: "guid-1", cause: "issue_comment.created", actor: "octo-fan" }],
      ...{ total: 3, attempt: 2, said: [{ by: "octo-fan", line: "/approve \u001b[2Jengine" }] },
    },
    ...{ what: "verdict", detail: { state: "waiting" }, why: ["Needs 1 approval: engine"] },
  });
  beforeAll(async () => {
    await saveAudit(database.db, [entry(1)]);
    await sql`update audit set at = now() - interval '3 hours'`.execute(database.db);
    await saveAudit(database.db, [entry(2), entry(2, "other/repo")]);
  });
  const numbers = async (...args: readonly string[]) => {
    const { out } = await run("audit", [...args, "--json"], { DATABASE_URL: url });
    const rows: readonly { readonly repository: string; readonly number: number }[] = JSON.parse(out);
    return rows.map(({ repository, number }) => `${repository}#${number}`);
  };

  it("tells when, what, why, who and by which delivery, newest first; nothing in it steers a terminal", async () => {
    const { code, out } = await run("audit", ["--repo", "kusionstack/kusion", "--number", "2"], { DATABASE_URL: url });
    expect(code).toBe(0);
    const [head, ...rest] = out.split("\n");
    expect(head).toMatch(
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC {2}KusionStack\/kusion#2 at 3f2c1aa {2}verdict: state waiting$/,
    );
    expect(rest).toEqual([
      "    Needs 1 approval: engine",
      "    by octo-fan, issue_comment.created (guid-1); and 2 more; octo-fan: /approve  [2Jengine; try 2",
      "    facts abababababababab, Rung 0.1.0",
    ]);
  });

  it("is asked by repository, number, time, and how many", async () => {
    expect(await numbers()).toEqual(["other/repo#2", "KusionStack/kusion#2", "KusionStack/kusion#1"]);
    expect(await numbers("--repo", "KUSIONSTACK/Kusion")).toEqual(["KusionStack/kusion#2", "KusionStack/kusion#1"]);
    expect(await numbers("--number", "1")).toEqual(["KusionStack/kusion#1"]);
    expect(await numbers("--since", "2h")).toEqual(["other/repo#2", "KusionStack/kusion#2"]);
    expect(await numbers("--since", "2020-01-01")).toHaveLength(3);
    expect(await numbers("--limit", "1")).toEqual(["other/repo#2"]);
  });

  it.each([
    [["--since", "soon"], /--since takes/],
    [["--since", "2026-13-45"], /--since takes/],
    [["--since", "2026-02-30"], /--since takes/],
    [["--since", "2026-02-30 10:00"], /--since takes/],
    [["--number", "-1"], /--number|argument/],
    [["--limit", "0"], /--limit takes/],
    [["--repo", "kusion"], /--repo takes/],
    [["--nonsense"], /nonsense/],
  ])("%j is used wrongly, and is told how to", async (args, words) => {
    expect(await run("audit", args, { DATABASE_URL: url })).toMatchObject({
      code: 2,
      err: expect.stringMatching(words),
    });
  });
});

describe("rung parked", () => {
  let works = false;
  const handled: string[] = [];
  let drain = async () => {};

  beforeEach(async () => {
    await drain();
    await sql`truncate deliveries`.execute(database.db);
    await sql`delete from pgboss.job`.execute(database.db).catch(() => {});
    works = false;
    handled.length = 0;
    const queue = await startQueue({
      database,
      log: silent,
      handle: async (work) => {
        if (!works) throw Object.assign(new Error("the answer has no\nhead"), { retryable: false });
        handled.push(...work.deliveries.map(({ id }) => id));
      },
    });
    drain = () => queue.drain(100);
    await queue.accept([aDelivery(12, "one"), aDelivery(13, "two")]);
    await vi.waitFor(async () => expect(await queue.stats()).toMatchObject({ parked: 2 }), { timeout: 60_000 });
  }, 120_000);
  afterAll(() => drain());

  it("shows id, subject, event, error and since when", async () => {
    const { code, out } = await run("parked", [], { DATABASE_URL: url });
    expect(code).toBe(0);
    expect(out).toMatch(
      /^one {2}KusionStack\/kusion#12 {2}pull_request\.opened, parked since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC after 1 tries\n {4}Error: the answer has no head$/m,
    );
    const rows: readonly object[] = JSON.parse((await run("parked", ["--json"], { DATABASE_URL: url })).out);
    expect(rows).toHaveLength(2);
    // Parked in the same moment, they come in either order.
    expect(rows).toContainEqual(expect.objectContaining({ id: "one", subject: "KusionStack/kusion#12" }));
  });

  it("puts one back beside a running Rung, which handles it; the other stays", async () => {
    works = true;
    const { code, out } = await run("parked", ["--retry", "one"], { DATABASE_URL: url });
    expect([code, out]).toEqual([0, "1 delivery put back; a running Rung takes it up at once."]);
    await vi.waitFor(() => expect(handled).toEqual(["one"]), { timeout: 60_000 });
    expect(JSON.parse((await run("parked", ["--json"], { DATABASE_URL: url })).out)).toMatchObject([{ id: "two" }]);
  });

  it("puts all back, then has nothing to show; an id that is not parked is said", async () => {
    works = true;
    expect((await run("parked", ["--all"], { DATABASE_URL: url })).out).toMatch(/^2 deliveries put back/);
    await vi.waitFor(() => expect(handled).toHaveLength(2), { timeout: 60_000 });
    expect((await run("parked", [], { DATABASE_URL: url })).out).toBe("Nothing is parked.");
    expect(await run("parked", ["--retry", "one"], { DATABASE_URL: url })).toMatchObject({
      code: 1,
      out: "Nothing was put back.",
      err: "one is not parked; `rung parked` lists what is",
    });
  });
});

describe("a database that cannot be had", () => {
  it("embedded, and a running Rung holds its folder: says so and what to do, and touches nothing", async () => {
    const folder = mkdtempSync(join(tmpdir(), "rung-cli-"));
    mkdirSync(join(folder, "data", "pgdata"), { recursive: true });
    const lock = await lockFolder(join(folder, "data"), silent);
    const told = await run("audit", [], {}, folder);
    await lock.release();
    rmSync(folder, { recursive: true });
    expect(told.code).toBe(1);
    expect(told.err).toMatch(
      /^the database in \.\/data is in use by a running Rung\. .*stop Rung, ask again.*DATABASE_URL/,
    );
  });

  it("none there, or one that no Rung has used: says so, and makes none", async () => {
    expect(await run("parked", [], { DATA_DIR: "/nowhere" })).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^there is no database in \/nowhere\. Set DATA_DIR/),
    });
    const empty = await freshDatabase();
    const told = await run("audit", [], { DATABASE_URL: empty });
    expect(told).toMatchObject({ code: 1, err: expect.stringMatching(/the database has no table audit: /) });
    expect((await run("audit", [], { DATABASE_URL: empty })).err).toBe(told.err);
  });

  it("R27: a server that does not answer is named without its password", async () => {
    const told = await run("audit", [], { DATABASE_URL: "postgres://rung:hunter2@127.0.0.1:1/rung" });
    expect(told).toMatchObject({ code: 1, err: expect.stringContaining("127.0.0.1:1") });
    expect(told.err).not.toContain("hunter2");
  });
});
