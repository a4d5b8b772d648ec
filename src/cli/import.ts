/** `rung import`: writes the roles.yaml of a community that has OWNERS, CODEOWNERS or Markdown lists, and proves that it says the same. */
import { existsSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { RepositoryName } from "../shared/names.ts";
import type { Io } from "./command.ts";
import { noteLines, report } from "./import/import-report.ts";
import type { Source } from "./import/import-types.ts";
import { type Move, type MoveOptions, move, type NotMoved } from "./import/move.ts";
import { readTree } from "./import/repository-tree.ts";

interface Asked {
  readonly directory: string;
  readonly repo: RepositoryName | null;
  readonly output: string | null;
  readonly from: Source | null;
  readonly "front-matter": boolean;
  readonly json: boolean;
}

interface Moving extends MoveOptions {
  readonly directory: string;
  readonly output: string | null;
  readonly json: boolean;
}

export function run({ directory, repo, output: file, from, "front-matter": frontMatter, json }: Asked, io: Io): 0 | 1 {
  const { owner = null, name: repository = null } = repo ?? {};
  const asked = { directory, output: file, from, frontMatter, json, owner, repository };
  const output = file === null ? null : resolve(io.cwd, file);
  if (output !== null && existsSync(output)) {
    io.err(`${file} is there already; name another file, or move it away`);
    return 1;
  }
  const done = moved(asked, io);
  if (done === null) return 1;
  if (output !== null) writeFileSync(output, done.text);
  tell(done, asked, io);
  const unexplained = done.proof.differences.some(({ reason }) => reason === null);
  return unexplained || done.proof.registry === null ? 1 : 0;
}

function moved(asked: Moving, io: Io): Move | null {
  try {
    const done = move(readTree(resolve(io.cwd, asked.directory)), asked);
    if (!("kind" in done)) return done;
    for (const line of refusal(done, asked)) io.err(line);
    return null;
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    io.err(
      `cannot read ${asked.directory}: ${error.code === "ENOENT" ? "there is no such directory" : String(error.code)}`,
    );
    return null;
  }
}

/** Why nothing was written: a registry that locks everybody out is none. */
function refusal({ sources, questions }: NotMoved, { directory, from }: Moving): readonly string[] {
  if (sources.length === 0)
    return [
      from === null
        ? `${directory} has no OWNERS file, no CODEOWNERS where GitHub looks, and no list such as MAINTAINERS.md`
        : `${directory} has nothing to read for --from ${from}`,
    ];
  return [
    `Nothing was written: by what ${directory} has, nobody could approve anything.`,
    ...sources.map(({ source, why }) => `- ${source}: ${why}`),
    ...(questions.length === 0 ? [] : ["What may name somebody, for a person to decide:", ...noteLines(questions)]),
    "Write roles.yaml by hand (docs/registry.md: three lines are enough), or let `rung init OWNER/NAME` propose one.",
  ];
}

/** The registry goes to standard output where no file is named, and then what is said of it to standard error. */
function tell(done: Move, asked: Moving, io: Io): void {
  const say = asked.output === null ? io.err : io.out;
  if (asked.output === null && !asked.json) io.out(done.text.trimEnd());
  if (asked.json) io.out(JSON.stringify(asJson(done), null, 2));
  else for (const line of report(done)) say(line);
  const file = asked.output ?? "roles.yaml";
  const faults = done.proof.faults.map(
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
