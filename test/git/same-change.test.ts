/** What the gate takes for the same change, compared with git's own result, in random repositories. */

import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { differences, type PathStates, sameEntry, type TwoDiffs, textsNeeded } from "../../src/gate/same-change.ts";
import { aRepository, entryOf, type GitDiff, type TestFile, type Tree } from "./repository.ts";

const repository = aRepository();
afterAll(() => repository.close());

const PATHS = ["a.txt", "b.txt", "dir/c.txt", "run.sh", "link", "module", "x.bin"];
const COMMITS = ["1".repeat(40), "2".repeat(40), "3".repeat(40)];

/** Few different lines, so that blocks repeat; ends of lines that only some programs take for such. */
const line = fc.constantFrom(
  "x",
  "y",
  "- name: block",
  "  public: false",
  "  public: true",
  "}",
  "",
  "a\rb",
  "u\u2028v",
  "crlf\r",
);
const text = fc
  .tuple(fc.array(line, { minLength: 0, maxLength: 40 }), fc.boolean())
  .map(([lines, ended]) => lines.map((one) => `${one}\n`).join("") + (ended ? "" : "no end"));
const distinct = fc
  .integer({ min: 0, max: 40 })
  .map((many) => Array.from({ length: many }, (_, at) => `line ${at}\n`).join(""));

const file: fc.Arbitrary<TestFile> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ mode: fc.constantFrom("100644", "100755"), content: fc.oneof(text, distinct) }) },
  {
    weight: 1,
    arbitrary: fc.record({ mode: fc.constant("120000"), content: fc.constantFrom("a.txt", "b.txt", "../x") }),
  },
  { weight: 1, arbitrary: fc.record({ mode: fc.constant("160000"), content: fc.constantFrom(...COMMITS) }) },
  { weight: 1, arbitrary: fc.record({ mode: fc.constant("100644"), content: fc.constantFrom("\0a", "\0b", "\0c") }) },
);

const tree: fc.Arbitrary<Tree> = fc
  .dictionary(fc.constantFrom(...PATHS), file, { minKeys: 1, maxKeys: 5 })
  .map((files) => new Map(Object.entries(files)));

type Edit =
  | {
      readonly kind: "lines";
      readonly path: string;
      readonly at: number;
      readonly drop: number;
      readonly put: readonly string[];
    }
  | { readonly kind: "mode"; readonly path: string }
  | { readonly kind: "file"; readonly path: string; readonly file: TestFile }
  | { readonly kind: "remove"; readonly path: string }
  | { readonly kind: "rename"; readonly path: string; readonly to: string };

const path = fc.constantFrom(...PATHS);
const edit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant("lines" as const),
      path,
      at: fc.nat(40),
      drop: fc.nat(2),
      put: fc.array(fc.oneof(line, fc.constantFrom("new 1", "new 2")), { maxLength: 2 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("mode" as const), path }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("file" as const), path, file }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("remove" as const), path }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("rename" as const), path, to: fc.constantFrom("new/name", "b.txt") }),
  },
);

function edited(before: Tree, edits: readonly Edit[]): Tree {
  const files = new Map(before);
  for (const one of edits) {
    const known = files.get(one.path);
    if (one.kind === "file") files.set(one.path, one.file);
    if (known === undefined) continue;
    if (one.kind === "remove") files.delete(one.path);
    if (one.kind === "mode" && known.mode.startsWith("100")) {
      files.set(one.path, { ...known, mode: known.mode === "100644" ? "100755" : "100644" });
    }
    if (one.kind === "lines" && known.mode.startsWith("100")) {
      const lines = known.content.split(/(?<=\n)/);
      lines.splice(Math.min(one.at, lines.length), one.drop, ...one.put.map((put) => `${put}\n`));
      files.set(one.path, { ...known, content: lines.join("") });
    }
    if (one.kind === "rename") {
      files.delete(one.path);
      files.set(one.to, known);
    }
  }
  return files;
}

