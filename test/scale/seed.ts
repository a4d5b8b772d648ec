/**
 * Fills a database as if Rung had served the large organisation for more than a year: set by set, in PostgreSQL itself, after the rows
 * that a bot has written there of the sample (sample.ts), so that they are what this version of Rung writes.
 */

import pg from "pg";
import { version } from "../../src/environment/version.ts";
import { QUIET } from "./sample.ts";
import { peopleSteps } from "./seed-people.ts";
import { workSteps } from "./seed-work.ts";
import type { Sizes } from "./sizes.ts";
import type { BroadWorld, Place } from "./world.ts";

/** One statement, or several in a row; `null`: it is of no table. */
export interface Step {
  readonly table: string | null;
  readonly text: string;
}

export async function seed(url: string, broad: BroadWorld, sizes: Sizes): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query("set synchronous_commit to off");
    await client.query("set work_mem to '256MB'");
    await samples(client);
    await places(client, broad);
    await openPulls(client, broad);
    await registries(client, broad);
    for (const { text } of [...pullSteps(sizes), ...peopleSteps(), ...workSteps(sizes)]) await client.query(text);
    await client.query("drop schema seed cascade");
    // As the bot's own upkeep and autovacuum would have left them.
    await client.query("vacuum (analyze)");
  } finally {
    await client.end();
  }
}

/** Tables that `seed` puts rows into, or that the sample has. */
export function seededTables(sizes: Sizes): ReadonlySet<string> {
  const steps = [...pullSteps(sizes), ...peopleSteps(), ...workSteps(sizes)];
  return new Set([
    ...steps.flatMap(({ table }) => table ?? []),
    "pulls",
    "checks",
    "registries",
    "key_values",
    "repositories",
  ]);
}

/** The sample's rows, numbered, so that each new one is made after one of them. */
async function samples(client: pg.Client): Promise<void> {
  await client.query(`
    create schema seed;
    create table seed.ended as select *, row_number() over (order by number) - 1 as nr from pulls where state <> 'open';
    create table seed.quiet as select * from pulls where state = 'open' and shown->>'title' = '${QUIET}';
    create table seed.checks as select *, row_number() over (order by head_sha) - 1 as nr from checks where not begun;
    create table seed.audit as select *, row_number() over (order by id) - 1 as nr from audit where number is not null;
    create table seed.acts as select *, row_number() over (order by key) - 1 as nr from acts;
    create table seed.deliveries as
      select *, row_number() over (order by seq) - 1 as nr from deliveries where handled_at is not null and subject_key like 'pull:%';
    create table seed.histories as select *, row_number() over (order by path) - 1 as nr from path_histories;
    create table seed.repository as select * from repositories where registry is not null limit 1`);
  for (const name of ["ended", "quiet", "checks", "audit", "acts", "deliveries", "repository"]) {
    const { rowCount } = await client.query(`select from seed.${name} limit 1`);
    if (rowCount === 0) throw new Error(`the sample has left nothing like ${name}`);
  }
}

async function places(client: pg.Client, { places: all, organizations }: BroadWorld): Promise<void> {
  await client.query(`
    create table seed.places (rank int primary key, repository_id bigint, owner text, name text, installation_id bigint, closed int, open int);
    create table seed.owners (nr int primary key, owner text, installation_id bigint, home bigint, person bigint)`);
  const rows = all.map(({ repo, organization, closed, open }, rank) => ({
    rank,
    ...placeRow({ repo, organization }),
    closed,
    open: open.length,
  }));
  await insertRows(
    client,
    "seed.places",
    "rank int, repository_id bigint, owner text, name text, installation_id bigint, closed int, open int",
    rows,
  );
  const owners = organizations.map(({ login, installation, home }, nr) => ({
    ...{ nr, owner: login, installation_id: installation.id, home: home.id, person: 10_000_000 + nr * 1_000 },
  }));
  await insertRows(
    client,
    "seed.owners",
    "nr int, owner text, installation_id bigint, home bigint, person bigint",
    owners,
  );
}

function placeRow({ repo, organization }: Pick<Place, "repo" | "organization">) {
  const { login, installation } = organization;
  return { repository_id: repo.id, owner: login, name: repo.name, installation_id: installation.id };
}

