/** What a passed promotion writes: the change of the registry as a pull request, with all the evidence for it. Pure. */

import type { RegistryChangeEffect } from "../model/effect.ts";
import { isoDay, moment } from "../shared/dates.ts";
import { escapeMarkdown, linkTarget, oneLine } from "../shared/markdown.ts";
import type { Instant, RepositoryName } from "../shared/names.ts";
import { singular } from "../shared/singular.ts";
import { attestationTexts, evidenceText, waiverTexts } from "./criteria-table.ts";
import type { Evaluation } from "./evaluate-promotion.ts";
import type { LeafResult } from "./leaf-result.ts";
import { aPlaceText } from "./nomination-text.ts";
import { withdrawnObjectionLines, withdrawnObjections } from "./promotion-statements.ts";
import type { Nomination, PromotionStatement } from "./promotion-types.ts";
import { carriedPlace, sealCarried } from "./pull-marker.ts";

export interface Passed {
  readonly nomination: Nomination;
  readonly evaluation: Pick<Evaluation, "leaves">;
  readonly words: readonly PromotionStatement[];
  /** Where it was discussed. */
  readonly subject: {
    readonly repository: RepositoryName & { readonly id: number };
    readonly number: number;
    readonly url: string;
  };
  readonly registry: {
    readonly repository: RepositoryName & { readonly id: number };
    readonly path: string;
    readonly defaultBranch: string;
    /** Its roles, lowest first. */
    readonly ladder: readonly string[];
    /** Lists whose entries tenure counts from. */
    readonly keeps?: readonly string[];
  };
  /** The candidate's name on GitHub now, where it is not the nomination's any more (R50). */
  readonly login?: string;
  /** Where memory was lost: pull requests that were closed since then are not opened again (R78). */
  readonly closedSince?: Instant;
  /** When the one before was closed unmerged: what people left on its branch is not built upon. `null`: there was none. */
  readonly reopenedAt?: Instant | null;
  /** The branch it is on already. */
  readonly branch?: string;
  /** The candidate's, if the registry or somebody's statement tells it. */
  readonly affiliation: string | null;
  /** When it passed: the same at every call, or the branch would be written again. */
  readonly passedAt: Instant;
  readonly measuredAt: Instant;
  /** Repositories that were counted, for people: "the repositories of KusionStack". */
  readonly scope: string;
  /** GitHub's address for browsers: `https://github.com`. */
  readonly webUrl: string;
  readonly botLogin: string;
  /** Signs the marker. */
  readonly key: Uint8Array;
}

/** The effect that keeps the pull request open and up to date. */
export function registryChange(given: Passed): RegistryChangeEffect {
  const branch = given.branch ?? branchOf(given);
  const { login = given.nomination.candidate.login } = given;
  const candidate = { ...given.nomination.candidate, login };
  const passed = { ...given, nomination: { ...given.nomination, candidate } };
  const { nomination, registry, closedSince } = passed;
  const { role, areas } = nomination;
  const { owner, name } = registry.repository;
  return {
    kind: "registry-change",
    repository: { owner, name },
    path: registry.path,
    base: registry.defaultBranch,
    branch,
    edit: {
      kind: "add",
      person: {
        login: candidate.login,
        id: candidate.id,
        since: isoDay(passed.passedAt),
        affiliation: passed.affiliation,
      },
      role,
      areas,
      ladder: registry.ladder,
      keeps: registry.keeps ?? [],
    },
    ...(closedSince === undefined ? {} : { closedSince }),
    message: messageOf(passed),
    title: titleOf(passed),
    body: bodyOf(passed, branch),
    botLogin: passed.botLogin,
  };
}

/** `rung/promote-hoangndst-approvers-community-56-c123-1`: for this nomination alone. */
export function branchOf({
  nomination,
  subject,
  reopenedAt = null,
}: Pick<Passed, "nomination" | "subject" | "reopenedAt">): string {
  const { candidate, role, id } = nomination;
  const again = reopenedAt === null ? [] : [Math.floor(reopenedAt / 1000).toString(36)];
  return branchName("promote", [candidate.login, role, subject.repository.name, `${subject.number}`, id, ...again]);
}

function titleOf({ nomination }: Passed): string {
  return oneLine(`Promote ${nomination.candidate.login} to ${singular(nomination.role)} ${whereOf(nomination)}`);
}

