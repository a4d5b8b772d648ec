import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { statusDigest } from "../../../src/commands/replies/status-written.ts";
import { findAudit } from "../../../src/database/audit-entries.ts";
import { BEGUN, checkRows } from "../../../src/database/checks.ts";
import type { Database } from "../../../src/database/database.ts";
import { Forbidden, Transient } from "../../../src/github/client/errors.ts";
import { type ApplyContext, apply } from "../../../src/github/write/apply.ts";
import { checkDigest } from "../../../src/github/write/reconcile.ts";
import type { AuditContext } from "../../../src/model/audit-context.ts";
import type { CheckEffect, Effect, RegistryChangeEffect } from "../../../src/model/effect.ts";
import type { Note } from "../../../src/model/job.ts";
import { createLog } from "../../../src/shared/log.ts";
import { aDatabase } from "../../support/a-database.ts";
import { aClient, type FakeClient } from "../a-client.ts";

const aScene: AuditContext = {
  repository: { owner: "o", name: "r", id: 1 },
  number: 3,
  headSha: "h",
  cause: () => ({ deliveries: [{ id: "d1", cause: "sweep", actor: null }], total: 1, said: [], attempt: 1 }),
  decided: () => ({ state: "approved", why: ["Approved: kusion"] }),
  digest: () => "digest of the facts",
};
const repository = { owner: "o", name: "r" };
const check: CheckEffect = {
  kind: "check",
  repository,
  headSha: "h",
  name: "rung",
  outcome: "success",
  title: "t",
  summary: "s",
  text: "x",
  annotations: [],
};
const reply: Effect = { kind: "reply", repository, number: 3, to: "comment:5", body: "no" };
const status: Effect = { kind: "status-comment", repository, number: 3, commentId: 9, body: "b" };

let database: Database;
beforeAll(async () => {
  database = await aDatabase();
});
afterAll(() => database.close());
beforeEach(() => database.db.deleteFrom("checks").execute());

const working = () => aClient({ rest: (what) => (what.startsWith("GET") ? { check_runs: [] } : { id: 77 }) });
const asked = (client: FakeClient) => client.asked.map(({ what }) => what.replace(/\?.*/, ""));

function run(effects: readonly Effect[], client: FakeClient, more: Partial<ApplyContext> = {}) {
  const context = {
    client,
    db: database.db,
    log: createLog("silent"),
    repositoryId: 1,
    appId: 7,
    key: new Uint8Array(32),
    audit: aScene,
  };
  return apply(effects, { ...context, surelyNew: true, rewrite: false, ...more });
}

describe("checks", () => {
  it("a head just pushed takes one write, and its outcome is recorded", async () => {
    const client = working();
    await run([check], client);
    expect(asked(client)).toEqual(["POST /repos/o/r/check-runs"]);
    expect(await checkRows(database.db, 1, "h")).toMatchObject([{ checkRunId: 77, digest: checkDigest(check) }]);
  });

  it("a known run is brought up to date in one write", async () => {
    await run([check], working());
    const client = working();
    await run([{ ...check, outcome: "failure" }], client, { surelyNew: false });
    expect(asked(client)).toEqual(["PATCH /repos/o/r/check-runs/77"]);
  });

  it("R30: on a retry an unknown run is looked for first, and one that says the same is left", async () => {
    const run5 = { id: 5, name: "rung", status: "completed", conclusion: "success", app: { id: 7 } };
    const client = aClient({ rest: () => ({ check_runs: [{ ...run5, external_id: checkDigest(check) }] }) });
    await run([check], client, { surelyNew: false });
    expect(asked(client)).toEqual(["GET /repos/o/r/commits/h/check-runs"]);
    expect(await checkRows(database.db, 1, "h")).toMatchObject([{ checkRunId: 5 }]);
  });

  it("a re-run is written although nothing changed", async () => {
    await run([check], working());
    const client = working();
    await run([check], client, { surelyNew: false, rewrite: true });
    expect(asked(client)).toEqual(["PATCH /repos/o/r/check-runs/77"]);
  });

  it("a check that cannot be written throws, and is not taken for written", async () => {
    await expect(run([check], aClient())).rejects.toThrow("404");
    expect(await checkRows(database.db, 1, "h")).toMatchObject([{ checkRunId: BEGUN }]);
  });

  it("R30: one that an earlier process may have made is looked for, even where this try takes itself for the first", async () => {
    const killed = { ...aClient(), rest: () => Promise.reject(new Error("killed")) };
    await expect(run([check], killed)).rejects.toThrow("killed");
    const run5 = { id: 5, name: "rung", status: "completed", conclusion: "success", app: { id: 7 } };
    const client = aClient({ rest: () => ({ check_runs: [{ ...run5, external_id: checkDigest(check) }] }) });
    await run([check], client);
    expect(asked(client)).toEqual(["GET /repos/o/r/commits/h/check-runs"]);
    expect(await checkRows(database.db, 1, "h")).toMatchObject([{ checkRunId: 5 }]);
  });
});

