/** Every criterion of the real ladders that were collected is stated in our language: evaluated, or vouched for by people. */

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { parseRegistry } from "../../src/commands/read-registry.ts";
import { kindNamed } from "../../src/promotions/criteria/index.ts";
import type { Leaf } from "../../src/promotions/promotion-types.ts";
import { leaves, parsePromotion, wordingOf } from "../../src/promotions/rule.ts";

const criterion = z.record(z.string(), z.unknown());
type Source = z.output<typeof criterion>;
const sources = z.array(z.object({ ladder: z.string(), role: z.string(), criterion }));

const folder = new URL("./", import.meta.url);
const text = (file: string) => readFileSync(new URL(file, folder), "utf8");
const collected = sources.parse(JSON.parse(text("ladders.json")));
const ladders = readdirSync(folder)
  .filter((file) => file.endsWith(".yaml"))
  .map((file) => file.replace(".yaml", ""));

interface Unit {
  readonly from: Source;
  readonly leaves: readonly Leaf[];
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** A quoted criterion and the items that follow it, up to the next quote, combination or shallower line. */
function unitsOf(ladder: string): readonly Unit[] {
  const lines = text(`${ladder}.yaml`).split("\n");
  return lines.flatMap((line, at) => {
    const [, quoted] = /^\s*# from: (.*)$/.exec(line) ?? [];
    if (quoted === undefined) return [];
    const rest = lines.slice(at + 1);
    const isQuote = (other: string) => /^\s*#/.test(other);
    const isCombination = (other: string) => /^\s*- (any|all):$/.test(other);
    const opensQuoted = (index: number) => isQuote(rest.slice(index).find((other) => !isCombination(other)) ?? "");
    const end = rest.findIndex(
      (next, index) =>
        indentOf(next) < indentOf(line) || isQuote(next) || next === "" || (isCombination(next) && opensQuoted(index)),
    );
    const { rule, faults } = parsePromotion({ all: parse(rest.slice(0, end).join("\n")) });
    if (rule === null) throw new Error(`${ladder}: ${line}: ${faults.map(({ message }) => message).join("\n")}`);
    return [{ from: criterion.parse(JSON.parse(quoted)), leaves: leaves(rule.criterion) }];
  });
}

/** What the kinds of the collection become. An attestation may always stand beside. */
const BECOMES: Readonly<Record<string, readonly string[]>> = {
  merged_prs: ["merged-pulls"],
  reviews: ["reviewed-pulls"],
  prs_authored_or_reviewed: ["authored-or-reviewed-pulls"],
  issues_resolved: ["resolved-issues"],
  contributions: ["contributions"],
  time_contributing: ["contributing"],
  time_in_role: ["tenure"],
  active_within: ["active", "attestation"],
  holds_role: ["holds"],
  employer_cap: ["seats"],
  sponsors: ["sponsors"],
  no_objections: ["objections"],
  lazy_consensus: ["lazy-consensus"],
  vote: ["vote", "attestation"],
  nomination: ["nomination"],
  acceptance: ["acceptance"],
  notice_period: ["notice"],
};

/** A leaf without parameters that are a text or number of their own. */
function paramsOf(leaf: Leaf): string {
  return JSON.stringify(leaf.params);
}

/** The numbers and rules of a criterion that must be found again in what it became. */
function tellsOf(from: Source): readonly string[] {
  const tells: string[] = [];
  const say = (key: string, tell: (value: string) => string) => {
    const value = from[key];
    if (value !== undefined && value !== "N" && value !== null) tells.push(tell(String(value)));
  };
  say("min", (min) => min);
  say("months", (months) => `${months}mo`);
  say("within_months", (months) => `"within":"${months}mo"`);
  say("window_days", (days) => `"window":"${days}${from.business_days === true ? "bd" : "d"}"`);
  say("min_yes", (min) => `"min-yes":${min}`);
  say("quorum", (quorum) => `"quorum":"${quorum}"`);
  say("type", (type) => `"kind":"${type}"`);
  say("repo", (repo) => `"repos":["${repo}"]`);
  say("text", (said) => said);
  say("employers", (rule) => `"employers":"${rule === "distinct" ? "distinct" : "one-other-than-candidate"}"`);
  say("max_seats", (max) => `"per-employer":${max}`);
  say("also_holds", () => '"also-holds"');
  say("of_which", () => '"of-which"');
  say("max_share", (share) => `"share":${share}`);
  if (from.kind !== "holds_role")
    for (const role of [from.role, from.by].flat())
      if (typeof role === "string" && role !== "robot") tells.push(role.replaceAll("_", "-").toLowerCase());
  if (from.primary === true) tells.push("primary reviewer");
  if (from.substantial === true) tells.push("substantial");
  if (from.secret === true) tells.push("secret");
  if (from.of === "cast") tells.push('"share-of":"cast"');
  if (
    from.kind === "vote" &&
    from.share !== undefined &&
    from.share !== "ranked" &&
    !String(from.share).startsWith("all_or")
  )
    tells.push(`"share":${JSON.stringify(from.share)}`);
  if (from.labels_any !== undefined) tells.push(`"labels":${JSON.stringify(from.labels_any)}`);
  if (from.kind === "vote" && from.veto === true)
    tells.push(from.min_yes === 3 && from.window_days === 14 ? "clears" : '"veto":true');
  if (from.scope === "area" && from.kind !== "sponsors") tells.push('"area":true');
  if (from.or !== undefined) tells.push('"or-share":"50%"');
  return tells;
}

describe.each(ladders)("the ladder of %s", (ladder) => {
  const units = unitsOf(ladder);

  it("parses as a whole registry", () => {
    const source = { repository: { owner: "", name: "" }, path: "roles.yaml", oid: "0" };
    const { registry, faults } = parseRegistry(text(`${ladder}.yaml`), source);
    expect(faults.filter(({ severity }) => severity === "error")).toEqual([]);
    const all = (registry?.roles ?? []).flatMap(({ promotion }) => {
      const { rule } = promotion === null ? { rule: null } : parsePromotion(promotion);
      return rule === null ? [] : leaves(rule.criterion);
    });
    // Nothing is in it that no criterion of the ladder asked for.
    expect(all.map(paramsOf)).toEqual(units.flatMap((unit) => unit.leaves.map(paramsOf)));
    expect(all.every((leaf) => wordingOf(leaf, { owner: "o", role: "r", areas: [] }) !== "")).toBe(true);
  });

  it("states each criterion, in order, and none twice", () => {
    const asked = collected.filter((each) => each.ladder.replaceAll("_", "-") === ladder);
    expect(units.map(({ from }) => from)).toEqual(asked.map((each) => each.criterion));
  });

  it("states each by a kind of its sort, with its numbers and rules", () => {
    for (const { from, leaves: found } of units) {
      const kinds = BECOMES[String(from.kind)] ?? ["attestation"];
      expect(found.length, JSON.stringify(from)).toBeGreaterThan(0);
      expect(kinds, JSON.stringify(from)).toContain(found[0]?.kind);
      const all = found.map(paramsOf).join(" ");
      for (const tell of tellsOf(from)) expect(all, JSON.stringify(from)).toContain(tell);
    }
  });
});

describe("the ladders together", () => {
  it("drop nothing; by kind they ask for", () => {
    expect(ladders).toHaveLength(21);
    const units = ladders.flatMap(unitsOf);
    expect(units).toHaveLength(collected.length);
    const counts = new Map<string, number>();
    for (const { kind } of units.flatMap((unit) => unit.leaves)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    const table = [...counts]
      .sort((a, b) => b[1] - a[1])
      .map(([kind, number]) => `${String(number).padStart(4)} ${kind}`);
    const evaluatedByMachine = [...counts].filter(([kind]) => kindNamed(kind)?.by !== "people").length;
    console.info(`${units.length} criteria of 21 ladders, by kind:\n${table.join("\n")}`);
    expect(evaluatedByMachine).toBeGreaterThan(8);
  });
});
