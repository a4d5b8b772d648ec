/** The guided tour: five things to try on one pull request, each ticked by what has happened there. Pure. */

import type { PullDetail, PullShort, State, TimelineEntry } from "../control-model.ts";
import { outcomeOf } from "./model.ts";

export interface TourStep {
  readonly title: string;
  /** What one should see. */
  readonly expect: string;
  readonly done: boolean;
  /** The form that does it for the visitor. */
  readonly act: { readonly as: string; readonly do: string; readonly fields: Readonly<Record<string, string>> };
}

/** Who plays which part; the registry of the sandbox's world names the second. */
export const outsider = "octo-fan";
export const approver = "hoangndst";
/** Whoever was not seen for long, and who stepped aside, in the world of `npm start`. */
export { FORMER as former, UNSEEN as unseen } from "../kusionstack-lately.ts";

const players: readonly string[] = [outsider, approver];

/** The pull request to try things on: open, no draft, and of neither player, whose own words would not count; `null`: none. */
export function tourPull(state: State): PullShort | null {
  const open = state.pulls.filter(
    (pull) => pull.state !== "closed" && !pull.draft && pull.repo === "kusion" && !players.includes(pull.author ?? ""),
  );
  return open.toSorted((a, b) => a.number - b.number)[0] ?? null;
}

/** The steps with their ticks; only the first open one carries a button on the page. */
export function tourSteps(pull: PullDetail): readonly TourStep[] {
  const reviewed = pull.timeline.findIndex((entry) => isApproval(entry));
  const lapse = reviewed < 0 ? -1 : pull.timeline.findIndex((entry, at) => at > reviewed && entry.kind === "push");
  const again = lapse < 0 ? -1 : pull.timeline.findIndex((entry, at) => at > lapse && isApproval(entry));
  const green = pull.checksInFull.some((check) => outcomeOf(check) === "success");
  const merged = pull.state === "merged";
  const path = pull.files.find((file) => file.status !== "removed")?.path ?? "README.md";
  return [
    {
      title: `Comment /approve as ${outsider}`,
      expect: "Rung refuses and says who can.",
      done: refusedBefore(pull),
      act: { as: outsider, do: "comment", fields: { body: "/approve" } },
    },
    {
      title: `Approve as ${approver}`,
      expect: "The check turns green.",
      done: reviewed >= 0 && (green || lapse >= 0 || merged),
      act: { as: approver, do: "approve", fields: { body: "" } },
    },
    {
      title: "Push a change",
      expect: "The approval lapses, and the report names the commit.",
      done: lapse >= 0 && (!green || again >= 0),
      act: { as: pull.author ?? outsider, do: "push", fields: { path } },
    },
    {
      title: `Approve again as ${approver}`,
      expect: "Green once more, for the new commit.",
      done: again >= 0 && (green || merged),
      act: { as: approver, do: "approve", fields: { body: "" } },
    },
    {
      title: `Merge as ${approver}`,
      expect: "GitHub lets it through, since the required check has passed.",
      done: merged,
      act: { as: approver, do: "merge", fields: {} },
    },
  ];
}

function isApproval(entry: TimelineEntry): boolean {
  return entry.kind === "review" && entry.author === approver && entry.state === "APPROVED";
}

function isApprove(line: string): boolean {
  return /^ {0,3}\/approve\b/i.test(line);
}

/** The outsider has said `/approve`, and the app has answered. */
function refusedBefore(pull: PullDetail): boolean {
  const said = pull.timeline.findIndex(
    (entry) => entry.kind === "comment" && entry.author === outsider && entry.body.split("\n").some(isApprove),
  );
  return said >= 0 && pull.timeline.slice(said + 1).some((entry) => entry.kind === "comment" && entry.app);
}
