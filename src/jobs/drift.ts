/** What a pull request does to the lists that follow the registry; anything is read only where it touches such a file. */

import { pathsOf } from "../gate/changed-paths.ts";
import { driftAnnotation, driftOf, type Followed, type RegistryText } from "../gate/drift.ts";
import { type GitHubError, Transient } from "../github/client/errors.ts";
import { readMergeBase } from "../github/read/diff.ts";
import { publishedElsewhere, Unparsed } from "../github/read/parse-elsewhere.ts";
import { type ReadProposal, readContent } from "../github/read/registry-files.ts";
import { type RegistryHead, readRegistryBlobs } from "../github/read/registry-head.ts";
import { remembering } from "../github/read/remembering.ts";
import { readSnapshots } from "../github/read/snapshots.ts";
import { readTree } from "../github/read/tree.ts";
import type { Annotation } from "../model/effect.ts";
import type { PullFacts } from "../model/facts.ts";
import { type Published, publishedFiles, type Snapshot } from "../promotions/published-files.ts";
import { followingIn } from "../promotions/standing-publication.ts";
import { entriesFor, type Visibility } from "../registry/publishing/plan.ts";
import type { PublishEntry } from "../registry/publishing/publish-key.ts";
import { isRegistryPath, REGISTRY_PATHS } from "../registry/registry-places.ts";
import type { Registry } from "../registry/registry-types.ts";
import { fullName, type RepositoryName } from "../shared/names.ts";
import type { Evaluator } from "./evaluation.ts";
import { webUrlOf } from "./promotions/promotion-job-context.ts";
import { visibilityIn } from "./publishing/visibility.ts";

interface Looking {
  readonly facts: PullFacts;
  readonly registryHead: RegistryHead;
  /** That governs. */
  readonly registry: Registry;
}

export interface TouchedLists {
  /** Edits by hand. */
  readonly drift: readonly Annotation[];
  /** See {@link PullFacts.follows}. */
  readonly follows: readonly string[];
  /** What could not be read yet, and is to be read again; absent: nothing. */
  readonly failure?: GitHubError;
}

/** This many paths are compared with the registry in one go without making everything else wait. */
const FEW = 1_000;
const NONE: TouchedLists = { drift: [], follows: [] };
/** Neither commits change, nor what a registry says about them. */
const known = remembering<TouchedLists>(500);

/** Not cached, and the check does not pass if the registry says that an edit fails. `isLate`: another look soon may tell. */
class NotKnown extends Error {
  override readonly name = "NotKnown";
  readonly isLate: boolean;

  constructor(message: string, isLate: boolean) {
    super(message);
    this.isLate = isLate;
  }
}

export async function readTouchedLists(evaluator: Evaluator, looking: Looking): Promise<TouchedLists> {
  const { facts, registry, registryHead } = looking;
  const { repository, base, head } = facts;
  const touched = entriesFor(registry, repository).filter((entry) => isTouched(entry, facts));
  if (touched.length === 0 && !bringsMore(facts)) return NONE;
  const { from, to } = visibilityIn(registry, registryHead);
  const registries = registry.sources.map(({ oid }) => oid).join(" ");
  const key = `${repository.id}:${base.sha}...${head.sha} ${registries} ${from} ${to} ${hiddenIn(looking).length}`;
  const unknown = (error: Error) => ({ drift: touched.map((entry) => unknownOf(entry, error)), follows: [] });
  try {
    return await known(key, () =>
      found(evaluator, looking, touched.length > 0).catch((error: unknown) => {
        if (!(error instanceof Unparsed)) throw error;
        return unknown(error);
      }),
    );
  } catch (error) {
    if (!(error instanceof NotKnown)) throw error;
    return { ...unknown(error), ...(error.isLate && { failure: new Transient(error.message) }) };
  }
}

/** Whether files come with a change of the registry, which it may be the first to publish. */
function bringsMore(facts: PullFacts): boolean {
  return changesRegistry(facts) && facts.files.items.some(({ path }) => !isRegistryPath(path));
}

function unknownOf({ file, drift }: PublishEntry, { message }: Error): Annotation {
  return {
    path: file,
    line: 1,
    column: null,
    level: drift === "fail" ? "failure" : "warning",
    message: `Whether this follows the registry cannot be told: ${message}.`,
  };
}

async function found(evaluator: Evaluator, looking: Looking, isPublished: boolean): Promise<TouchedLists> {
  const { facts, registry } = looking;
  const { repository, base, head } = facts;
  if (!isPublished && (await proposedIn(evaluator, facts))?.asked.text.includes("publish") !== true) return NONE;
  const planning = await plannerFor(evaluator, looking);
  if (planning === null) return NONE;
  const first = await planning(null, []);
  if (!isPublished && !facts.files.items.some(({ path }) => first.reads.includes(path))) return NONE;
  const { client } = evaluator;
  const from = await readMergeBase(client, repository, { base: base.sha, head: head.sha });
  if (from === null) throw new NotKnown("GitHub does not show where this begins", false);
  const paths = first.asksPaths ? await treeAround(evaluator, looking) : null;
  const { reads } = await planning(paths, []);
  const snapshots = await readSnapshots(client, repository, [from, head.sha], reads);
  if (isBehind(facts, snapshots[1], reads)) throw new NotKnown("GitHub does not show its files yet", true);
  const { plans } = await planning(paths, snapshots);
  const drifts = followedIn(plans, snapshots).flatMap((file) => driftOf(file) ?? []);
  const follows = changesRegistry(facts) ? followingIn(plans, snapshots) : [];
  if (drifts.length === 0) return { drift: [], follows };
  const texts = await registryTexts(evaluator, looking);
  const logins = [...new Set(registry.people.map(({ login }) => login))];
  return { drift: drifts.map((drift) => driftAnnotation(drift, logins, texts)), follows };
}

