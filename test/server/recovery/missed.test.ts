import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../../src/database/database.ts";
import { findValue } from "../../../src/database/key-values.ts";
import { Gone, Transient } from "../../../src/github/client/errors.ts";
import { cursorOf } from "../../../src/github/read/delivery-log.ts";
import type { VerifiedEvent } from "../../../src/server/app.ts";
import type { Outcome } from "../../../src/server/create-app.ts";
import { floorOf, type MissedOptions, takeInMissed } from "../../../src/server/recovery/missed.ts";
import { aClient } from "../../github/a-client.ts";
import { aDatabase } from "../../support/a-database.ts";
import { silent } from "../../support/each-database.ts";

/** Years from this machine's clock: only GitHub's counts. */
const T0 = Date.parse("2031-05-01T12:00:00Z");
const MINUTE = 60_000;

interface Entry {
  readonly id: number;
  readonly guid: string;
  readonly at: number;
  readonly status_code: number;
  readonly event: string;
}

let database: Database;
beforeAll(async () => {
  database = await aDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await sql`truncate deliveries, seen_deliveries, key_values`.execute(database.db);
});

let ids = 1;
function entry(minute: number, over: Partial<Entry> = {}): Entry {
  ids += 1;
  return { id: ids, guid: randomUUID(), at: T0 + minute * MINUTE, status_code: 502, event: "pull_request", ...over };
}

/** GitHub's log, newest first, `perPage` on a page; details of `untold` are not to be had. */
function aLog(entries: readonly Entry[], { perPage = 100, untold = new Set<string>() } = {}) {
  const newestFirst = entries.toSorted((one, other) => other.at - one.at || other.id - one.id);
  const client = aClient({
    rest: (what) => {
      if (what.startsWith("POST")) return {};
      const id = Number(/deliveries\/(\d+)/.exec(what)?.[1]);
      const found = newestFirst.find((one) => one.id === id);
      if (found === undefined || untold.has(found.guid)) return undefined;
      return { event: found.event, request: { headers: {}, payload: { guid: found.guid } } };
    },
  });
  const rest: typeof client.rest = async (method, path, options) => {
    if (!path.startsWith("/app/hook/deliveries?")) return await client.rest(method, path, options);
    client.asked.push({ what: `${method} ${path}`, body: null });
    const from = Number(new URLSearchParams(path.split("?")[1]).get("cursor") ?? 0);
    const page = newestFirst.slice(from, from + perPage);
    const data = page.map(({ at, ...rest }) => ({ ...rest, delivered_at: new Date(at).toISOString() }));
    const next = from + perPage < newestFirst.length ? from + perPage : null;
    const link = next === null ? null : `<https://api.github.com/app/hook/deliveries?cursor=${next}>; rel="next"`;
    return { status: 200, data, etag: null, at: null, link };
  };
  return { ...client, rest };
}

/** Stores what it is given, as the intake does; what `answer` says otherwise is not stored. */
function aReceiver(answer: (event: VerifiedEvent) => Outcome | null = () => null) {
  const received: string[] = [];
  const receive = async (event: VerifiedEvent): Promise<Outcome> => {
    received.push(event.id);
    const other = answer(event);
    if (other !== null) return other;
    await stored(event.id);
    return { kind: "stored" };
  };
  return { received, receive };
}

async function stored(id: string): Promise<void> {
  await sql`insert into deliveries (id, event, installation_id, subject_key, job, job_id)
    values (${id}, 'pull_request', 1, 'pull:1#1', '{}', gen_random_uuid())`.execute(database.db);
}

function options(app: ReturnType<typeof aLog>, receive: MissedOptions["receive"], requests = 100): MissedOptions {
  return { app, db: database.db, receive, log: silent, requests, signal: new AbortController().signal };
}

