/** A database that a bot has served, filled after its rows; what the tests of statements have in common. */

import pg from "pg";
import { saveValue } from "../../src/database/key-values.ts";
import { openServer } from "../../src/database/postgres-server.ts";
import { version } from "../../src/environment/version.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/start.ts";
import { createLog } from "../../src/shared/log.ts";
import { aRung, quiet } from "../support/a-rung.ts";
import { freshDatabase } from "../support/fresh-database.ts";
import type { About } from "./every-statement.ts";
import { type Recorded, type Recording, recording } from "./recording.ts";
import { sampleLives } from "./sample.ts";
import { seed } from "./seed.ts";
import type { Sizes } from "./sizes.ts";
import { type BroadWorld, broadWorld } from "./world.ts";

export const open = (url: string) => openServer(url, createLog("silent"));

export interface Filled {
  readonly broad: BroadWorld;
  /** To be closed by whoever asked. */
  readonly sandbox: Sandbox;
  readonly url: string;
}

/** A world of these sizes, and a database of a bot that has lived through a sample of it. */
export async function filled(sizes: Sizes): Promise<Filled> {
  const broad = broadWorld(sizes);
  const sandbox = await startSandbox({ world: broad.world });
  const url = await freshDatabase();
  const first = recording(await open(url));
  // Nothing is swept: what is open lives in the database that is filled.
  await saveValue(first.database.db, "sweep", { version });
  await lives(sandbox, first, () => sampleLives(broad));
  await seed(url, broad, sizes);
  return { broad, sandbox, url };
}

/** A bot on that database, while people act. */
export async function lives(sandbox: Sandbox, { database }: Recording, acts: () => void): Promise<void> {
  const rung = await aRung(sandbox, { openDatabase: async () => database });
  acts();
  await quiet(sandbox, rung);
  sandbox.setWebhookUrl(null);
  await rung.close();
}

export function busiest({ places: [place] }: BroadWorld): About {
  const [pull] = place?.open ?? [];
  if (place === undefined || pull === undefined) throw new Error("the world has no pull request");
  const { organization, repo } = place;
  return {
    repository: { owner: organization.login, name: repo.name, id: repo.id },
    installationId: organization.installation.id,
    number: pull.number,
    headSha: pull.headSha,
  };
}

export async function copyOf(url: string): Promise<string> {
  const name = new URL(url).pathname.slice(1);
  const other = new URL(url);
  other.pathname = "/postgres";
  const client = new pg.Client(other.href);
  await client.connect();
  await client.query(`create database ${name}_untouched template ${name} strategy file_copy`);
  await client.end();
  other.pathname = `/${name}_untouched`;
  return other.href;
}

/** Rows of each table. */
export async function countsOf(client: pg.Client): Promise<ReadonlyMap<string, number>> {
  const { rows } = await client.query<{ name: string; count: number }>(`
    select relid::regclass::text as name,
      (xpath('/row/n/text()', query_to_xml('select count(*) as n from ' || relid::regclass, false, true, '')))[1]::text::int as count
    from pg_stat_user_tables`);
  return new Map(rows.map(({ name, count }) => [name, count]));
}

export function isExplained({ text }: Recorded): boolean {
  return /^\s*(?:with|select|insert|update|delete)\b/i.test(text) && !/;\s*\S/.test(text);
}
