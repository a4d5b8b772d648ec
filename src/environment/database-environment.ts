/** The settings of the database, and how long it keeps the audit. */

import type { Variables } from "./variables.ts";
import { wholeNumber } from "./whole-number.ts";

export function databaseUrl(read: Variables, faults: string[]): string | null {
  const url = read.DATABASE_URL;
  if (url === null) return null;
  const fault = urlFault(url);
  if (fault === null) return url;
  faults.push(fault);
  return null;
}

const SHAPE = "It looks like postgres://user:password@host:5432/database.";
const ESCAPES =
  "write @ as %40, / as %2F, # as %23, ? as %3F and % as %25, or put the password into a file (DATABASE_PASSWORD_PATH).";

/** Nothing of the address is repeated: if a password contains one of the address's own characters, any part may belong to it (R27). */
export function urlFault(url: string): string | null {
  if (!/^postgres(?:ql)?:\/\//.test(url)) return `DATABASE_URL is not a PostgreSQL address. ${SHAPE}`;
  const [authority = ""] = url.replace(/^\w+:\/\//, "").split(/[/?#]/, 1);
  const rest = url.slice(url.indexOf("//") + 2 + authority.length);
  // A name with a sign in it ends early, and what is left of the password is taken for the host or the database.
  const isCut = url.includes("#") || /^[^?]*@|\?[^=]*@/.test(rest) || (!URL.canParse(url) && authority.includes(":"));
  if (isCut)
    return `DATABASE_URL cannot be read as it is written: its user or password holds a sign of the address's own, or its port is none. In them ${ESCAPES}`;
  if (!URL.canParse(url)) return `DATABASE_URL is not a PostgreSQL address. ${SHAPE}`;
  const { username, password, pathname } = new URL(url);
  if (![username, password, pathname].every(isDecodable))
    return `DATABASE_URL holds a percent sign that begins no character. In user, password and database ${ESCAPES}`;
  return modeFault(new URL(url).searchParams.get("sslmode"));
}

/** The driver checks the server's certificate by each of the first, and by none of the others. */
const CHECKED = ["allow", "prefer", "require", "verify-ca", "verify-full"];
const UNCHECKED = ["disable", "no-verify"];

function modeFault(mode: string | null): string | null {
  if (mode === null || CHECKED.includes(mode) || UNCHECKED.includes(mode)) return null;
  return "DATABASE_URL holds an sslmode that there is not. It can be verify-full (or require), no-verify or disable.";
}

/** As the driver takes it without a word of its own: of the modes that it takes for one it is given that one. */
export function driverUrl(url: string): string {
  if (urlFault(url) !== null) return url;
  const whole = new URL(url);
  const mode = whole.searchParams.get("sslmode");
  if (mode === null || !CHECKED.includes(mode) || whole.searchParams.has("uselibpqcompat")) return url;
  whole.searchParams.set("sslmode", "verify-full");
  return whole.href;
}

/** The driver takes a percent sign before anything but two hexadecimal digits for itself. */
function isDecodable(text: string): boolean {
  if (/%[^a-f0-9]|%[a-f0-9][^a-f0-9]|%.?$/i.test(text)) return true;
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** Host, port and name of the database, without the user and the password (R27). */
export function databaseAt(url: string): string {
  if (urlFault(url) !== null) return "DATABASE_URL";
  const { host, pathname, searchParams } = new URL(url);
  return `${searchParams.get("host") ?? host}${pathname}`;
}

/** Every password in it, as it is written and as it is meant. */
export function passwordsIn(url: string): readonly string[] {
  if (!URL.canParse(url)) return [];
  const { password, searchParams } = new URL(url);
  return [password, decoded(password), searchParams.get("password") ?? ""].filter((one) => one !== "");
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function auditDays(read: Variables, faults: string[]): number {
  const bounds = { least: 1, most: 36_500, otherwise: 400, range: "1 to 36500 (days)" };
  return wholeNumber(read, "AUDIT_DAYS", bounds, faults);
}
