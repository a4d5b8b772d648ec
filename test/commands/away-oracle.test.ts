/** `/away` beside a second writing of what docs/commands.md and docs/registry.md say of days and lengths, and of whose word of when counts. */

import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { awayAt, saveAway } from "../../src/database/absences.ts";
import { aDatabase } from "../support/a-database.ts";
import { anIssue } from "./a-context.ts";
import { actedAs } from "./an-acting.ts";

const runs = Number(process.env.ORACLE_RUNS ?? 40);
const SECOND = 1_000;
const DAY = 86_400 * SECOND;
const among = <T>(...items: readonly T[]) => fc.constantFrom(...items);
const NAMES = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

interface Said {
  readonly text: string;
  /** `null`: without an end; "back"; "refused". */
  readonly until: (at: number) => number | null | "back" | "refused";
}

const midnightOf = (at: number) => Math.floor(at / DAY) * DAY;

/** So many months later, on the same day of the month, or on the month's last. */
function monthsLater(at: number, months: number): number {
  const [day, time] = [new Date(at).getUTCDate(), at - midnightOf(at)];
  const wanted = new Date(at).getUTCFullYear() * 12 + new Date(at).getUTCMonth() + months;
  for (let date = day; ; date -= 1) {
    const then = new Date(Date.UTC(Math.floor(wanted / 12), wanted % 12, date));
    if (then.getUTCMonth() === wanted % 12) return then.getTime() + time;
  }
}

const isWeekend = (at: number) => [0, 6].includes(new Date(at).getUTCDay());

/** What begins on a weekend begins with Monday; then the same hour, so many weekdays later. */
function weekdaysLater(at: number, days: number): number {
  let now = at;
  while (isWeekend(now)) now = midnightOf(now) + DAY;
  for (let left = days; left > 0; left -= isWeekend(now) ? 0 : 1) now += DAY;
  return now;
}

/** The day after the one on which it is said, or the first after that of the name. */
function dayNamed(at: number, name: string): number {
  let day = midnightOf(at) + DAY;
  while (NAMES[new Date(day).getUTCDay()] !== name) day += DAY;
  return day;
}

const lengths = fc.record({ count: among(1, 2, 3, 5, 10, 12), unit: among("d", "w", "bd", "mo", "y") }).map(
  ({ count, unit }): Said => ({
    text: `${count}${unit}`,
    until: (at) => {
      if (unit === "mo" || unit === "y") return monthsLater(at, unit === "y" ? 12 * count : count);
      return unit === "bd" ? weekdaysLater(at, count) : at + count * (unit === "w" ? 7 * DAY : DAY);
    },
  }),
);
const dates = fc
  .record({
    year: among(2026, 2027, 2028),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 31 }),
  })
  .map(({ year, month, day }): Said => {
    const two = (count: number) => `${count}`.padStart(2, "0");
    const then = Date.UTC(year, month - 1, day);
    const isThere = new Date(then).getUTCDate() === day;
    return {
      text: `${year}-${two(month)}-${two(day)}`,
      until: (at) => (isThere && then > at ? then : "refused"),
    };
  });
const weekdays = fc
  .tuple(among(...NAMES), among(3, 4, 99))
  .map(([name, letters]): Said => ({ text: name.slice(0, letters), until: (at) => dayNamed(at, name) }));
const saids: fc.Arbitrary<Said> = fc.oneof(
  fc
    .tuple(among("", "until ", "till ", "for "), fc.oneof(lengths, dates, weekdays), among("", ".", "!"))
    .map(([before, { text, until }, behind]) => ({ text: `/away ${before}${text}${behind}`, until })),
  fc.constant({ text: "/away", until: () => null }),
  among("/away cancel", "/unaway").map((text) => ({ text, until: () => "back" as const })),
);

/** About the ends of days, weeks, months and years. */
const moments = fc
  .tuple(
    among(
      "2026-11-23",
      "2026-11-28",
      "2026-11-30",
      "2026-12-01",
      "2027-01-01",
      "2028-01-31",
      "2028-02-29",
      "2028-03-01",
    ),
    among(-2 * SECOND, -SECOND, 0, SECOND, 12 * 3_600 * SECOND),
  )
  .map(([day, more]) => Date.parse(`${day}T00:00:00Z`) + more);
const lateness = among(0, 4 * SECOND, 3_600 * SECOND, 3 * DAY, 400 * DAY);

/** As it is read so much later. */
function takenAs(text: string, at: number, late: number) {
  const acted = actedAs("mem", text, { facts: { ...anIssue(), readAt: at + late }, saidAt: at });
  if (acted.kind === "answer") return acted.answer.kind;
  if (acted.act.kind !== "away") throw new Error(acted.act.kind);
  return acted.act.off ? "back" : acted.act.until;
}

it("R31: a day and a length mean what they meant when they were said, however late they are read", () => {
  fc.assert(
    fc.property(saids, moments, lateness, ({ text, until }, at, late) => {
      expect(takenAs(text, at, late), `${text} of ${new Date(at).toISOString()}`).toBe(until(at));
    }),
    { numRuns: runs * 10 },
  );
});

interface Speaking {
  readonly who: "ann" | "pia";
  readonly said: Said;
  readonly at: number;
}

const START = Date.parse("2026-11-23T10:00:00Z");
const speaking: fc.Arbitrary<readonly Speaking[]> = fc
  .array(fc.tuple(among<Speaking["who"]>("ann", "pia"), saids, fc.integer({ min: 0, max: 400 })), { maxLength: 6 })
  .map((all) => all.map(([who, said, hours], n) => ({ who, said, at: START + hours * 3_600 * SECOND + n * SECOND })));

let database: Awaited<ReturnType<typeof aDatabase>>;
let owners = 0;
beforeAll(async () => {
  database = await aDatabase();
});
afterAll(() => database.close());

it("R4, R31: of each person the newest word says until when they are away, in whatever order the words come and whatever they were called", async () => {
  await fc.assert(
    fc.asyncProperty(
      speaking.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray([...all], { minLength: all.length }))),
      fc.integer({ min: 0, max: 400 }),
      fc.integer({ min: 0, max: 900 }),
      async ([words, inTheirOrder], renamed, asked) => {
        owners += 1;
        const owner = `owner-${owners}`;
        const now = START + (401 + asked) * 3_600 * SECOND;
        const loginAt = ({ who, at }: Speaking) =>
          who === "pia" && at >= START + renamed * 3_600 * SECOND ? "pia-now" : who;
        for (const word of inTheirOrder) {
          const until = word.said.until(word.at);
          if (until === "refused") continue;
          const account = { login: loginAt(word), id: word.who === "ann" ? 1 : 2, type: "User" as const };
          await saveAway(database.db, { owner, name: "kusion" }, account, { at: word.at, until });
        }
        const newest = (who: string) =>
          words
            .filter((word) => word.who === who && word.said.until(word.at) !== "refused")
            .toSorted((one, other) => one.at - other.at)
            .at(-1);
        const away = ["ann", "pia"].flatMap((who) => {
          const word = newest(who);
          const until = word?.said.until(word.at) ?? null;
          if (word === undefined || until === "back" || until === "refused") return [];
          return until === null || until > now ? [{ id: who === "ann" ? 1 : 2, until }] : [];
        });
        const told = await awayAt(database.db, owner, now);
        expect(
          told.map(({ id, until }) => ({ id, until })).toSorted((one, other) => (one.id ?? 0) - (other.id ?? 0)),
        ).toEqual(away);
      },
    ),
    { numRuns: runs },
  );
});
