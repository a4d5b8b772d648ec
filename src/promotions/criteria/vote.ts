/** A vote of the holders of a role: `/vote yes`, `/vote no`, `/vote abstain`. */

import { moment } from "../../shared/dates.ts";
import { durationText } from "../../shared/duration.ts";
import { code, escapeMarkdown } from "../../shared/markdown.ts";
import { unreachable } from "../../shared/names.ts";
import { samePerson } from "../../shared/people.ts";
import { capText, shareText } from "../../shared/share.ts";
import { ableAmong, awayText, namesOf, numberWord } from "../able-people.ts";
import { criterionResult } from "../counts.ts";
import { commandHere, promoteText } from "../nomination-text.ts";
import { inPlaces, namedList, whoText } from "../promotion-people.ts";
import type { CriterionKind, CriterionResult, PromotionFacts, Scope } from "../promotion-types.ts";
import { areaReferences, attestationsBeside, attestReferences, roleReferences } from "../shapes.ts";
import { type Ballot, ballot } from "../voting/ballot.ts";
import { askedOfGroup, shareOf, type Tally, tally, wantedYes } from "../voting/tally.ts";
import { placeOf, voteOn, voteShape, type WrittenVote, whoVotes } from "../voting/vote-shape.ts";
import { voteState } from "../voting/vote-state.ts";

export const vote: CriterionKind<WrittenVote> = {
  name: "vote",
  about: "A vote of the holders of a role or above it, with /vote yes, no or abstain.",
  exactly:
    "The votes of those who held the role, or one above it, when the nomination was made, and hold it still; never the candidate's. The last vote of each counts. Shares are exact fractions: 2/3 of 7 is 5.",
  examples: [
    "vote: { of: maintainers, share: 2/3, after: 14d, window: 3bd }",
    "vote: { of: maintainers, min-yes: 3, veto: true, wait: 7d }",
  ],
  schema: voteShape,
  waivable: false,
  by: "people",
  references: (written) => [
    ...roleReferences(["of"], written.of),
    ...areaReferences(["in"], written.in === "area" || written.in === "anywhere" ? undefined : written.in),
    ...attestReferences(written.attest),
  ],
  beside: (written) => attestationsBeside(written.attest, written.of),
  wording,
  measures: () => [],
  result(written, facts, self) {
    const given = ballot(voteOn(written, facts.index, facts.nomination, self), facts);
    return voteResult(askedOfGroup(written, given), facts, given);
  },
};

function voteResult(written: WrittenVote, facts: PromotionFacts, given: Ballot): CriterionResult {
  const figures = tally(written, facts, given);
  const evidence = given.counted.map(({ by, url, choice }) => ({
    kind: "statement" as const,
    by: by.login,
    url,
    note: choice,
  }));
  const shown = { figure: figureText(written, facts, given, figures), evidence, uncounted: given.uncounted };
  const state = voteState(written, facts.now, given, figures);
  switch (state.kind) {
    case "not-open":
      return criterionResult("waiting", {
        ...shown,
        next: `the vote opens on ${moment(state.opens)}`,
        dueAt: state.opens,
      });
    case "nobody":
      return criterionResult("unknown", {
        ...shown,
        figure: "unknown: nobody may vote",
        next: `nobody may vote, so this cannot be decided: ${commandHere(facts, "/withdraw")} ends it, and once the registry names ${whoText(whoVotes(written, facts.nomination.role))} ${code(promoteText(facts.nomination))} starts a new one`,
      });
    case "vetoed":
      // Once it has ended nobody votes anew.
      if (given.end !== null && given.end <= facts.now) return lostResult(shown, facts);
      return criterionResult("opposed", {
        ...shown,
        next: `a no is a veto here: ${namesOf(given.no, "and", facts)} can vote anew (${commandHere(facts, "/vote", "yes")})`,
        dueAt: given.end,
      });
    case "passed":
      return criterionResult("met", shown);
    case "carried":
      return criterionResult("waiting", {
        ...shown,
        next: `enough have voted yes; the vote ${state.window ? `closes on ${moment(state.until)}` : `stays open until ${moment(state.until)}`}`,
        dueAt: state.until,
        onlyTime: true,
      });
    case "lost":
      return lostResult(shown, facts);
    case "open":
      return criterionResult(state.possible ? "waiting" : "opposed", {
        ...shown,
        next: nextText(written, facts, given, state.possible),
        dueAt: state.dueAt,
      });
    default:
      return unreachable(state);
  }
}

