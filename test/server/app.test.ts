import { readFileSync } from "node:fs";
import { Probot } from "probot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import type { Database } from "../../src/database/database.ts";
import { type Preparation, rungApp } from "../../src/server/app.ts";
import { hasUse } from "../../src/server/webhook/to-job.ts";
import { aDatabase } from "../support/a-database.ts";
import { aPrivateKey } from "../support/a-key.ts";
import { silent } from "../support/each-database.ts";
import { allExamples } from "./webhook/an-event.ts";

let database: Database;
beforeAll(async () => {
  database = await aDatabase();
}, 120_000);
afterAll(() => database.close());

/** Rung's app as anybody's Probot loads it. */
async function loaded(): Promise<{ probot: Probot; accepted: string[] }> {
  const accepted: string[] = [];
  const accept = async ({ id, name, payload }: { id: string; name: string; payload: object }, prepare: Preparation) => {
    await prepare({ id, name, payload: { ...payload } });
    accepted.push(name);
  };
  const probot = new Probot({ appId: 1, privateKey: aPrivateKey, secret: "the secret of this test", log: silent });
  await probot.load(rungApp({ database, accept }));
  return { probot, accepted };
}

describe("the Probot app", () => {
  it("takes each of GitHub's events that can become a job once, and no other", async () => {
    const { probot, accepted } = await loaded();
    const names = [...new Set(allExamples.map(({ event }) => event))];
    expect(names.filter(hasUse).length).toBeGreaterThan(12);
    for (const name of names) {
      const example = allExamples.find(({ event }) => event === name);
      accepted.length = 0;
      // Probot's type names each of GitHub's events; the examples are whatever GitHub sends.
      await probot.receive(z.custom<Parameters<Probot["receive"]>[0]>(() => true).parse({ ...example, id: "1", name }));
      expect(accepted, name).toEqual(hasUse(name) ? [name] : []);
    }
  });

  it("takes every event that app.yml subscribes to", () => {
    const text = readFileSync(new URL("../../app.yml", import.meta.url), "utf8");
    const { default_events: events } = z.object({ default_events: z.array(z.string()) }).parse(parse(text));
    expect(events.filter((event) => !hasUse(event))).toEqual([]);
  });
});
