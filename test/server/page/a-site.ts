/** A page over a database in memory, with a GitHub that signs people in and knows who may see what. */

import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Database } from "../../../src/database/database.ts";
import { savePull } from "../../../src/database/pulls.ts";
import { type SeenRepository, saveRepository } from "../../../src/database/repositories.ts";
import { emptyRecord } from "../../../src/gate/record/record-changes.ts";
import { Transient } from "../../../src/github/client/errors.ts";
import type { Incoming, Outgoing, Transport } from "../../../src/github/client/transport.ts";
import { pullShown } from "../../../src/jobs/page/pull-page.ts";
import { registryShown } from "../../../src/jobs/page/registry-page.ts";
import type { PullFacts } from "../../../src/model/facts.ts";
import { site } from "../../../src/server/page/page-site.ts";
import { cookies } from "../../../src/server/page/session.ts";
import type { Log } from "../../../src/shared/log.ts";
import { judged } from "../../gate/judged.ts";
import { anIndex } from "../../registry/a-registry.ts";
import { aPull, NOON } from "../../support/a-pull.ts";
import { silent } from "../../support/each-database.ts";

export const REGISTRY = `version: 1
areas:
  kusion: { repos: [kusion] }
  engine: { repos: [kusion], paths: ["pkg/engine/**"], exclusive: true }
maintainers:
  - { login: SparkYuan, since: 2024-01-24, affiliation: AntGroup }
approvers:
  - { login: hoangndst, areas: [kusion] }
emeritus: [liu-hm19]
`;

export const index = anIndex(REGISTRY);

export const kusion: SeenRepository = { id: 42, owner: "KusionStack", name: "kusion", private: false, archived: false };
export const secret: SeenRepository = { id: 43, owner: "KusionStack", name: "secret", private: true, archived: false };

const governing = { kind: "good" as const, index, stale: null, unreadTeams: [] };

/** A repository that a registry governs, as GitHub has just told. */
export async function governs({ db }: Database, repository: SeenRepository, text = REGISTRY): Promise<void> {
  const registry = registryShown({ ...governing, index: anIndex(text) }, repository.owner);
  await saveRepository(db, repository, 7, registry);
  await saveRepository(db, { id: 44, owner: "KusionStack", name: ".github", private: false, archived: false }, 7);
}

/** GitHub's last word on it was so many hours ago. */
export async function saidHoursAgo({ db }: Database, id: number, hours: number): Promise<void> {
  await sql`update repositories set seen_at = now() - make_interval(hours => ${hours}::int) where id = ${id}`.execute(
    db,
  );
}

/** A pull request whose verdict is known. */
export async function judgedPull({ db }: Database, repository: SeenRepository, over: Parameters<typeof aPull>[0] = {}) {
  const facts: PullFacts = aPull({ ...over, repository: { ...repository, defaultBranch: "main" } });
  const { owner, name, id } = repository;
  await savePull(
    db,
    {
      ...{ repository: { owner, name, id }, number: facts.number, headSha: facts.head.sha, baseRef: facts.base.ref },
      ...{ state: facts.state, record: emptyRecord() },
    },
    pullShown(facts, judged(facts, index)),
  );
}

export async function emptied({ db }: Database): Promise<void> {
  await sql`truncate repositories, pulls, nominations, review_requests, audit`.execute(db);
}

/** What a GitHub for signing in knows: by token the ids of the repositories that its owner may see. */
export interface FakeGitHub extends Transport {
  readonly asked: Outgoing[];
  /** Goes on as if GitHub could not be reached. */
  fail: boolean;
  /** The challenge that the last sign-in was begun with. */
  challenge: string;
}

export const TOKEN = "ghu_a-token-that-nobody-may-see";

export function aGitHub(sees: Readonly<Record<string, number>>, login = "ann"): FakeGitHub {
  const answer = (body: unknown, status = 200): Incoming => ({ status, headers: {}, text: JSON.stringify(body) });
  const fake: FakeGitHub = {
    ...{ asked: [], fail: false, challenge: "" },
    close: () => {},
    send: async (outgoing) => {
      fake.asked.push(outgoing);
      if (fake.fail) throw new Transient("no answer");
      const { pathname } = outgoing.url;
      if (pathname === "/login/oauth/access_token") return answer(granted(outgoing, fake.challenge));
      if (outgoing.headers.authorization !== `Bearer ${TOKEN}`) return answer({ message: "Bad credentials" }, 401);
      if (pathname === "/api/v3/user") return answer({ login });
      const id = sees[pathname.replace("/api/v3/repos/", "")];
      return id === undefined ? answer({ message: "Not Found" }, 404) : answer({ id });
    },
  };
  return fake;
}

/** A token for the right code with the right verifier; GitHub answers anything else with 200 and an error. */
function granted({ body }: Outgoing, challenge: string): object {
  const given = new URLSearchParams(body ?? "");
  const isRight =
    given.get("code") === "the-code" &&
    given.get("client_secret") === "the-client-secret" &&
    createHash("sha256")
      .update(given.get("code_verifier") ?? "")
      .digest("base64url") === challenge;
  return isRight ? { access_token: TOKEN, token_type: "bearer" } : { error: "bad_verification_code" };
}

export interface Browser {
  get(path: string): Promise<Response>;
  /** From a form of this site, or of another. */
  post(path: string, origin?: string): Promise<Response>;
  readonly jar: Map<string, string>;
}

export interface SiteGiven {
  readonly github?: FakeGitHub;
  readonly signIn?: boolean;
  readonly base?: string;
  readonly now?: () => number;
  readonly log?: Log;
}

export const SECRET = "a secret of this test";

/** The page itself. */
export function aSite({ db }: Database, given: SiteGiven = {}) {
  const { github = aGitHub({}), signIn = true, base = "", now = () => NOON, log = silent } = given;
  return site({
    ...{ db, base, log, now, transport: github, cookies: cookies([SECRET]) },
    ...{
      webUrl: "https://github.test",
      apiUrl: "https://github.test/api/v3",
      graphqlUrl: "https://github.test/api/graphql",
    },
    signIn: signIn ? { clientId: "the-client", clientSecret: "the-client-secret" } : null,
  });
}

/** Somebody's browser at the page: it keeps cookies and follows nothing. */
export function aBrowser(database: Database, given: SiteGiven = {}): Browser {
  const app = aSite(database, given);
  const jar = new Map<string, string>();
  const send = async (path: string, init: RequestInit) => {
    const headers = { ...init.headers, cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") };
    const answer = await app.request(`https://rung.test${path}`, { ...init, headers });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "") jar.delete(name);
      else jar.set(name, value);
    }
    return answer;
  };
  return {
    jar,
    get: (path) => send(path, {}),
    post: (path, origin = "https://rung.test") =>
      send(path, {
        method: "POST",
        headers: { origin, "content-type": "application/x-www-form-urlencoded" },
      }),
  };
}

/** Goes through GitHub's sign-in; the answer of the callback. */
export async function signedIn(browser: Browser, github: FakeGitHub, back = "/"): Promise<Response> {
  const begun = await browser.get(`/_page/sign-in?back=${encodeURIComponent(back)}`);
  const there = new URL(begun.headers.get("location") ?? "");
  github.challenge = there.searchParams.get("code_challenge") ?? "";
  return await browser.get(`/_page/callback?code=the-code&state=${there.searchParams.get("state")}`);
}
