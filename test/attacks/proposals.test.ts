/** Proposals that would be expensive: their changes are reported as far as possible, and nobody else pays for it. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseRegistry } from "../../src/commands/read-registry.ts";
import { changedElsewhere, powersElsewhere } from "../../src/github/read/parse-elsewhere.ts";
import { aStage, REGISTRY, type Stage } from "../scenarios/stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await aStage();
});
afterAll(() => stage.close());

/** The check's text on a stranger's pull request that proposes this registry, and what was asked of GitHub for it. */
async function proposing(registry: string): Promise<{ readonly text: string; readonly requests: readonly string[] }> {
  stage.requests();
  const pull = stage.world.as("octo-fan").openPull({
    ...{ repo: "KusionStack/.github", title: "Change the registry" },
    files: { "roles.yaml": registry },
  });
  await stage.settled();
  const requests = stage.requests();
  const runs = [...stage.world.repo("KusionStack/.github").checkRuns.values()].flat();
  const text = runs.findLast(({ headSha }) => headSha === pull.headSha)?.text ?? "";
  stage.world.as("octo-fan").close(pull);
  await stage.settled();
  return { text, requests };
}

describe("R54: a stranger's proposal", () => {
  it("that names hundreds of teams costs no request for each", async () => {
    const teams = Array.from({ length: 300 }, (_, at) => `  - team: KusionStack/team-${at}\n`).join("");
    const { text, requests } = await proposing(`${REGISTRY}members:\n${teams}`);
    expect(requests.filter((one) => one.includes("/teams/"))).toEqual([]);
    expect(text).toContain("it names more than 10 new teams, whose members are not read");
    expect(text).toContain("**This changes roles.yaml**");
  });
});

describe("R53: a short proposal whose groups come to many entries", () => {
  it("is not tried on open pull requests, as a long one is not", async () => {
    const all = Array.from({ length: 300 }, (_, at) => `p${at}`).join(",");
    const areas = Array.from({ length: 20 }, (_, at) => `  a${at}: { paths: ["a${at}/**"] }\n`).join("");
    const held = Array.from({ length: 20 }, (_, at) => `  - { group: all, areas: [a${at}] }\n`).join("");
    const with20 = REGISTRY.replace("areas:\n", `areas:\n${areas}`);
    const { text } = await proposing(`${with20}groups: { all: [${all}] }\nmembers:\n${held}`);
    expect(text).toContain("What it does to open pull requests is not looked at: the file is too large for that.");
  });
});

describe("R53: a proposal that takes long to compare", () => {
  const registry = { owner: "KusionStack", name: ".github" };
  const asked = (text: string) => ({
    text,
    source: { repository: registry, path: "roles.yaml", oid: text.slice(-40) },
    options: {},
  });
  const before = parseRegistry(REGISTRY, asked(REGISTRY).source).registry ?? expect.fail("the registry is good");
  const none = new Map<string, never>();
  const scope = { tree: null, everywhere: true, defaultBranch: "main" };
  const many = `${REGISTRY}members:\n${Array.from({ length: 20_000 }, (_, at) => `  - person-${at}\n`).join("")}`;

  it("is compared beside the event loop, and little comes of it however much it changes", async () => {
    let ticks = 0;
    const ticking = setInterval(() => {
      ticks += 1;
    }, 5);
    const { changes, names, namesLeft } = await changedElsewhere(asked(many), { before, base: null });
    const { powersText } = await powersElsewhere(asked(many), {
      ...{ before, base: null, teamsBefore: none, teamsAfter: none, home: registry, scope },
    });
    clearInterval(ticking);
    expect(ticks).toBeGreaterThan(3);
    expect(changes).toHaveLength(301);
    expect(changes.at(-1)).toBe("19700 more changes are not listed here.");
    expect([names.people.length, namesLeft]).toEqual([100, 19_900]);
    expect(JSON.stringify(powersText).length).toBeLessThan(10_000);
  });
});
