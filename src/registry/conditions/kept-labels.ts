/**
 * Labels that Rung itself puts on and takes off cannot be a condition: what the condition asks for would move them, and so on for ever
 * (R6, R74).
 */

import type { Complaint } from "../complaints.ts";
import { joinLabelNames, type LabelKey, type LabelNames, labelNames } from "../label-key.ts";
import type { Draft } from "../registry-draft.ts";
import type { Registry } from "../registry-types.ts";
import { printable } from "../yaml-faults.ts";
import { raisesOf } from "./condition.ts";

interface Around {
  readonly base: Registry | null;
  /** The labels that there may be. */
  readonly labels: readonly LabelKey[];
}

export function keptLabelFaults({ fixed }: Pick<Draft, "fixed">, { base, labels }: Around): readonly Complaint[] {
  // Which names there are is for the other file to say.
  if (fixed.extends != null && base === null) return [];
  const written = Object.entries(fixed.labels ?? {}).filter(([, name]) => name !== null);
  const own = labelNames(labels, fixed.labels);
  const isWritten = (key: string) => written.some(([one]) => one === key);
  const names = base === null ? own : joinLabelNames(own, base.labels, isWritten);
  const asked = (fixed.approval?.when ?? []).flatMap(({ label }, index): readonly Complaint[] => {
    const key = label === undefined ? null : keptUnder(label, names);
    if (key === null) return [];
    const message = `${printable(label ?? "")} is a label that Rung itself puts on and takes off (\`labels.${key}\`), and what it asks for would move it; name one that people put on`;
    return [{ path: ["approval", "when", index, "label"], on: "value", message }];
  });
  // Rung takes away what is its own, and with it what the organisation asks for.
  const taken = raisesOf(base?.approval.when).flatMap(({ label }): readonly Complaint[] => {
    const key = label === undefined ? null : keptUnder(label, own);
    if (key === null || !isWritten(key)) return [];
    const message = `the organisation's registry asks for more by the label ${printable(label ?? "")}, so Rung cannot keep it here; choose another name`;
    return [{ path: ["labels", key], on: "value", message }];
  });
  return [...asked, ...taken];
}

/** Under which key of `labels` it is kept; `null`: it is people's. Letter case does not matter, as on GitHub. */
export function keptUnder(label: string, names: LabelNames): string | null {
  const folded = label.toLowerCase();
  const found = Object.entries(names).find(([, name]) => name !== null && fits(folded, name.toLowerCase()));
  return found?.[0] ?? null;
}

function fits(label: string, name: string): boolean {
  const [before = "", after] = name.split("*");
  if (after === undefined) return label === name;
  return label.length > before.length + after.length && label.startsWith(before) && label.endsWith(after);
}
