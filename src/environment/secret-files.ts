/** Secrets that are read from files: those that the environment names, and the file that `rung setup` wrote. */

import { credentialsPath, partsOf } from "./credentials-file.ts";
import { passwordsIn, urlFault } from "./database-environment.ts";
import { ghesUrls } from "./github-environment.ts";
import { codeOf, systemFault } from "./system-fault.ts";
import type { Variables } from "./variables.ts";
import { isQuoted } from "./written-values.ts";

type Read = (path: string) => string;

/** Collects faults and warnings. */
interface Notes {
  readonly faults: string[];
  readonly warnings: string[];
}

/** The variables together with those from files. The environment wins, value by value; but parts of two apps are never mixed. */
export function withFileSecrets(given: Variables, readFile: Read, faults: string[], warnings: string[]): Variables {
  const notes = { faults, warnings };
  requireCertificates(given, readFile, faults);
  const read = withWebhookSecret(withDatabasePassword(given, readFile, faults, warnings), readFile, faults);
  const hasKey = read.PRIVATE_KEY !== null || read.PRIVATE_KEY_PATH !== null;
  const isWhole = read.APP_ID !== null && hasKey && read.WEBHOOK_SECRET !== null;
  return isWhole ? read : withCredentials(read, readFile, notes);
}

/** The variables together with the app that `rung setup` stored, where they name none themselves: for a command that needs no more. */
export function withStoredApp(given: Variables, readFile: Read, faults: string[]): Variables {
  const namesApp = given.APP_ID !== null || given.PRIVATE_KEY !== null || given.PRIVATE_KEY_PATH !== null;
  return namesApp ? given : withCredentials(given, readFile, { faults, warnings: [] });
}

function withCredentials(read: Variables, readFile: Read, { faults, warnings }: Notes): Variables {
  const path = credentialsPath({
    ...(read.CREDENTIALS_PATH !== null && { CREDENTIALS_PATH: read.CREDENTIALS_PATH }),
    ...(read.DATA_DIR !== null && { DATA_DIR: read.DATA_DIR }),
  });
  const setting = read.CREDENTIALS_PATH === null ? "DATA_DIR" : "CREDENTIALS_PATH";
  const text = fileText(path, readFile);
  if (text.kind === "failed") {
    // Not there is how every installation begins; named and not there is a mistake.
    if (codeOf(text.error) === "ENOENT" && read.CREDENTIALS_PATH === null) return read;
    faults.push(`${unreadable(text.error, setting, path)} \`rung setup\` writes that file.`);
    return read;
  }
  const parts = partsOf(text.text);
  if (parts.app_id !== undefined && read.APP_ID !== null && Number(read.APP_ID) !== parts.app_id) {
    warnings.push(`APP_ID is not the app in ${path}, so that nothing of that file is used`);
    return read;
  }
  const key = read.PRIVATE_KEY ?? (read.PRIVATE_KEY_PATH === null ? (parts.private_key ?? null) : null);
  const hasKey = key !== null || read.PRIVATE_KEY_PATH !== null;
  const missing = [
    ...(read.GHE_HOST === null && parts.github === undefined ? ["github"] : []),
    ...(read.APP_ID === null && parts.app_id === undefined ? ["app_id"] : []),
    ...(hasKey ? [] : ["private_key"]),
    ...(read.WEBHOOK_SECRET === null && parts.webhook_secret === undefined ? ["webhook_secret"] : []),
  ];
  if (missing.length > 0) {
    faults.push(
      `${path} does not hold an app's credentials: ${missing.join(", ")} cannot be read in it. Move it away and run \`rung setup\` again, ` +
        "or set APP_ID, PRIVATE_KEY_PATH and WEBHOOK_SECRET.",
    );
    return read;
  }
  return {
    ...read,
    ...itsGitHub(read, parts.github ?? null, path, faults),
    APP_ID: read.APP_ID ?? `${parts.app_id}`,
    PRIVATE_KEY: key,
    WEBHOOK_SECRET: read.WEBHOOK_SECRET ?? parts.webhook_secret ?? null,
  };
}

