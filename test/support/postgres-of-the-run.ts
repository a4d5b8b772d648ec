/** Starts one PostgreSQL server for all the tests of a run, beside them, and ends it with the run. */
import type { TestProject } from "vitest/node";
import { aPostgres, freePort, type TestPostgres } from "./a-postgres.ts";

declare module "vitest" {
  interface ProvidedContext {
    readonly postgresPort: number;
  }
}

let starting: Promise<TestPostgres> | null = null;

export async function setup(project: TestProject): Promise<void> {
  const port = await freePort();
  project.provide("postgresPort", port);
  starting = aPostgres({ port });
  // Told at the end; until then whoever needs the server waits for it.
  starting.catch(() => {});
}

export async function teardown(): Promise<void> {
  await (await starting)?.stop();
}
