/** How the names in roles.yaml are spelled, and what to tell somebody whose spelling cannot be right. Each returns a sentence. */

import { durationFault } from "../shared/duration.ts";
import { inPlainCharacters, oddCharacter } from "./lookalikes.ts";
import { meantDuration } from "./meant-duration.ts";
import { printable } from "./yaml-faults.ts";

/** For an entry that is only a login. */
export function loginFault(login: string): string | null {
  const fault = plainLoginFault(login);
  const team = fault === null ? null : teamIn(login);
  if (team === null || meantLogin(login) !== null || isOfApp(login)) return fault;
  return `${printable(login)} is no login; of a team write { team: ${team} }`;
}

/** For a login in a mapping. */
export function plainLoginFault(login: string): string | null {
  if (ineligibleLogin(login) !== null || LOGIN.test(login)) return null;
  const meant = meantLogin(login);
  if (meant !== null) return `${printable(login)} is no login, ${whyNot(login)}; write ${JSON.stringify(meant)}`;
  if (isOfApp(login)) return `${printable(login)} is an app, and apps never hold roles; remove it`;
  if (teamIn(login) !== null)
    return `${printable(login)} is no login; a team has an entry of its own, with \`team\` in place of \`login\``;
  if (login.length <= MAX_LENGTH && /\S@\S/.test(login))
    return `${printable(login)} is an e-mail address; write the login of that account on GitHub`;
  if (login.length > MAX_LENGTH)
    return `${printable(login)} is no GitHub login (1 to 39 letters, digits and hyphens); copy it from the profile's address`;
  if (/^[\w-]+(?: - [\w-]+)+$/.test(login))
    return `${printable(login)} is several items in one; give the dash of each item the same indentation`;
  if (/^[\w-]+(?: [\w-]+)+$/.test(login))
    return `${printable(login)} is no GitHub login; put commas between several, and copy one from the profile's address`;
  return `${printable(login)} is no GitHub login (1 to 39 letters, digits and hyphens); copy it from the profile's address`;
}

/** Longer texts are no slip of a name; this also bounds the work for one. */
const MAX_LENGTH = 200;
const LOGIN = /^[a-z0-9][a-z0-9_-]{0,38}$/i;
const SITE = /^(?:https?:\/\/)?(?:www\.)?github\.com\//i;

function isOfApp(login: string): boolean {
  return /^@?apps?\/[\w-]+$/i.test(login) || new RegExp(`${SITE.source}apps/`, "i").test(login);
}

