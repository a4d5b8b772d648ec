/** `rung publish`: the lists that follow the registry: printed, written or checked. */

import { relative, resolve, sep } from "node:path";
import { gitHubUrlsOf } from "../environment/github-environment.ts";
import { ladderWords } from "../promotions/ladder-words.ts";
import { entriesFor, type PlannedEntry, planned, publishedRepositories } from "../registry/publishing/plan.ts";
import type { Publication } from "../registry/publishing/publication.ts";
import type { PublishEntry } from "../registry/publishing/publish-key.ts";
import { indexed } from "../registry/registry-index.ts";
import type { Registry } from "../registry/registry-types.ts";
import { type RepositoryName, sameName } from "../shared/names.ts";
import { nearest } from "../shared/nearest.ts";
import { registryFile } from "./checkout.ts";
import { type Ending, type Io, type Machine, type Misuse, misused } from "./command.ts";
import { cannotRead, isFileError } from "./file-fault.ts";
import { type Place, placeAt, rootOf, written } from "./publish/folder.ts";
import { differenceLines, fileLines, type Mode } from "./publish/report.ts";
import { wholeRegistry } from "./registry-file.ts";
import { originOf } from "./repository.ts";

interface Asked {
  readonly files: readonly string[];
  readonly write: boolean;
  readonly check: boolean;
  readonly repo: RepositoryName | null;
  readonly extends: string | null;
}

export function run({ files, write, check, repo, extends: extended }: Asked, io: Io, { env }: Machine): Ending {
  const file = registryFile(io, null);
  const own = repo ?? originOf(io, file) ?? { owner: "", name: "" };
  const registry = wholeRegistry(io, file, extended, own);
  if (registry === null) return 1;
  const entries = registry.publish ?? [];
  const asked = files.map((one) => fileMeant(one, entries, { root: rootOf(io, file), cwd: io.cwd }));
  const misuse = unknownFile(asked, entries);
  if (misuse !== null) return misuse;
  if (entries.length === 0) io.out(`${file} publishes nothing; \`publish\` in it says what`);
  const isMeant = ({ file: one }: PublishEntry) => asked.length === 0 || asked.includes(one);
  for (const one of entries)
    if (isMeant(one) && isBots(one))
      io.out(`${one.file} lists what was decided, which the bot alone knows; it is left as it is`);
  const isAsked = (entry: PublishEntry) => isMeant(entry) && !isBots(entry);
  const { webUrl } = gitHubUrlsOf(env);
  const mode: Mode = write ? "write" : check ? "check" : "print";
  const root = rootOf(io, file);
  try {
    return published({ registry, own, isAsked, webUrl, mode, root }, io);
  } catch (error) {
    if (!isFileError(error)) throw error;
    io.err(cannotRead(error, root, io));
    return 1;
  }
}

interface Publishing {
  readonly registry: Registry;
  readonly own: RepositoryName;
  readonly isAsked: (entry: PublishEntry) => boolean;
  readonly webUrl: string;
  readonly mode: Mode;
  /** Where paths of the registry's repository count from. */
  readonly root: string;
}

function published({ registry, own, isAsked, webUrl, mode, root }: Publishing, io: Io): 0 | 1 {
  const here = placeAt(root);
  const plans = planned(
    entriesFor(registry, own).filter(isAsked),
    publicationOf(registry, own, { webUrl, place: here }),
  );
  const endings = [
    ...plans.map((plan) => ended(plan, mode, io, (path, text) => written(resolve(here.root, path), text))),
    ...elsewhere(registry, own).flatMap((repository) =>
      planned(
        entriesFor(registry, repository).filter(isAsked),
        publicationOf(registry, repository, { webUrl, place: null }),
      ).map((plan) => told(plan, repository.name, mode, io)),
    ),
  ];
  return endings.includes(1) ? 1 : 0;
}

/** Nothing at hand tells of decisions. */
function isBots({ as }: PublishEntry): boolean {
  return as === "decisions";
}

/** An entry's `file`, or the path to it from where the person stands. */
function fileMeant(
  one: string,
  entries: readonly PublishEntry[],
  { root, cwd }: { readonly root: string; readonly cwd: string },
): string {
  const written = one.replace(/^(?:\.\/)+/, "");
  const path = relative(root, resolve(cwd, one)).split(sep).join("/");
  const isKnown = (file: string) => entries.some((entry) => entry.file === file);
  return !isKnown(written) && isKnown(path) ? path : written;
}

function unknownFile(asked: readonly string[], entries: readonly PublishEntry[]): Misuse | null {
  const known = [...new Set(entries.map(({ file }) => file))];
  const wrong = asked.find((one) => !known.includes(one));
  if (wrong === undefined) return null;
  const meant = nearest(wrong, known);
  const hint = meant === null ? `there are ${known.join(", ") || "none"}` : `did you mean ${meant}?`;
  return misused(`no entry of \`publish\` has the file ${JSON.stringify(wrong)}; ${hint}`);
}

function elsewhere(registry: Registry, { owner, name }: RepositoryName): readonly RepositoryName[] {
  return publishedRepositories(registry)
    .filter((other) => !sameName(other, name))
    .map((other) => ({ owner, name: other }));
}

interface Where {
  readonly webUrl: string;
  /** `null`: the repository is another one, whose files are not at hand. */
  readonly place: Place | null;
}

function publicationOf(registry: Registry, repository: RepositoryName, { webUrl, place }: Where): Publication {
  return {
    registry,
    repository,
    teams: new Map(),
    decisions: null,
    paths: place?.paths ?? null,
    read: (path) => place?.read(path) ?? null,
    blocked: (path) => place?.blocked(path) ?? null,
    webUrl,
    asks: ladderWords(indexed(registry), repository.owner || "the organisation"),
  };
}

/** `text` `null`: the file is taken away. What it gives back says why that could not be done. */
type Write = (path: string, text: string | null) => string | null;

function ended(plan: PlannedEntry, mode: Mode, io: Io, write: Write): 0 | 1 {
  for (const line of differenceLines(plan)) io.out(line);
  let ending: 0 | 1 = 0;
  for (const file of plan.files) {
    const { outcome } = file;
    const isNews = outcome.kind === "written" || outcome.kind === "removed";
    const text = outcome.kind === "written" ? outcome.text : null;
    const failed = mode === "write" && isNews ? write(file.path, text) : null;
    if (failed !== null || outcome.kind === "told" || (mode === "check" && isNews)) ending = 1;
    if (failed !== null) io.err(`${file.path} is not written: ${failed}`);
    else for (const line of fileLines(file, mode)) io.out(line);
    if (outcome.kind === "told") io.err(outcome.why);
  }
  return ending;
}

/** Of another repository only what would stand there can be said. */
function told(plan: PlannedEntry, name: string, mode: Mode, io: Io): 0 | 1 {
  for (const line of differenceLines(plan)) io.out(`${name}: ${line}`);
  let ending: 0 | 1 = 0;
  for (const file of plan.files) {
    const { outcome } = file;
    if (outcome.kind === "told") {
      ending = 1;
      io.err(`${name}: ${outcome.why}`);
    } else if (mode === "print")
      for (const line of fileLines({ ...file, path: `${name}: ${file.path}` }, mode)) io.out(line);
    else io.out(`${name}: ${file.path} is of another repository, whose files are not here`);
  }
  return ending;
}
