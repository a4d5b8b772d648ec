/** Durations that are written differently from what roles.yaml accepts: what to write instead. */

import { durationFault } from "../shared/duration.ts";

const UNITS: readonly (readonly [RegExp, string])[] = [
  [/^(?:s|secs?|seconds?)$/i, "s"],
  [/^(?:mins?|minutes?)$/i, "m"],
  [/^(?:h|hrs?|hours?)$/i, "h"],
  [/^(?:d|days?)$/i, "d"],
  [/^(?:bd|business ?days?|work(?:ing)? ?days?|weekdays?)$/i, "bd"],
  [/^(?:w|wks?|weeks?)$/i, "w"],
  [/^(?:M|mo|mon|mos|mths?|months?)$/, "mo"],
  [/^(?:y|yrs?|years?)$/i, "y"],
];

const HOURS: Readonly<Record<string, number>> = { s: 1 / 3600, m: 1 / 60, h: 1, d: 24, w: 168 };
const NONE = /^(?:never|none|no|off|false|forever|infinite|unlimited|0+[a-z]*)$/i;
const NUMBERS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/** The end of a sentence about a text that is no duration; `null`: nobody can tell what was meant. */
export function meantDuration(text: string): string | null {
  const plain = text
    .trim()
    .replace(/^an? /i, "1 ")
    .replace(/^[a-z]+(?= )/i, (word) => {
      const number = NUMBERS.indexOf(word.toLowerCase());
      return number < 0 ? word : String(number);
    });
  if (NONE.test(plain)) return "write one above zero, such as 7d";
  const days = /^\+?(\d+)$/.exec(plain)?.[1];
  if (days !== undefined) return proposal(`${Number(days)}d`, "it lacks its unit; for days write");
  const iso = /^P(?=.)((?:\d+[YMWD])*)(?:T((?:\d+[HMS])+))?$/.exec(plain);
  const spelled = iso === null ? plain : [iso[1] ?? "", (iso[2] ?? "").replace(/M/, "min")].join("").replace(/H/, "h");
  const clock = /^(\d+):00(?::00)?$/.exec(spelled)?.[1];
  const written = total(clock === undefined ? spelled : `${clock}h`);
  return written === null ? null : proposal(written, "write");
}

function proposal(written: string, words: string): string | null {
  return durationFault(written) === null ? `${words} ${written}` : null;
}

/** One duration for `1d12h`, `1.5 d`, `6 months`; minutes as seconds, since m is easily mistaken for months. */
function total(text: string): string | null {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+(?: days?)?)(?:[\s,]+(?:and )?)?/gi)];
  if (parts.length === 0 || parts.map(([whole]) => whole).join("") !== text) return null;
  const read = parts.map(([, amount = "", name = ""]) => ({
    amount: Number(amount),
    unit: UNITS.find(([shape]) => shape.test(name))?.[1] ?? (name === name.toLowerCase() ? name : name.toLowerCase()),
  }));
  const [only] = read;
  if (only === undefined) return null;
  if (read.length === 1 && Number.isInteger(only.amount) && only.unit !== "m") return `${only.amount}${only.unit}`;
  const hours = read.reduce((sum, { amount, unit }) => sum + amount * (HOURS[unit] ?? Number.NaN), 0);
  if (!Number.isFinite(hours)) return null;
  if (Number.isInteger(hours)) return hours % 24 === 0 ? `${hours / 24}d` : `${hours}h`;
  return Number.isInteger(hours * 3600) ? `${hours * 3600}s` : null;
}
