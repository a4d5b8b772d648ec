/** What OWNERS files say that is read differently from how it looks, or not at all. */

import { folded, frontMatter } from "../../../registry/ownership/owners-files.ts";
import type { OwnersTree, Place, ProwOptions } from "../../../registry/ownership/prow.ts";
import type { Note, Tree } from "../../../registry/ownership/tree.ts";
import { counted } from "../../../shared/counted.ts";
import { isPerson } from "../import-people.ts";

export function notesOf(owners: OwnersTree, tree: Tree, options: ProwOptions): readonly Note[] {
  return [
    ...owners.aliases.ignored.map((text) => ({ place: "OWNERS_ALIASES", text: `left out ${text}` })),
    ...[...owners.places.values()].flatMap(placeNotes),
    ...emeritusNotes(owners),
    ...labelNotes(owners),
    ...(options.markdown ? [] : markdownNotes(tree)),
  ];
}

function placeNotes({ path, isMarkdown, file, entries }: Place): readonly Note[] {
  const place = path === "" ? "OWNERS" : isMarkdown ? path : `${path}/OWNERS`;
  const names = new Set(entries.flatMap(({ approvers, reviewers }) => [...(approvers ?? []), ...(reviewers ?? [])]));
  const required = file.filters.flatMap(({ people }) => people.requiredReviewers);
  return [
    ...file.ignored.map((text) => ({ place, text: `Prow ignores ${text}` })),
    ...[...names]
      .filter((name) => !isPerson(name))
      .map((name) => ({ place, text: `${JSON.stringify(name)} can be no account's login, so it lets nobody in` })),
    ...(required.length === 0
      ? []
      : [
          {
            place,
            text: `Prow always asks ${required.join(", ")} to review (required_reviewers); Rung chooses whom it asks`,
          },
        ]),
  ];
}

/** Everybody whom some file names as approver or reviewer. */
export function activeIn({ places }: OwnersTree): ReadonlySet<string> {
  return new Set(
    [...places.values()].flatMap(({ entries }) =>
      entries.flatMap(({ approvers, reviewers }) => [...(approvers ?? []), ...(reviewers ?? [])]),
    ),
  );
}

function emeritusNotes(owners: OwnersTree): readonly Note[] {
  const active = activeIn(owners);
  return [...owners.places.values()].flatMap(({ path, file }) => {
    const place = path === "" ? "OWNERS" : `${path}/OWNERS`;
    return [...new Set(file.emeritus)].flatMap((name): readonly Note[] => {
      const what = `its emeritus ${JSON.stringify(name)}`;
      if (owners.aliases.members.has(folded(name)))
        return [{ place, text: `${what} is an alias, whose people may be active; not written down as emeritus` }];
      if (!active.has(folded(name))) return [];
      return [
        { place, text: `${what} is an approver or reviewer by an OWNERS file, and not written down as emeritus` },
      ];
    });
  });
}

function labelNotes(owners: OwnersTree): readonly Note[] {
  const labelled = [...owners.places.values()].filter(({ file }) =>
    file.filters.some(({ people }) => people.labels.length > 0),
  );
  if (labelled.length === 0) return [];
  const text = `${counted(labelled.length, "file")} with labels for pull requests: left out, since Rung labels by the names of areas (\`labels: { areas: "area/*" }\`)`;
  return [{ place: "OWNERS", text }];
}

/** Prow reads them only where its `mdyamlrepos` names the repository. */
function markdownNotes(tree: Tree): readonly Note[] {
  const [first, ...more] = tree.paths.filter((path) => path.endsWith(".md") && namesPeople(tree.read(path)));
  if (first === undefined) return [];
  const others = more.length === 0 ? "" : ` (and ${more.length} more)`;
  const text = `its front matter${others} names approvers or reviewers, which Prow reads only where \`mdyamlrepos\` says so; --front-matter reads it`;
  return [{ place: first, text }];
}

function namesPeople(text: string | null): boolean {
  const [entry] = text === null ? [] : (frontMatter(text)?.filters ?? []);
  return entry !== undefined && entry.people.approvers.length + entry.people.reviewers.length > 0;
}
