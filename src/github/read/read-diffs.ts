/** Compares the diffs that a verdict asked about, each pair once: commits do not change. */

import { differences, type Entry, type PathStates, type TwoDiffs, textsNeeded } from "../../gate/same-change.ts";
import { liesBelow, sameStart } from "../../gate/same-start.ts";
import { type Compared, type Comparison, type Diffs, diffKey, SAME } from "../../model/diffs.ts";
import type { PullFacts } from "../../model/facts.ts";
import type { RepositoryName } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { Declined, isUnanswered, Transient } from "../client/errors.ts";
import { type DiffFile, type DiffRead, readDiff } from "./diff.ts";
import { remembering } from "./remembering.ts";
import { readTexts, type StatesQuestion, type StatesRead, stateKey } from "./states.ts";
import { statesTogether } from "./states-together.ts";
import { readTreeStates } from "./tree-states.ts";

type Reading = Pick<PullFacts, "repository" | "history" | "head" | "base" | "files">;

export interface DiffReader {
  /** What could not be read is marked so in the answer; only GitHub's limits are thrown. */
  read(client: Client, facts: Reading, comparisons: readonly Comparison[]): Promise<Diffs>;
}

/** For this many files the texts are read along with their modes, so that a usual rebase costs no further request. */
const FEW_FILES = 6;

export function diffReader(): DiffReader {
  const diffs = remembering<DiffRead>(2000);
  const pairs = remembering<Compared>(4000);
  return {
    async read(client, facts, comparisons) {
      const { repository, history } = facts;
      const together = statesTogether(client, repository);
      const read = async (comparison: Comparison): Promise<readonly [string, Compared]> => {
        const { approved, present } = comparison;
        const key = diffKey(comparison);
        const isHead = approved.head === present.head;
        if (isHead && sameStart(history, approved.base, present.base, present.head)) return [key, SAME];
        const diffOf = (id: Comparison["present"]) =>
          diffs(`${repository.id}:${id.base}...${id.head}`, () => readDiff(client, repository, id));
        // Begun at once for all that nobody has compared yet.
        const make = () => {
          const { ask, leave } = together.join();
          const present = presentDiff(facts, comparison);
          return compare({ client, repository, comparison, diffOf, present, statesOf: ask }).finally(leave);
        };
        try {
          return [key, await pairs(`${repository.id}:${key}`, make)];
        } catch (error) {
          return [key, unread(error)];
        }
      };
      return new Map(await Promise.all(comparisons.map(read)));
    },
  };
}

function unread(error: unknown): Compared {
  if (!isUnanswered(error)) throw error;
  if (error instanceof Declined) return { kind: "incomparable", why: "GitHub declined to compare the two diffs" };
  return { kind: "unread", failure: error };
}

interface Comparing {
  readonly client: Client;
  readonly repository: RepositoryName;
  readonly comparison: Comparison;
  readonly diffOf: (id: Comparison["present"]) => Promise<DiffRead>;
  /** What the reading already tells of the present diff; `null`: it has to be requested. */
  readonly present: DiffRead | null;
  readonly statesOf: (question: StatesQuestion) => Promise<StatesRead>;
}

/**
 * If the head is on the base's tip, the diff starts there, and the reading has listed its files. For a single file, a comparison tells
 * as much as the trees would.
 */
function presentDiff(facts: Reading, { approved, present }: Comparison): DiffRead | null {
  const { base, head, files, history } = facts;
  if (present.base !== base.sha || present.head !== head.sha || !files.complete) return null;
  if (!liesBelow(history, base.sha, head.sha)) return null;
  if (files.items.length === 1 && liesBelow(history, approved.head, head.sha)) return null;
  const changed = files.items.map(({ path, previousPath, change }) => {
    const status = change === "deleted" ? "removed" : change;
    return { path, previousPath, status, blob: null };
  });
  return { kind: "whole", mergeBase: base.sha, files: changed };
}

async function compare(comparing: Comparing): Promise<Compared> {
  const { comparison, diffOf } = comparing;
  const [approved, present] = await Promise.all([
    diffOf(comparison.approved),
    comparing.present ?? diffOf(comparison.present),
  ]);
  if (approved.kind === "partial") return { kind: "incomparable", why: approved.why };
  if (present.kind === "partial") return { kind: "incomparable", why: present.why };
  if (comparison.approved.head === comparison.present.head && approved.mergeBase === present.mergeBase) return SAME;
  return surelyDifferent(approved, present) ?? (await compareFiles(comparing, approved, present));
}

