/** `/away [until date]`: the person is asked for no reviews in the meantime. */

import { listedAbsences, longestAbsence } from "../gate/ineligibility.ts";
import { mayUse } from "../gate/permission.ts";
import { day, isoDay } from "../shared/dates.ts";
import { DAY_MS, durationFault, timeAfter } from "../shared/duration.ts";
import { code } from "../shared/markdown.ts";
import { plainlyTyped } from "../shared/name-list.ts";
import type { Instant } from "../shared/names.ts";
import { actAnswer, refused } from "./act-answer.ts";
import type { ActionRequest, Command } from "./command.ts";

export const away: Command = {
  name: "away",
  group: "review",
  usage: "/away [until date]",
  summary: "Keeps review requests from you, until a day (UTC) or until you are back.",
  who: "anyone with a role, for themselves",
  may: "any-role",
  examples: ["/away", "/away until 2026-12-02", "/away 2w", "/away cancel"],
  cancelForms: ["/away cancel", "/unaway"],
  action(call, acting) {
    // It is about the speaker alone and moves nothing on GitHub, so a role anywhere in the registry is enough.
    const allowed = mayUse(away, acting);
    if (!allowed.ok) return refused(`${allowed.text} Nothing was changed.`);
    if (call.cancel) {
      const note = listedNote(acting);
      return { kind: "act", act: { kind: "away", off: true, until: null, ...(note !== null && { note }) } };
    }
    const said = plainlyTyped(call.words)
      .replace(/^(?:until|till|for)\s+/i, "")
      .replace(/[.!]$/, "")
      .trim();
    // However late it is read: what somebody says on a Thursday is of that Thursday.
    const { at } = acting.said;
    const until = said === "" ? null : endOf(said, at);
    if (until === undefined)
      return refused(
        `I cannot read ${code(said.slice(0, 40))} as a day: write ${code("/away until 2026-12-02")}, ${code("/away until Monday")}, or a length such as ${code("/away 2 weeks")}.`,
      );
    if (until !== null && until <= at)
      return refused("That day has begun already, so there is nothing to keep from you. Nothing was changed.");
    return { kind: "act", act: { kind: "away", off: false, until } };
  },
  decide: actAnswer,
};

/** A person's own statement does not change what the registry says about them; `null`: it says nothing. */
function listedNote({ speaker, index, facts }: ActionRequest): string | null {
  const listed = longestAbsence(listedAbsences(speaker, index, facts.readAt));
  if (listed === null) return null;
  const until = listed.until === null ? "" : ` until ${day(listed.until)} (UTC)`;
  return `The registry itself says that you are away${until}: that ends once ${code("away")} is taken out of your entry there.`;
}

/** The moment one is back, of what was said at another: when the day named begins, by UTC. */
function endOf(said: string, now: Instant): Instant | undefined {
  const [, date] = /^(\d{4}-\d{2}-\d{2})$/.exec(said) ?? [];
  if (date !== undefined) {
    const at = Date.parse(`${date}T00:00:00Z`);
    // 31 February is no day, though Date makes one of it.
    return Number.isNaN(at) || isoDay(at) !== date ? undefined : at;
  }
  const weekday = WEEKDAYS.findIndex((name) => name.startsWith(said.toLowerCase()));
  if (weekday !== -1 && said.length >= 3) return nextWeekday(now, weekday);
  const length = spelledLength(said) ?? said;
  return durationFault(length) === null ? timeAfter(now, length) : undefined;
}

const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/** When the next such day begins, by UTC: said on a Monday, "Monday" is a week later. */
function nextWeekday(now: Instant, weekday: number): Instant {
  const days = (weekday - new Date(now).getUTCDay() + 6) % 7;
  return Date.parse(`${isoDay(now)}T00:00:00Z`) + (days + 1) * DAY_MS;
}

const NUMBERS = [
  "a",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
];
const UNITS: ReadonlyMap<string, string> = new Map([
  ["day", "d"],
  ["business day", "bd"],
  ["week", "w"],
  ["month", "mo"],
  ["year", "y"],
]);

/** "2 weeks", "a month" as a registry writes it: `2w`, `1mo`; `null`: it is none. */
function spelledLength(said: string): string | null {
  const [, number = "", unit = ""] = /^(\d{1,3}|[a-z]+) ?((?:business )?day|week|month|year)s?$/i.exec(said) ?? [];
  const short = UNITS.get(unit.toLowerCase());
  if (short === undefined) return null;
  const spelled = NUMBERS.indexOf(number.toLowerCase());
  return `${spelled === -1 ? number : Math.max(1, spelled)}${short}`;
}
