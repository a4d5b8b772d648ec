/** `rung check`: tells every fault and warning of a roles.yaml. */
import { parseArgs } from "node:util";
import type { Fault, ParsedRegistry, Registry } from "../registry/registry-types.ts";
import type { RepositoryName } from "../shared/names.ts";
import { counted, type Io, misused } from "./command.ts";
import { defaultRegistry } from "./default-registry.ts";
import { parsedFile } from "./registry-file.ts";
import { originOf, repositoryOf } from "./repository.ts";

export const usage = "check [FILE] [--repo OWNER/NAME] [--extends FILE] [--json]";
export const summary = "Check a roles.yaml and tell every fault with its place.";

/** 0: no faults, though perhaps warnings; 1: faults, or unreadable; 2: used wrongly. */
export function run(args: readonly string[], io: Io): number {
  const asked = options(args);
  if (typeof asked === "string") return misused(io, asked, usage);
  const file = asked.file ?? defaultRegistry(io);
  const repository = asked.repository ?? originOf(io, file);
  const parsed = parsedFile(io, file, asked.extended, repository ?? undefined);
  if (parsed === null) return 1;
  if (asked.json) io.out(asJson(file, parsed));
  else for (const line of asText(file, parsed, repository === null)) io.out(line);
  return parsed.registry === null ? 1 : 0;
}

interface Asked {
  readonly repository: RepositoryName | null;
  readonly file: string | null;
  readonly extended: string | null;
  readonly json: boolean;
}

function options(args: readonly string[]): Asked | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: "boolean" }, extends: { type: "string" }, repo: { type: "string" } },
    });
    if (positionals.length > 1) return "check takes one file";
    const repository = values.repo === undefined ? null : repositoryOf(values.repo);
    if (repository === undefined) return "--repo takes OWNER/NAME";
    return { repository, file: positionals[0] ?? null, extended: values.extends ?? null, json: values.json ?? false };
  } catch (error) {
    return error instanceof Error ? error.message : "the options cannot be read";
  }
}

function asText(file: string, { registry, faults }: ParsedRegistry, ownerless: boolean): readonly string[] {
  const errors = faults.filter(({ severity }) => severity === "error").length;
  const warned = faults.length - errors;
  const tally = [
    ...(errors > 0 ? [counted(errors, "fault")] : []),
    ...(warned > 0 ? [counted(warned, "warning")] : []),
  ].join(", ");
  const joining =
    registry?.extends === undefined
      ? []
      : [`${file} extends another registry; give that with --extends to check names and rules against it`];
  return [
    ...faults.map((fault) => lineOf(file, fault)),
    ...joining,
    ...(ownerless ? teamNote(file, registry) : []),
    tally === "" ? `${file}: no faults` : tally,
  ];
}

/** Only teams of the repository's owner can be read where Rung runs; without the owner that cannot be checked. */
function teamNote(file: string, registry: Registry | null): readonly string[] {
  const owners = [...new Set((registry?.teams ?? []).map(({ team }) => team.split("/")[0] ?? ""))];
  if (owners.length === 0) return [];
  return [
    `${file} names teams of ${owners.join(", ")}; only repositories of that owner can name them, which --repo OWNER/NAME checks`,
  ];
}

function lineOf(file: string, { severity, line, column, message }: Fault): string {
  const place = `${file}:${line}:${column}`;
  return `${place}${" ".repeat(Math.max(1, 20 - place.length))}${severity === "warning" ? "warning: " : ""}${message}`;
}

function asJson(file: string, { registry, faults }: ParsedRegistry): string {
  return JSON.stringify({ file, ok: registry !== null, faults }, null, 2);
}