/** If both start at the same commit and no file has the same content after both, the trees need not be read. */
function surelyDifferent(approved: Whole, present: Whole): Compared | null {
  if (approved.mergeBase !== present.mergeBase) return null;
  const blobs = new Map(present.files.map(({ path, blob }) => [path, blob]));
  const isSure = ({ path, blob }: DiffFile) => {
    const other = blobs.get(path);
    return other === undefined || (blob !== null && other !== null && blob !== other);
  };
  if (!approved.files.every(isSure) || present.files.some(({ blob }) => blob === null)) return null;
  const files = new Map([...approved.files, ...present.files].map((file) => [file.path, file]));
  const olds = (path: string) => [renamedOf(approved).get(path), renamedOf(present).get(path)];
  const differing = [...files.keys()].toSorted(byName).map((path) => ({
    path,
    places: [...new Set([path, ...olds(path).filter((old) => old !== undefined)])],
    why: null,
  }));
  return { kind: "compared", differences: differing };
}

type Whole = Extract<DiffRead, { kind: "whole" }>;

async function compareFiles(comparing: Comparing, approved: Whole, present: Whole): Promise<Compared> {
  const { client, repository, comparison } = comparing;
  const paths = [...new Set([...pathsOf(approved), ...pathsOf(present)])];
  const commits = {
    approved: { before: approved.mergeBase, after: comparison.approved.head },
    present: { before: present.mergeBase, after: comparison.present.head },
  };
  const all = [...new Set([...Object.values(commits.approved), ...Object.values(commits.present)])];
  const few = approved.mergeBase !== present.mergeBase && paths.length <= FEW_FILES;
  const asked = { commits: all, paths, texts: few ? paths : [] };
  const fits = (states: StatesRead) =>
    matches(states, commits.approved.after, approved) && matches(states, commits.present.after, present);
  const states = await fittingStates(comparing, asked, fits);
  const at = (commit: string, path: string): Entry | null => states.entries.get(stateKey(commit, path)) ?? null;
  const pathStates = paths.map((path): [string, PathStates] => [
    path,
    {
      approved: { before: at(commits.approved.before, path), after: at(commits.approved.after, path) },
      present: { before: at(commits.present.before, path), after: at(commits.present.after, path) },
    },
  ]);
  const two: TwoDiffs = {
    paths: new Map(pathStates),
    approvedRenamed: renamedOf(approved),
    presentRenamed: renamedOf(present),
  };
  const texts = await textsOf(client, repository, textsNeeded(two), states);
  return { kind: "compared", differences: differences(two, texts) };
}

/** By GraphQL in one request; if its answer does not fit the comparisons, by whole trees. */
async function fittingStates(
  { client, repository, statesOf }: Comparing,
  asked: StatesQuestion,
  fits: (states: StatesRead) => boolean,
): Promise<StatesRead> {
  try {
    const states = await statesOf(asked);
    if (fits(states)) return states;
  } catch (error) {
    if (!isUnanswered(error)) throw error;
  }
  const states = await readTreeStates(client, repository, asked);
  if (fits(states)) return states;
  throw new Transient("a comparison and the trees of its commits do not fit each other");
}

/** What a comparison tells of the files after the change must be what the tree has. */
function matches({ entries }: StatesRead, commit: string, { files }: Whole): boolean {
  return files.every(({ path, status, blob }) => {
    const there = entries.get(stateKey(commit, path));
    if (status === "removed") return there === undefined;
    return there !== undefined && (blob === null || blob === there.blob);
  });
}

async function textsOf(
  client: Client,
  repository: RepositoryName,
  wanted: readonly string[],
  { entries, texts }: StatesRead,
): Promise<ReadonlyMap<string, string | null>> {
  const missing = new Set(wanted.filter((blob) => !texts.has(blob)));
  const places = new Map([...entries].flatMap(([place, { blob }]) => (missing.has(blob) ? [[blob, place]] : [])));
  const more =
    places.size === 0 ? new Map<string, string>() : await readTexts(client, repository, [...places.values()]);
  return new Map(wanted.map((blob) => [blob, texts.get(blob) ?? more.get(blob) ?? null]));
}

function pathsOf({ files }: Whole): readonly string[] {
  return files.flatMap(({ path, previousPath }) => (previousPath === null ? [path] : [path, previousPath]));
}

/** A copy leaves its source where it is, so it is a new file. */
function renamedOf({ files }: Whole): ReadonlyMap<string, string> {
  return new Map(
    files.flatMap(({ path, previousPath, status }) =>
      status === "renamed" && previousPath !== null ? [[path, previousPath]] : [],
    ),
  );
}

function byName(one: string, other: string): number {
  return one < other ? -1 : Number(one !== other);
}
