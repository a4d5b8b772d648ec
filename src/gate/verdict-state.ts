/** Which of all the findings a verdict puts first. Pure. */

import type { Annotation } from "../model/effect.ts";
import type { PullFacts } from "../model/facts.ts";
import type { EmployersFound } from "./conditions/employers.ts";
import type { Lgtm } from "./lgtm.ts";
import type { AreaVerdict, HoldShown, RegistryChange, VerdictState } from "./verdict-types.ts";

interface Findings {
  readonly unread: string | null;
  readonly holds: readonly HoldShown[];
  readonly facts: PullFacts;
  readonly areas: readonly AreaVerdict[];
  readonly registryChange: RegistryChange | null;
  readonly drift: readonly Annotation[];
  readonly lgtm: Lgtm;
  readonly employers: EmployersFound | null;
  /** Reviewers are asked once it is no draft. */
  readonly asks: boolean;
  /** A decision that its files need was not taken, or went against it. */
  readonly isUndecided: boolean;
}

/** Everything but the last blocks; the first that applies is shown, since it is what has to be settled first. */
export function stateOf({
  unread,
  holds,
  facts,
  areas,
  registryChange,
  drift,
  lgtm,
  employers,
  asks,
  isUndecided,
}: Findings): VerdictState {
  if (unread !== null) return { kind: "unknown", why: unread };
  if (holds.length > 0) return { kind: "held" };
  if (areas.some((area) => area.state === "blocked")) return { kind: "changes-requested" };
  if (registryChange?.broken) return { kind: "proposal-faulty" };
  const drifted = drift.filter(({ level }) => level === "failure").map(({ path }) => path);
  if (drifted.length > 0) return { kind: "drifted", files: drifted };
  if (facts.draft) return asks ? { kind: "draft", asks } : { kind: "draft" };
  const open = areas.some((area) => area.state === "waiting" || area.state === "nobody-can");
  const isMissing = lgtm.by.length < lgtm.needed || (employers?.need.missing ?? 0) > 0;
  return { kind: open || isUndecided || isMissing ? "waiting" : "approved" };
}
