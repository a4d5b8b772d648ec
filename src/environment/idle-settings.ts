/** Settings that have no effect: names that look like Rung's and are not, and settings that another one disables. */

import { nearest } from "../shared/nearest.ts";
import { type Env, VARIABLE_NAMES, type Variables } from "./variables.ts";

/** Other programs' own, however near to one of ours; the Action's are read by the Action. */
const ELSEWHERE =
  /^(?:GITHUB|GH|RUNNER|ACTIONS|GITLAB|CI|NPM|PG|POSTGRES|KUBERNETES|DOCKER|AWS|SSH|XDG|LC|SYSTEMD)_|^npm_|^RUNG_(?:APP_ID|BOT|RECORD_KEY)$/;

/** Two letters may differ where names are long; another program's short one is soon as near: APP_ENV. */
const LONG = 10;

/** Of two of Rung's settings, the one that the other disables. */
export function idleSettings(read: Variables): readonly string[] {
  const { DATABASE_URL, DATABASE_PASSWORD_PATH, GHE_HOST, GHE_PROTOCOL, PRIVATE_KEY, PRIVATE_KEY_PATH } = read;
  const warnings: string[] = [];
  if (DATABASE_PASSWORD_PATH !== null && DATABASE_URL === null)
    warnings.push(
      "DATABASE_PASSWORD_PATH is set and DATABASE_URL is not, so that the embedded database in DATA_DIR is used",
    );
  if (GHE_PROTOCOL !== null && GHE_PROTOCOL !== "https" && GHE_HOST === null)
    warnings.push("GHE_PROTOCOL is set and GHE_HOST is not; github.com is asked by https alone");
  if (PRIVATE_KEY !== null && PRIVATE_KEY_PATH !== null)
    warnings.push("PRIVATE_KEY and PRIVATE_KEY_PATH are both set; PRIVATE_KEY is used");
  if (read.WEBHOOK_SECRET !== null && read.WEBHOOK_SECRET_PATH !== null)
    warnings.push("WEBHOOK_SECRET and WEBHOOK_SECRET_PATH are both set; WEBHOOK_SECRET is used");
  return warnings;
}

/** What is for a real GitHub's work, where there are no credentials for one. */
export function idleInSandbox({ DATABASE_URL }: Variables): readonly string[] {
  return DATABASE_URL === null
    ? []
    : ["DATABASE_URL is set, and the sandbox, which starts without credentials, keeps everything in memory"];
}

/** One sentence for each that is set to something, without its value. */
export function unreadNames(env: Env): readonly string[] {
  return Object.keys(env).flatMap((name) => {
    if (VARIABLE_NAMES.includes(name) || ELSEWHERE.test(name) || (env[name]?.trim() ?? "") === "") return [];
    const meant = meantBy(name);
    return meant === null ? [] : [`${name} is set, and Rung reads no variable of that name; did you mean ${meant}?`];
  });
}

function meantBy(name: string): string | null {
  const same = VARIABLE_NAMES.find((known) => isLong(known) && folded(known) === folded(name));
  if (same !== undefined) return same;
  // Docker's custom for a file with a secret; ours ends in PATH. And a secret itself where only its file is read, or the other way.
  const asFile = name.replace(/_(?:FILE|FILENAME|LOCATION)$/i, "_PATH").toUpperCase();
  for (const one of [asFile, `${name.toUpperCase()}_PATH`, name.toUpperCase().replace(/_PATH$|_FILE$/, "")])
    if (VARIABLE_NAMES.includes(one) && isLong(one)) return one;
  const candidates = VARIABLE_NAMES.filter(isLong);
  const near = nearest(folded(name), candidates.map(folded), name.length < LONG ? 1 : 2);
  return candidates.find((known) => folded(known) === near) ?? null;
}

/** A word of four letters is one typing error away from too many others: PAGER, POST, HOSTS. */
function isLong(known: string): boolean {
  return known.length > 4;
}

/** One of Rung's names with `RUNG_` before it is unknown. */
function folded(name: string): string {
  const plain = name.toUpperCase().replaceAll(/[^A-Z\d]/g, "");
  return plain.startsWith("RUNG") ? plain.slice(4) : plain;
}
