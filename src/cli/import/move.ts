/** Imports a tree: reads what it has, writes the registry, proves it, and names the files that no area could express. */

import { globFault, globText } from "../../registry/glob.ts";
import { CODEOWNERS_PATHS } from "../../registry/ownership/code-owners.ts";
import type { Note, Tree } from "../../registry/ownership/tree.ts";
import { movedFromCodeOwners } from "./codeowners/codeowners-draft.ts";
import { inOrder } from "./import-people.ts";
import { type AreaDraft, type DraftRegistry, type OwnerKey, SOURCES, type Source, type Unfit } from "./import-types.ts";
import { movedFromMarkdown } from "./markdown/markdown-draft.ts";
import { movedFromOwners } from "./owners/owners-draft.ts";
import { type Difference, type Proof, proof } from "./proof.ts";
import { UNOWNED } from "./somebody.ts";
import { registryText } from "./write.ts";

export interface MoveOptions {
  /** `null`: the first of them that is there. */
  readonly from: Source | null;
  readonly owner: string | null;
  /** Named: the areas are of this repository, and the registry may serve others too. */
  readonly repository: string | null;
  /** Markdown files may name people in their front matter. */
  readonly frontMatter: boolean;
}

export interface Move {
  readonly moved: DraftRegistry;
  readonly text: string;
  readonly proof: Proof;
  /** Files that had to be named one by one, since no order of areas says what the old rules do. */
  readonly pinned: number;
  /** Sources that were there too and were not read. */
  readonly others: readonly string[];
  /** Sources that come first and do not govern the tree. */
  readonly passedOver: readonly PassedOver[];
}

/** Longer paths cannot be written as patterns. */
const MAX_PATTERN_LENGTH = 256;

interface Reader {
  /** What is there, in words; `null`: nothing. */
  found(): string | null;
  read(): DraftRegistry | null;
}

function readersOf(tree: Tree, options: MoveOptions): Readonly<Record<Source, Reader>> {
  return {
    owners: {
      found: () => (tree.paths.some((path) => /(?:^|\/)OWNERS$/.test(path)) ? "OWNERS files" : null),
      read: () => movedFromOwners(tree, { markdown: options.frontMatter }),
    },
    codeowners: {
      found: () => CODEOWNERS_PATHS.find((path) => tree.read(path) !== null) ?? null,
      read: () => movedFromCodeOwners(tree, options.owner),
    },
    markdown: {
      found: () => movedFromMarkdown(tree)?.source ?? null,
      read: () => movedFromMarkdown(tree),
    },
  };
}

interface PassedOver {
  readonly source: string;
  /** As a clause. */
  readonly why: string;
}

/** Nothing of the tree can be moved in from; `sources` empty: it has none. */
export interface NotMoved {
  readonly kind: "not-moved";
  readonly sources: readonly PassedOver[];
  readonly questions: readonly Note[];
}

/**
 * From the first source that governs the tree for certain, else the first that may. One from which nobody would hold the top role, or
 * nobody could approve a file, is passed over, with the reason.
 */
export function move(tree: Tree, options: MoveOptions): Move | NotMoved {
  const readers = readersOf(tree, options);
  const there = SOURCES.filter((source) => readers[source].found() !== null);
  const asked = there.filter((source) => options.from === null || source === options.from);
  const tried = asked.flatMap((source) => {
    const moved = readers[source].read();
    return moved === null ? [] : [{ source, ...tryMoving(writable(moved), tree, options) }];
  });
  const chosen = tried.find(({ unfit }) => unfit === null) ?? tried.find(({ unfit }) => unfit?.isCertain === false);
  const nameOf = (source: Source) => readers[source].found() ?? source;
  const over = tried.flatMap((one) =>
    one === chosen || one.unfit === null ? [] : [{ source: nameOf(one.source), why: one.unfit.why }],
  );
  if (chosen === undefined)
    return { kind: "not-moved", sources: over, questions: tried.flatMap(({ made }) => made.moved.questions ?? []) };
  const others = there.filter(
    (source) => source !== chosen.source && !over.some((one) => one.source === nameOf(source)),
  );
  return { ...chosen.made, others: others.map(nameOf), passedOver: over };
}

interface Tried {
  readonly made: Omit<Move, "others" | "passedOver">;
  readonly unfit: Unfit | null;
}

function tryMoving(moved: DraftRegistry, tree: Tree, options: MoveOptions): Tried {
  const made = proven(moved, tree, options);
  if (moved.unfit?.isCertain) return { made, unfit: moved.unfit };
  const { registry } = made.proof;
  const top =
    registry === null ? [] : [...registry.people, ...registry.teams].filter(({ role }) => role === "maintainers");
  const unfit = registry !== null && top.length === 0 ? { isCertain: true, why: "nobody would be a maintainer" } : null;
  return { made, unfit: unfit ?? moved.unfit ?? null };
}

