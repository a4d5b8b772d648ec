/** The gate compared with a second implementation of its rules, over random registries, pull requests and statements. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRegistry } from "../../src/commands/read-registry.ts";
import type { Proposal } from "../../src/gate/verdict.ts";
import type { PullFacts, Review, Utterance } from "../../src/model/facts.ts";
import { indexed, type RegistryIndex } from "../../src/registry/registry-index.ts";
import { aComment, aCommit, aFile, aPull, approval, aReview, bot, listOf, minute, person } from "../support/a-pull.ts";
import { judged, pushes } from "./judged.ts";
import { answerOf, type Line, type Scene, shownRow, type Word } from "./oracle.ts";
import { among, PATHS, PEOPLE, registries, textOf } from "./random-registries.ts";

const lines: fc.Arbitrary<readonly Line[]> = fc.array(
  fc.oneof(
    fc.record<Line>({
      command: fc.constant("approve"),
      cancel: among(false, false, false, true),
      words: among<readonly string[]>([], [], [], ["web"], ["docs", "api"], ["KUSION"], ["roles.yaml"]),
    }),
    fc.record<Line>({ command: fc.constant("lgtm"), cancel: among(false, false, true), words: fc.constant([]) }),
    fc.record<Line>({
      command: fc.constant("hold"),
      cancel: among(true, true, true, false),
      words: fc.constant([]),
    }),
    fc.constant<Line>({ command: "hold", cancel: true, words: ["@ann"] }),
  ),
  { maxLength: 2 },
);

const words: fc.Arbitrary<readonly Word[]> = fc
  .array(
    fc.record({
      by: among(...PEOPLE, ...PEOPLE, "aid[bot]"),
      through: among<Word["through"]>(
        "comment",
        "comment",
        "APPROVED",
        "APPROVED",
        "CHANGES_REQUESTED",
        "COMMENTED",
        "DISMISSED",
      ),
      lines,
      edited: among(false, false, false, false, true),
    }),
    { maxLength: 12 },
  )
  .chain((all) =>
    fc
      .shuffledSubarray([...Array(50).keys()], { minLength: all.length, maxLength: all.length })
      .map((times) => all.map((word, at) => ({ ...word, at: 1 + (times[at] ?? 0) }))),
  );

const contents = fc.record(Object.fromEntries(PATHS.map((path) => [path, among("1", "1", "1", "2")])));

const scenes: fc.Arbitrary<Scene> = fc.record({
  registry: registries,
  repository: fc.constant("kusion"),
  base: among("main", "main", "release-1"),
  author: among("pat", "pat", "ann"),
  coauthor: among(null, null, "ben"),
  files: fc.uniqueArray(fc.tuple(among(null, null, null, ...PATHS), among(...PATHS)), {
    maxLength: 3,
    selector: ([, now]) => now,
  }),
  push: fc.option(
    fc.record({ at: fc.integer({ min: 2, max: 50 }).map((at) => at + 0.5), before: contents, after: contents }),
  ),
  words,
  labels: among<readonly string[]>([], [], ["Security"], ["other"]),
});

/** Nobody reviews their own pull request but by remarks. */
function possible(scene: Scene): Scene {
  const { author, files, push } = scene;
  const paths = files.flatMap(([before, now]) => (before === null ? [now] : [before, now]));
  const there = (all: Readonly<Record<string, string>>) =>
    Object.fromEntries(paths.map((path) => [path, all[path] ?? ""]));
  return {
    ...scene,
    push: push && { at: push.at, before: there(push.before), after: there(push.after) },
    words: scene.words.map((word) =>
      word.by === author && word.through !== "comment" ? { ...word, through: "COMMENTED" } : word,
    ),
  };
}

function textOfLine({ command, cancel, words: behind }: Line): string {
  return [`/${command}`, ...(cancel ? ["cancel"] : []), ...behind].join(" ");
}

