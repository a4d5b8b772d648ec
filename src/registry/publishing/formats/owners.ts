/** `as: owners`: Prow's OWNERS files, one at the top and one in each folder that is an area. */

import { loginKey } from "../../../shared/names.ts";
import { isPassedOver } from "../../ownership/prow.ts";
import { type Asking, areasIn, sampleOf, withMembersAsOwners } from "../asked-at.ts";
import { folderOf } from "../folders.ts";
import { leftoverOwners, ownersDifferences } from "../owners-proof.ts";
import type { Format, Publication, WholeFile } from "../publication.ts";
import { yamlText } from "../yaml-text.ts";

export const owners: Format = {
  kind: "whole",
  files(_entry, publication) {
    const open = areasIn(publication.registry, publication.repository).flatMap(({ name, paths }) =>
      paths.filter((pattern) => folderOf(pattern) === null).map((pattern) => `${name} (${pattern})`),
    );
    if (open.length > 0)
      return {
        refused: `not written: OWNERS files stand in folders, and these are none: ${open.slice(0, 10).join(", ")}`,
      };
    return filesOf(publication);
  },
  differences: (files, _entry, publication) => ownersDifferences(files, publication),
  leftovers: leftoverOwners,
};

interface Folder {
  /** Empty: the top. */
  readonly path: string;
  readonly approvers: readonly string[];
  readonly reviewers: readonly string[];
}

function filesOf({ registry, repository, teams }: Publication): readonly WholeFile[] {
  const asking = withMembersAsOwners(registry, repository, teams);
  const areas = areasIn(registry, repository).flatMap(({ paths }) => paths);
  const folders = new Map([["", ""], ...areas.map((pattern) => [folderOf(pattern) ?? "", sampleOf(pattern)] as const)]);
  const wanted = [...folders]
    .filter(([path]) => !isPassedOver(path))
    .map(([path, sample]) => wantedIn(path, path === "" ? "" : sample, asking))
    .toSorted((one, other) => (one.path < other.path ? -1 : 1));
  return wanted.flatMap((folder) => fileOf(folder, nearestAbove(folder.path, wanted)));
}

/** As for a change within the folder. */
function wantedIn(path: string, sample: string, asking: Asking): Folder {
  const { approvers, reviewers } = asking.at(sample);
  const known = new Set(approvers.map(loginKey));
  return { path, approvers, reviewers: reviewers.filter((login) => !known.has(loginKey(login))) };
}

function nearestAbove(path: string, folders: readonly Folder[]): Folder | null {
  const above = folders.filter((one) => one.path !== path && (one.path === "" || path.startsWith(`${one.path}/`)));
  return above.toSorted((one, other) => other.path.length - one.path.length)[0] ?? null;
}

/** What the folders above give is not repeated, unless part of it does not apply here. */
function fileOf({ path, approvers, reviewers }: Folder, above: Folder | null): readonly WholeFile[] {
  const known = new Set(approvers.map(loginKey));
  const isOwn = above !== null && !above.approvers.every((login) => known.has(loginKey(login)));
  const inherited = new Set(above === null || isOwn ? [] : above.approvers.map(loginKey));
  const own = approvers.filter((login) => !inherited.has(loginKey(login)));
  const asked = new Set(above === null || isOwn ? [] : above.reviewers.map(loginKey));
  const lines = [
    ...(isOwn ? ["options:", "  no_parent_owners: true"] : []),
    ...listLines("approvers", own.length === 0 ? approvers : own),
    ...listLines(
      "reviewers",
      reviewers.filter((login) => !asked.has(loginKey(login))),
    ),
  ];
  return lines.length === 0 ? [] : [{ path: path === "" ? "OWNERS" : `${path}/OWNERS`, lines }];
}

function listLines(key: string, logins: readonly string[]): readonly string[] {
  return logins.length === 0 ? [] : [`${key}:`, ...logins.map((login) => `  - ${yamlText(login)}`)];
}
