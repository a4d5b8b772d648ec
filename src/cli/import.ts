/** `rung import`: writes the roles.yaml of a community that has OWNERS, CODEOWNERS or Markdown lists, and proves that it says the same. */
import { existsSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { type Io, misused } from "./command.ts";
import { noteLines, report } from "./import/import-report.ts";
import { type Move, type MoveOptions, move, type NotMoved, SOURCES } from "./import/move.ts";
import { readTree } from "./import/repository-tree.ts";

export const usage =
  "import DIR [--repo OWNER/NAME] [--output FILE] [--from owners|codeowners|markdown] [--front-matter] [--json]";

/** 0: written, and every difference has its reason; 1: nothing to move in from, or not provable; 2: used wrongly. */
export function run(args: readonly string[], io: Io): number {
  const asked = options(args);
  if (typeof asked === "string") return misused(io, asked, usage);
  const output = asked.output === null ? null : resolve(io.cwd, asked.output);
  if (output !== null && existsSync(output)) {
    io.err(`${asked.output} is there already; name another file, or move it away`);
    return 1;
  }
  const done = moved(asked, io);
  if (done === null) return 1;
  if (output !== null) writeFileSync(output, done.text);
  tell(done, asked, io);
  const unexplained = done.proof.differences.some(({ reason }) => reason === null);
  return unexplained || done.proof.registry === null ? 1 : 0;
}

interface Asked extends MoveOptions {
  readonly directory: string;
  readonly output: string | null;
  readonly json: boolean;
}

function options(args: readonly string[]): Asked | string {
  try {
    const text = { type: "string" } as const;
    const { values, positionals } = parseArgs({
      ...{ args: [...args], allowPositionals: true },
      options: { repo: text, output: text, from: text, json: { type: "boolean" }, "front-matter": { type: "boolean" } },
    });
    const [directory, ...rest] = positionals;
    if (directory === undefined || rest.length > 0) return "import takes one directory";
    const [, owner, repository] = /^([\w-]+)\/([\w.-]+)$/.exec(values.repo ?? "") ?? [];
    if (values.repo !== undefined && repository === undefined) return "--repo takes OWNER/NAME";
    const from = SOURCES.find((source) => source === values.from);
    if (values.from !== undefined && from === undefined) return `--from takes one of ${SOURCES.join(", ")}`;
    return {
      ...{ directory, output: values.output ?? null, json: values.json ?? false, from: from ?? null },
      ...{ owner: owner ?? null, repository: repository ?? null, frontMatter: values["front-matter"] ?? false },
    };
  } catch (error) {
    return error instanceof Error ? error.message : "the options cannot be read";
  }
}

function moved(asked: Asked, io: Io): Move | null {
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
function refusal({ sources, questions }: NotMoved, { directory, from }: Asked): readonly string[] {
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
function tell(done: Move, asked: Asked, io: Io): void {
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
    ...{ repository, path, before, after, reason },
  }));
  return {
    ...{ source: moved.source, notRead: others, compared: proof.compared, differences, pinned },
    ...{
      reviewersDiffer: proof.reviewersDiffer,
      toCome: proof.toCome,
      passedOver,
      questions: moved.questions ?? [],
      notes: moved.notes,
      rules: moved.rules,
      faults: proof.faults,
      registry: text,
    },
  };
}
