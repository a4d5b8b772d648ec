/** One pull request evaluated with GitHub's answers: the effect of a broken registry and of a touched record. */

import { describe, expect, it } from "vitest";
import { STATUS_MARKER } from "../../src/commands/replies/status-comment.ts";
import { checkOutcome } from "../../src/gate/check-outcome.ts";
import { seal } from "../../src/gate/record/marker.ts";
import { emptyRecord } from "../../src/gate/record/record-changes.ts";
import { Transient } from "../../src/github/client/errors.ts";
import { openRegistries } from "../../src/github/read/governing-registry.ts";
import { evaluate } from "../../src/jobs/evaluate-pull.ts";
import type { Evaluator } from "../../src/jobs/evaluation.ts";
import { diffKey, SAME } from "../../src/model/diffs.ts";
import type { PullRecord } from "../../src/model/pull-record.ts";
import { createLog } from "../../src/shared/log.ts";
import { aClient } from "../github/a-client.ts";
import { aComment, aConnection, aPullAnswer, aRepositoryAnswer, aReview, HEAD } from "../github/read/an-answer.ts";

const key = new Uint8Array(32).fill(7);
const bot = { login: "rung[bot]", id: 900 };
const subject = {
  repository: { owner: "KusionStack", name: "kusion", id: aRepositoryAnswer().databaseId },
  number: 12,
};

const readsAll: Evaluator["diffs"] = { read: async () => new Map() };

async function evaluated(
  registry: string,
  pull: Record<string, unknown>,
  diffs = readsAll,
  stored: PullRecord | null = null,
  teams: () => unknown = () => [],
) {
  const store = { find: async () => null, save: async () => undefined };
  const content = { content: Buffer.from(registry).toString("base64"), encoding: "base64", size: registry.length };
  const evaluator: Evaluator = {
    client: aClient({
      graph: () => aPullAnswer(pull),
      rest: (what) => (what.includes("/teams/") ? teams() : content),
      at: Date.parse("2026-11-25T10:00:00Z"),
    }),
    log: createLog("silent"),
    registries: openRegistries(store, ".github"),
    diffs,
    webUrl: "https://github.com",
    ...{ bot, keys: [key] },
  };
  const result = await evaluate(evaluator, subject, [], stored);
  return result === "absent" ? expect.fail("absent") : result;
}

const approved = { reviews: aConnection([aReview(3, { state: "APPROVED", commit: { oid: HEAD } })]) };
const good = "maintainers: [max]\napprovers: [hoangndst]\n";

describe("R19: a registry that does not parse", () => {
  it("with no good version known fails the check closed, whoever approved", async () => {
    const { verdict } = await evaluated(good.replace("]", ""), approved);
    expect(verdict.state.kind).toBe("registry-broken");
    expect(checkOutcome(verdict, "pull")).toBe("failure");
    expect(checkOutcome((await evaluated(good, approved)).verdict, "pull")).toBe("success");
  });
});

describe("R87: a comparison that GitHub does not answer", () => {
  const failure = new Transient("502");
  const diffs: Evaluator["diffs"] = {
    read: async (_client, _facts, comparisons) =>
      new Map(comparisons.map((one) => [diffKey(one), { kind: "unread", failure }])),
  };
  const older = aReview(4, { commit: { oid: "e".repeat(40) }, submittedAt: "2026-11-20T12:00:00Z" });
  const of = (reviews: readonly unknown[], comments: readonly unknown[] = []) =>
    evaluated(good, { reviews: aConnection(reviews), comments: aConnection(comments) }, diffs);

  it("is asked for again where an approval waits for it, or one that answers a request for changes (R80)", async () => {
    await expect(of([older])).rejects.toBe(failure);
    await expect(of([aReview(3, { state: "CHANGES_REQUESTED" }), older])).rejects.toBe(failure);
  });

  it("stops no verdict that stands without it, and is asked for again for what is told beside it", async () => {
    const max = { __typename: "User", login: "max", databaseId: 4 };
    const held = await of([older], [aComment(9, { body: "/hold", author: max })]);
    expect([held.verdict.state.kind, held.failure]).toEqual(["held", failure]);
    const anew = aReview(5, { submittedAt: "2026-11-20T13:00:00Z", author: max });
    const passed = await of([older, anew]);
    expect([passed.verdict.state.kind, passed.failure]).toEqual(["approved", null]);
  });
});