const AT_ONCE = 5_000;

async function insertRows(client: pg.Client, table: string, columns: string, rows: readonly object[]): Promise<void> {
  const text = `insert into ${table} select * from json_to_recordset($1::text::json) as x (${columns})`;
  for (let from = 0; from < rows.length; from += AT_ONCE)
    await client.query(text, [JSON.stringify(rows.slice(from, from + AT_ONCE))]);
}

/** GitHub has these, with the same heads: each has its row as the quiet one has, and its check. */
async function openPulls(client: pg.Client, { places: all }: BroadWorld): Promise<void> {
  const columns =
    "repository_id bigint, owner text, name text, installation_id bigint, number int, head text, base text";
  await client.query(`create table seed.open (${columns})`);
  const rows = all.flatMap(({ repo, organization, open }) =>
    open.map(({ number, headSha, baseSha }) => ({
      ...placeRow({ repo, organization }),
      ...{ number, head: headSha, base: baseSha },
    })),
  );
  await insertRows(client, "seed.open", columns, rows);
  await client.query(`
    insert into pulls (repository_id, number, owner, name, head_sha, base_ref, state, record, shown, updated_at)
    select o.repository_id, o.number, o.owner, o.name, o.head, 'main', 'open',
      replace(q.record::text, q.head_sha, o.head)::jsonb,
      (replace(q.shown::text, q.owner || '/' || q.name, o.owner || '/' || o.name)::jsonb)
        || jsonb_build_object('author', o.owner || '-contributor-' || (o.number % 4)),
      now() - interval '1 day' * (o.number % 60)
    from seed.open o cross join seed.quiet q`);
  await client.query(`
    insert into checks (repository_id, head_sha, name, check_run_id, digest, outcome, written_at)
    select o.repository_id, o.head, c.name, 900000000 + row_number() over (), c.digest, c.outcome, now() - interval '1 day' * (o.number % 60)
    from seed.open o cross join (select * from seed.checks where nr = 0) c`);
}

async function registries(client: pg.Client, { organizations, places: all, world }: BroadWorld): Promise<void> {
  const rows = organizations.map(({ home, registry }) => {
    const tip = world.tip(home, home.defaultBranch) ?? "";
    return { id: home.id, oid: world.git.filesAt(tip).get("roles.yaml") ?? "", text: registry };
  });
  await client.query("create table seed.registries (id bigint, oid text, text text)");
  await insertRows(client, "seed.registries", "id bigint, oid text, text text", rows);
  await client.query(`
    insert into registries (key, oid, text, good) select 'blob:' || id || ':' || oid, oid, text, false from seed.registries;
    insert into registries (key, oid, text, good) select 'good:' || id, oid, text, true from seed.registries`);
  const known = all.map((place) => placeRow(place));
  await client.query("create table seed.known (repository_id bigint, owner text, name text, installation_id bigint)");
  const columns = "repository_id bigint, owner text, name text, installation_id bigint";
  await insertRows(client, "seed.known", columns, known);
  const at = Date.now() - 3_600_000;
  await client.query(`
    insert into seed.known select home, owner, '.github', installation_id from seed.owners;
    insert into repositories (id, owner, name, installation_id, private, registry)
    select k.repository_id, k.owner, k.name, k.installation_id, false,
      replace(r.registry::text, r.owner || '-', k.owner || '-')::jsonb from seed.known k cross join seed.repository r;
    insert into key_values (key, value)
    select 'registry of ' || k.repository_id, jsonb_build_object('at', ${at}, 'blobs', coalesce(r.oid, '') || ' ')
    from seed.known k left join seed.registries r on r.id = k.repository_id;
    insert into key_values (key, value, updated_at)
    select 'review-requests:' || repository_id, '{"open": 1}', now() - interval '2 hours' from seed.places where open > 0;
    insert into key_values (key, value) select 'sweep of ' || installation_id, '{}' from seed.owners;
    insert into key_values (key, value) values ('sweep', '{"version": "${version}"}'), ('round of sweep', '{}')
      on conflict (key) do update set value = excluded.value, updated_at = now()`);
}

/** Forty hexadecimal digits for a commit that nobody has any more. */
const sha = (text: string) => `md5(${text}) || substr(md5(${text} || 'x'), 1, 8)`;

