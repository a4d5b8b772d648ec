/** What a change of the registry is told to do, against the rules written a second time and against the gate itself, over random changes (R82). */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRegistry } from "../../src/commands/read-registry.ts";
import { powerChanges } from "../../src/gate/registry-effect.ts";
import type { Proposal } from "../../src/gate/verdict.ts";
import type { FilePowers, PowerChanges } from "../../src/gate/verdict-types.ts";
import { witnesses } from "../../src/gate/witnesses.ts";
import { indexed, type RegistryIndex } from "../../src/registry/registry-index.ts";
import { aFile, aPull, approval } from "../support/a-pull.ts";
import { judged } from "./judged.ts";
import { isGenerated, type WrittenRegistry } from "./oracle.ts";
import {
  type At,
  askedAt,
  branchOf,
  choicesOf,
  isGreenBy,
  lookersAt,
  sceneOf,
  type Telling,
  tellingOf,
} from "./power-oracle.ts";
import { among, PATHS, PEOPLE, registries, textOf } from "./random-registries.ts";

const HOME = { owner: "KusionStack", name: "kusion" };
const SOURCE = { repository: HOME, path: "roles.yaml", oid: "0".repeat(40) };
const runs = Number(process.env.ORACLE_RUNS ?? 60);

interface Change {
  readonly before: WrittenRegistry;
  readonly after: WrittenRegistry;
}

/** Some of the keys are written anew. */
const anyChange: fc.Arbitrary<Change> = fc
  .tuple(registries, registries, fc.array(fc.nat(), { minLength: 1, maxLength: 3 }))
  .map(([before, other, keys]) => ({ before, after: keys.reduce((after, key) => edited(after, other, key), before) }));

/** All areas are exclusive, and about the same files. */
function crowded({ before, after }: Change): Change {
  const closed = (registry: WrittenRegistry): WrittenRegistry => ({
    ...registry,
    areas: registry.areas.map((area) => ({ ...area, repos: null, paths: ["web/**"], exclusive: true, from: null })),
  });
  return { before: closed(before), after: closed(after) };
}

const changes = fc.oneof({ weight: 3, arbitrary: anyChange }, { weight: 1, arbitrary: anyChange.map(crowded) });

function edited(registry: WrittenRegistry, other: WrittenRegistry, key: number): WrittenRegistry {
  const names = ["people", "people", "areas", "areas", ...Object.keys(registry)];
  const name = names[key % names.length] as keyof WrittenRegistry;
  if (name === "people") {
    const roles = Object.keys(registry.people);
    const role = roles[key % roles.length] ?? "";
    const known = registry.areas.map((area) => area.name);
    const fitting = (other.people[role] ?? []).filter(({ areas }) => areas.every((one) => known.includes(one)));
    return { ...registry, people: { ...registry.people, [role]: fitting } };
  }
  if (name !== "areas") return { ...registry, [name]: other[name] };
  const areas = registry.areas.map((area) => other.areas.find((one) => one.name === area.name) ?? area);
  return { ...registry, areas: key % 2 === 0 ? areas : areas.toReversed() };
}

function indexOf(registry: WrittenRegistry): RegistryIndex {
  const { registry: parsed, faults } = parseRegistry(textOf(registry), SOURCE);
  if (parsed === null) throw new Error(JSON.stringify(faults));
  return indexed(parsed);
}

interface Case {
  readonly when: string | null;
  readonly at: Omit<At, "path">;
}

function casesOf({ before, after }: Change): readonly Case[] {
  const usual = { base: "main", labels: [], lines: 1 };
  const patterns = [...before.branches, ...after.branches].map(({ pattern }) => pattern);
  const lines = [...before.when, ...after.when].map(({ label, lines: from }): [string, Case["at"]] => {
    const written = [
      ...(from === undefined ? [] : [`lines: ${from}`]),
      ...(label === undefined ? [] : [`label: ${label}`]),
    ];
    const at = {
      ...usual,
      ...(from !== undefined && { lines: from }),
      ...(label !== undefined && { labels: [label] }),
    };
    return [`where \`{ ${written.join(", ")} }\` fits`, at];
  });
  return [
    { when: null, at: usual },
    ...[...new Set(patterns)].map((one) => ({ when: `on branches \`${one}\``, at: { ...usual, base: branchOf(one) } })),
    ...[...new Map(lines)].map(([when, at]) => ({ when, at })),
  ];
}