/** Where the app is registered, unless the environment gives GitHub's protocol or host. */
function itsGitHub(
  read: Variables,
  github: string | null,
  path: string,
  faults: string[],
): Pick<Variables, "GHE_HOST" | "GHE_PROTOCOL"> {
  const { GHE_HOST, GHE_PROTOCOL } = read;
  if (github === null) return { GHE_HOST, GHE_PROTOCOL };
  const { host, protocol, hostname } = new URL(github);
  const its = GHE_PROTOCOL ?? protocol.replace(":", "");
  if (GHE_HOST === null)
    return hostname === "github.com" ? { GHE_HOST, GHE_PROTOCOL } : { GHE_HOST: host, GHE_PROTOCOL: its };
  if (new Set([GHE_HOST, host].map((one) => new URL(ghesUrls(its, one).webUrl, github).host)).size > 1) {
    faults.push(
      `GHE_HOST is ${GHE_HOST}, and ${path} holds an app of ${host}. Unset GHE_HOST, or set up the app there.`,
    );
  }
  return { GHE_HOST, GHE_PROTOCOL: its };
}

function withWebhookSecret(read: Variables, readFile: Read, faults: string[]): Variables {
  if (read.WEBHOOK_SECRET !== null || read.WEBHOOK_SECRET_PATH === null) return read;
  const secret = oneLine("WEBHOOK_SECRET_PATH", read.WEBHOOK_SECRET_PATH, readFile, faults);
  if (secret !== null && isQuoted(secret))
    faults.push(
      `WEBHOOK_SECRET_PATH names ${read.WEBHOOK_SECRET_PATH}, whose text stands in quotation marks, which are part of the secret there. Take them out.`,
    );
  return { ...read, WEBHOOK_SECRET: secret };
}

export function withDatabasePassword(
  read: Variables,
  readFile: Read,
  faults: string[],
  warnings: string[] = [],
): Variables {
  const { DATABASE_URL: url, DATABASE_PASSWORD_PATH: path } = read;
  if (url === null || path === null || urlFault(url) !== null) return read;
  const password = oneLine("DATABASE_PASSWORD_PATH", path, readFile, faults);
  if (password === null) return read;
  if (isQuoted(password))
    warnings.push(
      `the text of ${path} (DATABASE_PASSWORD_PATH) stands in quotation marks, which are taken for a part of the password`,
    );
  if (passwordsIn(url).length > 0)
    warnings.push("DATABASE_URL holds a password, and the one in the file of DATABASE_PASSWORD_PATH is used");
  const whole = new URL(url);
  // An address without a host, for a socket, holds no password of its own.
  if (whole.host === "" || whole.searchParams.has("password")) whole.searchParams.set("password", password);
  else whole.password = encodeURIComponent(password);
  return { ...read, DATABASE_URL: whole.href };
}

/** The driver reads them when it first connects, which is long after the settings were found to be right. */
function requireCertificates({ DATABASE_URL: url }: Variables, readFile: Read, faults: string[]): void {
  if (url === null || urlFault(url) !== null) return;
  const { searchParams } = new URL(url);
  for (const name of ["sslrootcert", "sslcert", "sslkey"]) {
    const path = searchParams.get(name);
    const text = path ? fileText(path, readFile) : null;
    if (path && text?.kind === "failed") faults.push(unreadable(text.error, "DATABASE_URL", path, ` as its ${name}`));
  }
}

function oneLine(variable: string, path: string, readFile: Read, faults: string[]): string | null {
  const text = fileText(path, readFile);
  if (text.kind === "failed") {
    faults.push(unreadable(text.error, variable, path));
    return null;
  }
  const line = text.text.trim();
  if (line === "") faults.push(`${variable} names ${shownPath(path)}, which is empty. Write the secret into it.`);
  else if (/[\r\n]/.test(line))
    faults.push(`${variable} names ${shownPath(path)}, which holds several lines. Name a file of one.`);
  return line === "" ? null : line;
}

/** "PRIVATE_KEY_PATH names gone.pem, which cannot be read (ENOENT): there is no such file. …" */
export function unreadable(error: unknown, variable: string, path: string, use = ""): string {
  const code = codeOf(error) || "unreadable";
  const fault = systemFault(error, "read", variable);
  const why = fault === null ? `. Correct ${variable}.` : `: ${fault.cause}. ${fault.todo}`;
  return `${variable} names ${shownPath(path)}${use}, which cannot be read (${code})${why}`;
}

/** A text that looks like a secret, where the name of its file was expected, is not repeated (R27). */
function shownPath(path: string): string {
  return /[./\\]/.test(path) && path.length <= 200 && !path.includes("-----BEGIN") ? path : "what is no path";
}

type FileText = { readonly kind: "read"; readonly text: string } | { readonly kind: "failed"; readonly error: unknown };

function fileText(path: string, readFile: Read): FileText {
  try {
    return { kind: "read", text: readFile(path) };
  } catch (error) {
    return { kind: "failed", error };
  }
}