interface Case {
  readonly root: Tree;
  readonly reviewed: readonly Edit[];
  readonly moved: readonly Edit[];
  /** What the base of then had, and has no more. */
  readonly pushedBack: readonly Edit[];
  /** What the new head has besides what git makes of the reviewed change; mostly nothing. */
  readonly added: readonly Edit[];
}

const some = (maxLength: number) => fc.array(edit, { minLength: 1, maxLength });
/** One text, changed by the base as well. */
const textPath = fc.constant("a.txt");
const lineEdit = fc.record({
  kind: fc.constant("lines" as const),
  path: textPath,
  at: fc.nat(60),
  drop: fc.nat(2),
  put: fc.array(fc.oneof(line, fc.constantFrom("new 1", "new 2")), { maxLength: 2 }),
});
const lineEdits = fc.array(lineEdit, { minLength: 1, maxLength: 2 });
const aTextCase: fc.Arbitrary<Case> = fc.record({
  root: fc
    .array(fc.oneof(text, distinct), { minLength: 2, maxLength: 4 })
    .map((parts) => new Map([["a.txt", { mode: "100644", content: parts.join("") }]])),
  reviewed: lineEdits,
  moved: lineEdits,
  pushedBack: fc.constant([]),
  added: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: lineEdits }),
});

const aCase: fc.Arbitrary<Case> = fc.record({
  root: tree,
  reviewed: some(3),
  moved: fc.oneof(fc.constant([]), some(3)),
  pushedBack: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: some(2) }),
  added: fc.oneof(fc.constant([]), some(1)),
});

interface Outcome {
  readonly held: boolean;
  /** Lines had to be compared. */
  readonly byText: boolean;
  readonly applies: boolean;
  readonly reasons: readonly (string | null)[];
  /** The base itself has what was reviewed, or a text where an empty file was added, so that the diff no longer names the file. */
  readonly taken: boolean;
  readonly renamed: boolean;
}

/** Two rounds, since the new head is mostly what git itself makes of the reviewed change on the new base. */
function outcomes(cases: readonly Case[]): readonly Outcome[] {
  const before = cases.map(({ root, pushedBack }) => edited(root, pushedBack));
  const starts = cases.flatMap(({ root, reviewed, moved }, at) => {
    const from = before[at] ?? new Map();
    return [
      { tree: from, parent: null },
      { tree: edited(from, reviewed), parent: 3 * at },
      { tree: edited(root, moved), parent: 3 * at },
    ];
  });
  const commits = repository.write(starts);
  const truths = repository.merged(cases.map((_, at) => [commits[3 * at + 1] ?? "", commits[3 * at + 2] ?? ""]));
  const contents = new Map(
    starts.flatMap(({ tree }) => [...tree.values()]).map((one) => [entryOf(one)?.blob ?? "", one.content]),
  );
  const fresh = repository.blobs(
    [...new Set(truths.flatMap((truth) => [...(truth ?? new Map()).values()].map(({ blob }) => blob)))].filter(
      (blob) => !contents.has(blob),
    ),
  );
  for (const [blob, content] of fresh) contents.set(blob, content);
  const heads = cases.map(({ added, reviewed, moved, root }, at): Tree => {
    const truth = truths[at] ?? null;
    if (truth === null) return edited(edited(root, moved), [...reviewed, ...added]);
    return edited(
      new Map([...truth].map(([name, { mode, blob }]) => [name, { mode, content: contents.get(blob) ?? "" }])),
      added,
    );
  });
  const headCommits = repository.write(heads.map((tree) => ({ tree, parent: null })));
  const diffs = repository.diffs(
    cases.flatMap((_, at) => [
      [commits[3 * at] ?? "", commits[3 * at + 1] ?? ""] as const,
      [commits[3 * at + 2] ?? "", headCommits[at] ?? ""] as const,
    ]),
  );
  return cases.map((_, at) => {
    const [from, reviewed, base] = starts.slice(3 * at, 3 * at + 3).map(({ tree }) => tree);
    const head = heads[at] ?? new Map();
    const twoDiffs = factsOf([from, reviewed, base, head], diffs[2 * at], diffs[2 * at + 1]);
    const all = [from, reviewed, base, head].flatMap((tree) => [...(tree ?? new Map<string, TestFile>()).values()]);
    const texts = new Map(
      all.map((one) => [entryOf(one)?.blob ?? "", one.content.includes("\0") ? null : one.content]),
    );
    const needed = new Map(textsNeeded(twoDiffs).map((blob) => [blob, texts.get(blob) ?? null]));
    const found = differences(twoDiffs, needed);
    const truth = truths[at] ?? null;
    const held = found.length === 0;
    return {
      held,
      byText: needed.size > 0,
      applies: truth === null ? held && isMergedByLines([from, reviewed, base, head]) : isTree(truth, head),
      reasons: found.map(({ why }) => why),
      taken: found.every(
        ({ path, why }) =>
          why !== null ||
          sameEntry(entryOf(base?.get(path)), entryOf(reviewed?.get(path))) ||
          (!from?.has(path) && sameEntry(entryOf(base?.get(path)), entryOf(head.get(path)))),
      ),
      renamed: twoDiffs.approvedRenamed.size > 0 || twoDiffs.presentRenamed.size > 0 || renames(from, base),
    };
  });
}

