import { describe, expect, it } from "vitest";
import { type Ending, endedReply, endingOf } from "../../../src/commands/orders/ended.ts";
import { currentOrder, withoutTakenBack } from "../../../src/commands/orders/merge-order.ts";
import { emptyRecord } from "../../../src/gate/record/record-changes.ts";
import type { Verdict } from "../../../src/gate/verdict-types.ts";
import type { Merging, PullFacts, Utterance } from "../../../src/model/facts.ts";
import { indexed } from "../../../src/registry/registry-index.ts";
import type { Registry } from "../../../src/registry/registry-types.ts";
import { reworded } from "../../support/a-pull.ts";
import { aComment, aPull, aRegistry, aVerdict, BOT, listedAll, minute, person } from "../a-context.ts";

const MERGING: Merging = { way: "auto-merge", by: { login: "rung[bot]", id: null, type: "Bot" }, at: minute(6) };
const said = aComment(5, "/merge", { author: person("ben") });
const order = { key: "comment:5", by: person("ben"), at: minute(5), headSha: "3f2c1aa0", baseRef: "main" };

interface Changed {
  readonly facts?: Partial<PullFacts>;
  readonly comments?: readonly Utterance[];
  readonly registry?: Partial<Registry>;
  readonly verdict?: Partial<Verdict>;
  readonly approved?: boolean;
  /** The record has forgotten it. */
  readonly forgotten?: boolean;
  readonly isGoverned?: boolean;
}

/** What becomes of ben's `/merge` once this has changed; `null`: there is none of Rung's. */
function ending(changed: Changed = {}): Ending | null {
  const { approved = true, forgotten = false, isGoverned = true } = changed;
  const facts = aPull({ merging: MERGING, comments: listedAll(changed.comments ?? [said]), ...changed.facts });
  const record = forgotten ? emptyRecord() : { ...emptyRecord(), order: { ...order, approved } };
  const context = { facts, record, notes: [], bot: BOT };
  const standing = currentOrder(context);
  const verdict = aVerdict({ state: { kind: "approved" }, ...changed.verdict });
  const index = isGoverned ? indexed(aRegistry(changed.registry)) : null;
  return standing && endingOf(standing, { ...context, index, isGoverned, verdict });
}

describe("R86: a `/merge` that GitHub has still to carry out", () => {
  it("stands while nothing that it was given for has changed", () => {
    expect(ending()).toEqual({ kind: "stands" });
    expect(ending({ verdict: { state: { kind: "draft" } } })).toEqual({ kind: "stands" });
  });

  it.each<readonly [string, Changed, string]>([
    ["another head", { facts: { head: { sha: "91bd0e4f", ref: "order" } } }, "`91bd0e4`"],
    ["another base", { facts: { base: { ref: "next", sha: "000base1", noted: "000base1" } } }, "`next`"],
    ["a comment deleted", { comments: [] }, "deleted"],
    ["a comment edited", { comments: [{ ...reworded(said, "no"), edited: true }] }, "edited"],
    ["a role lost", { registry: { people: [] } }, "you do not hold the role"],
    ["the registry gone", { isGoverned: false }, "no `roles.yaml` says here any more"],
    ["an approval gone", { verdict: { state: { kind: "waiting" } } }, "the approval that it was given with"],
    ["changes requested", { verdict: { state: { kind: "changes-requested" } } }, "the approval that it was given with"],
    ["a hold where the check advises", { verdict: { mode: "advise", state: { kind: "held" } } }, "only advises"],
    ["nobody knows which commit it was for", { forgotten: true }, "cannot tell which commit"],
  ])("ends: %s", (_what, changed, why) => {
    expect(ending(changed)).toEqual({ kind: "ends", why: expect.stringContaining(why) });
  });

  it("ends for a hold, or while an approval is waited for, unless GitHub waits for the check", () => {
    expect(ending({ verdict: { state: { kind: "held" } } })?.kind).toBe("unless-required");
    expect(ending({ approved: false, verdict: { state: { kind: "waiting" } } })?.kind).toBe("unless-required");
  });

  it("stands when its comment was edited and still says it", () => {
    expect(ending({ comments: [{ ...reworded(said, "/merge\n\nThanks."), edited: true }] })).toEqual({
      kind: "stands",
    });
  });

  it("is none of Rung's where a person switched it on", () => {
    expect(ending({ facts: { merging: { ...MERGING, by: person("ann") } } })).toBeNull();
    expect(ending({ facts: { state: "closed" } })).toBeNull();
  });

  it("is forgotten once somebody took it back by hand, so that no status says that GitHub merges it", () => {
    const record = { ...emptyRecord(), order: { ...order, approved: true } };
    const at = (readAt: number, state: PullFacts["state"] = "open") => withoutTakenBack(record, { state, readAt });
    expect(at(minute(7)).order).toBeUndefined();
    expect([at(minute(5) + 30_000), at(minute(7), "merged")]).toEqual([record, record]);
    const ended = { ...record, order: { ...record.order, ended: "It has ended." } };
    expect(withoutTakenBack(ended, { state: "open", readAt: minute(7) })).toBe(ended);
  });

  it("tells its giver by name, once for each line", () => {
    const reply = endedReply({ ...order, approved: true, merging: MERGING }, "the head is new", aPull());
    expect(reply.to).toBe("comment:5/ended");
    expect(reply.body).toContain("@ben, your `/merge`");
  });
});
