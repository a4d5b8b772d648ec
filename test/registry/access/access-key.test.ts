import { describe, expect, it } from "vitest";
import { registrySchema } from "../../../src/commands/read-registry.ts";
import { registryChanges } from "../../../src/registry/changes.ts";
import type { ParseOptions } from "../../../src/registry/parse-registry.ts";
import { faultsOf as allFaultsOf, aRegistry } from "../a-registry.ts";

/** Without warnings, which are of other things. */
const faultsOf = (text: string, options: ParseOptions = {}, name = ".github") =>
  allFaultsOf(text, options, name).filter((fault) => !fault.includes("warning"));
const PEOPLE = "maintainers: [ann]\n";
const AREAS = "areas: { kusion: { repos: [kusion] }, karpor: { repos: [karpor] } }\n";
const one = (access: string) => `access: ${access}\n${AREAS}${PEOPLE}`;

describe("access", () => {
  it("is nothing where it is not written, and watches where it is", () => {
    expect(Object.hasOwn(aRegistry(PEOPLE), "access")).toBe(false);
    expect(aRegistry(one("{}")).access).toEqual({
      mode: "watch",
      teams: [],
      repositories: null,
      owners: null,
      besides: [],
    });
  });

  it("takes a team's role alone, or with those above it", () => {
    const text = one(`
  mode: grant
  teams: { "{area}-maintainers": maintainers, "{area}-approvers": { from: approvers, or-above: true }, all: { from: members } }
  repositories: { maintainers: write, approvers: triage }
  owners: [SparkYuan, wu8685]
  besides: [ant-oss-bot, "rung[bot]"]`);
    expect(aRegistry(text).access).toEqual({
      mode: "grant",
      teams: [
        { pattern: "{area}-maintainers", from: "maintainers", orAbove: false },
        { pattern: "{area}-approvers", from: "approvers", orAbove: true },
        { pattern: "all", from: "members", orAbove: false },
      ],
      repositories: { maintainers: "write", approvers: "triage" },
      owners: ["SparkYuan", "wu8685"],
      besides: ["ant-oss-bot", "rung[bot]"],
    });
  });

  it.each([
    ["{ mode: gant }", '1:17 "gant" is not known here; did you mean "grant"?'],
    ["{ mode: off }", '1:17 "off" is not known here; write watch or grant'],
    [
      "{ mode: keep }",
      "1:17 `mode: keep`, which would take people out of teams, is not there yet; write watch or grant",
    ],
    ["{ team: { a: maintainers } }", '1:11 unknown key "team"; did you mean "teams"?'],
    ["{ teams: }", '1:11 "teams" has no value'],
    ["{ teams: {} }", "1:18 no team is named; name one or leave the key out"],
    ["{ repositories: {} }", "1:25 no role is named"],
    ["{ owners: [] }", "1:19 every organisation has an owner; name one"],
    ["{ teams: { core: maintainer } }", '1:26 role "maintainer" is not defined; .* did you mean "maintainers"?'],
    ["{ teams: { core: { from: aprovers } } }", '1:34 role "aprovers" is not defined; .* "approvers"?'],
    ["{ teams: { core: { or-above: true } } }", "core: from is missing; add it"],
    ["{ teams: { core: { from: approvers, orabove: true } } }", '1:45 unknown key "orabove"; did you mean "or-above"?'],
    ["{ repositories: { maintaners: write } }", '1:27 role "maintaners" is not defined; .* "maintainers"?'],
    ["{ repositories: { maintainers: wirte } }", '1:40 "wirte" is not known here; did you mean "write"?'],
    ["{ repositories: { maintainers: push } }", '1:40 "push" is not known here; write read or triage or write'],
    ["{ owners: [ann bob] }", '1:20 "ann bob" is no GitHub login'],
    ["{ owners: ['@ann'] }", '1:20 "@ann" is no login, since those have no @ here; write "ann"'],
    ["{ besides: [KusionStack/bots] }", '1:21 "KusionStack/bots" is no login; a team'],
    ["{ teams: { '{Area}-a': maintainers } }", '1:20 "{Area}-a" has "{Area}", and only {area} stands for something'],
    ["{ teams: { '{area}-{area}': maintainers } }", '1:20 "{area}-{area}" has {area} twice'],
    [
      "{ teams: { KusionStack/core: maintainers } }",
      '1:20 "KusionStack/core" is more than a team\'s slug; .* write "core"',
    ],
    ["{ teams: { Core Team: maintainers } }", '1:20 "Core Team" is no team\'s slug; .* as in "core-team"'],
    ["{ teams: { '': maintainers } }", "1:20 the team is empty"],
    [
      "{ teams: { '{area}-team': maintainers, karpor-team: approvers } }",
      '1:48 the team "karpor-team" is filled by "{area}-team" already; keep one of the two',
    ],
  ])("%s is a fault with its place", (access, expected) => {
    const faults = faultsOf(one(access));
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(new RegExp(expected.replace(/[()?|`{}[\]]/g, "\\$&")));
  });

  it("of teams of each area, where no area is, and of areas whose teams would be the same", () => {
    expect(faultsOf(`access: { teams: { "{area}-team": maintainers } }\n${PEOPLE}`)).toEqual([
      '1:20 "{area}-team" stands for the team of each area, and no area is defined',
    ]);
    const alike = "areas: { pkg/api: { paths: [a/**] }, pkg-api: { paths: [b/**] } }\n";
    expect(faultsOf(`access: { teams: { "{area}-team": maintainers } }\n${alike}${PEOPLE}`)).toEqual([
      '1:20 the areas "pkg/api" and "pkg-api" would share the team "pkg-api-team"; rename one',
    ]);
  });

  it("of a team that the registry itself reads for that role, or for a higher one", () => {
    const text = (role: string, rule: string, team = "KusionStack/core") =>
      `access: { teams: { core: ${rule} } }\n${role}: [ann, { team: ${team} }]\n`;
    const told = (role: string, from: string) =>
      `1:20 "core" would be filled from ${from}, and the registry reads that very team for ${role}; name its people there, or leave the team out`;
    expect(faultsOf(text("approvers", "approvers"))).toEqual([told("approvers", "approvers")]);
    expect(faultsOf(text("maintainers", "{ from: approvers, or-above: true }"))).toEqual([
      told("maintainers", "approvers"),
    ]);
    expect(faultsOf(text("approvers", "approvers", "kusionstack/Core"))).toEqual([told("approvers", "approvers")]);
    expect(faultsOf(text("members", "approvers"))).toEqual([]);
    expect(faultsOf(text("approvers", "approvers", "KusionStack/other"))).toEqual([]);
    const ofArea = `access: { teams: { "{area}-team": approvers } }\n${AREAS}approvers: [{ team: KusionStack/karpor-team, areas: [karpor] }]\n`;
    expect(faultsOf(ofArea)[0]).toContain('1:20 "karpor-team" would be filled from approvers');
  });

  it("of more than 100 teams, counted with those of areas", () => {
    const areas = (count: number) =>
      `areas: { ${Array.from({ length: count }, (_, index) => `a${index}: { paths: [a${index}/**] }`).join(", ")} }\n`;
    const text = (count: number) => `access: { teams: { "{area}-team": maintainers } }\n${areas(count)}${PEOPLE}`;
    expect(faultsOf(text(100))).toEqual([]);
    expect(faultsOf(text(101))).toEqual(["1:11 these are 101 teams, and at most 100 can be compared; name fewer"]);
  });

  it("belongs into the registry that is extended", () => {
    const base = aRegistry(one("{ teams: { core: maintainers } }"));
    const own = "extends: true\naccess: { mode: grant }\n";
    const told = ["2:1 the registry that is extended says who has access; write it there, and leave the key out"];
    expect(faultsOf(own, { base }, "kusion")).toEqual(told);
    expect(faultsOf(own, {}, "kusion")).toEqual(told);
    expect(aRegistry("extends: true\nmode: advise\n", { base }, "kusion").access).toEqual(base.access);
    expect(
      Object.hasOwn(aRegistry("extends: true\nmode: advise\n", { base: aRegistry(PEOPLE) }, "kusion"), "access"),
    ).toBe(false);
  });

  it.each([
    [
      "{ repositories: { maintainers: triage, approvers: write, members: read } }",
      '1:40 warning: "maintainers" stands above "approvers" and is given less; write at least write',
    ],
    ["{ mode: grant }", "1:17 warning: `mode: grant` adds people to the teams that `teams` lists, and it lists none"],
  ])("%s is warned of", (access, expected) => {
    const told = allFaultsOf(one(access)).filter(
      (fault) => fault.includes("given less") || fault.includes("mode: grant"),
    );
    expect(told).toEqual([expect.stringContaining(expected)]);
    expect(allFaultsOf(one("{ repositories: { maintainers: write, approvers: write } }")).join()).not.toContain(
      "given less",
    );
  });

  it("is in the schema for editors", () => {
    const schema = JSON.stringify(registrySchema());
    for (const word of ["or-above", '"enum":["watch","grant"]', "besides"]) expect(schema).toContain(word);
  });

  it("is told when it changes, key by key", () => {
    const before = aRegistry(one("{ teams: { a: maintainers, b: approvers } }"));
    const after = aRegistry(
      one("{ mode: grant, teams: { a: { from: maintainers, or-above: true } }, besides: [x], owners: [y] }"),
    );
    expect(registryChanges(before, after)).toEqual([
      "`access.mode`: from `watch` to `grant`.",
      "`access.teams.a`: from `maintainers` to `maintainers or above`.",
      "`access.owners`: from nothing to `y`.",
      "`access.besides`: from nothing to `x`.",
      "`access.teams.b`: from `approvers` to nothing.",
    ]);
    expect(registryChanges(after, after)).toEqual([]);
  });
});
