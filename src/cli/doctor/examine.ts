/** Examines everything in turn. What GitHub does not tell becomes a finding too, and the rest goes on. */

import type { AccessSwitch } from "../../environment/access-switch.ts";
import type { GitHub } from "../../github/client/client.ts";
import { Forbidden, GitHubError, Gone } from "../../github/client/errors.ts";
import { readInstallationRepositories } from "../../github/read/listings.ts";
import { readNames } from "../../github/read/name-lookups.ts";
import { loweringsOf } from "../../registry/conditions/condition.ts";
import { glob } from "../../registry/glob.ts";
import { nameFindings, namesIn, unknownNames } from "../../registry/named.ts";
import type { Registry } from "../../registry/registry-types.ts";
import { fullName, type RepositoryName, sameRepository } from "../../shared/names.ts";
import type { AppNeeds } from "../setup/app-manifest.ts";
import { type AccessModeFacts, accessFindings } from "./access-findings.ts";
import { appFindings, type InstallationFacts, installationFindings } from "./app-findings.ts";
import { type Finding, finder } from "./finding.ts";
import { hookFindings, type Probe } from "./hook.ts";
import { labelFindings } from "./label-findings.ts";
import { clockFinding } from "./machine.ts";
import { pinFindings } from "./pin-findings.ts";
import { protectionFindings } from "./protection.ts";
import { readApp, readHook, readInstallations } from "./read-app.ts";
import {
  type RepositoryReading,
  readBranchNames,
  readDefaultBranch,
  readLabels,
  readProtection,
  readRegistryFacts,
  readTeamFacts,
} from "./read-repository.ts";
import { reachFindings, registryFindings, teamFindings } from "./roster.ts";

interface Examination {
  readonly github: GitHub;
  readonly needs: AppNeeds;
  /** The switch where Rung runs. */
  readonly access: AccessSwitch;
  readonly appId: number;
  readonly registryRepo: string;
  readonly probe: (url: string) => Promise<Probe>;
  /** This machine's clock, epoch ms. */
  readonly now: () => number;
  /** The one to look at; `null`: all that the app is installed on, as far as MAX_REPOSITORIES. */
  readonly repository: RepositoryName | null;
}

/** Each costs about ten requests. */
const MAX_REPOSITORIES = 20;
/** Of those that a branch pattern matches. */
const MAX_BRANCHES = 10;

type Findings = readonly Finding[];

/** The app, its webhook, its installations, and the repositories. */
export async function examineInstallation(examination: Examination): Promise<Findings> {
  const { github, needs, now } = examination;
  const credentials = finder("credentials", "the app's credentials");
  let app: Awaited<ReturnType<typeof readApp>>;
  try {
    app = await readApp(github.app);
  } catch (error) {
    return [credentialsFault(error)];
  }
  const modes: AccessModeFacts[] = [];
  const installations = await readInstallations(github.app).catch(orNull);
  const account = finder("installations", `app ${app.slug}`);
  return [
    credentials.ok(`GitHub knows the app ${app.slug}`),
    clockFinding(app.at, now()),
    ...appFindings(needs, app),
    ...(await part("webhook", `app ${app.slug}`, async () =>
      hookFindings(app.slug, await readHook(github.app, examination.probe)),
    )),
    ...(installations === null
      ? [account.fail("GitHub would not tell where it is installed", "Try again; see githubstatus.com if it goes on.")]
      : installationFindings(needs, app, installations)),
    ...(await repositoryFindings(examination, installations ?? [], modes)),
    ...accessFindings(modes, examination.access),
  ];
}

function orNull(error: unknown): null {
  if (error instanceof GitHubError) return null;
  throw error;
}

function credentialsFault(error: unknown): Finding {
  const { fail } = finder("credentials", "the app's credentials");
  if (!(error instanceof GitHubError)) throw error;
  if (error instanceof Gone)
    return fail("GitHub knows no app of this id", "Check APP_ID: it is App ID on the app's settings page.");
  if (error instanceof Forbidden)
    return fail(
      "GitHub refuses them",
      "The private key is not this app's, or was deleted: generate one on the app's settings page.",
    );
  return fail(`GitHub did not answer: ${error.message}`, "Check the network, and GHE_HOST where it is set.");
}

/** A part that GitHub does not answer is told, and the others go on. */
async function part(check: string, where: string, look: () => Promise<Findings>): Promise<Findings> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    return [
      finder(check, where).warn(`could not be looked at: ${error.message}`, "Grant what is missing, or try again."),
    ];
  }
}

