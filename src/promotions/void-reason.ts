/** Why a promotion that is open can go on no more, whatever people say: what it was given with is gone (R45, R86). Pure. */
import { escapeMarkdown } from "../shared/markdown.ts";
import { type Authorities, authorityFor, fileName } from "./authority.ts";
import type { PromotionRecord } from "./promotion-record.ts";

/** A sentence without its full stop, inert; `null`: it goes on. */
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
