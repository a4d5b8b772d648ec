/** Reads the process's environment once and says every fault at once; each part of it has a file of its own. */

import type { LogLevel } from "../shared/log.ts";
import { type AppEnvironment, appEnvironment } from "./app-environment.ts";
import { auditDays, databaseUrl } from "./database-environment.ts";
import { type GitHubUrls, gitHubUrls, registryRepo } from "./github-environment.ts";
import { type PageEnvironment, pageEnvironment } from "./page-environment.ts";
import { withFileSecrets } from "./secret-files.ts";
import { logLevel, port, readyMaxLag } from "./server-environment.ts";
import { type Upkeep, upkeep } from "./upkeep.ts";
import { type Env, readVariables } from "./variables.ts";

export interface Environment extends GitHubUrls {
  readonly app: AppEnvironment;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly logLevel: LogLevel;
  /** `null`: the embedded database in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  /** Repository of an owner whose roles.yaml serves the owner's repositories that have none. */
  readonly registryRepo: string;
  /** Milliseconds that what is due may wait before the process is not ready; `null`: as long as it likes. */
  readonly readyMaxLag: number | null;
  /** Entries of the audit are kept so long. */
  readonly auditDays: number;
  readonly production: boolean;
  /** Absent: `DEFAULT_UPKEEP`. */
  readonly upkeep?: Upkeep;
  /** The page for people; absent: none is served. */
  readonly page?: PageEnvironment;
}

export type EnvironmentReading =
  | { readonly kind: "read"; readonly environment: Environment }
  /** One sentence or two each: what is wrong, where, and what to do. Never a secret's value (R27). */
  | { readonly kind: "faulty"; readonly faults: readonly string[] };

/**
 * Everything that is wrong is told at once. `readFile` reads the files that the environment names and the one that `rung setup`
 * wrote (its `code` ENOENT: there is none), and may throw.
 * Without any credentials the sandbox is chosen, except in production; with some but not all of them it never is.
 */
export function readEnvironment(env: Env, readFile: (path: string) => string): EnvironmentReading {
  const faults: string[] = [];
  const read = withFileSecrets(readVariables(env), readFile, faults);
  const app = appEnvironment(read, readFile, faults);
  const { apiUrl, graphqlUrl, webUrl } = gitHubUrls(read, faults);
  const page = pageEnvironment(read, faults);
  const environment: Environment = {
    app,
    apiUrl,
    graphqlUrl,
    webUrl,
    // Loopback unless told otherwise: an unencrypted port is for a proxy on this machine. The container sets 0.0.0.0,
    // where its network is the border.
    host: read.HOST ?? "127.0.0.1",
    port: port(read, faults),
    logLevel: logLevel(read, faults),
    databaseUrl: databaseUrl(read, faults),
    dataDir: read.DATA_DIR ?? "./data",
    registryRepo: registryRepo(read, faults),
    readyMaxLag: readyMaxLag(read, faults),
    auditDays: auditDays(read, faults),
    production: read.NODE_ENV === "production",
    upkeep: upkeep(read, faults),
    ...(page && { page }),
  };
  return faults.length > 0 ? { kind: "faulty", faults } : { kind: "read", environment };
}