function shown({ gain, lose, gainAlone, loseAlone, within = [], before, after, beside }: FilePowers): Telling {
  const numbers = (all: FilePowers["before"]) =>
    all.map(({ area, min }) => `${area === null ? "repository" : `area ${area}`} ${min}`).toSorted();
  const [more, less] = [(one: string) => `+${one}`, (one: string) => `-${one}`];
  const parts = within.map((one) =>
    [`area ${one.area}`, ...one.gain.toSorted().map(more), ...one.lose.toSorted().map(less)].join(" "),
  );
  return {
    ...{ gain: gain.toSorted(), lose: lose.toSorted(), gainAlone: gainAlone.toSorted() },
    ...{ loseAlone: loseAlone.toSorted(), within: parts.toSorted(), before: numbers(before), after: numbers(after) },
    beside: beside ?? null,
  };
}

const proposal: Proposal = { path: "roles.yaml", parsed: null, changes: [] };

/** Whether the gate itself misses nobody's approval once these have approved. */
function isEnough(index: RegistryIndex, { path, base, labels, lines }: At, people: ReadonlySet<string>): boolean {
  const reviews = [...people].map((one) => approval(one));
  const files = path === "" ? [] : [aFile(path, { lines })];
  const facts = aPull({ author: "stranger", base, labels, files, reviews });
  return judged(facts, index, { proposal }).areas.every(({ missing }) => missing === 0);
}

function toldOf(change: Change, paths: readonly string[]) {
  const both = { before: indexOf(change.before), after: indexOf(change.after) };
  const scope = { tree: { paths, whole: true }, everywhere: false, defaultBranch: "main" };
  return { both, told: inOneCase(powerChanges(both, HOME, scope)) };
}

/** People are told of as the registry writes them, in whatever case; somebody who is written in another one is the same. */
function inOneCase({ files, standing, looked }: PowerChanges): PowerChanges {
  return {
    files: files.map(({ within, lgtm, ...one }) => ({
      ...lowered(one),
      ...{ gainAlone: one.gainAlone.map(lower), loseAlone: one.loseAlone.map(lower) },
      ...(within !== undefined && { within: within.map(lowered) }),
      ...(lgtm !== undefined && { lgtm: lowered(lgtm) }),
    })),
    standing: standing.map(lowered),
    looked,
  };
}

const lower = (login: string): string => login.toLowerCase();

function lowered<Told extends Pick<FilePowers, "gain" | "lose">>(told: Told): Told {
  return { ...told, gain: told.gain.map(lower), lose: told.lose.map(lower) };
}

function toldAt({ files }: PowerChanges, path: string, when: string | null): readonly FilePowers[] {
  return files.filter(
    (one) =>
      one.lgtm === undefined &&
      (one.when ?? null) === when &&
      one.files.some((file) => file.path === path && file.repository.name === HOME.name),
  );
}

const isRegistry = (path: string) => ["roles.yaml", ".github/roles.yaml"].includes(path);