describe("R87: while a team cannot be read", () => {
  const registry = `${good}  - { team: KusionStack/crew }\n`.replace("[hoangndst]", "\n  - max");
  const kind = async (reviews: readonly unknown[], text = registry) => {
    const diffs: Evaluator["diffs"] = { read: async (_c, _f, all) => new Map(all.map((one) => [diffKey(one), SAME])) };
    const teams = () => {
      throw new Transient("502");
    };
    return (await evaluated(text, { reviews: aConnection(reviews) }, diffs, null, teams)).verdict.state.kind;
  };
  const given = aReview(3, { state: "APPROVED", commit: { oid: HEAD } });

  it("an approval of an older head is none that lapsed: it may be a member's, of the same diff", async () => {
    expect(await kind([given])).toBe("unknown");
    expect(await kind([aReview(4, { commit: { oid: "e".repeat(40) }, submittedAt: "2026-11-20T12:00:00Z" })])).toBe(
      "unknown",
    );
  });

  it("an approval may be a member's though somebody who may be none asks for changes", async () => {
    const other = { author: { __typename: "User", login: "kim", databaseId: 77 } };
    expect(await kind([given, aReview(5, { state: "CHANGES_REQUESTED", commit: { oid: HEAD }, ...other })])).toBe(
      "unknown",
    );
    const max = { author: { __typename: "User", login: "max", databaseId: 4 } };
    expect(await kind([given, aReview(5, { state: "CHANGES_REQUESTED", commit: { oid: HEAD }, ...max })])).toBe(
      "changes-requested",
    );
  });
});

describe("R42: a review that was edited", () => {
  it("approves after an upgrade as before it, where the older record knows of no limit", async () => {
    const heads = [{ sha: HEAD, from: Date.parse("2026-11-20T10:00:00Z"), until: Date.parse("2026-11-24T10:00:00Z") }];
    const edited = { ...aReview(3), lastEditedAt: "2026-11-21T10:00:00Z" };
    const kind = async (record: PullRecord | null) =>
      (await evaluated(good, { reviews: aConnection([edited]) }, readsAll, record)).verdict.state.kind;
    expect(await kind({ ...emptyRecord(), heads })).toBe("approved");
    expect(await kind(null)).toBe("waiting");
  });
});

describe("R79, R42: a release that a short record lost", () => {
  const max = { __typename: "User", login: "max", databaseId: 4 };
  const author = { __typename: "Bot", login: "rung", databaseId: bot.id };
  const said = aComment(9, { body: "/hold cancel @lea", author: max, createdAt: "2026-11-21T11:00:00Z" });
  const [from, until] = [Date.parse("2026-11-20T10:00:00Z"), Date.parse("2026-11-24T10:00:00Z")];
  const holds = [{ by: { login: "lea", id: 8 }, at: from, why: "", source: "comment" as const }];
  const short = {
    ...emptyRecord(),
    heads: [{ sha: HEAD, from, until }],
    holds,
    holdsSeen: ["comment:7"],
    holdsCut: until,
  };
  const body = `${STATUS_MARKER}\nText\n\n${seal(short, `${subject.repository.id}#12`, key)}`;
  const kind = async (stored: PullRecord | null) => {
    const comments = aConnection([aComment(1, { body, author }), said]);
    const { verdict, record } = await evaluated(good, { ...approved, comments }, readsAll, stored);
    expect(record.holdsCut).toBeUndefined();
    return verdict.state.kind;
  };

  it("is not heard anew by whoever has nothing but that, or a database from before", async () => {
    expect(await kind(null)).toBe("held");
    expect(await kind({ ...emptyRecord(), heads: [{ sha: HEAD, from, until: from }] })).toBe("held");
  });

  it("is heard where the database has seen as much", async () => {
    const { holdsCut: _, ...stored } = short;
    expect(await kind(stored)).toBe("approved");
  });
});

describe("R26: the record in the status comment", () => {
  const heads = [{ sha: HEAD, from: 1, until: 2 }];
  const body = `${STATUS_MARKER}\nText\n\n${seal({ ...emptyRecord(), heads }, `${subject.repository.id}#12`, key)}`;
  const author = { __typename: "Bot", login: "rung", databaseId: bot.id };
  const edited = { body, author, lastEditedAt: "2026-11-20T12:00:00Z" };
  const published = async (more: Record<string, unknown>) =>
    (await evaluated(good, { comments: aConnection([aComment(1, { ...edited, ...more })]) })).published?.heads ?? null;

  it("is believed where the bot edited it last, or GitHub names no editor", async () => {
    expect(await published({ editor: author })).toEqual(heads);
    expect(await published({ editor: null })).toEqual(heads);
  });

  it("says nothing where anybody else did, signed as it is", async () => {
    expect(await published({ editor: { __typename: "User", login: "max", databaseId: 4 } })).toBeNull();
    expect(await published({ editor: { __typename: "Bot", login: "other", databaseId: 901 } })).toBeNull();
    expect(await published({ editor: { __typename: "User", login: "rung", databaseId: bot.id } })).toBeNull();
  });
});
