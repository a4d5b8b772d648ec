/** A setting that is a whole number within bounds, written in plain digits. */

import type { NumberVariable, Variables } from "./variables.ts";

interface Bounds {
  readonly least: number;
  readonly most: number;
  readonly otherwise: number;
  /** "0 (any free port) to 65535". */
  readonly range: string;
}

export function wholeNumber(
  read: Variables,
  name: NumberVariable,
  { least, most, otherwise, range }: Bounds,
  faults: string[],
): number {
  const text = read[name];
  if (text === null) return otherwise;
  const value = Number(text);
  if (/^\d{1,15}$/.test(text) && value >= least && value <= most) return value;
  faults.push(`${name} is ${JSON.stringify(text)}. It can be ${range}${meant(text, least, most)}.`);
  return otherwise;
}

/** The one number in it, where it could be meant: `400d`, `:3000`, `1_000`. */
function meant(text: string, least: number, most: number): string {
  const digits = /^\D*(\d[\d_,']*)\D*$/.exec(text)?.[1]?.replace(/\D/g, "");
  if (digits === undefined || text.includes("-")) return "";
  const number = Number(digits);
  return number >= least && number <= most ? `; write ${number}, in digits alone` : "";
}
