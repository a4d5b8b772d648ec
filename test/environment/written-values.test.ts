import { describe, expect, it } from "vitest";
import { VARIABLE_NAMES } from "../../src/environment/variables.ts";
import { credentials, environment, faults, reading } from "./a-reading.ts";

describe("values that stand as no shell would have left them", () => {
  it.each(VARIABLE_NAMES)("%s in quotation marks is told, once, without its value", (name) => {
    for (const mark of ['"', "'"]) {
      const whole = { ...credentials, CLIENT_ID: "Iv1.a", CLIENT_SECRET: "of the sign-in" };
      const told = faults({ ...whole, [name]: `${mark}the value of it, long enough${mark}` });
      expect(told).toEqual([expect.stringMatching(new RegExp(`^${name} stands in quotation marks.*without them`))]);
      expect(told.join()).not.toContain("the value of it");
    }
  });

  it.each(["DATA_DIR", "PRIVATE_KEY_PATH", "CREDENTIALS_PATH", "WEBHOOK_SECRET_PATH", "DATABASE_PASSWORD_PATH"])(
    "%s is a path as it is: nothing replaces ~, variables or an address in it",
    (name) => {
      for (const value of [
        "~",
        "~/rung",
        "~rung/data",
        "$HOME/rung",
        "${" + "HOME}/rung",
        "%d/x",
        "file:///srv/rung",
        '"./data',
      ]) {
        const told = faults({ ...credentials, [name]: value });
        expect(told, value).toEqual([expect.stringMatching(new RegExp(`^${name} is .*(?:path|Take it out)`))]);
      }
    },
  );

  it("a value over several lines, or with a character that cannot be seen, is told", () => {
    expect(faults({ ...credentials, WEBHOOK_SECRET: "a long secret of\nWEBHOOK" })).toEqual([
      expect.stringContaining("WEBHOOK_SECRET runs over several lines"),
    ]);
    expect(faults({ ...credentials, WEBHOOK_SECRET: "a long secret\u200b of mine" })).toEqual([
      expect.stringContaining("cannot be seen"),
    ]);
  });

  it.each([{}, { "/run/hook": "\n" }])(
    "a secret whose file says none is one fault, not a secret that is not set: %j",
    (files) => {
      const { WEBHOOK_SECRET: _, ...app } = credentials;
      const told = faults({ ...app, WEBHOOK_SECRET_PATH: "/run/hook" }, files);
      expect(told).toEqual([
        expect.stringMatching(/^WEBHOOK_SECRET_PATH names \/run\/hook, which (cannot be read|is empty)/),
      ]);
    },
  );

  it("the text of a secret's file in quotation marks is told", () => {
    const { WEBHOOK_SECRET, ...app } = credentials;
    const told = faults({ ...app, WEBHOOK_SECRET_PATH: "/run/hook" }, { "/run/hook": `"${WEBHOOK_SECRET}"\n` });
    expect(told).toEqual([expect.stringContaining("WEBHOOK_SECRET_PATH names /run/hook, whose text stands in quot")]);
    expect(told.join()).not.toContain(WEBHOOK_SECRET);
  });

  it("blanks around a value are left away, and told", () => {
    const { warnings, ...read } = reading({ ...credentials, WEBHOOK_SECRET: ` ${credentials.WEBHOOK_SECRET}\n` });
    expect(read).toMatchObject({ environment: { app: { webhookSecrets: [credentials.WEBHOOK_SECRET] } } });
    expect(warnings).toEqual([expect.stringMatching(/^WEBHOOK_SECRET begins or ends with blanks/)]);
    expect(reading(credentials).warnings).toEqual([]);
  });

  it("what is no quotation is let be: a mark within, or one of two kinds", () => {
    expect(environment({ ...credentials, DATA_DIR: "/srv/it's rung" }).dataDir).toBe("/srv/it's rung");
    expect(environment({ ...credentials, WEBHOOK_SECRET: `"a secret that only begins so` }).app.kind).toBe("app");
  });
});

describe("numbers and addresses of the process", () => {
  it.each([
    ["PORT", "0x50", ""],
    ["PORT", "3e3", ""],
    ["PORT", "3000.0", ""],
    ["PORT", "-1", ""],
    ["PORT", "+3000", "write 3000"],
    ["PORT", ":3000", "write 3000"],
    ["PORT", "3000/tcp", "write 3000"],
    ["PORT", "http", ""],
    ["AUDIT_DAYS", "400d", "write 400"],
    ["AUDIT_DAYS", "1_000", "write 1000"],
    ["RECOVERY_REQUESTS", "500 pages", "write 500"],
    ["SWEEP_REQUESTS", "1e3", ""],
    ["APP_ID", "4e3", "digits"],
    ["APP_ID", "0x1092", "digits"],
  ])("%s=%s is no number in digits, and what could be meant is said", (name, value, hint) => {
    const told = faults({ ...credentials, [name]: value });
    expect(told).toEqual([expect.stringMatching(new RegExp(`^${name} is .*${hint}`))]);
    if (hint === "") expect(told.join()).not.toContain("write");
  });

  it("HOST is an address, in brackets or not, or a name; a port, a scheme or a star is told", () => {
    for (const [value, host] of [
      ["[::1]", "::1"],
      ["::", "::"],
      ["0.0.0.0", "0.0.0.0"],
      ["localhost", "localhost"],
    ] as const)
      expect(environment({ ...credentials, HOST: value }).host).toBe(host);
    for (const value of ["localhost:3000", "[::1]:3000", "http://localhost", "*", "127.0.0.256", "[localhost]"])
      expect(faults({ ...credentials, HOST: value }), value).toEqual([
        expect.stringMatching(/^HOST is .* without a port/),
      ]);
    expect(faults({ ...credentials, HOST: "*" }).join()).toContain("write 0.0.0.0");
  });

  it("a span without its unit is told with the one that may be meant", () => {
    expect(faults({ READY_MAX_LAG: "600" })).toEqual([expect.stringContaining("Is 600s meant?")]);
    expect(faults({ SWEEP_INTERVAL: "60" })).toEqual([expect.stringContaining("s, m, h or d")]);
  });
});
