/** A repository at the size of a large community: everything that a view lists, many times. */

import { sql } from "kysely";
import { saveDecisions } from "../../../src/database/community-decisions.ts";
import type { Database } from "../../../src/database/database.ts";
import { saveNominations } from "../../../src/database/nominations.ts";
import { savePull } from "../../../src/database/pulls.ts";
import { saveRepository } from "../../../src/database/repositories.ts";
import { addRequests } from "../../../src/database/review-requests.ts";
import { emptyRecord } from "../../../src/gate/record/record-changes.ts";
import { whyOf } from "../../../src/jobs/audit/why.ts";
import { promotionShown } from "../../../src/jobs/page/promotion-page.ts";
import { pullShown } from "../../../src/jobs/page/pull-page.ts";
import { registryShown } from "../../../src/jobs/page/registry-page.ts";
import type { ShownPromotion } from "../../../src/model/page-data.ts";
import { judged } from "../../gate/judged.ts";
import { aPromotionReview } from "../../jobs/page/a-promotion-review.ts";
import { anIndex } from "../../registry/a-registry.ts";
import { aComment, aPull, approval, aReview, NOON } from "../../support/a-pull.ts";
import { kusion } from "./a-site.ts";

export const SIZE = { pulls: 200, people: 300, promotions: 60, areas: 60 } as const;

const areas = Array.from({ length: SIZE.areas }, (_, at) => `component-with-a-name-${at}`);

/** 300 people in four roles; each sixth holds two areas, and each tenth of them a second role. */
function aLargeRegistry(): string {
  const ROLES = ["maintainers", "approvers", "contributors", "members"] as const;
  const people = Array.from({ length: SIZE.people }, (_, at) => ({
    login: `somebody-of-the-community-${at}`,
    role: at < 10 ? 0 : at < 80 ? 1 : at < 160 ? 2 : 3,
    areas: at < 10 ? [] : [areas[at % SIZE.areas], ...(at % 6 === 0 ? [areas[(at + 7) % SIZE.areas]] : [])],
  }));
  const entry = (one: (typeof people)[number]) =>
    `  - { login: ${one.login}, since: 2024-01-24, affiliation: An Employer Ltd${one.areas.length === 0 ? "" : `, areas: [${one.areas.join(", ")}]`} }`;
  const lists = ROLES.map((role, at) => {
    const also =
      at === 2 ? people.filter((one) => one.role === 1 && Number(one.login.split("-").at(-1)) % 10 === 0) : [];
    return `${role}:\n${[...people.filter((one) => one.role === at), ...also].map(entry).join("\n")}`;
  });
  const paths = areas.map(
    (name, at) =>
      `  ${name}: { repos: [kusion], paths: ["packages/part-${at}/**", "docs/part-${at}/**", "test/part-${at}/**"] }`,
  );
  return `version: 1\nareas:\n${paths.join("\n")}\n${lists.join("\n")}\n`;
}

export const largeIndex = anIndex(aLargeRegistry());

/** So many files of different areas, with words that count and words that do not. */
function aLargePull(number: number, touched: number) {
  const files = Array.from(
    { length: touched },
    (_, at) => `packages/part-${(number + at) % SIZE.areas}/src/a-file-${at}.ts`,
  );
  return aPull({
    number,
    author: `newcomer-${number % 40}`,
    title: `feat(part-${number % SIZE.areas}): a change with a title of the usual length, number ${number}`,
    files,
    draft: number % 11 === 0,
    reviews: [
      ...(number % 5 === 0 ? [approval("somebody-of-the-community-0")] : []),
      approval(`newcomer-${(number % 40) + 1}`),
      ...(number % 7 === 0 ? [aReview("somebody-of-the-community-12", "CHANGES_REQUESTED")] : []),
    ],
    comments: [aComment("passer-by", "/approve"), aComment("somebody-of-the-community-200", "/approve")],
    repository: { ...kusion, defaultBranch: "main" },
  });
}

async function savePulls({ db }: Database, pulls: number): Promise<void> {
  for (let number = 1; number <= pulls; number += 1) {
    const facts = aLargePull(number, number === 1 ? SIZE.areas : 1 + (number % 4));
    const verdict = judged(facts, largeIndex);
    const { owner, name, id } = kusion;
    await savePull(
      db,
      {
        repository: { owner, name, id },
        number,
        headSha: facts.head.sha,
        baseRef: facts.base.ref,
        state: "open",
        record: emptyRecord(),
      },
      pullShown(facts, verdict),
    );
    await addRequests(db, id, number, [
      { login: `somebody-of-the-community-${number % SIZE.people}`, id: null },
      { login: `somebody-of-the-community-${(number + 99) % SIZE.people}`, id: null },
    ]);
    await decided(db, number, whyOf(verdict), verdict.state.kind);
  }
}

