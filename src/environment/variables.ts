/** The environment variables that Rung reads: this table is the only place that names them. */

import { z } from "zod";

/** An unset variable and an empty one are the same: compose files and .env templates leave empty ones behind. */
const text = z
  .string()
  .optional()
  .transform((value) => (value === undefined || value.trim() === "" ? null : value.trim()));

const variables = z.object({
  // The app's credentials (app-environment.ts).
  APP_ID: text,
  PRIVATE_KEY: text,
  PRIVATE_KEY_PATH: text,
  WEBHOOK_SECRET: text,
  WEBHOOK_SECRET_PATH: text,
  WEBHOOK_SECRET_PREVIOUS: text,
  CREDENTIALS_PATH: text,
  // Which GitHub (github-environment.ts).
  GHE_HOST: text,
  GHE_PROTOCOL: text,
  REGISTRY_REPO: text,
  // Whether people are given access (access-switch.ts).
  ACCESS: text,
  // What lies between (proxy-environment.ts).
  HTTPS_PROXY: text,
  https_proxy: text,
  HTTP_PROXY: text,
  http_proxy: text,
  NO_PROXY: text,
  no_proxy: text,
  // The process and its port (server-environment.ts).
  HOST: text,
  PORT: text,
  LOG_LEVEL: text,
  READY_MAX_LAG: text,
  NODE_ENV: text,
  // The database (database-environment.ts).
  DATABASE_URL: text,
  DATABASE_PASSWORD_PATH: text,
  DATA_DIR: text,
  AUDIT_DAYS: text,
  // The page for people (page-environment.ts).
  PAGE: text,
  CLIENT_ID: text,
  CLIENT_SECRET: text,
  // What is looked at without a webhook (upkeep.ts).
  RECOVERY_INTERVAL: text,
  RECOVERY_REQUESTS: text,
  SWEEP_INTERVAL: text,
  SWEEP_REQUESTS: text,
});

export type Variables = z.infer<typeof variables>;

export type NumberVariable = "APP_ID" | "PORT" | "AUDIT_DAYS" | "RECOVERY_REQUESTS" | "SWEEP_REQUESTS";

/** Every name, for comparisons with what is set. */
export const VARIABLE_NAMES: readonly string[] = Object.keys(variables.shape);

export type Env = Readonly<Record<string, string | undefined>>;

export function readVariables(env: Env): Variables {
  return variables.parse(env);
}
