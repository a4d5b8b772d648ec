/** The one file with an app's credentials: written once by `rung setup`, for its owner's eyes only, and read at every start. */
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";

export interface AppCredentials {
  /** The GitHub it is an app of: `https://github.com`. */
  readonly github: string;
  readonly appId: number;
  readonly slug: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly webhookSecret: string;
  /** PEM. */
  readonly privateKey: string;
}

const file = z
  .object({
    github: z.url({ protocol: /^https?$/ }),
    app_id: z.int().positive(),
    slug: z.string(),
    client_id: z.string(),
    client_secret: z.string(),
    webhook_secret: z.string().min(1),
    private_key: z.string().min(1),
  })
  .transform(
    (read): AppCredentials => ({
      github: read.github,
      appId: read.app_id,
      slug: read.slug,
      clientId: read.client_id,
      clientSecret: read.client_secret,
      webhookSecret: read.webhook_secret,
      privateKey: read.private_key,
    }),
  );

/** Where the file lies: CREDENTIALS_PATH, else `credentials.json` in DATA_DIR. */
export function credentialsPath(env: Readonly<Record<string, string | undefined>>): string {
  return env.CREDENTIALS_PATH?.trim() || join(env.DATA_DIR?.trim() || "./data", "credentials.json");
}

/** `null`: not such a file. Why not is not told, since the parser's own words may quote a secret (R27). */
export function parsedCredentials(text: string): AppCredentials | null {
  try {
    return file.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** Never over another file: whoever runs set-up twice keeps the first app's key. Throws as `node:fs` does (EEXIST). */
export function writeCredentials(path: string, credentials: AppCredentials): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const text = JSON.stringify(
    {
      github: credentials.github,
      app_id: credentials.appId,
      slug: credentials.slug,
      client_id: credentials.clientId,
      client_secret: credentials.clientSecret,
      webhook_secret: credentials.webhookSecret,
      private_key: credentials.privateKey,
    },
    null,
    2,
  );
  writeFileSync(path, `${text}\n`, { mode: 0o600, flag: "wx" });
}

/** Whether others on this machine can read it; `null`: it is not there, or this system knows no such thing. */
export function othersCanRead(path: string): boolean | null {
  if (process.platform === "win32") return null;
  try {
    return (statSync(path).mode & 0o077) !== 0;
  } catch {
    return null;
  }
}
