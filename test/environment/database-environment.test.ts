import { describe, expect, it } from "vitest";
import { databaseAt, driverUrl, passwordsIn } from "../../src/environment/database-environment.ts";
import { secretsOf } from "../../src/environment/secrets-of.ts";
import { credentials, environment, faults, reading } from "./a-reading.ts";

describe("DATABASE_URL", () => {
  it.each(["sslrootcert", "sslcert", "sslkey"])("a file that it names as %s is looked for at once", (name) => {
    const env = { ...credentials, DATABASE_URL: `postgres://rung:hunter2@db/rung?${name}=/etc/rung/db.pem` };
    expect(faults(env)).toEqual([
      `DATABASE_URL names /etc/rung/db.pem as its ${name}, which cannot be read (ENOENT): there is no such file. ` +
        "Correct DATABASE_URL, or put the file there.",
    ]);
    expect(faults(env, { "/etc/rung/db.pem": "" })).toEqual([]);
  });

  it.each([
    "postgres://rung:hunter2@ss%w/ord@db/rung",
    "postgres://rung:hunter2/x@db/rung",
    "postgres://rung:12/hunter2=x@db/rung",
    "postgres://rung:hunter2#x@db/rung",
    "postgres://rung:12#hunter2@db/rung",
    "postgres://rung:hunter2?x@db/rung",
    "postgres://rung:12?hunter2@db/rung",
    "postgres://rung:hunter2%ff@db/rung",
    "postgres://db:hunter2/rung",
    "mysql://rung:hunter2@db/rung",
    "rung:hunter2@db/rung",
    "host=db password=hunter2",
  ])("R27: %s is told with what to write, and no part of it is repeated", (url) => {
    const told = faults({ ...credentials, DATABASE_URL: url });
    expect(told).toEqual([expect.stringMatching(/^DATABASE_URL .*(?:%40|postgres:\/\/user:password@host)/)]);
    expect(told.join()).not.toMatch(/hunter2|ss%w|\/ord/);
    expect(databaseAt(url)).toBe("DATABASE_URL");
  });

  it.each([
    ["postgres://rung:p@ss@db:5433/rung", "db:5433/rung"],
    ["postgresql://rung:p%40ss%2Fword@db/rung", "db/rung"],
    ["postgres://rung:50%off@db/rung", "db/rung"],
    ["postgres://rung@db/rung?sslmode=require&user=me@azure", "db/rung"],
    ["postgres:///rung?host=/var/run/postgresql", "/var/run/postgresql/rung"],
    ["postgres://[::1]/rung", "[::1]/rung"],
  ])("%s is taken as it is, and named as %s", (url, at) => {
    expect(environment({ ...credentials, DATABASE_URL: url }).databaseUrl).toBe(url);
    expect(databaseAt(url)).toBe(at);
  });

  it.each(["prefer", "require", "verify-ca"])(
    "sslmode=%s is what the driver takes it for, without its warning",
    (mode) => {
      expect(driverUrl(`postgres://rung:p%40ss@db/rung?sslmode=${mode}`)).toBe(
        "postgres://rung:p%40ss@db/rung?sslmode=verify-full",
      );
    },
  );

  it.each(["", "?sslmode=disable", "?sslmode=no-verify", "?uselibpqcompat=true&sslmode=require"])(
    "what else it says of encryption stays: %j",
    (rest) => {
      expect(driverUrl(`postgres://rung@db/rung${rest}`)).toBe(`postgres://rung@db/rung${rest}`);
    },
  );

  it("an sslmode that there is not is a fault, and is not repeated", () => {
    expect(faults({ ...credentials, DATABASE_URL: "postgres://rung@db/rung?sslmode=hunter2" })).toEqual([
      "DATABASE_URL holds an sslmode that there is not. It can be verify-full (or require), no-verify or disable.",
    ]);
  });

  it("R27: passwords are known in whichever place they stand", () => {
    expect(passwordsIn("postgres://rung:p%40ss@db/rung?password=other-one")).toEqual(["p%40ss", "p@ss", "other-one"]);
    const read = environment(
      { ...credentials, DATABASE_URL: "postgres:///rung?host=/tmp", DATABASE_PASSWORD_PATH: "/run/db" },
      { "/run/db": "of-a-socket\n" },
    );
    expect(read.databaseUrl).toContain("password=of-a-socket");
    expect(secretsOf(read)).toContain("of-a-socket");
  });

  it("a second password, or one in quotation marks, is told", () => {
    const env = { ...credentials, DATABASE_URL: "postgres://rung:one@db/rung", DATABASE_PASSWORD_PATH: "/run/db" };
    const { warnings } = reading(env, { "/run/db": "'other'" });
    expect(warnings).toEqual([expect.stringContaining("quotation marks"), expect.stringContaining("holds a password")]);
  });
});
