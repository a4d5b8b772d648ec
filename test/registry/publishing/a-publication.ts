/** Publications for tests: a registry's text, and what stands in the repository now. */

import { ladderWords } from "../../../src/promotions/ladder-words.ts";
import { entriesFor, type PlannedEntry, type PlannedFile, planned } from "../../../src/registry/publishing/plan.ts";
import type { Publication } from "../../../src/registry/publishing/publication.ts";
import { indexed } from "../../../src/registry/registry-index.ts";
import type { Account } from "../../../src/shared/names.ts";
import { aRegistry } from "../a-registry.ts";

interface Given {
  readonly files?: Readonly<Record<string, string>>;
  /** The repository that is published into. */
  readonly name?: string;
  readonly teams?: ReadonlyMap<string, readonly Account[]>;
  readonly decisions?: Publication["decisions"];
  /** Nothing is known of the repository's files. */
  readonly unread?: boolean;
}

export function aPublication(
  text: string,
  { files = {}, name = ".github", teams = new Map(), decisions = null, unread = false }: Given = {},
): Publication {
  const registry = aRegistry(text);
  return {
    registry,
    teams,
    decisions,
    repository: { owner: "KusionStack", name },
    paths: unread ? null : Object.keys(files),
    read: (path) => files[path] ?? null,
    blocked: () => null,
    webUrl: "https://github.com",
    asks: ladderWords(indexed(registry), "KusionStack"),
  };
}

export function plansOf(text: string, given: Given = {}): readonly PlannedEntry[] {
  const publication = aPublication(text, given);
  return planned(entriesFor(publication.registry, publication.repository), publication);
}

export function filesOf(text: string, given: Given = {}): readonly PlannedFile[] {
  return plansOf(text, given).flatMap(({ files }) => files);
}

/** The text of the one file that is planned; fails where there is none to write. */
export function textOf(text: string, given: Given = {}): string {
  const [file, ...others] = filesOf(text, given);
  if (file === undefined || others.length > 0 || file.outcome.kind !== "written")
    throw new Error(JSON.stringify([file, ...others]));
  return file.outcome.text;
}

/** Why the one file is not written. */
export function whyNot(text: string, given: Given = {}): string {
  const [file] = filesOf(text, given);
  return file?.outcome.kind === "told" ? file.outcome.why : `it is ${file?.outcome.kind}`;
}

/** `where: reason` of each difference. */
export function reasonsOf(text: string, given: Given = {}): readonly string[] {
  return plansOf(text, given).flatMap(({ differences }) =>
    differences.map(({ where, reason }) => `${where}: ${reason}`),
  );
}