describe("R82: of any change of a registry is told what it does", () => {
  it("to whom it lets approve each file on each branch, under each condition: neither less nor more", () => {
    let some = 0;
    fc.assert(
      fc.property(changes, (change) => {
        const { told } = toldOf(change, PATHS);
        for (const path of ["", ...PATHS.filter((one) => !isRegistry(one))]) {
          const of = (one: WrittenRegistry) =>
            isGenerated(path, sceneOf(one, { base: "main", labels: [], lines: 1, path }));
          const free = [of(change.before), of(change.after)] as const;
          const tellings = casesOf(change).map(({ when, at }) => {
            const [was, is] = [change.before, change.after].map((one) => askedAt(one, { ...at, path }, PEOPLE));
            return { when, telling: tellingOf(was ?? [], is ?? [], free) };
          });
          const usual = JSON.stringify(tellings[0]?.telling);
          for (const { when, telling } of tellings) {
            const isNews = telling !== null && (when === null || JSON.stringify(telling) !== usual);
            some += Number(isNews);
            expect([path, when, toldAt(told, path, when).map(shown)]).toEqual([path, when, isNews ? [telling] : []]);
          }
        }
      }),
      { numRuns: runs },
    );
    expect(some).toBeGreaterThan(runs);
  });

  it("to whom it lets change the registry, and to how many must agree", () => {
    fc.assert(
      fc.property(changes, (change) => {
        const { told } = toldOf(change, PATHS);
        const asked = casesOf(change).map(({ when, at }) => {
          const of = (one: WrittenRegistry) =>
            askedAt(one, { ...at, path: "roles.yaml" }, PEOPLE).find(({ row }) => row === "registry");
          return { when, was: of(change.before), is: of(change.after) };
        });
        const [usual] = asked;
        for (const { when, was, is } of asked) {
          const isNews =
            was?.min !== is?.min && (when === null || was?.min !== usual?.was?.min || is?.min !== usual?.is?.min);
          const numbers = toldAt(told, "roles.yaml", when).map(({ before, after }) => [before[0]?.min, after[0]?.min]);
          expect([when, numbers]).toEqual([when, isNews ? [[was?.min, is?.min]] : []]);
        }
        const power = told.standing.find(({ what }) => what === "approve changes of the registry");
        const [before, after] = [usual?.was?.who ?? [], usual?.is?.who ?? []];
        expect([power?.gain.toSorted() ?? [], power?.lose.toSorted() ?? []]).toEqual([
          after.filter((one) => !before.includes(one)).toSorted(),
          before.filter((one) => !after.includes(one)).toSorted(),
        ]);
      }),
      { numRuns: runs },
    );
  });

  it("to what the gate asks: where nothing is told the same people are enough as before, whoever approves", () => {
    const choices = choicesOf(PEOPLE);
    fc.assert(
      fc.property(
        changes,
        among(...PATHS, ""),
        fc.nat(),
        fc.array(fc.nat(), { minLength: 4, maxLength: 4 }),
        (change, path, which, some) => {
          const { both, told } = toldOf(change, PATHS);
          const cases = casesOf(change);
          const one = cases[which % cases.length];
          if (one === undefined) return;
          const at = { ...one.at, path };
          const [was, is] = [askedAt(change.before, at, PEOPLE), askedAt(change.after, at, PEOPLE)];
          const whens = new Set([one.when, null]);
          const place = isRegistry(path) ? "roles.yaml" : path;
          const isTold =
            [...whens].some((when) => toldAt(told, place, when).length > 0) ||
            (isRegistry(path) && told.standing.some(({ what }) => what === "approve changes of the registry"));
          for (const choice of choices) {
            const [old, now] = [isGreenBy(was, choice), isGreenBy(is, choice)];
            if (!isTold) expect([...choice, old]).toEqual([...choice, now]);
          }
          // Without a file there are no lines.
          for (const index of path === "" && at.lines > 1 ? [] : some) {
            const choice = choices[index % choices.length] ?? new Set<string>();
            expect([...choice, isEnough(both.before, at, choice), isEnough(both.after, at, choice)]).toEqual([
              ...choice,
              isGreenBy(was, choice),
              isGreenBy(is, choice),
            ]);
          }
        },
      ),
      { numRuns: runs },
    );
  });

  it("to whose `/lgtm` it counts, where it is asked for before and after", () => {
    const asking = changes.map(({ before, after }) => ({
      before: { ...before, lgtm: 1 },
      after: { ...after, lgtm: 1 },
    }));
    fc.assert(
      fc.property(asking, ({ before, after }) => {
        const { told } = toldOf({ before, after }, PATHS);
        const general = told.standing.find(({ what }) => what === "give `/lgtm`");
        for (const path of ["", ...PATHS.filter((one) => !isRegistry(one))]) {
          const [was, is] = [lookersAt(before, path, PEOPLE), lookersAt(after, path, PEOPLE)];
          const more = is.filter((one) => !was.includes(one) && general?.gain.includes(one) !== true);
          const less = was.filter((one) => !is.includes(one) && general?.lose.includes(one) !== true);
          const here = told.files.filter(({ files, lgtm }) => lgtm && files.some((file) => file.path === path));
          expect([path, new Set(here.flatMap(({ lgtm }) => lgtm?.gain ?? []))]).toEqual([path, new Set(more)]);
          expect([path, new Set(here.flatMap(({ lgtm }) => lgtm?.lose ?? []))]).toEqual([path, new Set(less)]);
        }
      }),
      { numRuns: runs },
    );
  });

  it("to whom it lets approve their own pull requests, and what has commits of theirs", () => {
    fc.assert(
      fc.property(changes, (change) => {
        const { both, told } = toldOf(change, PATHS);
        const made = witnesses([both.before.registry, both.after.registry], HOME, false).map(({ path }) => path);
        const paths = ["", ...PATHS, ...made].filter((path) => !isRegistry(path));
        const able = (registry: WrittenRegistry, holds: boolean) =>
          holds
            ? PEOPLE.filter((who) =>
                paths.some((path) =>
                  casesOf(change).some(({ at }) =>
                    askedAt(registry, { ...at, path }, [who]).some((one) => one.who.length > 0),
                  ),
                ),
              )
            : [];
        for (const [what, key] of [
          ["approve their own pull requests", "authorCounts"],
          ["approve pull requests that have commits of theirs", "contributorsCount"],
        ] as const) {
          const [was, is] = [able(change.before, change.before[key]), able(change.after, change.after[key])];
          const power = told.standing.find((one) => one.what === what);
          expect([what, new Set(power?.gain), new Set(power?.lose)]).toEqual([
            what,
            new Set(is.filter((one) => !was.includes(one))),
            new Set(was.filter((one) => !is.includes(one))),
          ]);
        }
      }),
      { numRuns: runs / 4 },
    );
  });
});