/** The login in a text that contains one and more: an address, a link, a mention, a remark after it; `null`: none is certain. */
function meantLogin(text: string): string | null {
  if (text.length > MAX_LENGTH) return null;
  const [, linked = text] = /^\[@?([\w-]+)\]\([^)]*\)$/.exec(inPlainCharacters(text).trim()) ?? [];
  const bare = inPlainCharacters(linked)
    .trim()
    .replace(/^(["'`])(.*)\1$/, "$2")
    .replace(SITE, "")
    .replace(/\s+(?:\(.*\)|(?:#|\/\/|<).*)$/, "")
    .replace(/^@/, "")
    .replace(/[/:,;]$/, "");
  return bare !== text && LOGIN.test(bare) ? bare : null;
}

function whyNot(login: string): string {
  if (login.startsWith("@")) return "since those have no @ here";
  const odd = oddCharacter(login);
  if (odd !== null) return `since it has ${odd.what}`;
  return SITE.test(login) ? "but the address of one" : "but one and more";
}

/** `organisation/slug` in a text that names a team. */
function teamIn(text: string): string | null {
  if (text.length > MAX_LENGTH) return null;
  const bare = inPlainCharacters(text)
    .trim()
    .replace(new RegExp(`${SITE.source}orgs/([^/]+)/teams/`, "i"), "$1/")
    .replace(/^@/, "")
    .replace(/\/$/, "");
  return TEAM.test(bare) && !bare.toLowerCase().startsWith("github.com/") ? bare : null;
}

/**
 * Why nobody with this login can ever hold a role (R3); `null`: somebody may. Such an entry has no effect, and is no reason to leave a
 * whole community without its registry.
 */
export function ineligibleLogin(login: string): string | null {
  if (/^[a-z0-9][a-z0-9_-]{0,60}\[bot\]$/i.test(login))
    return `${printable(login)} is a bot, and bots never hold roles; remove it`;
  if (login.toLowerCase() === "ghost")
    return '"ghost" is how GitHub shows deleted accounts, which hold no roles; remove it';
  return null;
}

/** Why a text is not a calendar date, written YYYY-MM-DD. */
export function dateFault(day: string): string | null {
  const [, year, month, date] = DAY.exec(day) ?? [];
  const meant = year === undefined ? meantDay(day) : null;
  if (meant !== null) return `${printable(day)} is no day as days are written here; write ${meant}`;
  if (year === undefined) return `${printable(day)} is no day; write it as YYYY-MM-DD`;
  return isReal(Number(year), Number(month), Number(date))
    ? null
    : `${printable(day)} is not in the calendar; correct the month or the day`;
}

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

function isReal(year: number, month: number, date: number): boolean {
  const real = new Date(Date.UTC(year, month - 1, date));
  return real.getUTCMonth() === month - 1 && real.getUTCDate() === date;
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** A day written otherwise, where there is only one way to read it. */
function meantDay(text: string): string | null {
  if (text.length > MAX_LENGTH) return null;
  const plain = inPlainCharacters(text).trim().toLowerCase();
  const yearFirst =
    /^(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})$/.exec(plain) ?? /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ].*)?$/.exec(plain);
  const [, year, month, date] = yearFirst ?? [];
  if (year !== undefined) return dayOf(year, Number(month), Number(date));
  const [, firstDate, numbered, lastYear] = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/.exec(plain) ?? [];
  if (lastYear !== undefined) return dayOf(lastYear, Number(numbered), Number(firstDate));
  const [, before, name = "", after, namedYear] =
    /^(?:(\d{1,2})\.? )?([a-z]{3})[a-z]*\.? (?:(\d{1,2})(?:st|nd|rd|th)?,? )?(\d{4})$/.exec(plain) ?? [];
  const named = before ?? after;
  return namedYear === undefined || named === undefined
    ? null
    : dayOf(namedYear, MONTHS.indexOf(name) + 1, Number(named));
}

function dayOf(year: string, month: number, date: number): string | null {
  const two = (part: number) => String(part).padStart(2, "0");
  return month > 0 && isReal(Number(year), month, date) ? `${year}-${two(month)}-${two(date)}` : null;
}

/** For `away:`. */
export function absenceFault(text: string): string | null {
  if (/^(?:yes|on|y)$/i.test(text))
    return `${printable(text)} is a text; write true, or the day of return as YYYY-MM-DD`;
  if (/^(?:no|off|n)$/i.test(text)) return `${printable(text)} is a text; write false, or leave the key out`;
  const day = /^(?:until|till|to|through|thru|-+>?)\s+(\d{4}-\d{2}-\d{2})$/i.exec(text.trim())?.[1];
  if (day !== undefined && dateFault(day) === null) return `${printable(text)} is more than a day; write ${day}`;
  if (durationFault(text) === null || meantDuration(text) !== null)
    return `${printable(text)} is a span, and nobody can tell from when; write the day of return as YYYY-MM-DD, or true`;
  return dateFault(text);
}

export function areaNameFault(name: string): string | null {
  if (/^[a-z0-9][a-z0-9._/-]{0,63}$/i.test(name)) return null;
  const meant = inPlainCharacters(name).trim().replace(/\s+/g, "-");
  const hint = meant !== name && areaNameFault(meant) === null ? `, as in ${JSON.stringify(meant)}` : "";
  if (/[*]/.test(name))
    return `${printable(name)} is a pattern and cannot name an area; choose a name, and write the pattern under its \`paths\``;
  return `${printable(name)} cannot name an area${because(name)}; use up to 64 letters, digits, dots, slashes and hyphens${hint}`;
}

export function groupNameFault(name: string): string | null {
  if (/^[a-z0-9][a-z0-9._-]{0,63}$/i.test(name)) return null;
  if (teamIn(name) !== null)
    return `${printable(name)} cannot name a group; of a team write { team: ${teamIn(name)} } in the lists`;
  const meant = inPlainCharacters(name)
    .trim()
    .replace(/[\s/]+/g, "-");
  const hint = meant !== name && groupNameFault(meant) === null ? `, as in ${JSON.stringify(meant)}` : "";
  return `${printable(name)} cannot name a group${because(name)}; use up to 64 letters, digits, dots and hyphens${hint}`;
}

function because(name: string): string {
  const odd = oddCharacter(name);
  return odd === null ? "" : `, since it has ${odd.what}`;
}

export function roleNameFault(name: string): string | null {
  if (/^[a-z][a-z0-9_-]{0,38}$/i.test(name)) return null;
  const meant = inPlainCharacters(name).trim().replace(/\s+/g, "-");
  const hint = meant !== name && roleNameFault(meant) === null ? `, as in ${JSON.stringify(meant)}` : "";
  return `${printable(name)} cannot name a role${because(name)}; use up to 39 letters, digits and hyphens, a letter first${hint}`;
}

/** For a role that is named, not defined: what YAML reads as something else, and what no role can be called. */
export function roleReferenceFault(name: string): string | null {
  if (name.trim() === "") return "the role is empty; write one or leave the key out";
  if (/^(?:true|false|null|~|\d+)$/.test(name))
    return `${printable(name)} is no role; write the name of one, or leave the key out`;
  return name.length > 39 ? "the role is longer than 39 characters; shorten it" : null;
}

export function repositoryFault(name: string): string | null {
  const last = name.replace(/\/+$/, "").split("/").at(-1) ?? "";
  const meant = inPlainCharacters(last)
    .trim()
    .replace(/\.git$/, "");
  if (name.includes("/"))
    return REPOSITORY.test(meant)
      ? `${printable(name)} names the owner too; write ${printable(meant)}`
      : `${printable(name)} names the owner too, and no repository; write its name alone`;
  if (REPOSITORY.test(name)) return null;
  if (/[*?]/.test(name))
    return `${printable(name)} is a pattern, and repositories are named one by one; name them, or leave \`repos\` out for all`;
  const hint = REPOSITORY.test(meant) ? `write ${printable(meant)}` : "copy it from the repository's address";
  return `${printable(name)} cannot be a repository's name${because(name)}; ${hint}`;
}

const REPOSITORY = /^[a-z0-9._-]{1,100}$/i;
const TEAM = /^[a-z0-9][a-z0-9_-]{0,38}\/[a-z0-9._-]{1,100}$/i;

export function teamFault(team: string): string | null {
  if (TEAM.test(team)) return null;
  const meant = teamIn(team) ?? teamIn(team.trim().replace(/\s+/g, "-"));
  const hint = meant === null ? "organisation/slug as in the team's address, without the @" : JSON.stringify(meant);
  return `${printable(team)} is no team; write ${hint}`;
}

export function extendsFault(target: string): string | null {
  if (TEAM.test(target)) return null;
  if (/^(?:yes|on)$/i.test(target)) return `${printable(target)} is a text; write true`;
  if (/^(?:no|off)$/i.test(target)) return `${printable(target)} is a text; leave the key out to extend nothing`;
  const bare = inPlainCharacters(target).trim().replace(SITE, "").replace(/@.*$/, "");
  const [owner = "", name = ""] = bare.split("/");
  const meant = `${owner}/${name.replace(/\.git$/, "")}`;
  const hint = TEAM.test(meant) ? JSON.stringify(meant) : "OWNER/REPO, or true for the organisation's registry";
  return `${printable(target)} is no repository; write ${hint}`;
}

export function colorFault(color: string): string | null {
  if (/^[0-9a-f]{6}$/i.test(color)) return null;
  const [, digits = ""] = /^(?:#|0x)?((?:[0-9a-f]{3}){1,2})$/i.exec(color.trim()) ?? [];
  const meant = digits.length === 3 ? [...digits].map((digit) => digit + digit).join("") : digits;
  const hint = meant === "" ? 'as in "0e8a16"' : `so write "${meant}"`;
  return `a colour is six hexadecimal digits, in quotes, ${hint}`;
}