describe("R31: what GitHub could not hand over", () => {
  it("R52: one that cannot be taken in, or has no shape, keeps none of the others from being found", async () => {
    const [first, second, third] = [entry(1), entry(2), entry(3)];
    const { received, receive } = aReceiver((event) => {
      if (event.id === first.guid) throw new Error("it cannot be read");
      return null;
    });
    const log = aLog([first, second, { ...third, event: JSON.parse("7") }]);
    expect(await takeInMissed(options(log, receive))).toEqual({ kind: "done", taken: 1 });
    expect(received).toEqual([first.guid, second.guid]);
    expect(await takeInMissed(options(log, receive))).toEqual({ kind: "done", taken: 0 });
    expect(received).toEqual([first.guid, second.guid]);
  });

  it("R52: one alone that cannot be taken in is tried again, until others show that it is its own fault", async () => {
    const [first, second] = [entry(1), entry(2)];
    const refusing = aReceiver((event) => {
      if (event.id === first.guid) throw new Error("it cannot be read");
      return null;
    });
    await expect(takeInMissed(options(aLog([first]), refusing.receive))).rejects.toThrow("cannot be read");
    expect(await takeInMissed(options(aLog([first, second]), refusing.receive))).toMatchObject({ taken: 1 });
    expect(await takeInMissed(options(aLog([first, second]), refusing.receive))).toMatchObject({ taken: 0 });
    expect(refusing.received).toEqual([first.guid, first.guid, second.guid]);
  });

  it("R31: one that GitHub can neither tell nor send again for the moment is tried again, for an hour, behind what others bring", async () => {
    const [old, first, second] = [entry(-70), entry(1), entry(2)];
    const failing = new Set([old.guid, first.guid]);
    const outage = (event: VerifiedEvent) => {
      if (failing.has(event.id)) throw new Transient("POST /app/hook/deliveries/1/attempts: 500");
      return null;
    };
    const { received, receive } = aReceiver(outage);
    await sql`insert into key_values (key, value) values ('delivery log', ${JSON.stringify({ through: T0 - 70 * MINUTE })}::jsonb)`.execute(
      database.db,
    );
    const later = Array.from({ length: 10 }, (_, minute) => entry(3 + minute));
    const app = aLog([old, first, second, ...later], { perPage: 3 });
    for (const { guid } of later) await stored(guid);
    expect(await takeInMissed(options(app, receive))).toEqual({ kind: "done", taken: 1 });
    expect(received).toEqual([old.guid, first.guid, second.guid]);
    await expect(takeInMissed(options(app, receive))).rejects.toThrow("500");
    failing.clear();
    expect(await takeInMissed(options(app, receive))).toEqual({ kind: "done", taken: 1 });
    expect(received).toEqual([old.guid, first.guid, second.guid, first.guid, first.guid]);
  });

  it("R52: while the database is at fault, a round takes nothing for unreadable", async () => {
    const { receive } = aReceiver();
    const log = aLog([entry(1)]);
    const gone = Object.assign(new Error("the server is shutting down"), { code: "57P01" });
    await expect(takeInMissed(options(log, () => Promise.reject(gone)))).rejects.toThrow("shutting down");
    expect(await takeInMissed(options(log, receive))).toMatchObject({ taken: 1 });
  });

  it("is taken in, oldest first, and only once", async () => {
    const [late, early] = [entry(2), entry(1)];
    const app = aLog([late, early]);
    const { received, receive } = aReceiver();
    expect(await takeInMissed(options(app, receive))).toEqual({ kind: "done", taken: 2 });
    expect(received).toEqual([early.guid, late.guid]);
    expect(await takeInMissed(options(app, receive))).toEqual({ kind: "done", taken: 0 });
    expect(received).toHaveLength(2);
  });

  it("what is stored already is not fetched: failed at first and sent again, it comes in the log twice", async () => {
    const failed = entry(1);
    await stored(failed.guid);
    const app = aLog([failed, { ...entry(2), guid: failed.guid, status_code: 202 }, entry(1, { status_code: 202 })]);
    const { received, receive } = aReceiver();
    await takeInMissed(options(app, receive));
    // GitHub says the last was handed over, and nobody here knows of it: the database may have been lost.
    expect(received).toHaveLength(1);
    expect(received).not.toContain(failed.guid);
  });

  it("what is no job is looked at once, and what Rung has no use for never", async () => {
    const app = aLog([entry(1), entry(2), entry(3, { event: "star" })]);
    const { received, receive } = aReceiver(({ id }) =>
      id === "" ? null : { kind: received.length === 1 ? "ignored" : "malformed", because: "x", why: "x" },
    );
    await takeInMissed(options(app, receive));
    await takeInMissed(options(app, receive));
    expect(received).toHaveLength(2);
  });

  it("what GitHub does not tell in full it is asked to send again, not over and over", async () => {
    const one = entry(1);
    const app = aLog([one], { untold: new Set([one.guid]) });
    const { received, receive } = aReceiver();
    for (const _ of [1, 2]) await takeInMissed(options(app, receive));
    expect(app.asked.filter(({ what }) => what === `POST /app/hook/deliveries/${one.id}/attempts`)).toHaveLength(1);
    await sql`update seen_deliveries set seen_at = now() - interval '2 minutes'`.execute(database.db);
    await takeInMissed(options(app, receive));
    expect(app.asked.filter(({ what }) => what.startsWith("POST"))).toHaveLength(2);
    expect(received).toEqual([]);
  });

  it.each([
    [1, 0],
    [3, 1],
  ])(
    "what GitHub fails to tell %i times running is asked for again at once, and %i times to be sent again",
    async (failures, sent) => {
      const app = aLog([entry(1)]);
      const { received, receive } = aReceiver();
      let failed = 0;
      const rest: typeof app.rest = async (method, path, options) => {
        if (method === "GET" && /deliveries\/\d+$/.test(path) && failed < failures) {
          failed += 1;
          throw new Transient(`GET ${path}: 502`);
        }
        return await app.rest(method, path, options);
      };
      await takeInMissed(options({ ...app, rest }, receive));
      expect([received.length, app.asked.filter(({ what }) => what.startsWith("POST")).length]).toEqual([
        1 - sent,
        sent,
      ]);
    },
  );

  it("is looked for from where the log was last read, a little before, over all pages", async () => {
    const old = Array.from({ length: 30 }, (_, minute) => entry(minute));
    const { received, receive } = aReceiver();
    await takeInMissed(options(aLog(old, { perPage: 7 }), receive));
    expect(received).toHaveLength(30);
    const overlapping = entry(26);
    const tooOld = entry(3);
    const app = aLog([...old, overlapping, tooOld], { perPage: 7 });
    await takeInMissed(options(app, receive));
    expect(received.slice(30)).toEqual([overlapping.guid]);
    expect(app.asked.filter(({ what }) => what.includes("?per_page"))).toHaveLength(2);
  });

  it("at the very first start within the last hour of the log", async () => {
    const [within, before] = [entry(100), entry(30)];
    const { received, receive } = aReceiver();
    await takeInMissed(options(aLog([within, before]), receive));
    expect(received).toEqual([within.guid]);
  });

  it("takes no more than a round may, and goes on from there", async () => {
    const all = Array.from({ length: 45 }, (_, index) => entry(index / 10));
    const app = aLog(all);
    const { received, receive } = aReceiver();
    expect(await takeInMissed(options(app, receive, 20))).toEqual({ kind: "more", taken: 20 });
    expect(await takeInMissed(options(app, receive, 20))).toEqual({ kind: "more", taken: 20 });
    expect(await takeInMissed(options(app, receive, 20))).toEqual({ kind: "done", taken: 5 });
    expect(received).toEqual(all.map(({ guid }) => guid));
  });

  it("what could not be stored is taken in by the next round", async () => {
    const app = aLog([entry(1), entry(2)]);
    const failing = options(app, () => Promise.reject(new Error("the disk is full")));
    await expect(takeInMissed(failing)).rejects.toThrow("the disk is full");
    const { received, receive } = aReceiver();
    await takeInMissed(options(app, receive));
    expect(received).toHaveLength(2);
  });

  it("a server without such a log is no fault", async () => {
    const app = { ...aLog([]), rest: () => Promise.reject(new Gone("404")) };
    expect(await takeInMissed(options(app, aReceiver().receive))).toEqual({ kind: "no-log" });
    expect(await findValue(database.db, "delivery log")).toBeNull();
  });

  it("a log whose clock was set back is read as at a first start", () => {
    expect(floorOf(T0, T0 - 1_000)).toBe(T0 - 1_000 - 60 * MINUTE);
    expect(floorOf(T0, T0 + 1_000)).toBe(T0 - 5 * MINUTE);
  });

  it("the next page is where the Link header says", () => {
    const link =
      '<https://ghe.example.org/api/v3/x?cursor=a>; rel="prev", <https://h/x?per_page=100&cursor=v1_5>; rel="next"';
    expect(cursorOf(link)).toBe("v1_5");
    expect(cursorOf('<https://h/x?cursor=v1_5>; rel="first"')).toBeNull();
    expect(cursorOf(null)).toBeNull();
  });
});
