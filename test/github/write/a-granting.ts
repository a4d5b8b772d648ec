/** A run of additions against a sandbox of its own and a database. */

import { onTestFinished } from "vitest";
import type { Database } from "../../../src/database/database.ts";
import { openGitHub } from "../../../src/github/client/client.ts";
import { spacing } from "../../../src/github/client/spacing.ts";
import { type GrantResult, grantAccess } from "../../../src/github/write/access-grants.ts";
import type { PlannedAdd } from "../../../src/registry/access/plan.ts";
import { PERMISSIONS } from "../../../src/sandbox/kusionstack.ts";
import type { PlayedWorld } from "../../../src/sandbox/played-world.ts";
import type { Sandbox } from "../../../src/sandbox/start.ts";
import type { Team } from "../../../src/sandbox/world/model.ts";
import { aSandbox, aWorld } from "../../sandbox/a-sandbox.ts";
import { silent } from "../../support/each-database.ts";

export const REGISTRY = "KusionStack/.github";
export const OWN = `Kept by Rung from ${REGISTRY}`;

export interface Stage {
  readonly world: PlayedWorld;
  readonly sandbox: Sandbox;
  readonly team: Team;
  /** In milliseconds, what the run waited for its turn to write. */
  readonly waits: number[];
  run(adds: readonly PlannedAdd[], more?: { readonly throwIfAborted?: () => void }): Promise<readonly string[]>;
  add(login: string, team?: string): PlannedAdd;
  writes(): readonly string[];
}

export async function aStage({ db }: Database): Promise<Stage> {
  const world = aWorld({ permissions: { ...PERMISSIONS, members: "write" } });
  const team = world.addTeam("KusionStack", "kusion-approvers", ["hoangndst"], { description: OWN });
  const sandbox = await aSandbox({ world });
  const { apiUrl, graphqlUrl, appId, privateKey } = {
    ...sandbox,
    apiUrl: `${sandbox.url}/api/v3`,
    graphqlUrl: `${sandbox.url}/api/graphql`,
  };
  const github = openGitHub({ apiUrl, graphqlUrl, appId, privateKey });
  onTestFinished(() => github.close());
  const client = github.installation(sandbox.installationId);
  const waits: number[] = [];
  async function granted(adds: readonly PlannedAdd[], throwIfAborted = () => {}) {
    let at = 0;
    const turns = spacing(() => at);
    turns.asked(60, 0);
    const { results, stopped } = await grantAccess(adds, {
      ...{ client, db, log: silent, owner: "KusionStack", registry: REGISTRY, now: world.clock.now() },
      audit: {
        repository: { owner: "KusionStack", name: ".github", id: 9 },
        ...{ number: 3, headSha: null, decided: null, digest: () => "d" },
        cause: () => ({ deliveries: [], total: 0, said: [], attempt: 1 }),
      },
      spacing: turns,
      wait: async (milliseconds) => {
        at += milliseconds;
        waits.push(milliseconds);
      },
      signal: { throwIfAborted },
    });
    if (stopped !== null) throw stopped;
    return results;
  }
  return {
    ...{ world, sandbox, team, waits },
    run: async (adds, { throwIfAborted } = {}) => told(await granted(adds, throwIfAborted)),
    add: (login, slug = team.slug) => ({
      ...{ key: `missing ${slug} ${login}`, team: slug, role: "approvers", area: "kusion" },
      person: { login, id: world.anyone(login).id },
    }),
    writes: () =>
      sandbox.journal
        .counted()
        .flatMap(({ effect, method, path }) => (effect === "write" ? [`${method} ${path}`] : [])),
  };
}

function told(results: readonly GrantResult[]): readonly string[] {
  return results.map(({ add, outcome }) => {
    const why = outcome.kind === "refused" || outcome.kind === "later" ? `: ${outcome.why}` : "";
    return `${add.person.login} ${outcome.kind}${why}`;
  });
}

export function renamed(world: PlayedWorld, from: string, to: string): void {
  const actor = world.actor(from);
  world.actors.delete(from.toLowerCase());
  actor.login = to;
  world.actors.set(to.toLowerCase(), actor);
}

export const put = (login: string, team = "kusion-approvers") =>
  `PUT /orgs/KusionStack/teams/${team}/memberships/${login}`;
