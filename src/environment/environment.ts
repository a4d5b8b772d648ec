/** Reads the process's environment once and reports every fault at once; each part of it has a file of its own. */

import type { LogLevel } from "../shared/log.ts";
import { type AccessSwitch, accessSwitch } from "./access-switch.ts";
import { type AppEnvironment, appEnvironment, isProduction } from "./app-environment.ts";
import { auditDays, databaseUrl } from "./database-environment.ts";
import { type GitHubUrls, gitHubUrls, registryRepo } from "./github-environment.ts";
import { idleInSandbox, idleSettings, unreadNames } from "./idle-settings.ts";
import { type PageEnvironment, pageEnvironment } from "./page-environment.ts";
import { type Proxies, proxies } from "./proxy-environment.ts";
import { withFileSecrets } from "./secret-files.ts";
import { host, logLevel, port, readyMaxLag } from "./server-environment.ts";
import { type Upkeep, upkeep } from "./upkeep.ts";
import { type Env, readVariables } from "./variables.ts";
import { writtenFaults, writtenWarnings } from "./written-values.ts";

export interface Environment extends GitHubUrls {
  readonly app: AppEnvironment;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly logLevel: LogLevel;
  /** `null`: the embedded database in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  /** The repository whose roles.yaml serves all of its owner's repositories that have none. */
  readonly registryRepo: string;
  /** Milliseconds that what is due may wait before the process is not ready; `null`: as long as it likes. */
  readonly readyMaxLag: number | null;
  /** Entries of the audit are kept so long. */
  readonly auditDays: number;
  readonly production: boolean;
  /** Absent: `watch`. */
  readonly access?: AccessSwitch;
  /** Absent: `DEFAULT_UPKEEP`. */
  readonly upkeep?: Upkeep;
  /** Absent: GitHub is asked directly. */
  readonly proxies?: Proxies | undefined;
  /** The page for people; absent: none is served. */
  readonly page?: PageEnvironment;
}

/** `warnings`: settings that have no effect, or not the one they seem to have. */
export type EnvironmentReading =
  | { readonly kind: "read"; readonly environment: Environment; readonly warnings: readonly string[] }
  /** One or two sentences each: what is wrong, where, and what to do. Never a secret's value (R27). */
  | { readonly kind: "faulty"; readonly faults: readonly string[]; readonly warnings: readonly string[] };

/**
 * Everything that is wrong is reported at once. `readFile` reads the files that the environment names and the one that `rung setup`
 * wrote (its `code` ENOENT: there is none), and may throw. `folderFault` tells what is wrong with DATA_DIR if it is to hold a database.
 * Without any credentials the sandbox is chosen, except in production; with some but not all of them it never is.
 */
export function readEnvironment(
  env: Env,
  readFile: (path: string) => string,
  folderFault: (dataDir: string) => string | null = () => null,
): EnvironmentReading {
  const written = writtenFaults(env);
  const faults: string[] = [];
  const given = readVariables(env);
  const warnings = [...unreadNames(env), ...writtenWarnings(env), ...idleSettings(given)];
  const read = withFileSecrets(given, readFile, faults, warnings);
  const app = appEnvironment(read, readFile, faults);
  if (app.kind === "sandbox") warnings.push(...idleInSandbox(read));
  const { apiUrl, graphqlUrl, webUrl } = gitHubUrls(read, faults);
  const between = proxies(read, faults);
  const page = pageEnvironment(read, faults);
  const environment: Environment = {
    app,
    apiUrl,
    graphqlUrl,
    webUrl,
    host: host(read, faults),
    port: port(read, faults),
    logLevel: logLevel(read, faults),
    databaseUrl: databaseUrl(read, faults),
    dataDir: read.DATA_DIR ?? "./data",
    registryRepo: registryRepo(read, faults),
    readyMaxLag: readyMaxLag(read, faults),
    auditDays: auditDays(read, faults),
    production: isProduction(read),
    access: accessSwitch(read, faults),
    upkeep: upkeep(read, faults),
    ...(between && { proxies: between }),
    ...(page && { page }),
  };
  const isTold = written.has("DATA_DIR") || faults.some((fault) => fault.startsWith("DATA_DIR "));
  const isUsed = read.DATABASE_URL === null && (app.kind === "app" || environment.production) && !isTold;
  const folder = isUsed ? folderFault(environment.dataDir) : null;
  if (folder !== null) faults.push(folder);
  // Of a value that cannot mean what is written nothing more is told.
  const others = faults.filter((fault) => !written.has(/^\w+/.exec(fault)?.[0] ?? ""));
  const all = [...written.values(), ...others];
  return all.length > 0 ? { kind: "faulty", faults: all, warnings } : { kind: "read", environment, warnings };
}
