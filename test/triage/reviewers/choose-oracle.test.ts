/** Whom Rung asks to review, against the rules written a second time and against the gate, over random registries and desks (R44). */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRegistry } from "../../../src/commands/read-registry.ts";
import type { Proposal } from "../../../src/gate/verdict.ts";
import { indexed, type RegistryIndex } from "../../../src/registry/registry-index.ts";
import { choose } from "../../../src/triage/reviewers/choose.ts";
import { judged } from "../../gate/judged.ts";
import type { Scene, WrittenRegistry } from "../../gate/oracle.ts";
import { among, PATHS, PEOPLE, registries, textOf } from "../../gate/random-registries.ts";
import { aCommit, aFile, aPull, approval, person } from "../../support/a-pull.ts";
import { BOT, known, requestEvent } from "./a-choosing.ts";
import { askingOf, choicesOf, type Desk } from "./reviewer-oracle.ts";

const SOURCE = { repository: { owner: "KusionStack", name: "kusion" }, path: "roles.yaml", oid: "0".repeat(40) };
const runs = Number(process.env.ORACLE_RUNS ?? 250);
const MAX_OPEN = 4;

interface Drawn {
  readonly registry: WrittenRegistry;
  readonly author: string;
  readonly coauthor: string | null;
  readonly base: string;
  readonly labels: readonly string[];
  readonly files: Scene["files"];
  readonly approved: readonly string[];
  readonly requested: readonly string[];
  readonly removed: readonly string[];
  readonly refused: readonly string[];
  readonly away: readonly string[];
  readonly absent: readonly string[];
  readonly request: number;
  readonly loads: readonly number[];
  readonly turns: readonly number[];
}

const few = (maxLength: number) => fc.subarray(PEOPLE, { maxLength });
const figures = (most: number) => fc.array(fc.nat(most), { minLength: PEOPLE.length, maxLength: PEOPLE.length });

const drawn: fc.Arbitrary<Drawn> = fc.record({
  registry: fc
    .tuple(registries, among(1, 2, 2, 3))
    .map(([registry, min]) => ({ ...registry, min, when: [], lgtm: 0, commands: {} })),
  author: among("pat", "pat", "ann"),
  coauthor: among(null, null, "ben"),
  base: among("main", "main", "release-1"),
  labels: among<readonly string[]>([], [], ["security"]),
  files: fc.uniqueArray(fc.tuple(fc.constant(null), among(...PATHS)), { maxLength: 4, selector: ([, now]) => now }),
  approved: few(2),
  requested: few(2),
  removed: few(1),
  refused: few(1),
  away: few(1),
  absent: few(1),
  request: among(2, 2, 1, 0, 4),
  loads: figures(MAX_OPEN),
  turns: figures(2),
});

const proposal: Proposal = { path: "roles.yaml", parsed: null, changes: [] };

function indexOf({ registry, request }: Drawn): RegistryIndex {
  const { registry: parsed, faults } = parseRegistry(textOf(registry), SOURCE);
  if (parsed === null) throw new Error(JSON.stringify(faults));
  return indexed({ ...parsed, reviews: { ...parsed.reviews, request, maxOpen: MAX_OPEN } });
}

/** A person asked who has reviewed is asked no longer. */
function withoutOverlap(one: Drawn): Drawn {
  const approved = one.approved.filter((who) => who !== one.author);
  const requested = one.requested.filter((who) => who !== one.author && !approved.includes(who));
  return { ...one, approved, requested, removed: one.removed.filter((who) => !requested.includes(who)) };
}

function factsOf({ author, coauthor, base, labels, files }: Drawn, approved: readonly string[]) {
  return aPull({
    ...{ author, base, labels },
    files: files.map(([, path]) => aFile(path, { lines: 1 })),
    commits: [aCommit("c1", [person(author), ...(coauthor === null ? [] : [person(coauthor)])])],
    reviews: approved.map((who) => approval(who)),
  });
}

