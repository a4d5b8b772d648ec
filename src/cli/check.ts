/** `rung check`: tells every fault and warning of a roles.yaml. */

import type { Fault, ParsedRegistry, Registry } from "../registry/registry-types.ts";
import { counted } from "../shared/counted.ts";
import type { RepositoryName } from "../shared/names.ts";
import { joinList } from "../shared/people.ts";
import { registryFile } from "./checkout.ts";
import { type Io, type Machine, telling } from "./command.ts";
import { parsedFile } from "./registry-file.ts";
import { originOf } from "./repository.ts";
import { besideAnother, generatedFiles, treeAround } from "./tree-at-hand.ts";

interface Asked {
  readonly file: string | null;
  readonly repo: RepositoryName | null;
  readonly extends: string | null;
  readonly json: boolean;
}

export function run(
  { file: named, repo, extends: extended, json }: Asked,
  io: Io,
  { env }: Pick<Machine, "env">,
): 0 | 1 {
  const file = registryFile(io, named);
  const repository = repo ?? originOf(io, file);
  const tree = treeAround(io, file, repo);
  const unread: string[] = [];
  const parsed = parsedFile(json ? telling(io, unread) : io, file, extended, {
    repository,
    tree,
    registryRepo: env.REGISTRY_REPO,
  });
  if (parsed === null) {
    if (json) io.out(asJson(file, unreadable(unread), null));
    return 1;
  }
  const whole = { ...parsed, faults: [...besideAnother(io, file), ...parsed.faults] };
  const generated = tree === null ? null : generatedFiles(parsed.registry, tree);
  if (json) io.out(asJson(file, whole, generated));
  else for (const line of asText(file, whole, { generated, ownerless: repository === null })) io.out(line);
  return parsed.registry === null ? 1 : 0;
}

/** As a fault, so that whoever reads JSON has it in one form. */
function unreadable(reasons: readonly string[]): ParsedRegistry {
  const faults = reasons.map((message) => ({ severity: "error", line: 1, column: 1, message }) as const);
  return { registry: null, faults };
}

interface CheckNotes {
  /** `null`: not known. */
  readonly generated: readonly string[] | null;
  /** Nobody said in which repository the file is. */
  readonly ownerless: boolean;
}

function asText(
  file: string,
  { registry, faults }: ParsedRegistry,
  { generated, ownerless }: CheckNotes,
): readonly string[] {
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
    ...generatedNote(generated ?? []),
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

function generatedNote(files: readonly string[]): readonly string[] {
  if (files.length === 0) return [];
  const need = files.length === 1 ? "file needs" : "files need";
  return [`${files.length} generated ${need} nobody beside another change: ${joinList(files, "and")}`];
}

function lineOf(file: string, { severity, line, column, message }: Fault): string {
  const place = `${file}:${line}:${column}`;
  return `${place}${" ".repeat(Math.max(1, 20 - place.length))}${severity === "warning" ? "warning: " : ""}${message}`;
}

function asJson(file: string, { registry, faults }: ParsedRegistry, generated: readonly string[] | null): string {
  const known = generated === null ? {} : { generated };
  return JSON.stringify({ file, ok: registry !== null, faults, ...known }, null, 2);
}
