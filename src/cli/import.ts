/** `rung import`: writes the roles.yaml of a community that has OWNERS, CODEOWNERS, Markdown lists or another tool's policy, and proves it. */

import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Tree } from "../registry/ownership/tree.ts";
import type { Fault } from "../registry/registry-types.ts";
import type { RepositoryName } from "../shared/names.ts";
import type { Io } from "./command.ts";
import { cannotRead, isFileError, writeOr } from "./file-fault.ts";
import { noteLines, report } from "./import/import-report.ts";
import { unreadLists } from "./import/markdown/markdown-draft.ts";
import { type Move, type MoveOptions, move, type NotMoved } from "./import/move.ts";
import {
  movePolicy,
  type PolicyMove,
  type PolicyNotMoved,
  policiesFound,
  policyFound,
} from "./import/policies/move-policy.ts";
import { policyJson, policyRefusal, policyReport } from "./import/policies/policy-report.ts";
import { type Imported, isPolicySource, type PolicySource } from "./import/policies/policy-types.ts";
import { readTree } from "./import/repository-tree.ts";

interface Asked {
  readonly directory: string;
  readonly repo: RepositoryName | null;
  readonly output: string | null;
  readonly from: Imported | null;
  readonly "front-matter": boolean;
  readonly json: boolean;
}

interface Moving extends Omit<MoveOptions, "from"> {
  readonly directory: string;
  readonly from: Imported | null;
}

/** What was written, and what is to be told of it. */
interface Outcome {
  readonly text: string;
  readonly isProven: boolean;
  readonly lines: readonly string[];
  readonly json: object;
  readonly faults: readonly Fault[];
}

/** Why nothing was written, a line each. */
type Refusal = readonly string[];

export function run({ directory, repo, output: file, from, "front-matter": frontMatter, json }: Asked, io: Io): 0 | 1 {
  const { owner = null, name: repository = null } = repo ?? {};
  const output = file === null ? null : resolve(io.cwd, file);
  if (output !== null && existsSync(output)) {
    io.err(`${file} is there already; name another file, or move it away`);
    return 1;
  }
  const done = outcome({ directory, from, frontMatter, owner, repository }, io);
  if (!("text" in done)) {
    for (const line of done) io.err(line);
    return 1;
  }
  if (file !== null && !writeOr(io, file, done.text)) return 1;
  tell(done, { output: file, json }, io);
  return done.isProven ? 0 : 1;
}

function outcome(asked: Moving, io: Io): Outcome | Refusal {
  try {
    return movedIn(readTree(resolve(io.cwd, asked.directory)), asked);
  } catch (error) {
    if (!isFileError(error)) throw error;
    return [cannotRead(error, asked.directory, io)];
  }
}

/** Lists of people come first; where they tell nothing, a policy is read. */
function movedIn(tree: Tree, asked: Moving): Outcome | Refusal {
  const { from } = asked;
  if (from !== null && isPolicySource(from)) return ofPolicy(movePolicy(from, tree, asked), asked);
  const done = move(tree, { ...asked, from });
  const policies = policiesFound(tree);
  if (!("kind" in done)) return ofMove(done, namesOf(policies, tree));
  const [first] = policies;
  if (from !== null || first === undefined) return refusal(done, asked, tree);
  const moved = movePolicy(first, tree, asked);
  const isMoved = moved?.kind === "policy";
  return isMoved
    ? ofPolicy(moved, asked, namesOf(policies.slice(1), tree))
    : [...refusal(done, asked, tree), ...policyWords(moved)];
}

function namesOf(sources: readonly PolicySource[], tree: Tree): readonly string[] {
  return sources.flatMap((source) => policyFound(source, tree) ?? []);
}

function ofMove(done: Move, policies: readonly string[]): Outcome {
  const whole = { ...done, others: [...done.others, ...policies] };
  const unexplained = done.proof.differences.some(({ reason }) => reason === null);
  return {
    text: done.text,
    isProven: !unexplained && done.proof.registry !== null,
    lines: report(whole),
    json: asJson(whole),
    faults: done.proof.faults,
  };
}

function ofPolicy(
  done: PolicyMove | PolicyNotMoved | null,
  { directory, from }: Moving,
  others: readonly string[] = [],
): Outcome | Refusal {
  if (done === null) return [`${directory} has nothing to read for --from ${from}`];
  if (done.kind === "policy-not-moved") return policyRefusal(done);
  const { registry, differences, faults } = done.proof;
  return {
    text: done.text,
    isProven: registry !== null && !differences.some(({ kind }) => kind === "laxer"),
    lines: policyReport(done, others),
    json: policyJson(done, others),
    faults,
  };
}

function policyWords(done: PolicyNotMoved | null): Refusal {
  return done === null ? [] : policyRefusal(done);
}

/** Why nothing was written: a registry that locks everybody out is none. */
function refusal({ sources, questions }: NotMoved, { directory, from }: Moving, tree: Tree): Refusal {
  if (sources.length === 0 && from !== null) return [`${directory} has nothing to read for --from ${from}`];
  if (sources.length === 0)
    return [
      `${directory} has no OWNERS file, no CODEOWNERS where GitHub looks, and no list such as MAINTAINERS.md`,
      ...unreadLists(tree).map((path) => `- ${path} is there, but of such lists only those in Markdown are read`),
      BY_HAND,
    ];
  return [
    `Nothing was written: by what ${directory} has, nobody could approve anything.`,
    ...sources.map(({ source, why }) => `- ${source}: ${why}`),
    ...(questions.length === 0 ? [] : ["What may name somebody, for a person to decide:", ...noteLines(questions)]),
    BY_HAND,
  ];
}

const BY_HAND =
  "Write roles.yaml by hand (docs/registry.md: three lines are enough), or let `rung init OWNER/NAME` propose one.";

/** The registry goes to standard output where no file is named, and then what is said of it to standard error. */
function tell(
  done: Outcome,
  { output, json }: { readonly output: string | null; readonly json: boolean },
  io: Io,
): void {
  const say = output === null ? io.err : io.out;
  if (output === null && !json) io.out(done.text.trimEnd());
  if (json) io.out(JSON.stringify(done.json, null, 2));
  else for (const line of done.lines) say(line);
  const file = output ?? "roles.yaml";
  const faults = done.faults.map(
    ({ severity, line, column, message }) =>
      `${file}:${line}:${column} ${severity === "warning" ? "warning: " : ""}${message}`,
  );
  for (const line of faults) io.err(line);
}

function asJson({ moved, text, proof, pinned, others, passedOver }: Move): object {
  const differences = proof.differences.map(({ repository, path, before, after, reason }) => ({
    repository,
    path,
    before,
    after,
    reason,
  }));
  return {
    source: moved.source,
    notRead: others,
    compared: proof.compared,
    differences,
    pinned,
    reviewersDiffer: proof.reviewersDiffer,
    toCome: proof.toCome,
    passedOver,
    questions: moved.questions ?? [],
    notes: moved.notes,
    rules: moved.rules,
    faults: proof.faults,
    registry: text,
  };
}
