/** How bots and their kinds are spelled in roles.yaml. Each returns a sentence, or `null` where nothing is wrong. */

import { printable } from "../yaml-faults.ts";
import { NEWCOMERS } from "./condition.ts";

/** GitHub gives no person a login with brackets. */
const BOT = /^[a-z0-9][a-z0-9_-]{0,60}\[bot\]$/i;
const APP = /^(?:@|apps?\/|https:\/\/github\.com\/apps\/)?([a-z0-9][a-z0-9_-]{0,60})(?:\[bot\])?$/i;

export function botFault(login: string): string | null {
  if (BOT.test(login)) return null;
  const name = login.length > 200 ? undefined : APP.exec(login)?.[1];
  const start = `${printable(login)} is no bot's login, which ends in [bot]`;
  if (name === undefined) return `${start}; copy it from one of its pull requests, as in "dependabot[bot]"`;
  const isOther = /^@|\/|\[bot\]$/i.test(login);
  return isOther
    ? `${start} and has nothing before its name; write "${name}[bot]"`
    : `${start}, and people's pull requests are nobody's to lower; of an app write "${name}[bot]"`;
}

export function kindFault(kind: string): string | null {
  if (kind.toLowerCase() === NEWCOMERS)
    return `${printable(kind)} are people without a role who have merged nothing here; give the kind of bots another name`;
  if (/^[a-z0-9][a-z0-9._-]{0,39}$/i.test(kind)) return null;
  return `${printable(kind)} cannot name a kind; use up to 40 letters, digits, dots and hyphens`;
}
