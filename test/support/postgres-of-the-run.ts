/** Starts one PostgreSQL server for all the tests of a run, beside them, and ends it with the run. */

import type { TestProject } from "vitest/node";
import { aPostgres, freePort, makeTemplateAt, type TestPostgres } from "./a-postgres.ts";

declare module "vitest" {
  interface ProvidedContext {
    readonly postgresPort: number;
    readonly postgresFolder: string;
  }
}

let server: TestPostgres | null = null;

export async function setup(project: TestProject): Promise<void> {
  const port = await freePort();
  project.provide("postgresPort", port);
  server = await aPostgres({ port });
  project.provide("postgresFolder", server.folder);
  await makeTemplateAt(port);
}

export async function teardown(): Promise<void> {
  await server?.stop();
}