function factsOf({ base, author, coauthor, files, push, words: said, labels }: Scene): PullFacts {
  const by = (login: string) => (login.endsWith("[bot]") ? bot(login) : person(login));
  const utterances = said.map((word, at): Utterance | Review => {
    const head = push !== null && word.at >= push.at ? "h2" : "h1";
    const more = { at: minute(word.at), id: at + 1, body: word.lines.map(textOfLine).join("\n"), edited: word.edited };
    if (word.through === "comment") return aComment(by(word.by), more.body, more);
    return aReview(by(word.by), word.through, { ...more, commit: head });
  });
  return aPull({
    author,
    base,
    labels,
    head: push === null ? "h1" : "h2",
    files: files.map(([before, path]) =>
      aFile(path, { lines: 1, ...(before !== null && { previousPath: before, change: "renamed" }) }),
    ),
    commits: [aCommit("c1", [person(author), ...(coauthor === null ? [] : [person(coauthor)])])],
    comments: utterances.filter(({ kind }) => kind === "comment"),
    reviews: utterances.filter((one): one is Review => one.kind === "review"),
  });
}

function judgedOf(scene: Scene, index: RegistryIndex, facts = factsOf(scene)) {
  const { push, base } = scene;
  const proposal: Proposal = { path: "roles.yaml", parsed: null, changes: [] };
  if (push === null) return judged(facts, index, { record: pushesBy(scene), proposal });
  const diffs = { [`${base}...h1`]: push.before, [`${base}...h2`]: push.after };
  return judged(facts, index, { record: pushesBy(scene), diffs, proposal });
}

/** By the author alone, so that nobody else contributed by pushing. */
function pushesBy({ push, author }: Scene) {
  const record = push === null ? pushes() : pushes(["h2", push.at]);
  const by = { login: person(author).login, id: person(author).id };
  return { ...record, pushes: (record.pushes ?? []).map((one) => ({ ...one, by })) };
}

const SOURCE = { repository: { owner: "KusionStack", name: ".github" }, path: "roles.yaml", oid: "0".repeat(40) };
const runs = Number(process.env.ORACLE_RUNS ?? 500);

describe("over any registry, pull request and words", () => {
  it("the gate says what the rules say: who approves each row, who blocks it, and whether all is green", () => {
    let green = 0;
    fc.assert(
      fc.property(scenes.map(possible), (scene) => {
        const { registry, faults } = parseRegistry(textOf(scene.registry), SOURCE);
        if (registry === null) throw new Error(JSON.stringify(faults));
        const { state, areas } = judgedOf(scene, indexed(registry));
        const logins = (people: readonly { readonly login: string }[]) => people.map(({ login }) => login);
        const rows = areas.map(({ area, approved, needed, missing, blockedBy }) =>
          shownRow(area, needed === 0 ? [] : logins(approved), missing === 0, logins(blockedBy)),
        );
        const answer = answerOf(scene);
        green += Number(answer.isGreen);
        expect({ isGreen: state.kind === "approved", rows: new Set(rows) }).toEqual({
          ...answer,
          rows: new Set(answer.rows),
        });
      }),
      { numRuns: runs },
    );
    expect(green).toBeGreaterThan(runs / 30);
  });

  it("R44: whom the quickest way names can finish it: their approvals are all that was missing", () => {
    let named = 0;
    fc.assert(
      fc.property(scenes.map(possible), (scene) => {
        const { registry } = parseRegistry(textOf(scene.registry), SOURCE);
        if (registry === null) throw new Error("faulty");
        const facts = factsOf(scene);
        const { quickest } = judgedOf(scene, indexed(registry), facts);
        fc.pre(quickest.length > 0);
        named += 1;
        const more = quickest.map(({ login }, at) =>
          approval(login, { at: minute(55), id: 900 + at, commit: facts.head.sha }),
        );
        const after = judgedOf(scene, indexed(registry), {
          ...facts,
          reviews: listOf([...facts.reviews.items, ...more]),
        });
        const open = after.areas.filter(({ state }) => state !== "approved" && state !== "nobody-needed");
        expect(open).toEqual([]);
      }),
      { numRuns: runs / 4, maxSkipsPerRun: 1_000 },
    );
    expect(named).toBeGreaterThan(runs / 5);
  });
});
