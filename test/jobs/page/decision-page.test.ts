import { expect, it } from "vitest";
import { decisionShown } from "../../../src/jobs/page/decision-page.ts";
import { LAZY, looked, VOTE, vote } from "../../promotions/decisions/a-decision.ts";

const shown = (...given: Parameters<typeof looked>) =>
  decisionShown(looked(...given), "### Decision\n\nStanding.", false);

it("a decision in lists has its state, its votes as of the end, and when", () => {
  expect(shown(2, [])).toMatchObject({ state: "open", endedAt: null, votes: null, bodyMarkdown: "Standing." });
  expect(shown(9, [], { decisions: LAZY })).toMatchObject({
    ...{ kind: "technical", text: "We move to Go 1.26", state: "accepted", votes: null, endsAt: null },
    ...{ openedAt: Date.parse("2026-11-23T12:00:00Z"), endedAt: Date.parse("2026-11-30T12:00:00Z") },
  });
  const lost = shown(20, [vote("ann", 1, "yes")], { decisions: VOTE });
  expect(lost).toMatchObject({ state: "declined", votes: { yes: 1, no: 0, abstained: 0 } });
});