/** Path by path, and by the lines of each text: where git's own merge pairs equal blocks so that changes far from each other meet. */
function isMergedByLines(trees: readonly (Tree | undefined)[]): boolean {
  const names = new Set(trees.flatMap((tree) => [...(tree ?? new Map<string, TestFile>()).keys()]));
  return [...names].every((name) => {
    const files = trees.map((tree) => tree?.get(name));
    const [before, ours, theirs, result] = files.map(entryOf);
    if (sameEntry(before ?? null, ours ?? null)) return sameEntry(theirs ?? null, result ?? null);
    if (sameEntry(before ?? null, theirs ?? null)) return sameEntry(ours ?? null, result ?? null);
    if (new Set(files.map((file) => file?.mode)).size !== 1) return false;
    const [from = "", to = "", base = "", head] = files.map((file) => file?.content);
    return repository.mergedText(from, to, base) === head;
  });
}

function renames(from: Tree | undefined, base: Tree | undefined): boolean {
  return (
    [...(base ?? new Map())].some(([name]) => from?.has(name) === false) &&
    [...(from ?? new Map())].some(([name]) => base?.has(name) === false)
  );
}

function factsOf(trees: readonly (Tree | undefined)[], then: GitDiff | undefined, now: GitDiff | undefined): TwoDiffs {
  const at = (tree: Tree | undefined, name: string) => entryOf(tree?.get(name));
  const names = [...new Set([...(then?.paths ?? []), ...(now?.paths ?? [])])];
  const paths = names.map((name): [string, PathStates] => [
    name,
    {
      approved: { before: at(trees[0], name), after: at(trees[1], name) },
      present: { before: at(trees[2], name), after: at(trees[3], name) },
    },
  ]);
  return {
    paths: new Map(paths),
    approvedRenamed: then?.renamed ?? new Map(),
    presentRenamed: now?.renamed ?? new Map(),
  };
}

function isTree(truth: ReadonlyMap<string, { readonly mode: string; readonly blob: string }>, head: Tree): boolean {
  if (truth.size !== head.size) return false;
  return [...truth].every(([name, entry]) => {
    const there = entryOf(head.get(name));
    return there !== null && there.mode === entry.mode && there.blob === entry.blob;
  });
}

interface Count {
  readonly held: number;
  readonly heldByText: number;
  readonly lapsed: number;
  /** git would have put the reviewed change there, and the gate asks again. */
  readonly missed: number;
  /** Of these, those that no documented reason tells. */
  readonly unexplained: number;
}