/** A commit that cannot be read yet looks like one without files. */
function isBehind({ files }: PullFacts, head: Snapshot | undefined, reads: readonly string[]): boolean {
  return files.items.some(
    ({ path, change }) => reads.includes(path) && (change === "deleted") === (head?.get(path) !== undefined),
  );
}

/** The tree of the head, including deleted files: those that were Rung's may go if the registry no longer publishes them. */
async function treeAround({ client }: Evaluator, { facts }: Looking): Promise<readonly string[] | null> {
  const tree = await readTree(client, facts.repository, facts.head.sha);
  if (!tree.whole || tree.paths.length > FEW) return null;
  const there = new Set(tree.paths);
  const gone = facts.files.items.flatMap(pathsOf).filter((path) => path.endsWith("/OWNERS") && !there.has(path));
  return [...tree.paths, ...gone];
}

function isTouched({ file, as }: PublishEntry, { files }: PullFacts): boolean {
  return files.items.flatMap(pathsOf).some((path) => path === file || (as === "owners" && path.endsWith("/OWNERS")));
}

type Planning = (paths: readonly string[] | null, snapshots: readonly Snapshot[]) => Promise<Published>;

/** By the registry as it would be after the merge; `null`: it would be none, or faulty. */
async function plannerFor(evaluator: Evaluator, looking: Looking): Promise<Planning | null> {
  const { client, registries } = evaluator;
  const { facts, registryHead, registry } = looking;
  const { repository, readAt } = facts;
  const webUrl = webUrlOf(facts, evaluator);
  const visibility = await visibilityOf(evaluator, looking);
  if (!changesRegistry(facts))
    return async (paths, snapshots) =>
      publishedFiles(registry, { extended: null, repository, paths, snapshots, visibility, webUrl });
  const proposed = await proposedIn(evaluator, facts);
  if (proposed === null || !proposed.good) return null;
  const base = await registries.extendedBy(client, registryHead, proposed.extends, readAt);
  if (base === "missing") throw new NotKnown("the registry that it would extend is not there, or is faulty", false);
  const extended = base === "none" ? null : base;
  return (paths, snapshots) =>
    publishedElsewhere(proposed.asked, { extended, repository, paths, snapshots, visibility, webUrl }, "proposal");
}

/** If an extended registry is not where it was expected, it has not been read yet. */
function hiddenIn({ registry, registryHead: { own, organisation } }: Looking): readonly RepositoryName[] {
  const seen = [own, organisation].flatMap((one) => (one === null ? [] : [fullName(one.repository).toLowerCase()]));
  return registry.sources
    .map(({ repository }) => repository)
    .filter((repository) => !seen.includes(fullName(repository).toLowerCase()));
}

async function visibilityOf({ client }: Evaluator, looking: Looking): Promise<Visibility> {
  const { registry, registryHead } = looking;
  const [hidden] = hiddenIn(looking);
  if (hidden === undefined) return visibilityIn(registry, registryHead);
  const organisation = await readRegistryBlobs(client, hidden);
  if (organisation === null) throw new NotKnown(`whether ${fullName(hidden)} is private is not to be seen`, true);
  return visibilityIn(registry, { own: registryHead.own, organisation });
}

function changesRegistry({ files }: PullFacts): boolean {
  return files.items.some(({ path, previousPath }) => isRegistryPath(path) || isRegistryPath(previousPath));
}

async function proposedIn({ client, registries }: Evaluator, { repository, head }: PullFacts): Promise<ReadProposal> {
  for (const path of REGISTRY_PATHS) {
    const proposed = await registries.proposal(client, repository, path, head.sha);
    if (proposed !== null) return proposed;
  }
  return null;
}

function followedIn(plans: Published["plans"], snapshots: readonly Snapshot[]): readonly Followed[] {
  const [before = [], after = []] = plans;
  const textAt = (commit: number, path: string) => snapshots[commit]?.get(path)?.text ?? null;
  return after.flatMap(({ path, fails, outcome }) => {
    const old = before.find((file) => file.path === path);
    return old === undefined
      ? []
      : [
          {
            path,
            fails,
            before: { text: textAt(0, path), outcome: old.outcome },
            after: { text: textAt(1, path), outcome },
          },
        ];
  });
}

/** As it will be after the merge if the pull request changes it, otherwise as it is. */
async function registryTexts(
  { client, registries }: Evaluator,
  { facts, registry }: Looking,
): Promise<readonly RegistryText[]> {
  const own = fullName(facts.repository).toLowerCase();
  const texts = registry.sources.map(async ({ repository, path }) => {
    const isHere = fullName(repository).toLowerCase() === own;
    const text = isHere
      ? (await registries.proposal(client, facts.repository, path, facts.head.sha))?.asked.text
      : (await readContent(client, repository, path))?.text;
    return { name: isHere ? path : `${path} of ${fullName(repository)}`, text: text ?? "" };
  });
  return await Promise.all(texts);
}