function lostResult(shown: Pick<CriterionResult, "figure" | "evidence" | "uncounted">, facts: PromotionFacts) {
  const next = `the vote has ended against it; ${code(promoteText(facts.nomination))} starts a new one`;
  return criterionResult("opposed", { ...shown, next, final: true });
}

/** Only those who have not voted are asked; once all have, the text says when it ends, or who can still change something. */
function nextText(written: WrittenVote, facts: PromotionFacts, given: Ballot, isPossible: boolean): string {
  const { electors, counted, no, abstained, end } = given;
  const silent = electors.filter((elector) => !counted.some(({ by }) => samePerson(by, elector)));
  const { there, away } = ableAmong(silent, facts);
  const closes = end === null ? "" : `; the vote closes on ${moment(end)}`;
  const [yes, nay] = [commandHere(facts, "/vote", "yes"), commandHere(facts, "/vote", "no")];
  const doubters = namesOf([...no, ...abstained], "or", facts);
  if (!isPossible)
    return `${silent.length === 0 ? "everybody has voted, and not enough yes" : "the votes still to come cannot carry it any more"}: it passes only if ${doubters === "" ? "the registry names more who may vote" : `${doubters} vote anew (${yes})`}${closes}`;
  if (there.length > 0)
    return `${neededText(written, facts, given)}${namesOf(there, "or", facts)} can still vote (${yes} or ${nay})${closes}`;
  if (away.length > 0) return `those who have not voted are not there: ${awayText(away, facts)}${closes}`;
  return `everybody has voted${closes}`;
}

/** "two more yes are needed: "; empty where it is not the number of yes that is missing. */
function neededText(written: WrittenVote, facts: PromotionFacts, given: Ballot): string {
  const { yes, no, eligible } = tally(written, facts, given);
  const missing = wantedYes(written, { yes, no, eligible }) - yes;
  if (missing <= 0 || written["share-of"] === "cast" || written["employer-cap"] !== undefined) return "";
  return `${numberWord(missing)} more yes ${missing === 1 ? "is" : "are"} needed: `;
}

function figureText(
  written: WrittenVote,
  facts: PromotionFacts,
  given: Ballot,
  { yes, no, abstained, eligible }: Tally,
): string {
  const want = wantedYes(written, { yes, no, eligible });
  const names = given.yes.length === 0 ? "" : `: ${namedList(facts.index, given.yes)}`;
  const rest = `${no} no, ${abstained} abstained, ${eligible} may vote`;
  const cap = written["employer-cap"] === undefined ? "" : ", after the employers' cap";
  return `${yes} of ${want} yes${names}; ${rest}${cap}`;
}

function wording(written: WrittenVote, scope: Scope): string {
  const who = whoText(whoVotes(written, scope.role));
  const part = shareOf(written);
  const place = placeOf(written, scope.areas);
  const cap = written["employer-cap"];
  return [
    part === undefined
      ? ""
      : `${escapeMarkdown(shareText(part))} of ${written["share-of"] === "cast" ? "the votes cast by " : ""}${who}`,
    written["min-yes"] === undefined
      ? ""
      : `${part === undefined ? "" : ", and "}at least ${written["min-yes"]} ${part === undefined ? `of ${who} ` : ""}`.trimEnd(),
    " vote yes",
    inPlaces(place),
    written.quorum === undefined ? "" : `, quorum ${escapeMarkdown(shareText(written.quorum))}`,
    cap === undefined
      ? ""
      : `, ${typeof cap === "number" && cap >= 1 ? `at most ${cap}` : escapeMarkdown(capText(cap))} ${typeof cap === "number" && cap >= 1 ? (cap === 1 ? "vote" : "votes") : "of the votes"} of one employer`,
    written.veto === true ? ", without a veto" : "",
    written.window === undefined ? "" : `, within ${durationText(written.window)}`,
    written.wait === undefined ? "" : `, open for ${durationText(written.wait)} at least`,
    written.after === undefined ? "" : `, beginning ${durationText(written.after)} after the nomination`,
    written["drop-absent"] === undefined
      ? ""
      : `, without those who have not voted after ${durationText(written["drop-absent"])}`,
    smallText(written),
  ].join("");
}

function smallText({ "small-group": small }: WrittenVote): string {
  if (small === undefined) return "";
  const parts = [
    small.min === undefined ? [] : `${small.min} yes`,
    small.share === undefined ? [] : escapeMarkdown(shareText(small.share)),
  ];
  return `; ${parts.flat().join(" and ")} where fewer than ${small.under} may vote`;
}