describe("what people read", () => {
  it("goes where it belongs", async () => {
    const client = working();
    const to = (kind: "comment" | "review-comment" | "description") =>
      ({ kind: "reaction", repository, to: { kind, id: 5, number: 3 }, content: "+1" }) as const;
    await run([reply, status, to("comment"), to("review-comment"), to("description")], client);
    expect(asked(client)).toEqual([
      "POST /repos/o/r/issues/3/comments",
      "PATCH /repos/o/r/issues/comments/9",
      "POST /repos/o/r/issues/comments/5/reactions",
      "POST /repos/o/r/pulls/comments/5/reactions",
      "POST /repos/o/r/issues/3/reactions",
    ]);
  });

  it("a status comment deleted meanwhile is made anew", async () => {
    const client = aClient({ rest: (what) => (what.startsWith("POST") ? { id: 1 } : undefined) });
    await run([status], client);
    expect(asked(client)).toEqual(["PATCH /repos/o/r/issues/comments/9", "POST /repos/o/r/issues/3/comments"]);
  });

  it("R37: that a status comment is about to change is noted before the request, and stays noted without an answer", async () => {
    const lost = new Transient("reset", { mayHaveHappened: true });
    const client: FakeClient = { ...working(), rest: () => Promise.reject(lost) };
    const noted: Note[] = [];
    const wrote = async (note: Note) => void noted.push(note);
    await expect(run([status], client, { wrote })).rejects.toThrow("reset");
    expect(noted).toEqual([{ kind: "status", id: 9, digest: statusDigest("b") }]);
  });

  it("R32: what GitHub declines for good does not hold up the rest", async () => {
    const client = working();
    const locked: FakeClient = {
      ...client,
      rest: (method, path, options) =>
        path.endsWith("/comments")
          ? Promise.reject(new Forbidden("locked", "permission"))
          : client.rest(method, path, options),
    };
    await run(
      [reply, { kind: "reaction", repository, to: { kind: "comment", id: 5, number: 3 }, content: "+1" }],
      locked,
    );
    expect(asked(client)).toEqual(["POST /repos/o/r/issues/comments/5/reactions"]);
  });

  it("a comment that was deleted meanwhile gets no reaction, which is no warning; what is forbidden is one", async () => {
    const lines: string[] = [];
    const log = createLog("warn", { write: (line: string) => void lines.push(line) });
    const reaction: Effect = { kind: "reaction", repository, to: { kind: "comment", id: 5, number: 3 }, content: "+1" };
    expect(await run([reaction], aClient(), { log })).toMatchObject([{ kind: "declined" }]);
    expect(lines).toEqual([]);
    const client = { ...aClient(), rest: () => Promise.reject(new Forbidden("no", "permission")) };
    await run([reaction], client, { log });
    expect(lines).toHaveLength(1);
  });

  it("R30: a reply that may have gone out is not sent again in the same try", async () => {
    let tries = 0;
    const cut: FakeClient = {
      ...working(),
      rest: () => {
        tries += 1;
        return Promise.reject(new Transient("timeout", { mayHaveHappened: true }));
      },
    };
    await expect(run([reply], cut)).rejects.toBeInstanceOf(Transient);
    expect(tries).toBe(1);
  });
});

