/** A server that does not tell where a file is shown: Rung's own links use the host that it was configured for, and no other. */

import { afterAll, beforeAll, expect, it } from "vitest";
import { history } from "../../src/sandbox/kusionstack-history.ts";
import { aStage, type Stage } from "./stage.ts";

const PEOPLE = `areas: { kusion: { repos: [kusion] } }
roles:
  contributors: { promotion: { merged-pulls: 2 } }
  approvers: { promotion: { all: [{ merged-pulls: 3 }, { sponsors: 2 }] }, inactivity: 12mo }
  maintainers: { promotion: { sponsors: 2 } }
maintainers: [SparkYuan, liu-hm19, ffforest]
approvers: [{ login: jemshad, areas: [kusion] }]
contributors: [{ login: hoangndst, areas: [kusion] }]
`;
const DAY = 86_400_000;

let stage: Stage;
beforeAll(async () => {
  stage = await aStage({ registry: PEOPLE });
  history(stage.world);
  stage.world.links = { ...stage.world.links, html: "" };
});
afterAll(() => stage.close());

it("the issues about growth and inactivity name no host but the configured one", async () => {
  const home = stage.world.repo("KusionStack/.github");
  stage.world.as("SparkYuan").pushRegistry(home, `${PEOPLE}growth: {}\n`);
  await stage.settled();
  stage.world.clock.advance(400 * DAY);
  const repository = { owner: "KusionStack", name: ".github", id: home.id };
  const { installationId, url } = stage.sandbox;
  const jobs = (["growth", "inactivity"] as const).map((kind) => ({
    ...{ installationId, cause: `${kind}.look`, notes: [] },
    subject: { kind, repository } as const,
  }));
  await stage.rung.queue.enqueue(jobs);
  await stage.settled();
  const bodies = [...home.subjects.values()].flatMap((one) => (one.author.login === "rung[bot]" ? [one.body] : []));
  expect(bodies).toHaveLength(2);
  const hosts = bodies.join("\n").match(/https?:\/\/[^/)\s]+/g) ?? [];
  expect(new Set(hosts)).toEqual(new Set([url]));
});