/** Without the patterns that roles.yaml refuses; the files they are about are named one by one where they differ. */
function writable(moved: DraftRegistry): DraftRegistry {
  const refused = moved.areas.flatMap(({ paths }) => paths).filter((path) => globFault(path) !== null);
  if (refused.length === 0) return moved;
  const areas = moved.areas.flatMap((area) => {
    const paths = area.paths.filter((path) => globFault(path) === null);
    return paths.length === 0 && area.paths.length > 0 ? [] : [{ ...area, paths }];
  });
  const notes = refused.map((path) => ({ place: path, text: `no pattern of roles.yaml: it ${globFault(path) ?? ""}` }));
  return { ...moved, areas, notes: [...moved.notes, ...notes] };
}

function proven(moved: DraftRegistry, tree: Tree, options: MoveOptions): Omit<Move, "others" | "passedOver"> {
  const everybody: ReadonlySet<OwnerKey> = new Set(moved.areas.find(({ name }) => name === UNOWNED)?.approvers);
  const proving = { owner: options.owner ?? "", repository: options.repository ?? "", everybody };
  const writing = { repository: options.repository, about: aboutOf(moved, options) };
  const text = registryText(moved, writing);
  const first = proof(text, moved, tree, proving);
  const wrong = first.differences.filter(
    ({ reason, path }) => reason === null && globText(path).length <= MAX_PATTERN_LENGTH,
  );
  if (wrong.length === 0 || moved.repositories !== null) return { moved, text, proof: explained(first), pinned: 0 };
  const pinned: DraftRegistry = { ...moved, areas: [...moved.areas, ...pins(wrong)] };
  const again = registryText(pinned, writing);
  return { moved: pinned, text: again, proof: explained(proof(again, pinned, tree, proving)), pinned: wrong.length };
}

/** What roles.yaml cannot say at all is told as that. */
function explained(proof: Proof): Proof {
  const why = "its path is longer than any pattern of roles.yaml may be, so it goes with the folders around it";
  const differences = proof.differences.map((each) =>
    each.reason === null && globText(each.path).length > MAX_PATTERN_LENGTH ? { ...each, reason: why } : each,
  );
  return { ...proof, differences };
}

function governingLines({ governing, governingWhy }: DraftRegistry): readonly string[] {
  if (governingWhy === undefined) return [];
  return [
    `All ${governing.size} who approve something are maintainers here, since ${governingWhy}. Cut them down to those who should change this file.`,
  ];
}

/** So many places are named in the file; the report has all. */
const MAX_PLACES = 10;

function questionLines({ questions = [] }: DraftRegistry): readonly string[] {
  if (questions.length === 0) return [];
  const places = [...new Set(questions.map(({ place }) => place))];
  const more = places.length > MAX_PLACES ? `, and ${places.length - MAX_PLACES} more` : "";
  return [
    `Not read for certain, so that nobody holds a role by it until a person writes it here: ${places.slice(0, MAX_PLACES).join(", ")}${more}.`,
  ];
}

function aboutOf(moved: DraftRegistry, { owner, repository }: MoveOptions): readonly string[] {
  const whose = repository === null ? "" : ` of ${owner === null ? "" : `${owner}/`}${repository}`;
  return [
    `Moved in from ${moved.source}${whose} by \`rung import\`: for every file there was, the same people may approve it as before, where nothing below says otherwise.`,
    "An approver of an area may approve in every area within it, unless that says `inherits: false`. Check a change with `rung check`; ask with `rung who PATH`.",
    ...governingLines(moved),
    ...questionLines(moved),
  ];
}

/** Areas of single files; the longest literal pattern comes before every other. */
function pins(wrong: readonly Difference[]): readonly AreaDraft[] {
  const groups = Map.groupBy(wrong, ({ wanted }) =>
    JSON.stringify([inOrder(wanted.approvers), inOrder(wanted.reviewers), wanted.needsNobody]),
  );
  return [...groups.values()].flatMap(([first, ...more]) => {
    if (first === undefined) return [];
    const { approvers, reviewers, needsNobody } = first.wanted;
    return {
      name: "files",
      paths: [first, ...more].map(({ path }) => globText(path)),
      inherits: false,
      needsNobody,
      approvers: [...approvers],
      reviewers: [...reviewers],
      joinable: false,
      about: [
        "These files are named one by one: the order in which areas count cannot say what the old rules do there",
      ],
    };
  });
}