describe("promotions", () => {
  it("an issue is closed with its reason", async () => {
    const client = working();
    await run([{ kind: "close-issue", repository, number: 3, reason: "completed" }], client);
    expect(client.asked).toEqual([
      { what: "PATCH /repos/o/r/issues/3", body: { state: "closed", state_reason: "completed" } },
    ]);
  });

  it("R29: a note for a pull request that no reading shows yet is not left out: it is tried again", async () => {
    const to = { to: "promotion", botLogin: "rung[bot]", text: "Closed.", closes: true };
    const note: Effect = { kind: "registry-pull-note", repository, number: 3, ...to };
    await expect(run([note], aClient())).rejects.toBeInstanceOf(Transient);
  });

  it("what became of a registry's change is among the outcomes", async () => {
    const change: RegistryChangeEffect = {
      ...{ kind: "registry-change", repository, path: "roles.yaml", base: "main", branch: "b", message: "m" },
      ...{ title: "t", body: "b", botLogin: "rung[bot]" },
      edit: { kind: "remove", person: { login: "a", id: null }, role: null, areas: [], ladder: [], emeritus: null },
    };
    const outcomes = await run([change], aClient());
    const cannot = { kind: "cannot", why: "there is no roles.yaml on main any more" };
    expect(outcomes).toEqual([{ kind: "registry-change", effect: change, change: cannot }]);
  });
});

describe("the audit", () => {
  const all = { repository: null, number: null, since: null, limit: 100 };
  const entered = async () => {
    const entries = await findAudit(database.db, all);
    return entries.toReversed().map(({ what, detail, why }) => ({ what, detail, why }));
  };
  beforeEach(async () => {
    await database.db.deleteFrom("audit").execute();
  });

  it("a check enters the verdict with its reasons, and itself, beside what is remembered of it", async () => {
    await run([check], working());
    expect(await entered()).toEqual([
      { what: "verdict", detail: { state: "approved" }, why: ["Approved: kusion"] },
      {
        what: "check",
        detail: { name: "rung", outcome: "success", title: "t", annotations: 0, headSha: "h", found: false },
        why: [],
      },
    ]);
    const [newest] = await findAudit(database.db, all);
    expect(newest).toMatchObject({ repository: "o/r", number: 3, digest: "digest of the facts", version: "0.1.0" });
    expect(newest?.cause.deliveries).toEqual([{ id: "d1", cause: "sweep", actor: null }]);
  });

  it("what stands already changes nothing and is not entered", async () => {
    await run([check], working());
    await database.db.deleteFrom("audit").execute();
    await run([], working());
    await run([{ ...check, name: "rung (release-*)" }], working());
    expect((await entered()).map(({ what }) => what)).toEqual(["check"]);
  });

  it("R30: a check that a killed try wrote and did not remember is entered when it is found", async () => {
    const standing = { id: 5, name: "rung", status: "completed", conclusion: "success", app: { id: 7 } };
    const found = { check_runs: [{ ...standing, external_id: checkDigest(check) }] };
    await run([check], aClient({ rest: () => found }), { surelyNew: false });
    expect(await entered()).toMatchObject([{ what: "verdict" }, { what: "check", detail: { found: true } }]);
  });

  it("what was done before something failed is entered; what failed is not", async () => {
    const client = aClient({
      rest: (what) => {
        if (what.startsWith("PATCH")) throw new Transient("PATCH: 502");
        return { id: 1 };
      },
    });
    await expect(run([reply, status], client)).rejects.toThrow("502");
    expect(await entered()).toEqual([{ what: "reply", detail: { to: "comment:5" }, why: [] }]);
  });

  it("R29: a refused token is no answer to what was to be said: it is tried again", async () => {
    const client = aClient({
      rest: () => {
        throw new Forbidden("POST: 401", "credentials");
      },
    });
    await expect(run([reply], client)).rejects.toThrow("401");
    expect(await entered()).toEqual([]);
  });

  it("what GitHub declines is entered as declined", async () => {
    const client = aClient({
      rest: () => {
        throw new Forbidden("POST: 403 locked", "permission");
      },
    });
    await run([reply], client);
    expect(await entered()).toMatchObject([{ what: "reply", detail: { declined: "POST: 403 locked" } }]);
  });
});
