import { describe, expect, it } from "vitest";
import { credentials, reading } from "./a-reading.ts";

const warnings = (env: Record<string, string>) => reading({ ...credentials, ...env }).warnings;

describe("names in the environment", () => {
  it.each([
    ["DATABASE_ULR", "DATABASE_URL"],
    ["DATABASE_URI", "DATABASE_URL"],
    ["DATABASEURL", "DATABASE_URL"],
    ["WEBHOOK_SECRETS", "WEBHOOK_SECRET"],
    ["WEBHOOK_SECRET_FILE", "WEBHOOK_SECRET_PATH"],
    ["PRIVATE_KEY_FILE", "PRIVATE_KEY_PATH"],
    ["DATABASE_PASSWORD", "DATABASE_PASSWORD_PATH"],
    ["DATABASE_PASSWORD_FILE", "DATABASE_PASSWORD_PATH"],
    ["CLIENT_SECRET_PATH", "CLIENT_SECRET"],
    ["APPID", "APP_ID"],
    ["app_id", "APP_ID"],
    ["RUNG_DATA_DIR", "DATA_DIR"],
    ["DATADIR", "DATA_DIR"],
    ["LOGLEVEL", "LOG_LEVEL"],
    ["GHE_HOTS", "GHE_HOST"],
    ["SWEEP_INTERVALL", "SWEEP_INTERVAL"],
  ])("%s, which nobody reads, is told with %s", (name, meant) => {
    const told = warnings({ [name]: "hunter2" });
    expect(told).toEqual([`${name} is set, and Rung reads no variable of that name; did you mean ${meant}?`]);
  });

  it.each([
    ...["PAGER", "HOSTNAME", "HOSTTYPE", "POST", "PATH", "HOME", "PWD", "LANG", "LC_ALL", "TERM", "USER", "SHELL"],
    ...["GITHUB_TOKEN", "GITHUB_APP_ID", "GITHUB_HOST", "GH_HOST", "PGHOST", "PGDATA", "NODE_OPTIONS", "NODE_PATH"],
    ...[
      "RUNG_PORT",
      "RUNG_SERVICE_HOST",
      "RUNG_APP_ID",
      "POSTGRES_PASSWORD",
      "APP_ENV",
      "DATABASE_USER",
      "HTTPS_PROXY",
    ],
    ...["npm_config_loglevel", "LOGNAME", "INVOCATION_ID", "CREDENTIALS_DIRECTORY", "STATE_DIRECTORY"],
  ])("%s is somebody else's", (name) => {
    expect(warnings({ [name]: "anything" })).toEqual([]);
  });

  it("one that is empty is not set", () => {
    expect(warnings({ DATABASE_ULR: " " })).toEqual([]);
  });
});

it.each([
  [{ DATABASE_PASSWORD_PATH: "/run/db" }, "DATABASE_PASSWORD_PATH is set and DATABASE_URL is not"],
  [{ GHE_PROTOCOL: "http" }, "GHE_PROTOCOL is set and GHE_HOST is not"],
  [{ PRIVATE_KEY_PATH: "rung.pem" }, "PRIVATE_KEY is used"],
  [{ WEBHOOK_SECRET_PATH: "/run/hook" }, "WEBHOOK_SECRET is used"],
])("a setting that another one makes idle is told: %j", (env, words) => {
  expect(warnings(env)).toEqual([expect.stringContaining(words)]);
});

it("a database is told to be idle in the sandbox alone", () => {
  const DATABASE_URL = "postgres://rung@db/rung";
  expect(reading({ DATABASE_URL }).warnings).toEqual([expect.stringContaining("keeps everything in memory")]);
  expect(warnings({ DATABASE_URL })).toEqual([]);
});
