/** Secrets that lie in files instead of the environment: those it names, and the file that `rung setup` wrote. */
import { credentialsPath, parsedCredentials } from "./credentials-file.ts";
import type { Variables } from "./variables.ts";

type Read = (path: string) => string;

/** The variables with what files say put in. The environment wins: an app of which it names a part is never mixed with the file's. */
export function withFileSecrets(given: Variables, readFile: Read, faults: string[]): Variables {
  const read = withWebhookSecret(withDatabasePassword(given, readFile, faults), readFile, faults);
  const named = [read.APP_ID, read.PRIVATE_KEY, read.PRIVATE_KEY_PATH, read.WEBHOOK_SECRET].some(Boolean);
  return named ? read : withCredentials(read, readFile, faults);
}

function withCredentials(read: Variables, readFile: Read, faults: string[]): Variables {
  const path = credentialsPath({
    ...(read.CREDENTIALS_PATH !== null && { CREDENTIALS_PATH: read.CREDENTIALS_PATH }),
    ...(read.DATA_DIR !== null && { DATA_DIR: read.DATA_DIR }),
  });
  const text = fileText(path, readFile);
  if (text.kind === "failed") {
    // Not there is how every installation begins; named and not there is a mistake.
    if (text.code === "ENOENT" && read.CREDENTIALS_PATH === null) return read;
    faults.push(
      `The credentials at ${path} cannot be read (${text.code}). \`rung setup\` writes them; see that this user may read them.`,
    );
    return read;
  }
  const credentials = parsedCredentials(text.text);
  if (credentials === null) {
    faults.push(
      `${path} does not hold an app's credentials. Move it away and run \`rung setup\` again, or set APP_ID, PRIVATE_KEY_PATH and WEBHOOK_SECRET.`,
    );
    return read;
  }
  const { host, protocol, hostname } = new URL(credentials.github);
  if (read.GHE_HOST !== null && read.GHE_HOST.toLowerCase() !== host) {
    faults.push(
      `GHE_HOST is ${read.GHE_HOST}, and ${path} holds an app of ${host}. Unset GHE_HOST, or set up the app there.`,
    );
  }
  const elsewhere = hostname === "github.com" ? {} : { GHE_HOST: host, GHE_PROTOCOL: protocol.replace(":", "") };
  const { appId, privateKey, webhookSecret } = credentials;
  return { ...read, ...elsewhere, APP_ID: `${appId}`, PRIVATE_KEY: privateKey, WEBHOOK_SECRET: webhookSecret };
}

function withWebhookSecret(read: Variables, readFile: Read, faults: string[]): Variables {
  if (read.WEBHOOK_SECRET !== null || read.WEBHOOK_SECRET_PATH === null) return read;
  const secret = oneLine("WEBHOOK_SECRET_PATH", read.WEBHOOK_SECRET_PATH, readFile, faults);
  return { ...read, WEBHOOK_SECRET: secret };
}

export function withDatabasePassword(read: Variables, readFile: Read, faults: string[]): Variables {
  const { DATABASE_URL: url, DATABASE_PASSWORD_PATH: path } = read;
  if (url === null || path === null || !URL.canParse(url)) return read;
  const password = oneLine("DATABASE_PASSWORD_PATH", path, readFile, faults);
  if (password === null) return read;
  const whole = new URL(url);
  whole.password = encodeURIComponent(password);
  return { ...read, DATABASE_URL: whole.href };
}

function oneLine(variable: string, path: string, readFile: Read, faults: string[]): string | null {
  const text = fileText(path, readFile);
  if (text.kind === "read" && text.text.trim() !== "") return text.text.trim();
  faults.push(
    `${variable} names ${path}, which ${text.kind === "read" ? "is empty" : `cannot be read (${text.code})`}.`,
  );
  return null;
}

type FileText = { readonly kind: "read"; readonly text: string } | { readonly kind: "failed"; readonly code: string };

function fileText(path: string, readFile: Read): FileText {
  try {
    return { kind: "read", text: readFile(path) };
  } catch (error) {
    return { kind: "failed", code: error instanceof Error && "code" in error ? String(error.code) : "unreadable" };
  }
}
