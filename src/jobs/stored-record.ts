/** What Rung remembers of a pull request: in the database, and repeated, signed, in the status comment. */

import { ownStatus } from "../commands/replies/status-comment.ts";
import { type Unsealed, unseal } from "../gate/record/marker.ts";
import { ofOlderVersion } from "../gate/record/older-version.ts";
import { emptyRecord, mergedRecords } from "../gate/record/record-changes.ts";
import type { PullFacts, Utterance } from "../model/facts.ts";
import { type Bot, isTouched } from "../model/own-comment.ts";
import type { PullRecord } from "../model/pull-record.ts";
import type { Log } from "../shared/log.ts";

interface Rememberer {
  readonly bot: Bot;
  readonly keys: readonly Uint8Array[];
  readonly log: Log;
}

/** What the signed record is bound to, so that one pull request's cannot be pasted into another's (R26). */
export function recordContext(facts: Pick<PullFacts, "repository" | "number">): string {
  return `${facts.repository.id}#${facts.number}`;
}

/** What the database and the status comment remember together; a comment that was tampered with does not count (R26). */
export function remembered(
  { bot, keys, log }: Rememberer,
  facts: PullFacts,
  stored: PullRecord | null,
): { readonly before: PullRecord; readonly published: PullRecord | null } {
  const status = ownStatus(facts, bot);
  const sealed = status && keys.length > 0 ? opened(status, facts, { bot, keys }) : { kind: "none" as const };
  if (sealed.kind === "tampered")
    log.warn(
      { repository: facts.repository.id, pull: facts.number },
      "the record in the status comment says nothing: somebody changed the comment, or it was signed with another key; it is made anew",
    );
  const published = sealed.kind === "ok" ? sealed.record : null;
  const [own, told] = [stored, published].map((one) => one && ofOlderVersion(one, facts));
  const known = own && told ? mergedRecords(own, told) : (own ?? told ?? emptyRecord());
  const before = withoutUnheard(known, own, told);
  return { before, published };
}

/** If the short record has seen more than the database, releases whose keys it may have lost are not heard again (R79). */
function withoutUnheard(known: PullRecord, own: PullRecord | null | undefined, told: PullRecord | null | undefined) {
  const { holdsCut: _, ...kept } = known;
  const cut = told?.holdsCut;
  if (cut === undefined || (own && cut <= Math.max(0, ...own.heads.map(({ until }) => until)))) return kept;
  return { ...kept, holdsThrough: Math.max(kept.holdsThrough, cut) };
}

/** A signed record says nothing either once somebody else edited its comment: it may be an older one, pasted back. */
function opened(status: Utterance, facts: PullFacts, { bot, keys }: Pick<Rememberer, "bot" | "keys">): Unsealed {
  return isTouched(status, bot) ? { kind: "tampered" } : unseal(status.body, recordContext(facts), keys);
}
