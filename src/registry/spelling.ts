/** How the names in roles.yaml are spelled, and what to tell somebody whose spelling cannot be right. Each returns a sentence. */
import { printable } from "./yaml-faults.ts";

export function loginFault(login: string): string | null {
  if (login.startsWith("@")) return `write the login ${printable(login)} without the @`;
  if (powerlessLogin(login) !== null) return null;
  if (login.includes("/")) return `${printable(login)} is no login; a team is written { team: organisation/slug }`;
  if (/^[a-z0-9][a-z0-9_-]{0,38}$/i.test(login)) return null;
  return `${printable(login)} is no GitHub login (1 to 39 letters, digits and hyphens); copy it from the profile's address`;
}

/**
 * Why nobody of this login can ever hold a role (R3); `null`: somebody may. Such an entry has no effect, and is no reason to
 * leave a whole community without its registry.
 */
export function powerlessLogin(login: string): string | null {
  if (/^[a-z0-9][a-z0-9_-]{0,60}\[bot\]$/i.test(login))
    return `${printable(login)} is a bot, and bots never hold roles; remove it`;
  if (login.toLowerCase() === "ghost")
    return '"ghost" is how GitHub shows deleted accounts, which hold no roles; remove it';
  return null;
}

/** Whether it is a day of the calendar, written YYYY-MM-DD. */
export function dateFault(day: string): string | null {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  if (year === undefined) return `${printable(day)} is no day; write it as YYYY-MM-DD`;
  const real = new Date(Date.UTC(Number(year), Number(month) - 1, Number(date)));
  return real.getUTCMonth() === Number(month) - 1 && real.getUTCDate() === Number(date)
    ? null
    : `${printable(day)} is not in the calendar; correct the month or the day`;
}

export function areaNameFault(name: string): string | null {
  if (/^[a-z0-9][a-z0-9._/-]{0,63}$/i.test(name)) return null;
  return `${printable(name)} cannot name an area; use up to 64 letters, digits, dots, slashes and hyphens`;
}

export function roleNameFault(name: string): string | null {
  if (/^[a-z][a-z0-9_-]{0,38}$/i.test(name)) return null;
  return `${printable(name)} cannot name a role; use up to 39 letters, digits and hyphens, a letter first`;
}

export function repositoryFault(name: string): string | null {
  if (name.includes("/"))
    return `${printable(name)} names the owner too; write ${printable(name.split("/").at(-1) ?? "")}`;
  if (/^[a-z0-9._-]{1,100}$/i.test(name)) return null;
  return `${printable(name)} cannot be a repository's name; copy it from the repository's address`;
}

export function teamFault(team: string): string | null {
  if (/^[a-z0-9][a-z0-9_-]{0,38}\/[a-z0-9._-]{1,100}$/i.test(team)) return null;
  return `${printable(team)} is no team; write organisation/slug as in the team's address, without the @`;
}

export function extendsFault(target: string): string | null {
  if (/^[a-z0-9][a-z0-9_-]{0,38}\/[a-z0-9._-]{1,100}$/i.test(target)) return null;
  return `${printable(target)} is no repository; write OWNER/REPO, or true for the organisation's registry`;
}
