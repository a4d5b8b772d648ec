/** Lazy consensus: silence is consent. Objections with a window that starts with the nomination. */

import { durationText } from "../../shared/duration.ts";
import { whoSpeaks, whoText } from "../promotion-people.ts";
import type { CriterionKind } from "../promotion-types.ts";
import {
  type FullObjections,
  objectionReferences,
  objectionsAsked,
  objectionsResult,
  objectionsShape,
  overrulingText,
  placeIn,
  type WrittenObjections,
} from "./objections.ts";

function asked(written: WrittenObjections): FullObjections {
  return { window: "7d", starts: "nominated", ...objectionsAsked(written) };
}

export const lazyConsensus: CriterionKind<WrittenObjections> = {
  name: "lazy-consensus",
  about: "Silence is consent: nobody objects in a window (7d unless written) that starts with the nomination.",
  exactly: "As `objections`, with a window that starts with the nomination.",
  examples: ["lazy-consensus: { from: maintainers, window: 5bd }", "lazy-consensus: maintainers"],
  schema: objectionsShape,
  takesList: true,
  waivable: false,
  by: "people",
  references: objectionReferences,
  wording(written, scope) {
    const full = asked(written);
    const who = whoText(whoSpeaks(full, scope.role));
    return `lazy consensus of ${who}${placeIn(full, scope)} within ${durationText(full.window ?? "7d")}${overrulingText(full, scope)}`;
  },
  measures: () => [],
  result: (written, facts) => objectionsResult(asked(written), facts),
};