describe("R44: whom it asks, of any registry, pull request and desks", () => {
  it("can approve what is missing, are enough for it as far as anybody can be asked, no more than needed, and nobody who must not be", () => {
    let asking = 0;
    fc.assert(
      fc.property(drawn.map(withoutOverlap), (one) => {
        const { registry, author, coauthor, base, labels, files, approved, requested, removed, refused } = one;
        const index = indexOf(one);
        const facts = factsOf(one, approved);
        const verdict = judged(facts, index, { proposal });
        if (verdict.state.kind === "unknown") return;
        const figuresOf = (numbers: readonly number[]) =>
          Object.fromEntries(PEOPLE.map((who, at) => [who, numbers[at] ?? 0]));
        const [loads, turns] = [figuresOf(one.loads), figuresOf(one.turns)];
        const choice = choose({
          ...{ facts, index, verdict, botLogin: BOT, past: { asked: [], refused } },
          known: known({
            ...{ requested, loads, turns, absent: one.absent },
            events: removed.flatMap((who) => [
              requestEvent("asked", who, "eve"),
              requestEvent("removed", who, "eve", 6),
            ]),
            away: one.away.map((login) => ({ login, id: null, until: null })),
          }),
        });
        const scene: Scene = {
          ...{
            registry,
            repository: "kusion",
            base,
            author,
            coauthor,
            files,
            heads: [],
            bases: [],
            shifted: [],
            words: [],
            labels,
          },
        };
        const desk: Desk = {
          ...{ people: PEOPLE, approved, requested, request: one.request },
          gone: [...removed, ...refused],
          unavailable: PEOPLE.filter(
            (who) => [...one.away, ...one.absent].includes(who) || (loads[who] ?? 0) >= MAX_OPEN,
          ),
        };
        const oracle = askingOf(scene, desk);
        // They are called as the registry writes them, in whatever case.
        const calls = choice.ask.map((each) => ({ ...each, login: each.login.toLowerCase() }));
        const asked = calls.map(({ login }) => login);
        const chosen = new Set(asked);
        asking += Number(asked.length > 0);
        expect(asked.filter((who) => !oracle.pool.has(who))).toEqual([]);
        expect([asked, asked.length]).toEqual([asked, oracle.count]);
        if (oracle.count > 0) expect([asked, oracle.isEnough(chosen)]).toEqual([asked, true]);
        for (const { login, why } of calls) {
          const named = /^\w+ of ([^;]*);/.exec(why)?.[1]?.split(/, | and /) ?? [];
          const rows = oracle.rowsOf(login).map((row) => called(row, files));
          expect([login, new Set(named)]).toEqual([login, new Set(rows)]);
        }
        const after = judged(factsOf(one, [...approved, ...asked]), index, { proposal });
        const missing = oracle.missingAfter(asked);
        expect(new Set(after.areas.map(({ area, missing: left }) => `${area} ${left}`))).toEqual(
          new Set([...missing].map(([row, left]) => `${called(row, files)} ${left}`)),
        );
        // Nobody better placed stands beside who would do as well.
        const figure = (who: string) => (loads[who] ?? 0) * 10 + (turns[who] ?? 0);
        for (const who of asked)
          for (const other of oracle.pool) {
            if (chosen.has(other) || figure(other) >= figure(who)) continue;
            const instead = new Set([other, ...asked.filter((each) => each !== who)]);
            const isAsGood = choicesOf([...instead]).some(
              (some) => some.size <= oracle.fewest && oracle.isEnough(some),
            );
            expect([who, other, isAsGood]).toEqual([who, other, false]);
          }
      }),
      { numRuns: runs },
    );
    expect(asking).toBeGreaterThan(runs / 10);
  });
});

function called(row: string, files: Scene["files"]): string {
  if (row === "registry")
    return files.map(([, path]) => path).find((path) => /^(\.github\/)?roles\.yaml$/.test(path)) ?? "";
  return row === "repository" ? "kusion" : row.replace("area ", "");
}