function counted(cases: fc.Arbitrary<Case>): Count {
  const count = { held: 0, heldByText: 0, lapsed: 0, missed: 0, unexplained: 0 };
  // Many at once: a batch costs a dozen processes of git, however large it is.
  const batch = fc.array(cases, { minLength: 160, maxLength: 160 });
  fc.assert(
    fc.property(batch, (all) => {
      for (const [at, { held, byText, applies, taken, reasons, renamed }] of outcomes(all).entries()) {
        if (held && !applies) throw new Error(`held, and git makes other files: ${JSON.stringify(all[at], shown)}`);
        if (held) count.held += 1;
        if (held && byText) count.heldByText += 1;
        if (!held && !applies) count.lapsed += 1;
        if (held || !applies) continue;
        count.missed += 1;
        // Documented: told as "cannot be compared"; the base renamed a file, which git follows; the base has the change itself.
        if (reasons.includes(null) && !renamed && !taken) count.unexplained += 1;
      }
    }),
    { numRuns: 2, endOnFailure: true },
  );
  return count;
}

describe("the same change", () => {
  it("R33: an approval holds exactly where putting the reviewed change onto the new base gives the new head's files", () => {
    const { held, lapsed, missed, unexplained } = counted(aCase);
    expect(held).toBeGreaterThan(100);
    expect(lapsed).toBeGreaterThan(30);
    expect(unexplained).toBe(0);
    expect(missed).toBeLessThan(held / 10);
  });

  it("R33: so it does where the base changed the same text, equal blocks and odd ends of lines in it", () => {
    const { heldByText, lapsed, missed, unexplained } = counted(aTextCase);
    expect(heldByText).toBeGreaterThan(60);
    expect(lapsed).toBeGreaterThan(30);
    expect(unexplained).toBe(0);
    expect(missed).toBeLessThan(heldByText / 2);
  });

  it("R33: a link that was renamed is not approved as the file that the base made of it", () => {
    const [outcome] = outcomes([
      {
        root: new Map([["module", { mode: "100755", content: "x\n" }]]),
        reviewed: [{ kind: "rename", path: "module", to: "b.txt" }],
        moved: [{ kind: "file", path: "link", file: { mode: "100644", content: "y\n" } }],
        pushedBack: [{ kind: "file", path: "module", file: { mode: "120000", content: "a.txt" } }],
        added: [],
      },
    ]);
    expect([outcome?.held, outcome?.applies]).toEqual([false, false]);
  });

  it("R33: a change far from the base's own holds, also where git's merge pairs equal blocks otherwise and gives up", () => {
    const block = (many: number) => Array.from({ length: many }, (_, at) => `line ${at}\n`).join("");
    const content = [14, 35, 35, 35].map(block).join("");
    const [outcome] = outcomes([
      {
        root: new Map([["a.txt", { mode: "100644", content }]]),
        reviewed: [{ kind: "lines", path: "a.txt", at: 33, drop: 0, put: ["x"] }],
        moved: [{ kind: "lines", path: "a.txt", at: 47, drop: 2, put: ["new 1", "new 2"] }],
        pushedBack: [],
        added: [],
      },
    ]);
    expect([outcome?.held, outcome?.applies]).toEqual([true, true]);
  });

  it("R33: an empty file that was renamed is not approved with the text that the base put into it", () => {
    const [outcome] = outcomes([
      {
        root: new Map([["module", { mode: "100644", content: "" }]]),
        reviewed: [{ kind: "rename", path: "module", to: "new/name" }],
        moved: [{ kind: "lines", path: "module", at: 0, drop: 0, put: ["x"] }],
        pushedBack: [],
        added: [],
      },
    ]);
    expect([outcome?.held, outcome?.applies]).toEqual([false, false]);
  });
});

function shown(_: string, value: unknown): unknown {
  return value instanceof Map ? [...value] : value;
}