function pullSteps({ auditDays, entriesEach }: Sizes): readonly Step[] {
  const age = `interval '1 day' * ${auditDays} * (1 - n::float8 / (p.closed + 1))`;
  return [
    {
      table: "pulls",
      text: `
        insert into pulls (repository_id, number, owner, name, head_sha, base_ref, state, record, shown, updated_at)
        select p.repository_id, n, p.owner, p.name, head, 'main', e.state, replace(e.record::text, e.head_sha, head)::jsonb,
          (replace(e.shown::text, e.owner || '/' || e.name, p.owner || '/' || p.name)::jsonb)
            || jsonb_build_object('author', p.owner || '-contributor-' || (n % 4)),
          now() - ${age}
        from seed.places p cross join lateral generate_series(1, p.closed) n
          cross join lateral (select ${sha("p.repository_id || ':' || n || ':0'")} as head) h
          join seed.ended e on e.nr = n % (select count(*) from seed.ended)`,
    },
    {
      table: "checks",
      text: `
        insert into checks (repository_id, head_sha, name, check_run_id, digest, outcome, written_at)
        select p.repository_id, ${sha("p.repository_id || ':' || n || ':' || push")}, c.name,
          1000000000 + row_number() over (), c.digest, c.outcome, now() - ${age}
        from seed.places p cross join lateral generate_series(1, p.closed) n cross join lateral generate_series(0, n % 3) push
          join seed.checks c on c.nr = n % (select count(*) from seed.checks)`,
    },
    {
      table: "audit",
      text: `
        insert into audit (at, repository, repository_id, number, head_sha, cause, what, detail, why, digest, version)
        select moment.at, p.owner || '/' || p.name, p.repository_id, n, ${sha("p.repository_id || ':' || n || ':0'")},
          a.cause, a.what, a.detail, a.why, a.digest, a.version
        from seed.places p cross join lateral generate_series(1, p.closed + p.open) n
          cross join lateral generate_series(0, ${entriesEach - 1}) entry
          cross join lateral (select now() - interval '1 day' * ${auditDays} * (1 - (n + entry / 10.0) / (p.closed + p.open + 1)) as at) moment
          join seed.audit a on a.nr = (n * 7 + entry) % (select count(*) from seed.audit)
        order by moment.at`,
    },
    {
      table: "acts",
      text: `
        insert into acts (key, act, begun_at, done_at, answer)
        select 'comment:' || p.repository_id || ':' || n || ':0', a.act, now() - ${age}, now() - ${age}, a.answer
        from seed.places p cross join lateral generate_series(1, p.closed) n
          join seed.acts a on a.nr = n % (select count(*) from seed.acts)
        where n % 5 < 3`,
    },
    {
      table: "review_requests",
      text: `
        insert into review_requests (repository_id, number, login, account_id, open, asked_at)
        select p.repository_id, n, p.owner || '-approver-' || k, null, n > p.closed, now() - ${age}
        from seed.places p cross join lateral generate_series(greatest(1, p.closed * 3 / 4), p.closed + p.open) n
          cross join generate_series(0, 1) k`,
    },
    {
      table: "path_histories",
      text: `
        insert into path_histories (repository_id, path, touches, read_at)
        select p.repository_id, 'src/change-' || n || '.go', coalesce((select touches from seed.histories where nr = 0), '[]'),
          now() - interval '1 hour' * (n % 700)
        from seed.places p cross join lateral generate_series(1, least(200, 1 + p.closed / 4)) n`,
    },
    {
      table: "merge_groups",
      text: `
        insert into merge_groups (repository_id, head_sha, head_ref, base_sha, base_ref, pulls, ended, updated_at)
        select p.repository_id, ${sha("p.repository_id || ':group:' || n")}, 'refs/heads/gh-readonly-queue/main/pr-' || n,
          ${sha("p.repository_id || ':base:' || n")}, 'refs/heads/main', jsonb_build_array(jsonb_build_object('number', n, 'digest', null)),
          true, now() - interval '1 hour' * (n % 160)
        from seed.places p cross join lateral generate_series(1, least(40, p.closed / 20)) n`,
    },
  ];
}
