/** Cases from Prow's blunderbuss and policy-bot's reviewer tests, put before the choice of reviewers. */

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { unknownVerdict } from "../../src/gate/verdict.ts";
import { choose } from "../../src/triage/reviewers/choose.ts";
import { occasionOf } from "../../src/triage/reviewers/due.ts";
import { aLadder, aPull } from "../support/a-pull.ts";
import { aChoosing, BOT, requestEvent } from "../triage/reviewers/a-choosing.ts";

const people = z.array(z.string());
const area = z.looseObject({
  path: z.string(),
  approvers: people.optional(),
  reviewers: people.optional(),
  count: z.int().optional(),
});
const registry = z.looseObject({ areas: z.array(area).optional(), teams: z.record(z.string(), people).optional() });
const pull = z.looseObject({
  author: z.string().optional(),
  files: z.array(z.looseObject({ path: z.string() })).optional(),
});
const world = z.looseObject({ registry: registry.optional(), pr: pull.optional() });
const query = z.looseObject({
  kind: z.string(),
  chosen: people.optional(),
  asked_before: z.array(z.object({ who: z.string(), removed_by_hand: z.boolean().optional() })).optional(),
  state: z.string().optional(),
  wanted: z.int().optional(),
  from: people.optional(),
});
const shape = world.extend({
  id: z.string(),
  about: z.string(),
  world: z.string().optional(),
  config: z.looseObject({ wanted: z.int().optional(), limit: z.int().optional() }).optional(),
  trigger: z.looseObject({ kind: z.string() }).optional(),
  prior: z.looseObject({ requested: people.optional() }).optional(),
  query: query.optional(),
  needs: people.optional(),
  applies: z.enum(["same", "differs", "n/a"]),
  expect: z.looseObject({
    requested: people.optional(),
    requested_count: z.object({ min: z.int(), max: z.int() }).optional(),
    request_any_of: z.array(people).optional(),
    request_only_from: people.optional(),
    never_requested: people.optional(),
    asks_for_reviewers: z.boolean().optional(),
  }),
});
type Case = z.infer<typeof shape>;

/** Rung asks people, never teams as such. */
const isOurs = ({ needs, applies }: Case) => applies !== "n/a" && needs?.includes("team-reviews") !== true;

function casesOf(file: string): readonly Case[] {
  const whole = z.looseObject({ worlds: z.record(z.string(), world), cases: z.array(shape) });
  const { worlds, cases } = whole.parse(JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8")));
  return cases.map((one) => {
    const around = worlds[one.world ?? ""];
    return { ...one, registry: { ...around?.registry, ...one.registry }, pr: { ...around?.pr, ...one.pr } };
  });
}

function ladder({ registry: given, config }: Case) {
  const areas = given?.areas ?? [];
  const members = (name: string) => (name.startsWith("team:") ? (given?.teams?.[name.slice(5)] ?? []) : [name]);
  const listed = (key: "approvers" | "reviewers") => {
    const pairs = areas.flatMap((one) => (one[key] ?? []).flatMap(members).map((login) => ({ login, at: one.path })));
    return [...Map.groupBy(pairs, ({ login }) => login)].map(([login, all]) => ({
      login,
      areas: all.map(({ at }) => at),
    }));
  };
  const wanted = config?.wanted ?? areas[0]?.count ?? 2;
  return aLadder({
    areas: Object.fromEntries(areas.map(({ path }) => [path, { paths: [path] }])),
    approvers: listed("approvers"),
    contributors: listed("reviewers"),
    reviews: { request: Math.min(wanted, config?.limit ?? wanted) },
  });
}

/** Logins asked, and whether the event asks for a choice at all. */
function requestedIn(one: Case): readonly string[] {
  if (one.query !== undefined) return answered(one.query);
  const index = ladder(one);
  const requested = one.prior?.requested ?? [];
  const files = (one.pr?.files ?? []).map(({ path }) => path);
  const choosing = aChoosing(index, { requested, pull: { author: one.pr?.author ?? "author", files } });
  const causes = one.trigger?.kind === "opened" ? ["pull_request.opened"] : [`${one.trigger?.kind}`];
  const { facts, verdict } = choosing;
  const occasion = occasionOf({ facts, index, verdict, reviewing: undefined, causes, rerolled: false });
  if (occasion?.kind !== "opened") return [];
  return choose(choosing).ask.map(({ login }) => login);
}

function answered({
  kind,
  chosen = [],
  asked_before: before = [],
  state,
  wanted,
  from = [],
}: NonNullable<Case["query"]>) {
  if (kind === "area_asks") {
    const facts = aPull();
    const index = aLadder({ approvers: ["ann"] });
    const waiting = aChoosing(index).verdict;
    const verdict = state === "waiting" ? waiting : unknownVerdict("the members of a team");
    const causes = ["pull_request.opened"];
    const occasion = occasionOf({ facts, index, verdict, reviewing: undefined, causes, rerolled: false });
    return occasion === null ? [] : ["somebody"];
  }
  const candidates = kind === "choose" ? from : chosen;
  const index = aLadder({
    approvers: candidates,
    reviews: { from: "approvers", request: wanted ?? candidates.length },
  });
  const one = before.filter(({ who }) => !who.startsWith("team:"));
  const requested = one.filter(({ removed_by_hand: off }) => off !== true).map(({ who }) => who);
  const removed = one.filter(({ removed_by_hand: off }) => off === true).map(({ who }) => who);
  const events = removed.flatMap((who) => [requestEvent("asked", who, BOT), requestEvent("removed", who, "pat", 9)]);
  return choose(aChoosing(index, { requested, events })).ask.map(({ login }) => login);
}

const folded = (logins: readonly string[]) => logins.map((login) => login.toLowerCase());

describe.each(["prow-blunderbuss.json", "policybot-reviewers.json"])("%s", (file) => {
  const all = casesOf(file);
  const ours = all.filter(isOurs);

  it(`runs ${ours.length} of ${all.length} cases; the rest ask teams as teams, or rest on options there are not`, () => {
    expect(ours.length).toBeGreaterThanOrEqual(all.length - 3);
  });

  it.each(ours.map((one) => [`${one.id}: ${one.about}`, one] as const))("%s", (_, one) => {
    const requested = folded(requestedIn(one));
    const expected = one.expect;
    expect(new Set(requested).size).toBe(requested.length);
    if (expected.asks_for_reviewers !== undefined) {
      expect(requested.length > 0).toBe(expected.asks_for_reviewers);
      return;
    }
    if (expected.requested !== undefined) expect(requested).toEqual(folded(expected.requested));
    const { min, max } = expected.requested_count ?? { min: 0, max: 99 };
    expect(requested.length).toBeGreaterThanOrEqual(min);
    expect(requested.length).toBeLessThanOrEqual(max);
    for (const any of expected.request_any_of ?? [])
      expect(folded(any).some((login) => requested.includes(login))).toBe(true);
    const only = expected.request_only_from;
    if (only !== undefined) for (const login of requested) expect(folded(only)).toContain(login);
    for (const login of expected.never_requested ?? []) expect(requested).not.toContain(login.toLowerCase());
  });
});