function whereOf({ areas }: Nomination): string {
  return areas.length === 0 ? "everywhere" : `of ${areas.join(", ")}`;
}

/** The commit is what stays when the pull request is long forgotten, so it names who answers for it. */
function messageOf(passed: Passed): string {
  const { nomination, subject, evaluation, words } = passed;
  const trailers = [
    ...sponsorsOf(evaluation.leaves).map(({ by, url }) => `Sponsored-by: ${oneLine(by)} <${oneLine(url)}>`),
    ...waiversOf(evaluation.leaves).map(({ by, url }) => `Waived-by: ${oneLine(by.login)} <${oneLine(url)}>`),
    ...withdrawnObjections(words).map(
      ({ by, url }) => `Objection-withdrawn-by: ${oneLine(by.login)} <${oneLine(url)}>`,
    ),
    `Nominated-by: ${oneLine(nomination.nominator.login)} <${oneLine(subject.url)}>`,
  ];
  const grounds = `Everything that the registry asks of ${nomination.role} is met: ${oneLine(subject.url)}`;
  return [titleOf(passed), grounds, [...new Set(trailers)].join("\n")].join("\n\n");
}

function sponsorsOf(leaves: readonly LeafResult[]) {
  return leaves
    .filter(({ criterion }) => criterion.kind === "sponsors")
    .flatMap(({ standing }) => standing.evidence.flatMap((each) => (each.kind === "statement" ? [each] : [])));
}

function waiversOf(leaves: readonly LeafResult[]) {
  return leaves.flatMap(({ waivedBy }) => waivedBy);
}

function bodyOf(passed: Passed, branch: string): string {
  const { nomination, subject, registry, evaluation, words } = passed;
  const { candidate } = nomination;
  const repository = `${subject.repository.owner}/${subject.repository.name}`;
  const becomes = `${escapeMarkdown(candidate.login)} ${aPlaceText(nomination)}`;
  const talk = `[${escapeMarkdown(`${repository}#${subject.number}`)}](${linkTarget(subject.url)})`;
  const carried = {
    repositoryId: subject.repository.id,
    repository,
    number: subject.number,
    nomination: nomination.id,
  };
  const marker = sealCarried(carried, carriedPlace(registry.repository.id, branch), passed.key);
  return [
    `**Everything asked for is met in ${talk}.** Merging this makes ${becomes}.`,
    tableOf(evaluation.leaves, passed.webUrl),
    objectionsText(words),
    `**Next:** whoever may approve changes of the registry approves and merges this. Whoever disagrees says so in ${talk} before it is merged; closing this unmerged reopens the question there.`,
    `Nominated by ${escapeMarkdown(nomination.nominator.login)} on ${moment(nomination.at)}. Measured on ${moment(passed.measuredAt)} over ${escapeMarkdown(passed.scope)}.`,
    marker,
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function tableOf(leaves: readonly LeafResult[], webUrl: string): string {
  const rows = leaves.map((leaf) => {
    const unneeded = leaf.spare ? ["not needed"] : [];
    const stands = [leaf.standing.figure, ...waiverTexts(leaf), ...unneeded].filter((part) => part !== "").join(", ");
    const proof = [evidenceText(leaf.standing.evidence, webUrl), ...attestationTexts(leaf)];
    return `| ${leaf.wording} | ${stands} | ${proof.filter((part) => part !== "").join("; ")} |`;
  });
  return ["| Asked for | Stands at | Evidence |", "| --- | --- | --- |", ...rows].join("\n");
}

function objectionsText(words: readonly PromotionStatement[]): string {
  const lines = withdrawnObjectionLines(words);
  return lines.length === 0 ? "" : ["**Objections withdrawn**", ...lines].join("\n");
}

/** Where the names of Rung's own branches begin. */
export const OWN_BRANCHES = "rung/";

/** `rung/<act>-<parts>`. A part may be an utterance's key: "comment:123/1" becomes `c123-1`. */
export function branchName(act: "promote" | "step-down" | "retire" | "return", parts: readonly string[]): string {
  return `${OWN_BRANCHES}${act}-${parts.map(safe).join("-")}`;
}

/** Git takes no `..`, no dot at an end, and no `.lock`. */
function safe(part: string): string {
  return part
    .replace(/^([a-z])[a-z-]*:(?=\d)/, "$1")
    .replace(/[^A-Za-z0-9_]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);
}
