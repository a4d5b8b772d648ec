/** Pull requests for the gate's oracles, drawn at random, and the facts that GitHub would tell of them. */

import fc from "fast-check";
import { noted } from "../../src/gate/record/heads.ts";
import { emptyRecord } from "../../src/gate/record/record-changes.ts";
import type { Proposal } from "../../src/gate/verdict.ts";
import type { PullFacts, Review, Utterance } from "../../src/model/facts.ts";
import type { ReadNote } from "../../src/model/job.ts";
import type { PullRecord } from "../../src/model/pull-record.ts";
import type { RegistryIndex } from "../../src/registry/registry-index.ts";
import { aComment, aCommit, aFile, aPull, aReview, bot, listOf, minute, person } from "../support/a-pull.ts";
import { judged } from "./judged.ts";
import { type Association, type Base, contentsAt, type Head, type Line, type Scene, type Word } from "./oracle.ts";
import { among, conditioned, PATHS, PEOPLE, registries } from "./random-registries.ts";

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

/** People quote commands, show them, and speak of them. */
export const ASIDES = [
  "> /approve\n> /hold\n",
  "```\n/hold\n/approve cancel\n```\n",
  "~~~sh\n/approve\n/lgtm cancel\n~~~\n",
  "Please say `/hold cancel` or /approve, as I would.\n",
  "    /lgtm\n    /hold\n",
  "<!-- /approve -->\n",
  "<!--\n/hold\n/approve cancel\n-->\n",
  "see /approve\n",
];

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
      aside: among("", "", "", ...ASIDES),
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

type Push = readonly [at: number, pusher: string | null, contents: Head["contents"], isBack: boolean];

/** A push may bring back the head before the last one. */
function headsOf(first: Head["contents"], pushes: readonly Push[]): readonly Head[] {
  const heads: Head[] = [{ at: 0, sha: "h1", pusher: AUTHOR, contents: first }];
  for (const [n, [at, pusher, held, isBack]] of pushes.toSorted(([one], [other]) => one - other).entries()) {
    const { sha, contents: there } = (isBack ? heads.at(-2) : undefined) ?? { sha: `h${n + 2}`, contents: held };
    heads.push({ at: at + 0.3 + n / 100, sha, pusher: pusher ?? AUTHOR, contents: there });
  }
  return heads;
}

function basesOf(first: string, changes: readonly (readonly [at: number, ref: string])[]): readonly Base[] {
  const bases: Base[] = [{ at: 0, ref: first }];
  for (const [n, [at, ref]] of changes.toSorted(([one], [other]) => one - other).entries())
    if (bases.at(-1)?.ref !== ref) bases.push({ at: at + 0.2 + n / 100, ref });
  return bases;
}

const later = fc.integer({ min: 2, max: 50 });
const branch = among("main", "main", "release-1");

export const anyScene: fc.Arbitrary<Scene> = fc.record({
  registry: registries,
  repository: fc.constant("kusion"),
  base: fc.constant(""),
  author: among("pat", "pat", "ann"),
  coauthor: among(null, null, "ben"),
  files: fc.uniqueArray(fc.tuple(among(null, null, null, ...PATHS), among(...PATHS)), {
    maxLength: 3,
    selector: ([, now]) => now,
  }),
  heads: fc
    .tuple(
      contents,
      fc.array(fc.tuple(later, among(null, null, "ben"), contents, among(false, true)), { maxLength: 3 }),
    )
    .map(([first, pushes]) => headsOf(first, pushes)),
  bases: fc
    .tuple(branch, fc.oneof(fc.constant([]), fc.array(fc.tuple(later, branch), { maxLength: 2 })))
    .map(([first, changes]) => basesOf(first, changes)),
  shifted: fc.subarray(PATHS, { maxLength: 2 }),
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
    base: scene.bases.at(-1)?.ref ?? "main",
    heads: heads.map((head) => ({ ...head, pusher: head.pusher || author, contents: there(head.contents) })),
    words: scene.words.map((word) =>
      word.by === author && word.through !== "comment" ? { ...word, through: "COMMENTED" } : word,
    ),
  };
}

