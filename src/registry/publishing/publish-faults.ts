/** Faults of `publish` that no key shows by itself: what a format needs, which repository it may name, two entries for one file. */

import { loginKey, sameName } from "../../shared/names.ts";
import type { Complaint } from "../complaints.ts";
import { CODEOWNERS_PATHS } from "../ownership/code-owners.ts";
import type { Draft } from "../registry-draft.ts";
import type { Path } from "../registry-path.ts";
import type { Registry, RegistrySource } from "../registry-types.ts";
import { repositoryFault } from "../spelling.ts";
import { printable } from "../yaml-faults.ts";
import { folderOf } from "./folders.ts";
import { type FormatName, reposOf, type WrittenEntry } from "./publish-key.ts";

interface Around {
  readonly source: RegistrySource;
  readonly base: Registry | null;
}

export function publishFaults({ fixed }: Draft, { source, base }: Around): readonly Complaint[] {
  const entries = fixed.publish ?? [];
  return [
    ...entries.flatMap((entry, index) => [
      ...keyFaults(entry, index),
      ...placeFaults(entry, index),
      ...repositoryFaults(entry, index, source),
      ...(fixed.extends == null ? [] : reachFaults(entry, index, { source, base })),
    ]),
    ...doubled(entries, source),
    ...openFolders(entries, { areas: fixed.areas ?? {}, source }),
  ];
}

function fault(path: Path, message: string, on: Complaint["on"] = "value"): Complaint {
  return { path: ["publish", ...path], on, message };
}

const SOME = ["roles", "columns", "owners", "project", "teams", "core-team"] as const;
type Special = (typeof SOME)[number];

/** The keys that a format reads in addition to those of every entry, the required ones first. */
const READS: Readonly<Record<FormatName, { readonly needs: readonly Special[]; readonly takes: readonly Special[] }>> =
  {
    table: { needs: [], takes: ["roles", "columns"] },
    ladder: { needs: [], takes: ["roles"] },
    codeowners: { needs: [], takes: ["owners"] },
    owners: { needs: [], takes: [] },
    "cncf-project": { needs: ["project", "teams"], takes: [] },
    "security-insights": { needs: ["core-team"], takes: [] },
    decisions: { needs: [], takes: [] },
  };

function keyFaults(entry: WrittenEntry, index: number): readonly Complaint[] {
  const { needs, takes } = READS[entry.as];
  const strange = SOME.filter((key) => entry[key] != null && !needs.includes(key) && !takes.includes(key));
  const missing = needs.filter((key) => entry[key] == null);
  return [
    ...strange.map((key) => fault([index, key], `\`as: ${entry.as}\` has no \`${key}\`; ${whoseKey(key)}`, "key")),
    ...missing.map((key) => fault([index, "as"], `\`as: ${entry.as}\` needs \`${key}\`; add it`)),
  ];
}

function whoseKey(key: Special): string {
  const owners = Object.entries(READS).filter(([, { needs, takes }]) => [...needs, ...takes].includes(key));
  return `that is for ${owners.map(([name]) => name).join(" and ")}, so leave it out`;
}

/** For files whose names are fixed. */
function placeFaults({ as, file }: WrittenEntry, index: number): readonly Complaint[] {
  if (as === "codeowners" && !CODEOWNERS_PATHS.some((place) => place === file))
    return [
      fault(
        [index, "file"],
        `GitHub does not look for code owners in ${printable(file)}; write ${CODEOWNERS_PATHS.join(", ")}`,
      ),
    ];
  if (as === "owners" && file !== "OWNERS")
    return [
      fault(
        [index, "file"],
        `Prow looks for files that are called OWNERS, in every folder that is an area; write \`file: OWNERS\``,
      ),
    ];
  return [];
}

function repositoryFaults(entry: WrittenEntry, index: number, { repository }: RegistrySource): readonly Complaint[] {
  return namedAt(entry, index).flatMap(({ path, name }) => {
    const [owner = "", ...rest] = name.split("/");
    if (rest.length === 1 && repository.owner !== "" && loginKey(owner) !== loginKey(repository.owner))
      return [
        fault(
          path,
          `${printable(owner)} is another owner; lists are published into repositories of ${repository.owner} alone`,
        ),
      ];
    const wrong = repositoryFault(name);
    return wrong === null ? [] : [fault(path, wrong)];
  });
}

function namedAt(
  { repo, repos }: WrittenEntry,
  index: number,
): readonly { readonly path: Path; readonly name: string }[] {
  return [
    ...(repo === undefined ? [] : [{ path: [index, "repo"], name: repo }]),
    ...(repos ?? []).map((name, at) => ({ path: [index, "repos", at], name })),
  ];
}

/** A repository's file speaks for that repository, and leaves to the organisation what the organisation publishes there. */
function reachFaults(entry: WrittenEntry, index: number, { source, base }: Around): readonly Complaint[] {
  const own = source.repository.name.toLowerCase();
  const others = namedAt(entry, index).filter(({ name }) => own !== "" && name.toLowerCase() !== own);
  const isTheirs = (base?.publish ?? []).some(
    ({ file, repos }) => sameName(file, entry.file) && repos.some((name) => name.toLowerCase() === own),
  );
  return [
    ...others.map(({ path }) =>
      fault(path, "a registry that extends another publishes into its own repository; leave the key out"),
    ),
    ...(isTheirs
      ? [
          fault(
            [index, "file"],
            `the organisation's registry publishes ${printable(entry.file)} here; leave it to that`,
          ),
        ]
      : []),
  ];
}

function doubled(entries: readonly WrittenEntry[], { repository }: RegistrySource): readonly Complaint[] {
  const seen = new Map<string, number>();
  return entries.flatMap((entry, index) => {
    const repos = reposOf(entry);
    const places = (repos.length === 0 ? [repository.name] : repos).map((name) =>
      `${name}\n${entry.file}`.toLowerCase(),
    );
    const first = places.map((place) => seen.get(place)).find((known) => known !== undefined);
    for (const place of places) if (!seen.has(place)) seen.set(place, index);
    if (first === undefined) return [];
    return [
      fault(
        [index, "file"],
        `entry ${first + 1} of the list publishes ${printable(entry.file)} there already; join the two, or choose another file`,
      ),
    ];
  });
}

interface Areas {
  readonly areas: Readonly<
    Record<
      string,
      | { readonly repos?: readonly string[] | undefined; readonly paths?: readonly string[] | undefined }
      | null
      | undefined
    >
  >;
  readonly source: RegistrySource;
}

/** OWNERS files are in folders, so each area of such a repository must consist of folders. */
function openFolders(entries: readonly WrittenEntry[], { areas, source }: Areas): readonly Complaint[] {
  const published = new Set(
    entries
      .filter(({ as }) => as === "owners")
      .flatMap((entry) => (reposOf(entry).length === 0 ? [source.repository.name] : reposOf(entry)))
      .map((name) => name.toLowerCase()),
  );
  if (published.size === 0) return [];
  return Object.entries(areas).flatMap(([name, area]) => {
    const reaches = area?.repos === undefined || area.repos.some((repo) => published.has(repo.toLowerCase()));
    return (reaches ? (area?.paths ?? []) : []).flatMap((pattern, index): readonly Complaint[] =>
      folderOf(pattern) === null
        ? [
            {
              path: ["areas", name, "paths", index],
              on: "value",
              message: `${printable(pattern)} is no folder, and \`publish\` has \`as: owners\`, whose files stand in folders; write one, as in docs/**`,
            },
          ]
        : [],
    );
  });
}
