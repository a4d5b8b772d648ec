import { describe, expect, it } from "vitest";
import { patiently } from "../../src/database/patient-start.ts";
import { silent } from "../support/each-database.ts";

const failure = (code: string, cause?: Error) => Object.assign(new Error(code, { cause }), { code });

describe("R88: starting while the database is away for a moment", () => {
  it.each([
    ["its connections end", failure("57P01")],
    ["it is starting itself", failure("57P03")],
    ["it takes no writes yet", failure("25006")],
    ["that is the cause of the failure", new Error("cannot be used", { cause: failure("57P01") })],
    [
      "a connection ended while its tables were brought up to date, and the rollback found it closed",
      new Error("cannot be used", {
        cause: new Error("the database's tables could not be brought up to date", {
          cause: new Error("Client was closed and is not queryable"),
        }),
      }),
    ],
    ["a new connection is not answered", new Error("timeout expired")],
    ["a statement is not answered", new Error("Query read timeout")],
  ])("is tried again where %s", async (_, error) => {
    let tries = 0;
    const opened = await patiently(
      async () => {
        tries += 1;
        if (tries === 1) throw error;
        return "open";
      },
      silent,
      1,
    );
    expect([opened, tries]).toEqual(["open", 2]);
  });

  it.each([
    ["nobody answers at the address", failure("ECONNREFUSED")],
    ["the password is wrong", failure("28P01")],
    ["it is no failure of a database", new Error("the port is taken")],
  ])("is told at once where %s", async (_, error) => {
    let tries = 0;
    const opening = patiently(
      async () => {
        tries += 1;
        throw error;
      },
      silent,
      1,
    );
    await expect(opening).rejects.toBe(error);
    expect(tries).toBe(1);
  });
});
