/**
 * Which registry judges a promotion: the one whose file it would change, by itself (R45). A repository's own file has no say in a
 * promotion that the file it extends would carry: neither its rules and people nor its areas. Pure.
 */

import type { RegistryIndex } from "../registry/registry-index.ts";
import type { Registry, RegistrySource } from "../registry/registry-types.ts";
import { escapeMarkdown } from "../shared/markdown.ts";
import { fullName } from "../shared/names.ts";
import type { PromotionRecord } from "./promotion-record.ts";

/** A registry as it judges, with the members of its teams. */
export interface Authority {
  readonly index: RegistryIndex;
  /** Teams whose members are unknown. */
  readonly unreadTeams: readonly string[];
}

export interface Authorities {
  /** The registry that governs the repository: its own file, joined with the one it extends. */
  readonly governing: Authority;
  /** The one that is extended, alone; `null`: nothing is. */
  readonly extended: Authority | null;
}

/** Whether one of the areas is the repository's own, so that the promotion ends in the repository's own file. */
export function isOwnArea({ areas }: Registry, name: string): boolean {
  return areas.some((area) => area.name === name && area.level === "repository");
}

/** Who judges a promotion for these areas; none: everywhere, which only the file that is extended can give. */
export function authorityFor({ governing, extended }: Authorities, areas: readonly string[]): Authority {
  if (extended === null) return governing;
  return areas.some((name) => isOwnArea(governing.index.registry, name)) ? governing : extended;
}

/** The file that the promotion changes. */
export function sourceFor({ sources, areas }: Registry, named: readonly string[]): RegistrySource | null {
  const own = named.some((name) => areas.some((area) => area.name === name && area.level === "repository"));
  return (own ? sources[0] : sources.at(-1)) ?? null;
}

/** Names that file for as long as a promotion lasts. */
export function fileName(registry: Registry, named: readonly string[]): string | null {
  const source = sourceFor(registry, named);
  return source === null ? null : fullName(source.repository).toLowerCase();
}

/** Whether it is judged by one of the files that make this registry; where nobody wrote down by which, it may be. */
export function isJudgedHere({ sources }: Registry, { registry }: { readonly registry?: string | undefined }): boolean {
  return registry === undefined || sources.some(({ repository }) => fullName(repository).toLowerCase() === registry);
}

/** A sentence without its full stop, inert; `null`: the promotion goes on. */
export function voidReason({ nomination }: PromotionRecord, authorities: Authorities): string | null {
  const { role, areas, registry: before } = nomination;
  const judging = authorityFor(authorities, areas);
  const { registry } = judging.index;
  const place = fileName(registry, areas);
  // An earlier version wrote no registry, and let a repository's own file judge what the file it extends would carry.
  if (before === undefined && judging === authorities.extended)
    return "the repository's own file may have judged it, which has no say in the organisation's";
  if (before !== undefined && place !== null && before !== place)
    return `it was judged by the registry in ${escapeMarkdown(before)}, and the one in ${escapeMarkdown(place)} would have to carry it now`;
  if (!registry.roles.some(({ name }) => name === role))
    return `the registry has no role ${escapeMarkdown(role)} any more`;
  const gone = areas.find((area) => !registry.areas.some(({ name }) => name === area));
  return gone === undefined ? null : `the registry has no area ${escapeMarkdown(gone)} any more`;
}
