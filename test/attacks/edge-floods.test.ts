/** Strangers who ask for a lot: they use up their own share, and everybody else is served as before. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { editedElsewhere, parsedElsewhere } from "../../src/github/read/parse-elsewhere.ts";
import { budget } from "../../src/jobs/budget.ts";
import { aStage, KUSION, REGISTRY, type Stage, saidByRung, verdictOn } from "../scenarios/stage.ts";

/** 45 bytes a person, and good; read beside the event loop from 16 KiB on. */
const registryOf = (people: number) =>
  `${REGISTRY}members:\n${Array.from({ length: people }, (_, at) => `  - { login: person-${at}, since: 2024-01-01 }\n`).join("")}`;

/** A few kilobytes that give each of the people each of the areas. */
const crowdedRegistry = (people: number, areas: number) => {
  const each = <T>(count: number, made: (at: number) => T) => Array.from({ length: count }, (_, at) => made(at));
  const named = each(areas, (at) => `  a${at}: { paths: ["a${at}/**"] }\n`).join("");
  const group = `groups: { all: [${each(people, (at) => `p${at}`).join(",")}] }\n`;
  const held = each(areas, (at) => `  - { group: all, areas: [a${at}] }\n`).join("");
  return `${REGISTRY.replace("areas:\n", `areas:\n${named}`)}${group}members:\n${held}`;
};

describe("R53: a large registry", () => {
  const source = { repository: { owner: "KusionStack", name: "kusion" }, path: "roles.yaml", oid: "1" };

  it("is read beside the event loop, and means the same", async () => {
    const reading = parsedElsewhere(registryOf(21_000), source, {}, "proposal");
    let ticks = 0;
    const ticking = setInterval(() => {
      ticks += 1;
    }, 5);
    const { registry } = await reading;
    clearInterval(ticking);
    // Read within the loop, nothing else would have had its turn.
    expect(ticks).toBeGreaterThan(3);
    expect(registry?.people).toHaveLength(21_004);
  });

  it("is large by what its groups come to, however short its text is", async () => {
    const reading = parsedElsewhere(crowdedRegistry(300, 50), source, {}, "proposal");
    let ticks = 0;
    const ticking = setInterval(() => {
      ticks += 1;
    }, 5);
    const { registry } = await reading;
    clearInterval(ticking);
    expect(ticks).toBeGreaterThan(3);
    expect(registry?.people.map(({ areas }) => areas.length)).toContain(50);
  });

  it("is changed beside the event loop, and as a small one is", async () => {
    const change = {
      kind: "remove",
      person: { login: "person-3", id: null },
      role: "members",
      areas: [],
      ladder: ["contributors", "members", "approvers", "maintainers"],
      beside: [],
      emeritus: null,
    } as const;
    const text = registryOf(3_000);
    const changing = editedElsewhere(text, change, source);
    let ticks = 0;
    const ticking = setInterval(() => {
      ticks += 1;
    }, 5);
    const made = await changing;
    clearInterval(ticking);
    expect(ticks).toBeGreaterThan(3);
    expect(made).toEqual({ kind: "edited", text: text.replace("  - { login: person-3, since: 2024-01-01 }\n", "") });
  });

  it("that governs is not waited for behind those that strangers propose", async () => {
    const order: string[] = [];
    const said = (what: string) => () => order.push(what);
    const proposal = registryOf(7_000);
    const proposals = [1, 2, 3].map(() => parsedElsewhere(proposal, source, {}, "proposal").then(said("proposal")));
    await parsedElsewhere(registryOf(500), source, {}, "governing").then(said("governing"));
    await Promise.all(proposals);
    expect(order.indexOf("governing")).toBeLessThan(order.length - 1);
  });

  it.each(["governing", "proposal"] as const)(
    "is waited for by another owner alone, however many of them are read as %s",
    async (what) => {
      const order: string[] = [];
      const reading = (owner: string) => {
        const repository = { owner, name: "kusion" };
        return parsedElsewhere(registryOf(500), { ...source, repository }, {}, what).then(() => order.push(owner));
      };
      await Promise.all([...Array.from({ length: 5 }, () => reading("crowd")), reading("other")]);
      expect(order).toEqual(["crowd", "other", "crowd", "crowd", "crowd", "crowd"]);
    },
  );
});

describe("in a repository", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await aStage();
  });
  afterAll(() => stage.close());
  const as = (login: string) => stage.world.as(login);

  it("R53: a proposal is read once a head, however often its pull request is talked about", async () => {
    const pull = as("octo-fan").openPull({
      repo: KUSION,
      title: "docs: people",
      files: { "roles.yaml": registryOf(2_000) },
    });
    await stage.settled();
    stage.requests();
    for (let at = 0; at < 3; at += 1) {
      as("octo-fan").comment(pull, `Any news? ${at} /approve`);
      as("octo-fan").comment(pull, "/lgtm");
      await stage.settled();
    }
    expect(stage.requests().filter((one) => one.includes("contents"))).toEqual([]);
    const other = as("octo-fan").openPull({ repo: KUSION, title: "fix: it", files: { "cmd/a.go": "package a\n" } });
    await stage.settled();
    expect(verdictOn(stage, other)).toBe("in_progress: Needs 1 approval: kusion");
  });

  it("R54: eighty typos of one stranger are answered a few times, the last of which says so; others are answered", async () => {
    const pull = as("octo-fan").openPull({ repo: KUSION, title: "fix: a", files: { "cmd/b.go": "package a\n" } });
    await stage.settled();
    for (let at = 0; at < 80; at += 1) as("octo-fan").comment(pull, "/aprove");
    await stage.settled();
    const said = saidByRung(pull);
    expect(said).toHaveLength(10);
    expect(said.filter((body) => body.includes("I answer them again when the hour is over"))).toHaveLength(1);
    as("hoangndst").comment(pull, "/aprove");
    as("hoangndst").comment(pull, "/approve");
    await stage.settled();
    expect(saidByRung(pull)).toHaveLength(11);
    expect(verdictOn(stage, pull)).toBe("success: Approved: kusion");
  });

  it("R54: what `/role` counts is counted once in a while", async () => {
    const issue = as("octo-fan").openIssue({ repo: KUSION, title: "What next?" });
    await stage.settled();
    stage.requests();
    as("octo-fan").comment(issue, "/role");
    await stage.settled();
    const first = stage.requests().length;
    as("octo-fan").comment(issue, "/role");
    await stage.settled();
    expect(stage.requests().length).toBeLessThan(first);
    expect(saidByRung(issue)).toHaveLength(2);
  });
});

describe("R54: a budget", () => {
  const ann = { login: "ann", id: 1, type: "User" } as const;
  it("is each person's own, comes back with time, and is not spent by the same thing twice", () => {
    const hourly = budget(3_600_000);
    expect(["a", "b", "a", "c"].map((what) => hourly.take(ann, what, 0, 2))).toEqual([true, true, true, false]);
    expect(hourly.take({ ...ann, login: "ben", id: 2 }, "c", 0, 2)).toBe(true);
    expect(hourly.take(ann, "c", 3_600_000, 2)).toBe(true);
  });
});
