/** Finds out whether a pull request edits by hand what follows the registry; only where it touches such a file is anything read. */
import { driftAnnotation, driftOf, type Followed, type RegistryText } from "../gate/drift.ts";
import { readMergeBase } from "../github/read/diff.ts";
import { publishedElsewhere, Unparsed } from "../github/read/parse-elsewhere.ts";
import { type ReadProposal, readContent } from "../github/read/registry-files.ts";
import type { RegistryHead } from "../github/read/registry-head.ts";
import { remembering } from "../github/read/remembering.ts";
import { readSnapshots } from "../github/read/snapshots.ts";
import { readTree } from "../github/read/tree.ts";
import type { Annotation } from "../model/effect.ts";
import type { PullFacts } from "../model/facts.ts";
import { type Published, publishedFiles, type Snapshot } from "../promotions/published-files.ts";
import { entriesFor } from "../registry/publishing/plan.ts";
import type { PublishEntry } from "../registry/publishing/publish-key.ts";
import { REGISTRY_PATHS } from "../registry/registry-index.ts";
import type { Registry } from "../registry/registry-types.ts";
import { fullName } from "../shared/names.ts";
import type { Evaluator } from "./evaluation.ts";
import { webUrlOf } from "./promotions/promotion-job-context.ts";
import { visibilityIn } from "./publishing/visibility.ts";

interface Looking {
  readonly facts: PullFacts;
  readonly registryHead: RegistryHead;
  /** That governs. */
  readonly registry: Registry;
}

/** Paths that are held against the registry at once without keeping everything else waiting. */
const FEW = 1_000;
/** Commits do not change, nor does what a registry says of them. */
const known = remembering<readonly Annotation[]>(500);

export async function driftIn(evaluator: Evaluator, looking: Looking): Promise<readonly Annotation[]> {
  const { facts, registry } = looking;
  const { repository, base, head } = facts;
  const touched = entriesFor(registry, repository).filter((entry) => isTouched(entry, facts));
  if (touched.length === 0) return [];
  const registries = registry.sources.map(({ oid }) => oid).join(" ");
  const key = `${repository.id}:${base.sha}...${head.sha} ${registries}`;
  return await known(key, () =>
    found(evaluator, looking).catch((error: unknown) => {
      if (!(error instanceof Unparsed)) throw error;
      return touched.map((entry) => unknownOf(entry, error));
    }),
  );
}

function unknownOf({ file, drift }: PublishEntry, { message }: Unparsed): Annotation {
  return {
    path: file,
    line: 1,
    column: null,
    level: drift === "fail" ? "failure" : "warning",
    message: `Whether this follows the registry cannot be told: ${message}.`,
  };
}

async function found(evaluator: Evaluator, looking: Looking): Promise<readonly Annotation[]> {
  const { facts, registry } = looking;
  const { repository, base, head } = facts;
  const planning = await plannerFor(evaluator, looking);
  if (planning === null) return [];
  const { client } = evaluator;
  const from = await readMergeBase(client, repository, { base: base.sha, head: head.sha });
  if (from === null) return [];
  const tree = (await planning(null, [])).asksPaths ? await readTree(client, repository, head.sha) : null;
  const paths = tree?.whole === true && tree.paths.length <= FEW ? tree.paths : null;
  const { reads } = await planning(paths, []);
  const snapshots = await readSnapshots(client, repository, [from, head.sha], reads);
  const { plans } = await planning(paths, snapshots);
  const drifts = followedIn(plans, snapshots).flatMap((file) => driftOf(file) ?? []);
  if (drifts.length === 0) return [];
  const texts = await registryTexts(evaluator, looking);
  const logins = [...new Set(registry.people.map(({ login }) => login))];
  return drifts.map((drift) => driftAnnotation(drift, logins, texts));
}

function isTouched({ file, as }: PublishEntry, { files }: PullFacts): boolean {
  return files.items
    .flatMap(({ path, previousPath }) => [path, ...(previousPath === null ? [] : [previousPath])])
    .some((path) => path === file || (as === "owners" && path.endsWith("/OWNERS")));
}

type Planning = (paths: readonly string[] | null, snapshots: readonly Snapshot[]) => Promise<Published>;

/** By the registry as it would be after the merge; `null`: it would be none, or faulty. */
async function plannerFor(evaluator: Evaluator, looking: Looking): Promise<Planning | null> {
  const { client, registries } = evaluator;
  const { facts, registryHead, registry } = looking;
  const { repository, readAt } = facts;
  const webUrl = webUrlOf(facts);
  const visibility = visibilityIn(registry, registryHead);
  if (!changesRegistry(facts))
    return async (paths, snapshots) =>
      publishedFiles(registry, { extended: null, repository, paths, snapshots, visibility, webUrl });
  const proposed = await proposedIn(evaluator, facts);
  if (proposed === null || !proposed.good) return null;
  const base = await registries.extendedBy(client, registryHead, proposed.extends, readAt);
  const extended = typeof base === "string" ? null : base;
  return (paths, snapshots) =>
    publishedElsewhere(proposed.asked, { extended, repository, paths, snapshots, visibility, webUrl }, "proposal");
}

function changesRegistry({ files }: PullFacts): boolean {
  return files.items.some(({ path, previousPath }) =>
    REGISTRY_PATHS.some((one) => one === path || one === previousPath),
  );
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

/** As it is after the merge where the pull request changes it, else as it is. */
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
