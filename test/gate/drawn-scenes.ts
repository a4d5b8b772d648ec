/** Pull requests for the gate's oracles, drawn at random, and the facts that GitHub would tell of them. */
import fc from "fast-check";
import { noted } from "../../src/gate/record/heads.ts";
import { emptyRecord } from "../../src/gate/record/record-changes.ts";
import type { Proposal } from "../../src/gate/verdict.ts";
import type { PullFacts, Review, Utterance } from "../../src/model/facts.ts";
import type { PullRecord } from "../../src/model/pull-record.ts";
import type { RegistryIndex } from "../../src/registry/registry-index.ts";
import { aComment, aCommit, aFile, aPull, aReview, bot, listOf, minute, person } from "../support/a-pull.ts";
import { judged } from "./judged.ts";
import type { Head, Line, Scene, Word } from "./oracle.ts";
import { among, PATHS, PEOPLE, registries } from "./random-registries.ts";

export const lines: fc.Arbitrary<readonly Line[]> = fc.array(
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

export const anyScene: fc.Arbitrary<Scene> = fc.record({
  registry: registries,
  repository: fc.constant("kusion"),
  base: among("main", "main", "release-1"),
  author: among("pat", "pat", "ann"),
  coauthor: among(null, null, "ben"),
  files: fc.uniqueArray(fc.tuple(among(null, null, null, ...PATHS), among(...PATHS)), {
    maxLength: 3,
    selector: ([, now]) => now,
  }),
  heads: fc
    .tuple(
      contents,
      fc.array(fc.tuple(fc.integer({ min: 2, max: 50 }), among(null, null, "ben"), contents), { maxLength: 2 }),
    )
    .map(([first, later]) => [
      { at: 0, pusher: AUTHOR, contents: first },
      ...later
        .toSorted(([one], [other]) => one - other)
        .map(([at, pusher, held], n) => ({ at: at + 0.3 * (n + 1), pusher: pusher ?? AUTHOR, contents: held })),
    ]),
  words,
  labels: among<readonly string[]>([], [], ["Security"], ["other"]),
});

/** Stands for the author. */
const AUTHOR = "";

/** Nobody reviews their own pull request but by remarks. */
export function possible(scene: Scene): Scene {
  const { author, files, heads } = scene;
  const paths = files.flatMap(([before, now]) => (before === null ? [now] : [before, now]));
  const there = (all: Readonly<Record<string, string>>) =>
    Object.fromEntries(paths.map((path) => [path, all[path] ?? ""]));
  return {
    ...scene,
    heads: heads.map(({ at, pusher, contents: held }) => ({ at, pusher: pusher || author, contents: there(held) })),
    words: scene.words.map((word) =>
      word.by === author && word.through !== "comment" ? { ...word, through: "COMMENTED" } : word,
    ),
  };
}

export function textOfLine({ command, cancel, words: behind }: Line): string {
  return [`/${command}`, ...(cancel ? ["cancel"] : []), ...behind].join(" ");
}

export function factsOf(scene: Scene): PullFacts {
  const by = (login: string) => (login.endsWith("[bot]") ? bot(login) : person(login));
  const utterances = scene.words.map((word, at): Utterance | Review => {
    const more = { at: minute(word.at), id: at + 1, body: word.lines.map(textOfLine).join("\n"), edited: word.edited };
    if (word.through === "comment" || word.through === "label") return aComment(by(word.by), more.body, more);
    return aReview(by(word.by), word.through, { ...more, commit: headAt(scene, word.at) });
  });
  return {
    ...pullOf(scene),
    comments: listOf(utterances.filter(({ kind }) => kind === "comment")),
    reviews: listOf(utterances.filter((one): one is Review => one.kind === "review")),
  };
}

/** Nobody has said anything. */
export function pullOf({ base, author, coauthor, files, heads, labels }: Scene): PullFacts {
  return aPull({
    author,
    base,
    labels,
    head: `h${heads.length}`,
    files: files.map(([before, path]) =>
      aFile(path, { lines: 1, ...(before !== null && { previousPath: before, change: "renamed" }) }),
    ),
    commits: [aCommit("c1", [person(author), ...(coauthor === null ? [] : [person(coauthor)])])],
  });
}

export function headAt({ heads }: Scene, at: number): string {
  return `h${heads.filter((head) => head.at <= at).length}`;
}

export function judgedOf(scene: Scene, index: RegistryIndex, facts = factsOf(scene), record = pushesOf(scene)) {
  const diffs = Object.fromEntries(scene.heads.map(({ contents: held }, n) => [`${scene.base}...h${n + 1}`, held]));
  const proposal: Proposal = { path: "roles.yaml", parsed: null, changes: [] };
  return judged(facts, index, { record, diffs, proposal });
}

function pushesOf({ heads }: Scene): PullRecord {
  return heads.reduce((record, _, n) => noted(record, pushOf(heads, n)), emptyRecord());
}

/** What GitHub tells of one of the pushes. */
export function pushOf(heads: readonly Head[], n: number) {
  const { at = 0, pusher = "" } = heads[n] ?? {};
  const before = n === 0 ? null : `h${n}`;
  return { kind: "head" as const, sha: `h${n + 1}`, before, at: minute(at), by: person(pusher) };
}

export const scenes = anyScene.map(possible);
