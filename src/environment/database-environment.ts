/** The database, and how long it keeps the audit. */
import type { Variables } from "./variables.ts";

export function databaseUrl(read: Variables, faults: string[]): string | null {
  if (read.DATABASE_URL === null) return null;
  if (/^postgres(ql)?:\/\//.test(read.DATABASE_URL) && URL.canParse(read.DATABASE_URL)) return read.DATABASE_URL;
  // Not repeated: it may carry a password.
  faults.push("DATABASE_URL is not a PostgreSQL address. It looks like postgres://user:password@host:5432/database.");
  return null;
}

export function auditDays(read: Variables, faults: string[]): number {
  const days = Number(read.AUDIT_DAYS ?? 400);
  if (Number.isInteger(days) && days >= 1 && days <= 36_500) return days;
  faults.push(`AUDIT_DAYS is ${JSON.stringify(read.AUDIT_DAYS)}. It can be 1 to 36500, a whole number of days.`);
  return 400;
}