/** As jobs/audit writes it. */
async function decided(db: Database["db"], number: number, why: readonly string[], state: string): Promise<void> {
  const cause = { deliveries: [{ id: "1", cause: "sweep.round", actor: null }], total: 1, said: [], attempt: 1 };
  for (let round = 0; round < (number === 1 ? 20 : 1); round += 1)
    await sql`insert into audit (repository, repository_id, number, head_sha, cause, what, detail, why, digest, version)
      values ('KusionStack/kusion', ${kusion.id}, ${number}, 'h1', ${JSON.stringify(cause)}::jsonb, 'verdict',
        ${JSON.stringify({ state })}::jsonb, ${JSON.stringify(why)}::jsonb, 'd', '0')`.execute(db);
}

/** Of twenty requirements, alternatives among them, half of which are met. */
const RULE = {
  all: [
    { "merged-pulls": 3 },
    { any: [{ "merged-pulls": { min: 1, labels: ["code"] } }, { "merged-pulls": { min: 3, labels: ["docs"] } }] },
    ...Array.from({ length: 15 }, (_, at) => ({ "merged-pulls": { min: 2 + at, labels: [`kind/of-work-${at}`] } })),
    { sponsors: { from: "maintainers", min: 2 } },
    { objections: { from: "maintainers", window: "7d" } },
  ],
};

/** Of fewer pull requests and promotions where every kind of view is enough. */
export async function aLargeSite(
  database: Database,
  { pulls, promotions }: { readonly pulls: number; readonly promotions: number } = SIZE,
): Promise<void> {
  const { db } = database;
  const governing = { kind: "good" as const, index: largeIndex, stale: null, unreadTeams: [] };
  await saveRepository(db, kusion, 7, registryShown(governing, "KusionStack"));
  await saveRepository(db, { id: 44, owner: "KusionStack", name: ".github", private: false, archived: false }, 7);
  await savePulls(database, pulls);
  for (let number = 1001; number <= 1000 + promotions; number += 1) await savePromotion(database, number);
  for (let number = 2001; number <= 2000 + promotions; number += 1) await saveDecision(database, number);
}

/** Each third is open; their texts are as long as they may be read at once. */
async function saveDecision({ db }: Database, number: number): Promise<void> {
  const endedAt = number % 3 === 0 ? null : NOON - number * 3_600_000;
  const table = "| Who | Said | Why |\n| --- | --- | --- |\n| somebody-of-the-community-1 | yes | it is time |";
  const shown = {
    kind: number % 2 === 0 ? "direction" : "technical",
    text: `We go on with what number ${number} says, in words of the usual length, `.repeat(3),
    state: endedAt === null ? ("open" as const) : number % 3 === 1 ? ("accepted" as const) : ("declined" as const),
    repository: "KusionStack/kusion",
    number,
    url: `https://github.test/KusionStack/kusion/issues/${number}`,
    private: false,
    openedBy: "somebody-of-the-community-0",
    openedAt: NOON - number * 7_200_000,
    endsAt: endedAt === null ? NOON + 3_600_000 : null,
    endedAt,
    votes: number % 2 === 0 ? { yes: 4, no: 1, abstained: 0, mayVote: 10 } : null,
    objections: number % 2,
    bodyMarkdown: `**Open** until Friday.\n\n${table}`,
  };
  const place = { repositoryId: kusion.id, number, owner: "KusionStack" };
  await saveDecisions(db, place, [
    { id: "comment:1/1", comment: 1, record: {}, registry: "kusionstack/.github", shown },
  ]);
}

async function savePromotion({ db }: Database, number: number): Promise<void> {
  const review = aPromotionReview(RULE, 10, number);
  const shown = promotionShown(review, number, "### Promotion\n\n**Short.**\n\n**Next:** somebody speaks.");
  const nomination = {
    candidate: { login: `newcomer-${number}`, id: null },
    role: "approvers",
    areas: [],
    repository: "KusionStack/kusion",
    number,
    url: review.record.url,
  };
  await saveNominations(
    db,
    { owner: "KusionStack", subjectKey: `${kusion.id}#${number}` },
    new Map([["a", nomination]]),
    new Map<string, ShownPromotion>(shown === null ? [] : [["a", shown]]),
  );
}