/** What a text says whose commands these are. */
export function textOf(aside: string, said: readonly Line[]): string {
  return [aside, ...said.map(textOfLine)].join("\n");
}

function textOfLine({ command, cancel, words: behind }: Line): string {
  return [`/${command}`, ...(cancel ? ["cancel"] : []), ...behind].join(" ");
}

export const accountOf = (login: string) => (login.endsWith("[bot]") ? bot(login) : person(login));

export function factsOf(scene: Scene): PullFacts {
  const utterances = scene.words.map((word, at): Utterance | Review => {
    const more = { at: minute(word.at), id: at + 1, body: textOf(word.aside ?? "", word.lines), edited: word.edited };
    if (word.through === "comment" || word.through === "label") return aComment(accountOf(word.by), more.body, more);
    return aReview(accountOf(word.by), word.through, { ...more, commit: headAt(scene, word.at) });
  });
  return {
    ...pullOf(scene),
    comments: listOf(utterances.filter(({ kind }) => kind === "comment")),
    reviews: listOf(utterances.filter((one): one is Review => one.kind === "review")),
  };
}

/** Nobody has said anything. */
export function pullOf(scene: Scene): PullFacts {
  const { base, author, coauthor, files, heads, labels, association, vouched } = scene;
  return aPull({
    author: accountOf(author),
    ...(association !== undefined && { association }),
    ...(vouched === true && { vouched }),
    base,
    labels,
    head: heads.at(-1)?.sha ?? "h1",
    files: files.map(([before, path]) =>
      aFile(path, { lines: 1, ...(before !== null && { previousPath: before, change: "renamed" }) }),
    ),
    commits: [aCommit("c1", [accountOf(author), ...(coauthor === null ? [] : [person(coauthor)])])],
  });
}

export function headAt({ heads }: Scene, at: number): string {
  return heads.findLast((head) => head.at <= at)?.sha ?? "h1";
}

export function judgedOf(scene: Scene, index: RegistryIndex, facts = factsOf(scene), record = movesOf(scene)) {
  const moments = [...scene.heads, ...scene.bases];
  const diffs = Object.fromEntries(
    moments.map(({ at }) => [`${baseAt(scene, at)}...${headAt(scene, at)}`, contentsAt(scene, at)]),
  );
  const proposal: Proposal = { path: "roles.yaml", parsed: null, changes: [] };
  return judged(facts, index, { record, diffs, proposal });
}

function baseAt({ bases, base }: Scene, at: number): string {
  return bases.findLast((one) => one.at <= at)?.ref ?? base;
}

function movesOf(scene: Scene): PullRecord {
  return movesIn(scene).reduce((record, [, note]) => noted(record, note), emptyRecord());
}

/** What GitHub tells of its pushes and of the branches it was meant for, each with its moment. */
export function movesIn({ heads, bases }: Pick<Scene, "heads" | "bases">): readonly (readonly [number, ReadNote])[] {
  const pushes = heads.map(({ at, sha, pusher }, n): readonly [number, ReadNote] => {
    const before = heads[n - 1]?.sha ?? null;
    return [at, { kind: "head", sha, before, at: minute(at), by: accountOf(pusher) }];
  });
  const meant = bases.map(({ at, ref }, n): readonly [number, ReadNote] => {
    const before = bases[n - 1]?.ref ?? null;
    return [at, { kind: "base", ref, before, at: minute(at), sha: ref, ...(before !== null && { shaBefore: before }) }];
  });
  return [...pushes, ...meant].toSorted(([one], [other]) => one - other);
}

export const scenes = anyScene.map(possible);

/** By whomever: somebody new, a bot, somebody who is employed somewhere. */
export const conditionedScenes: fc.Arbitrary<Scene> = fc
  .record({
    scene: anyScene.chain((scene) => conditioned(scene.registry).map((registry) => ({ ...scene, registry }))),
    author: among("pat", "ann", "newt", "newt", "aid[bot]"),
    association: among<Association>("NONE", "FIRST_TIMER", "FIRST_TIME_CONTRIBUTOR", "CONTRIBUTOR", "MEMBER"),
    vouched: among(false, false, true),
  })
  .map(({ scene, author, association, vouched }) => possible({ ...scene, author, association, vouched }));
