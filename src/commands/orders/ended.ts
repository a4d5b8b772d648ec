/** Why a `/merge` no longer holds (R86), and what the person who gave it is told. Pure. */

import type { Verdict } from "../../gate/verdict-types.ts";
import { type ReplyEffect, threadOf } from "../../model/effect.ts";
import type { PullFacts } from "../../model/facts.ts";
import { replyMarker } from "../../model/own-comment.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import { moment } from "../../shared/dates.ts";
import { code } from "../../shared/markdown.ts";
import { samePerson } from "../../shared/people.ts";
import { merge } from "../merge.ts";
import { mayAct, notTheirs } from "../power.ts";
import { type CurrentOrder, changedWords, type OrderContext } from "./merge-order.ts";

interface Judging extends OrderContext {
  /** `null`: no registry is known that could say whose role is needed. */
  readonly index: RegistryIndex | null;
  /** `false`: the registry that the order was given by is gone. */
  readonly isGoverned: boolean;
  readonly verdict: Verdict;
}

/** `unless-required`: it ends for this unless GitHub itself waits for the check. */
export type Ending =
  | { readonly kind: "stands" }
  | { readonly kind: "ends"; readonly why: string }
  | { readonly kind: "unless-required"; readonly why: string };

type Asked = Omit<CurrentOrder, "merging"> & Partial<Pick<CurrentOrder, "merging">>;

/**
 * An order that GitHub has dropped by itself, as it does when somebody without write access pushes or retargets, and why it is over for
 * good. To be asked if there is no current one; `null`: there is none, or the reasons for it may still hold.
 */
export function droppedOrder({ record, facts }: Judging): { readonly order: Asked; readonly why: string } | null {
  const { order: known } = record;
  if (known === undefined || known.ended !== undefined || facts.state !== "open" || facts.merging !== undefined)
    return null;
  const order: Asked = { ...known, by: { ...known.by, type: "User" } };
  const why = changedHead(order, { facts }) ?? changedBase(order, { facts });
  return why === null ? null : { order, why };
}

/** Whether the order still holds; a reason is a sentence without its end, inert. */
export function endingOf(order: CurrentOrder, judging: Judging): Ending {
  const why = changedHead(order, judging) ?? changedBase(order, judging) ?? changedWords(order, judging);
  const cause = why ?? (judging.isGoverned ? lostRole(order, judging) : NO_REGISTRY);
  return cause === null ? changedVerdict(order, judging) : { kind: "ends", why: cause };
}

function changedHead({ headSha }: Asked, { facts }: Pick<Judging, "facts">): string | null {
  if (headSha === facts.head.sha) return null;
  const now = code(facts.head.sha.slice(0, 7));
  if (headSha === null) return `I cannot tell which commit stood when it was said, and the head is ${now} now`;
  return `it was said of ${code(headSha.slice(0, 7))}, and the head is ${now} now`;
}

function changedBase({ baseRef }: Asked, { facts }: Pick<Judging, "facts">): string | null {
  if (baseRef === facts.base.ref) return null;
  const now = code(facts.base.ref);
  if (baseRef === null) return `I cannot tell into which branch it was to go, and it goes into ${now} now`;
  return `it was to go into ${code(baseRef)}, and goes into ${now} now`;
}

function lostRole({ by }: CurrentOrder, { facts, index }: Judging): string | null {
  if (by === null || index === null) return null;
  const asking = { facts, registry: index.registry, index, speaker: by };
  if (mayAct(merge, asking).ok && notTheirs(asking) === null) return null;
  return LOST_ROLE;
}

const NO_REGISTRY = "no `roles.yaml` says here any more who may merge";

const LOST_ROLE = `you do not hold the role any more that ${code("/merge")} takes here`;

/** What helps if saying it again does not. */
const ANEW: ReadonlyMap<string, string> = new Map([
  [LOST_ROLE, `somebody who holds it says ${code("/merge")}`],
  [NO_REGISTRY, "somebody with write access merges it by hand"],
]);

/** Nobody merges a draft. What was asked for while the gate waited is merged by GitHub once it passes, if GitHub waits for it. */
function changedVerdict({ approved }: CurrentOrder, { verdict }: Judging): Ending {
  const { state, mode } = verdict;
  if (state.kind === "approved" || state.kind === "draft") return { kind: "stands" };
  if (mode === "advise")
    return { kind: "ends", why: "it is not approved now, and here the check only advises, so GitHub would not wait" };
  if (!approved) return { kind: "unless-required", why: UNGUARDED };
  switch (state.kind) {
    case "waiting":
    case "notice":
    case "changes-requested":
    case "proposal-faulty":
    case "drifted":
      return { kind: "ends", why: "the approval that it was given with does not stand any more" };
    default:
      return { kind: "unless-required", why: UNGUARDED };
  }
}

const UNGUARDED = `it is not approved now, and as far as I can tell GitHub does not require the ${code("rung")} check here`;

/** Told once for each order, with the person's name, since they have to say it again. */
export function endedReply(order: Asked, why: string, facts: PullFacts): ReplyEffect {
  const to = `${order.key ?? `merging:${order.at}`}/ended`;
  const whom = order.by === null ? "" : `@${order.by.login.replace(/[^A-Za-z0-9_-]/g, "")}, `;
  const asked = order.by === null ? "The merge that was asked for" : `your ${code("/merge")} of ${moment(order.at)}`;
  const author = facts.author !== null && order.by !== null && samePerson(facts.author, order.by);
  const look = author ? "" : "look at it again and ";
  const anew = ANEW.get(why) ?? `${look}say ${code("/merge")} anew`;
  const text = `${whom}${asked} has ended, and GitHub will not merge this by itself: ${why}. If it is still to be merged, ${anew}.`;
  return { kind: "reply", ...threadOf(facts), to, body: `${replyMarker(to)}\n${text}` };
}
