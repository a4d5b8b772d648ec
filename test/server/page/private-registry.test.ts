import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { saveAway } from "../../../src/database/absences.ts";
import type { Database } from "../../../src/database/database.ts";
import { savePublishing } from "../../../src/database/publishing.ts";
import { saveRepository } from "../../../src/database/repositories.ts";
import { registryShown } from "../../../src/jobs/page/registry-page.ts";
import type { ShownRegistry } from "../../../src/model/page-data.ts";
import { SECTIONS } from "../../../src/server/page/links.ts";
import { siteFiles } from "../../../src/server/page/static-files.ts";
import { anIndex } from "../../registry/a-registry.ts";
import { aDatabase } from "../../support/a-database.ts";
import { NOON } from "../../support/a-pull.ts";
import { aBrowser, aGitHub, type Browser, emptied, kusion, secret, signedIn } from "./a-site.ts";

const ORGANISATION = `version: 1
roles:
  members: { summary: Take part. }
  contributors:
    promotion:
      all:
        - merged-pulls: { repos: [vault], min: 3 }
        - merged-pulls: { min: 1 }
  approvers: { summary: Approve. }
  maintainers: { summary: Decide. }
areas:
  kusion: { repos: [kusion, vault] }
  hidden-engine: { repos: [vault], paths: ["keys/**"] }
maintainers:
  - { login: SparkYuan, affiliation: SecretEmployer }
approvers:
  - { login: hoangndst, areas: [kusion, hidden-engine] }
  - { login: keyholder, areas: [hidden-engine] }
  - { team: KusionStack/vault-team, areas: [hidden-engine] }
emeritus: [former-spy]
`;
const SECRETS = ["hidden-engine", "keys/", "keyholder", "vault", "former-spy", "SecretEmployer", "governance-private"];

const source = { owner: "KusionStack", name: "governance-private" };
const governance = { ...source, id: 77, private: true, archived: false };

let database: Database;
beforeAll(async () => {
  database = await aDatabase();
});
afterAll(() => database.close());

function shown(): ShownRegistry {
  const index = anIndex(ORGANISATION);
  const registry = registryShown(
    { kind: "good", index, stale: null, unreadTeams: ["KusionStack/vault-team"] },
    "KusionStack",
  );
  if (registry?.kind !== "good") throw new Error("no registry");
  return { ...registry, sources: [{ ...source, path: "roles.yaml" }] };
}

beforeEach(async () => {
  await emptied(database);
  await saveRepository(database.db, kusion, 7, shown());
  await savePublishing(database.db, kusion.id, { notes: ["M.md cannot name hidden-engine"], elsewhere: [] });
  await saveRepository(database.db, governance, 7);
});

/** Every view of the repository, one after the other. */
async function page({ get }: Browser): Promise<string> {
  const paths = ["", ...SECTIONS.map((section) => `/${section}`)];
  const answers = await Promise.all(paths.map((path) => get(`/KusionStack/kusion${path}`)));
  return (await Promise.all(answers.map((answer) => answer.text()))).join("\n");
}

describe("R62: the page of a public repository under a private registry", () => {
  it("shows what concerns the repository, and nothing else of the file", async () => {
    const text = await page(aBrowser(database));
    for (const name of ["SparkYuan", "hoangndst", "kusion", "a private file"]) expect(text).toContain(name);
    for (const name of SECRETS) expect(text, name).not.toContain(name);
  });

  it("so do its files", async () => {
    const options = { db: database.db, webUrl: "https://github.test", writtenAt: NOON };
    const texts: string[] = [];
    for await (const { text } of siteFiles({ ...options, withPrivate: false })) texts.push(text);
    for (const name of SECRETS) expect(texts.join("\n"), name).not.toContain(name);
    const all: string[] = [];
    for await (const { text } of siteFiles({ ...options, withPrivate: true })) all.push(text);
    expect(all.join("\n")).toContain("hidden-engine");
  });

  it("shows all of it to somebody whom GitHub shows the file, and to nobody else who signs in", async () => {
    const insider = aGitHub({ "KusionStack/governance-private": 77 });
    const inside = aBrowser(database, { github: insider });
    await signedIn(inside, insider);
    expect(await page(inside)).toContain("keyholder");
    const outsider = aGitHub({});
    const outside = aBrowser(database, { github: outsider });
    await signedIn(outside, outsider);
    expect(await page(outside)).not.toContain("keyholder");
  });

  it("shows all of it once the file's repository is public", async () => {
    await saveRepository(database.db, { ...governance, private: false }, 7);
    expect(await page(aBrowser(database))).toContain("hidden-engine");
  });

  it("tells no fault of a private file", async () => {
    const fault = 'line 3: area "hidden-engine" is not defined';
    const broken = { kind: "broken" as const, path: "roles.yaml", faults: [fault] };
    for (const registry of [broken, { ...broken, from: source }]) {
      await saveRepository(database.db, kusion, 7, registry);
      const shown = await page(aBrowser(database));
      expect(shown).not.toContain("hidden-engine");
      // How many there are is not told as one.
      expect(shown).toContain("roles.yaml</bdi> is faulty");
    }
    await saveRepository(database.db, kusion, 7, { ...broken, from: { owner: "KusionStack", name: "kusion" } });
    expect(await page(aBrowser(database))).toContain("hidden-engine");
  });
});

describe("R62: a comment in a private repository appears on no public page", () => {
  const spark = { login: "SparkYuan", id: null, type: "User" as const };
  const until = NOON + 3 * 86_400_000;

  it("that somebody said `/away` there is not told", async () => {
    await saveRepository(database.db, secret, 7);
    await saveAway(database.db, { owner: "KusionStack", name: "secret" }, spark, { at: NOON - 1000, until });
    expect(await page(aBrowser(database))).not.toContain("until");
  });

  it("said in public, it is", async () => {
    await saveAway(database.db, { owner: "KusionStack", name: "kusion" }, spark, { at: NOON - 1000, until });
    expect(await page(aBrowser(database))).toContain("until");
  });
});
