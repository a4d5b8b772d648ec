/** When somebody was seen, in words for people: only what is known, never a judgement. Inert; nobody is mentioned. */

import { day } from "../../shared/dates.ts";
import { durationText } from "../../shared/duration.ts";
import { escapeMarkdown, linkTarget } from "../../shared/markdown.ts";
import { joinList, withArticle } from "../../shared/people.ts";
import { datedNoun } from "../counts.ts";
import { evidenceText } from "../criteria-table.ts";
import { placeText } from "../nomination-text.ts";
import type { LookedAt } from "./look.ts";
import type { LastSeen, Sight } from "./sight.ts";

/** "approver of kusion, contributor everywhere". */
export function placesText(holdings: readonly { readonly role: string; readonly areas: readonly string[] }[]): string {
  return joinList(holdings.map(placeText), "and", 10);
}

/** "last seen on 3 January 2025 (kusion #12)", "nothing was found (search)". `webUrl`: GitHub's address for browsers. */
export function lastText(last: LastSeen | null, searches: readonly string[], webUrl: string): string {
  const proof = last === null ? "" : proofOf(last, webUrl);
  const searched = evidenceText(
    searches.map((query) => ({ kind: "search", query }) as const),
    webUrl,
  );
  const shown = [proof, searched].filter((part) => part !== "").join("; ");
  const what = last === null ? "nothing was found" : `last seen on ${day(last.at)}`;
  return shown === "" ? what : `${what} (${shown})`;
}

function proofOf({ url, item }: LastSeen, webUrl: string): string {
  if (url !== null) return `[there](${linkTarget(url)})`;
  return item === null ? "" : evidenceText([{ kind: "pulls", items: [item] }], webUrl);
}

/** For one entry: "approver of kusion: last seen on 3 January 2025 (kusion #12); the registry asks after 12 months". */
export function lookedText({ holding, sight }: LookedAt, webUrl: string): string {
  return `${placeText(holding)}: ${sightText(sight, webUrl)}; the registry asks after ${askedText(holding.rule)}`;
}

/** "12 months", "12 months without a review or comment". */
function askedText({ after, of }: LookedAt["holding"]["rule"]): string {
  const without = of === undefined ? "" : ` without ${withArticle(datedNoun({ of }, ""))}`;
  return `${durationText(after)}${without}`;
}

function sightText(sight: Sight, webUrl: string): string {
  const seen = lastText(sight.last, sight.searches, webUrl);
  if (sight.kind === "unknown") return `cannot tell: ${escapeMarkdown(sight.why)}`;
  return sight.kind === "quiet" && sight.few !== null ? `${seen}, ${sight.few} contributions` : seen;
}

const ELSEWHERE = "work outside GitHub or in repositories that the app does not see";
const BESIDES = "talks, mentoring, advice";

/** Said wherever somebody was not seen. Who merged, pushed, labelled or closed no search finds: deliveries tell it, from their day on. */
export const NOT_TO_BE_SEEN = `${ELSEWHERE}, merges, pushes, labels and closings of which no delivery told, ${BESIDES}`;

/** The same where nothing knows what deliveries told. */
export const NOT_TO_BE_SEARCHED = `${ELSEWHERE}, merges, pushes, labels and closings (only the bot is told of them), ${BESIDES}`;
