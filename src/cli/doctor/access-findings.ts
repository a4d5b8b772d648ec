/** Whether the two switches that let Rung give access agree: the registry's `access.mode`, and ACCESS where Rung runs. Pure. */

import type { AccessSwitch } from "../../environment/access-switch.ts";
import { type Finding, finder } from "./finding.ts";

export interface AccessModeFacts {
  /** The registry's. */
  readonly place: string;
  /** `null`: it says nothing of access. */
  readonly mode: "watch" | "grant" | null;
}

export function accessFindings(registries: readonly AccessModeFacts[], access: AccessSwitch): readonly Finding[] {
  const granting = [...new Set(registries.flatMap(({ place, mode }) => (mode === "grant" ? [place] : [])))];
  if (access === "watch")
    return granting.map((place) =>
      finder("access", place).warn(
        "says mode: grant, and ACCESS=grant is not set where Rung runs, so differences are told and nobody is added",
        "Set ACCESS=grant and give the app members: write (docs/access.md), or write mode: watch.",
      ),
    );
  if (granting.length > 0)
    return granting.map((place) =>
      finder("access", place).ok("says mode: grant, and ACCESS=grant is set: people are added to teams handed over"),
    );
  return [
    finder("access", "the environment").warn(
      "ACCESS=grant is set, and no registry that was looked at says mode: grant, so nobody is added",
      "Write mode: grant below access: in the registry (docs/access.md), or take ACCESS out.",
    ),
  ];
}
