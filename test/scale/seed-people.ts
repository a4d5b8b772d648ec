/** Rows of organisations and their people: who is away, who was seen, who is nominated, what is decided. */

import type { Step } from "./seed.ts";

const person = (n: string) => `o.owner || '-contributor-' || ${n}`;
const days = (most: number, by: string) => `now() - interval '1 day' * (${by} % ${most})`;

export function peopleSteps(): readonly Step[] {
  return [...ofPeople(), ...ofOrganizations(), ...ofSubjects()];
}

function ofPeople(): readonly Step[] {
  const each = (most: number) => `from seed.owners o cross join generate_series(0, ${most - 1}) n`;
  return [
    {
      table: "away",
      text: `
        insert into away (owner, login, account_id, until, said_at, said_in)
        select o.owner, ${person("n")}, o.person + n, ${days(400, "o.nr * 3 + n")} + interval '10 days', ${days(400, "o.nr * 3 + n")},
          o.owner || '/repo-0' ${each(2)}`,
    },
    {
      table: "sightings",
      text: `
        insert into sightings (owner, account_id, login, at, url)
        select o.owner, o.person + n, ${person("n")}, ${days(300, "o.nr + n")}, 'https://github.com/' || o.owner || '/repo-0/pull/1'
        ${each(10)}`,
    },
    {
      table: "mentions",
      text: `
        insert into mentions (person, about, at)
        select '#' || (o.person + n), 'inactivity of ' || o.owner, ${days(300, "o.nr + n")} ${each(3)}`,
    },
    {
      table: "growth_quiets",
      text: `
        insert into growth_quiets (owner, account_id, login, quiet, said_at)
        select o.owner, o.person + n, ${person("n")}, true, ${days(300, "o.nr")} ${each(2)}`,
    },
    {
      table: "growth_told",
      text: `
        insert into growth_told (owner, account_id, role, pull, told_at)
        select o.owner, o.person + n, 'approvers', o.home || '#' || n, ${days(300, "o.nr + n")} ${each(3)}`,
    },
    {
      table: "access_changes",
      text: `
        insert into access_changes (owner, place, account_id, login, what, by_id, by_login, at)
        select o.owner, 'team:approvers', o.person + n, ${person("n")}, case when n = 0 then 'removed' else 'added' end,
          o.person, ${person("0")}, ${days(300, "o.nr + n")} ${each(10)}`,
    },
    {
      table: "access_grants",
      text: `
        insert into access_grants (owner, team, account_id, login, begun_at, outcome)
        select o.owner, 'approvers', o.person + n, ${person("n")}, ${days(300, "o.nr + n")}, '{"kind": "added"}' ${each(2)}`,
    },
    {
      table: "access_asked",
      text: `
        insert into access_asked (owner, account_id, said_by, said_at)
        select o.owner, o.person + n, ${person("0")}, ${days(300, "o.nr")} ${each(2)}`,
    },
  ];
}

function ofOrganizations(): readonly Step[] {
  return [
    {
      table: "readings",
      text: `
        insert into readings (repository_id, subject, owner, name, installation_id, texts, tried_at, whole_at, memory, shown)
        select o.home, subject, o.owner, '.github', o.installation_id, 'roles.yaml@' || r.oid, now() - interval '1 minute' * (o.nr % 600),
          now() - interval '1 minute' * (o.nr % 600), '{}', '{}'
        from seed.owners o join seed.registries r on r.id = o.home cross join unnest(array['access', 'inactivity', 'growth']) subject
        where subject = 'inactivity' and o.nr % 10 = 0 or o.nr % 10 in (1, 2, 3, 4, 5)`,
    },
    {
      table: "quiet_issues",
      text: `
        insert into quiet_issues (repository_id, subject, number, told)
        select o.home, subject, 7, '["digest"]' from seed.owners o cross join unnest(array['access', 'inactivity', 'growth']) subject
        where o.nr % 4 < 3`,
    },
    {
      table: "pauses",
      text: `
        insert into pauses (installation_id, asked_at, seconds, secondary)
        select o.installation_id, ${days(300, "o.nr + 2")} - interval '2 days', 60, true from seed.owners o where o.nr % 20 = 0`,
    },
    {
      table: "leases",
      text: `
        insert into leases (name, holder, until) values ('sweep', 'nobody', now() - interval '1 day') on conflict do nothing`,
    },
  ];
}

function ofSubjects(): readonly Step[] {
  const nomination = `jsonb_build_object('candidate', jsonb_build_object('login', p.owner || '-contributor-0', 'id', null), 'role', 'approvers',
          'areas', '[]'::jsonb, 'repository', p.owner || '/' || p.name, 'number', n, 'url', 'https://github.com/', 'comment', n, 'record', '{}'::jsonb)`;
  return [
    {
      table: "vouches",
      text: `
        insert into vouches (repository_id, account_id, login, by_login, by_id, at)
        select p.repository_id, 20000000 + p.rank * 10 + n, p.owner || '-contributor-' || n, case when n > 0 then p.owner || '-approver-0' end,
          case when n > 0 then 1 end, ${days(20, "p.rank + n")} from seed.places p cross join generate_series(0, 1) n`,
    },
    {
      table: "nominations",
      text: `
        insert into nominations (subject_key, nomination_id, owner, nomination, shown)
        select p.repository_id || '#' || n, 'nomination-' || n, p.owner, ${nomination}, '{}'
        from seed.places p cross join generate_series(1, 2) n where p.rank % 5 = 0`,
    },
    {
      table: "looks",
      text: `
        insert into looks (subject_key, job, due_at, token)
        select 'pull:' || o.repository_id || '#' || o.number, d.job, now() + interval '1 day' * (1 + o.number % 7), gen_random_uuid()
        from seed.open o cross join (select job from seed.deliveries where nr = 0) d where o.number % 3 = 0`,
    },
    {
      table: "open_proposals",
      text: `
        insert into open_proposals (repository_id, number, installation_id, owner, name, person)
        select o.home, 9 + n, o.installation_id, o.owner, '.github', '#' || (o.person + 900 + n)
        from seed.owners o cross join generate_series(0, 1) n`,
    },
    {
      table: "community_decisions",
      text: `
        insert into community_decisions (repository_id, number, decision_id, owner, registry, open, comment, record, shown)
        select p.repository_id, n, 'decision-' || n, p.owner, p.owner || '/.github', n = 3, n, '{}', '{}'
        from seed.places p cross join generate_series(1, 3) n where p.rank % 5 = 0`,
    },
  ];
}