async function repositoryFindings(
  examination: Examination,
  installations: readonly InstallationFacts[],
  modes: AccessModeFacts[],
): Promise<Findings> {
  const { github, repository } = examination;
  const found: Finding[] = [];
  let seen = false;
  for (const installation of installations.filter(({ suspended }) => !suspended)) {
    const client = github.installation(installation.id);
    const where = `installation at ${installation.account}`;
    const look = async () => {
      const all = await readInstallationRepositories(client);
      const named = repository === null ? all : all.filter((one) => sameRepository(one, repository));
      seen ||= named.length > 0;
      const parts: Finding[] = [];
      for (const one of named.slice(0, MAX_REPOSITORIES)) {
        const looking = { client, repository: one, registryRepo: examination.registryRepo };
        parts.push(...(await oneRepository(looking, examination.appId, modes)));
      }
      const left = named.length - MAX_REPOSITORIES;
      if (left > 0)
        parts.push(
          finder("repositories", where).ok(`${left} more repositories not looked at; name one: rung doctor OWNER/REPO`),
        );
      return parts;
    };
    found.push(...(await part("repositories", where, look)));
  }
  if (repository === null || seen) return once(found);
  const { fail } = finder("installations", fullName(repository));
  return [
    ...found,
    fail(
      "the app is not installed there, or the repository is archived",
      "Install it on the repository; check the spelling.",
    ),
  ];
}

/** An organisation's registry governs many repositories; what it says is told once. */
function once(findings: Findings): Findings {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}

/** `modes` gets what the registry says of access. */
async function oneRepository(looking: RepositoryReading, appId: number, modes: AccessModeFacts[]): Promise<Findings> {
  const { client, repository } = looking;
  const name = fullName(repository);
  let registry: Registry | null = null;
  const rules = await part("registry", name, async () => {
    const facts = await readRegistryFacts(looking);
    if (facts.kind === "none" || facts.registry === null) return registryFindings(name, facts);
    registry = facts.registry;
    modes.push({ place: facts.place, mode: facts.registry.access?.mode ?? null });
    const teams = await readTeamFacts(client, facts.registry);
    return [
      ...registryFindings(name, facts),
      ...teamFindings(facts.place, teams),
      ...reachFindings(facts.place, facts.registry, teams),
      ...(await namesFindings(client, repository.owner, facts.place, facts.registry)),
    ];
  });
  if (registry === null) return rules;
  const governing: Registry = registry;
  return [
    ...rules,
    ...(await part("protection", name, () => guarded(looking, governing, appId))),
    ...(await part("labels", name, async () => labelFindings(name, governing, await readLabels(client, repository)))),
  ];
}

/** Names are looked up a hundred at a time. */
const MAX_NAME_REQUESTS = 10;

async function namesFindings(
  client: RepositoryReading["client"],
  owner: string,
  place: string,
  registry: Registry,
): Promise<Findings> {
  const names = namesIn(registry);
  const found = await readNames(client, owner, names, MAX_NAME_REQUESTS);
  const { ok, warn } = finder("names", place);
  const wrong = nameFindings(names, found, owner).map((what) => warn(what, "Correct the name, or take it out."));
  const unknown = unknownNames(names, found);
  const missing = unknown === 0 ? [] : [warn(`${unknown} of its names could not be looked up`, "Try again later.")];
  const all = [...wrong, ...missing];
  const there = all.length > 0 ? all : [ok("everybody, every team and every repository it names is there")];
  return [...there, ...pinFindings(place, registry, found)];
}

async function guarded(
  { client, repository }: RepositoryReading,
  { approval, mode }: Registry,
  appId: number,
): Promise<Findings> {
  const { defaultBranch } = await readDefaultBranch(client, repository);
  const globs = approval.branches.map(({ pattern }) => ({ pattern, matches: glob(pattern).matches }));
  const patternsOf = (branch: string) => globs.filter((one) => one.matches(branch)).map(({ pattern }) => pattern);
  const others = globs.length === 0 ? [] : await readBranchNames(client, repository);
  const special = others.filter((branch) => branch !== defaultBranch && patternsOf(branch).length > 0);
  const lowered = loweringsOf(approval.when).map(({ min }) => min);
  const lowest = lowered.length === 0 ? null : Math.min(...lowered);
  const found: Finding[] = [];
  for (const branch of [defaultBranch, ...special.slice(0, MAX_BRANCHES)]) {
    const guards = await readProtection(client, repository, branch);
    const facts = { repository: fullName(repository), branch, ...guards, patterns: patternsOf(branch) };
    found.push(...protectionFindings(facts, { appId, enforced: mode === "enforce", lowest }));
  }
  return found;
}
