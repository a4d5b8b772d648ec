/** R91: first looks keep to GitHub's pace, as its documentation gives it; told by the seconds after which each is due. */

import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { takePlace } from "../../src/database/places.ts";
import { emptyRecord } from "../../src/gate/record/record-changes.ts";
import {
  checksFirst,
  isFirstLook,
  type OpenPulls,
  pacedLooks,
  sendFirstLooks,
  settlingGap,
  settlingLine,
} from "../../src/jobs/first-look.ts";
import type { Job } from "../../src/model/job.ts";
import { aDatabase } from "../support/a-database.ts";

/** https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api, "About secondary rate limits". */
const GITHUB = { points: 900, write: 5, contentAMinute: 80, contentAnHour: 500 } as const;

interface Sent {
  readonly job: Job;
  readonly at: number;
}

function openIn(counts: readonly number[]): readonly OpenPulls[] {
  return counts.map((count, index) => ({
    repository: { owner: "o", name: `r${index}`, id: index + 1 },
    numbers: Array.from({ length: count }, (_, number) => number + 1),
  }));
}

function sentFor(counts: readonly number[]): readonly Sent[] {
  return pacedLooks(7, openIn(counts)).flatMap(({ items, inSeconds }) => items.map((job) => ({ job, at: inSeconds })));
}

/** The most that happens within any `seconds`. */
function busiest(times: readonly number[], seconds: number): number {
  return Math.max(0, ...times.map((at) => times.filter((other) => other >= at && other < at + seconds).length));
}

const timesOf = (sent: readonly Sent[]) => sent.map(({ at }) => at);

describe("R91: the first looks at 500 open pull requests", () => {
  it("are all due within three minutes, and in no minute more than GitHub allows", async () => {
    const sent = sentFor([500]);
    expect(sent).toHaveLength(500);
    expect(Math.max(...timesOf(sent))).toBeLessThan(180);
    expect(busiest(timesOf(sent), 60) * GITHUB.write).toBeLessThanOrEqual(GITHUB.points);
  });

  it("share the pace where they lie in several repositories", async () => {
    const sent = sentFor([120, 260, 120]);
    expect(Math.max(...timesOf(sent))).toBeLessThan(180);
    expect(busiest(timesOf(sent), 60) * GITHUB.write).toBeLessThanOrEqual(GITHUB.points);
  });

  it("go from the newest to the oldest", async () => {
    const sent = sentFor([500]);
    const numbers = sent.map(({ job: { subject } }) => ("number" in subject ? subject.number : 0));
    expect(numbers).toEqual(Array.from({ length: 500 }, (_, index) => 500 - index));
    expect(timesOf(sent)).toEqual(timesOf(sent).toSorted((one, other) => one - other));
  });

  it("few of them wait for nothing", async () => {
    expect(new Set(timesOf(sentFor([100])))).toEqual(new Set([0]));
  });
});

describe("R91: what is not the check", () => {
  it("waits for its time where a first look is sent twice and finds it waiting", () => {
    const quiet = { facts: { state: "open" as const }, unshown: [], record: emptyRecord() };
    const isFirst = (...deliveries: { cause: string; dueAt?: number }[]) =>
      isFirstLook({ deliveries, notes: [] }, quiet, 1_000);
    const [look, settling] = [{ cause: "first.look" }, { cause: "first.settling", dueAt: 2_000 }];
    expect(isFirst(look)).toBe(true);
    expect(isFirst(look, settling)).toBe(true);
    expect(isFirst(look, { ...settling, dueAt: 1_000 })).toBe(false);
    expect(isFirst(settling)).toBe(false);
    expect(isFirst(look, settling, { cause: "sweep.round" })).toBe(false);
  });

  /** A look may ask reviewers and comment. */
  const CONTENT = 2;
  /** When each of so many looks is due, all sent at once. */
  function line(count: number, speaks: boolean): readonly number[] {
    const times: number[] = [];
    for (let before = 0; before < count; before += 1) times.push((times.at(-1) ?? 0) + settlingGap(before, speaks));
    return times;
  }

  it("creates no more content than GitHub allows in a minute and in an hour, however much there is", () => {
    const times = line(1_000, true);
    expect(busiest(times, 60) * CONTENT).toBeLessThanOrEqual(GITHUB.contentAMinute);
    expect(busiest(times, 3_600) * CONTENT).toBeLessThanOrEqual(GITHUB.contentAnHour);
  });

  it("keeps with all labels and words together to what GitHub allows in a minute", () => {
    // The check again, labels, a request to review, a comment; and of a look that says nothing, labels alone.
    const spoken = busiest(line(1_000, true).slice(20), 60) * 4 * GITHUB.write;
    const quiet = busiest(line(1_000, false).slice(20), 60) * GITHUB.write;
    expect(spoken + quiet).toBeLessThanOrEqual(GITHUB.points);
  });

  it("waits until the checks that wait have had their minutes", () => {
    expect(checksFirst(0)).toBe(0);
    expect(checksFirst(330)).toBeGreaterThanOrEqual(120);
    expect(checksFirst(170)).toBeGreaterThanOrEqual(60);
  });
});

describe("with a database", () => {
  let database: Database;
  beforeAll(async () => {
    database = await aDatabase();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await sql`truncate key_values`.execute(database.db);
  });

  it("R91: has the checks alone written for as long as they take, however soon the first of them is there", async () => {
    const turns: number[] = [];
    const enqueue = async () => {
      for (const left of ["words", "labels"] as const)
        turns.push(await takePlace(database.db, { key: settlingLine(7, left), notBefore: 0, gap: () => 0 }));
    };
    await sendFirstLooks({ enqueue, db: database.db, installationId: 7 }, openIn([10, 490]));
    expect(Math.min(...turns)).toBeGreaterThan(checksFirst(500) - 10);
  });

  it("R91: few first looks keep nothing waiting", async () => {
    const turn = () => takePlace(database.db, { key: settlingLine(7, "words"), notBefore: 0, gap: () => 0 });
    const turns: number[] = [];
    await sendFirstLooks(
      { enqueue: async () => void turns.push(await turn()), db: database.db, installationId: 7 },
      openIn([12]),
    );
    expect(turns).toEqual([0]);
  });

  it("gives each place once, whoever asks at the same time", async () => {
    const places = await Promise.all(
      Array.from({ length: 12 }, () =>
        takePlace(database.db, { key: "line", notBefore: 60, gap: (before) => (before < 4 ? 0 : 10) }),
      ),
    );
    const steps = places
      .toSorted((one, other) => one - other)
      .map((at) => Math.round((at - Math.min(...places)) / 10) * 10);
    expect(steps).toEqual([0, 0, 0, 0, 10, 20, 30, 40, 50, 60, 70, 80]);
    expect(Math.min(...places)).toBeGreaterThan(50);
  });

  it("begins anew an hour after its last turn", async () => {
    const line = { key: "line", notBefore: 0, gap: () => 300 };
    await takePlace(database.db, line);
    expect(await takePlace(database.db, line)).toBeGreaterThan(250);
    await sql`update key_values set value = jsonb_build_object('at', extract(epoch from now()) - 3700, 'count', 900)`.execute(
      database.db,
    );
    expect(await takePlace(database.db, line)).toBe(0);
  });
});
