import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  STATUS_MARKER,
  type StatusInput,
  sameRecord,
  statusComment,
} from "../../../src/commands/replies/status-comment.ts";
import { statusDigest } from "../../../src/commands/replies/status-written.ts";
import { emptyRecord } from "../../../src/gate/record/record-changes.ts";
import { statementsOf } from "../../../src/gate/statements.ts";
import type { PullFacts, Utterance } from "../../../src/model/facts.ts";
import type { Note } from "../../../src/model/job.ts";
import type { ActiveHold, PullRecord } from "../../../src/model/pull-record.ts";
import { indexed } from "../../../src/registry/registry-index.ts";
import { anyText } from "../../support/any-text.ts";
import {
  aComment,
  anArea,
  aPull,
  aRegistry,
  aReview,
  aVerdict,
  BOT,
  countedAs,
  listedAll,
  minute,
  person,
} from "../a-context.ts";

const SEAL = "<!-- rung:record v1 abc -->";

/** The present head has stood from minute 0. */
function aRecord(with_: Partial<PullRecord> = {}): PullRecord {
  return { ...emptyRecord(), heads: [{ sha: "3f2c1aa0", from: minute(0), until: minute(60) }], ...with_ };
}

function aHold(login: string | null, with_: Partial<ActiveHold> = {}): ActiveHold {
  const by = login === null ? null : { login, id: person(login).id };
  return { by, at: minute(4), why: "the release branch", source: "comment", ...with_ };
}

function status(with_: Partial<StatusInput> = {}) {
  const facts = with_.facts ?? aPull();
  const record = with_.record ?? aRecord();
  return statusComment({
    facts,
    verdict: aVerdict(),
    record,
    recordMarker: () => SEAL,
    published: null,
    words: statementsOf(facts, record),
    index: indexed(aRegistry()),
    bot: BOT,
    wanted: false,
    ...with_,
  });
}

/** The bot's comment with that body. */
function own(body: string, id = 50): Utterance {
  return aComment(id, body, { author: { login: "rung", id: BOT.id, type: "Bot" } });
}

/** What GitHub tells after the effect was performed. */
function written(facts: PullFacts, body: string): PullFacts {
  return { ...facts, comments: listedAll([...facts.comments.items, own(body)]) };
}

describe("R37: a reading older than Rung's own last write", () => {
  const held = aRecord({ holds: [aHold("mem")] });
  const before = status({ wanted: true })?.body ?? "";
  const facts = written(aPull(), before);
  const lastWrite = (body: string): Extract<Note, { kind: "status" }> => ({
    kind: "status",
    id: 50,
    digest: statusDigest(body),
  });
  const again = (told: readonly Note[]) => status({ facts, published: aRecord(), told });

  it("is not believed that it says already what it should: it says what was written since", () => {
    const since = status({ facts, published: aRecord(), record: held })?.body ?? "";
    expect(again([])).toBeNull();
    expect(again([lastWrite(since)])).toMatchObject({ commentId: 50, body: before });
    expect(again([lastWrite(since), lastWrite(before)])).toBeNull();
    expect(again([{ ...lastWrite(since), id: 51 }])).toBeNull();
  });

  it("is told by the text alone, however GitHub stored the ends of lines", () => {
    expect(again([lastWrite(`${before.replaceAll("\n", "\r\n")}\r\n`)])).toBeNull();
  });
});

describe("the status comment is made", () => {
  it("not before there is something to keep or to tell", () => {
    expect(status()).toBeNull();
    expect(status({ wanted: true })).toMatchObject({ kind: "status-comment", number: 7, commentId: null });
  });

  it("R32, R38: where the app may not write the check, it says so instead of referring to it; and makes no comment for that alone", () => {
    expect(status({ checkForbidden: true })).toBeNull();
    const body = status({ checkForbidden: true, wanted: true })?.body;
    expect(body).toContain("**The `rung` check cannot be written**");
    expect(body).not.toContain("has the full table");
  });

  it("R15b: for a hold, with who, since when, why and who can release", () => {
    const effect = status({ record: aRecord({ holds: [aHold("mem")] }) });
    expect(effect?.body).toBe(
      [
        STATUS_MARKER,
        "- **Held by mem** since Monday 23 November 2026, 09:04 UTC: the release branch",
        "",
        "To release it, mem, or an approver or above, comments `/hold cancel`.",
        "",
        "The `rung` check has the full table: who approved, what is missing, and what did not count and why.",
        "",
        SEAL,
      ].join("\n"),
    );
  });

  it("R9a: for an approval by comment that counts, with the head it belongs to", () => {
    const said = aComment(3, "/approve", { author: person("cho") });
    const verdict = aVerdict({ areas: [anArea("engine", { approved: [countedAs(said)] })] });
    const effect = status({ facts: aPull({ comments: listedAll([said]) }), verdict });
    expect(effect?.body).toContain(`- cho: [\`/approve\`](${said.url}) of \`3f2c1aa\``);
  });

  it("not for an approval by comment that counts nowhere", () => {
    expect(status({ facts: aPull({ comments: listedAll([aComment(3, "/approve")]) }) })).toBeNull();
  });

  it("R7: for an approval withdrawn by comment, which an edit must not give back", () => {
    const taken = {
      kind: "withdrawal",
      by: { login: "cho", id: null },
      at: minute(3),
      gives: null,
      takes: null,
    } as const;
    const restrictions = [{ ...taken, key: "comment:3" }];
    const facts = aPull({ reviews: listedAll([aReview(2, "", { author: person("cho"), at: minute(2) })]) });
    expect(status({ facts, record: aRecord({ restrictions }) })?.body).toContain(
      "- cho withdrew an approval on Monday",
    );
    const limited = aRecord({ restrictions: [{ ...taken, kind: "limit", key: "review:3" }] });
    expect(status({ facts, record: limited })).toBeNull();
    const stranger = { ...taken, key: "comment:3", by: { login: "nobody-here", id: null } };
    expect(status({ record: aRecord({ restrictions: [stranger] }) })).toBeNull();
  });

  it("not for a withdrawal by somebody who had approved nothing, who is not listed as having withdrawn it", () => {
    const by = { login: "cho", id: null };
    const taken = { kind: "withdrawal", key: "comment:3", by, at: minute(3), gives: [], takes: null } as const;
    const later = aPull({ reviews: listedAll([aReview(4, "", { author: person("cho"), at: minute(4) })]) });
    for (const facts of [aPull(), later]) {
      expect(status({ facts, record: aRecord({ restrictions: [taken] }) })).toBeNull();
      const told = status({ facts, record: aRecord({ restrictions: [taken] }), wanted: true });
      expect(told?.body).not.toContain("withdrew");
    }
  });

  it("not because of an approving review", () => {
    const review = aReview(3, "", { author: person("cho") });
    const verdict = aVerdict({ areas: [anArea("engine", { approved: [countedAs(review)], state: "approved" })] });
    expect(status({ facts: aPull({ reviews: listedAll([review]) }), verdict })).toBeNull();
  });
});

describe("R21: the status comment is edited", () => {
  const said = aComment(3, "/approve", { author: person("cho") });
  const bare = aPull({ comments: listedAll([said]) });
  const verdict = aVerdict({ areas: [anArea("engine", { approved: [countedAs(said)] })] });
  const body = status({ facts: bare, verdict })?.body ?? "";
  const facts = written(bare, body);

  it("in place, when a hold comes", () => {
    const record = aRecord({ holds: [aHold("mem")] });
    expect(status({ facts, verdict, record, published: aRecord() })).toMatchObject({ commentId: 50 });
  });

  it("not when nothing changed, whatever GitHub did to the ends of lines and however often the head was seen", () => {
    const record = aRecord({
      heads: [{ sha: "3f2c1aa0", from: minute(0), until: minute(99) }],
      holdsThrough: minute(99),
    });
    expect(status({ facts, verdict, record, published: aRecord() })).toBeNull();
    const stored = written(bare, body.replaceAll("\n", "\r\n"));
    expect(status({ facts: stored, verdict, record, published: aRecord() })).toBeNull();
  });

  it("not when the same person then approves by review, nor when others do", () => {
    const reviews = [aReview(4, "", { author: person("cho") }), aReview(5, "", { author: person("ann") })];
    const areas = [anArea("engine", { approved: reviews.map((review) => countedAs(review)), state: "approved" })];
    const reviewed = { ...facts, reviews: listedAll(reviews) };
    expect(status({ facts: reviewed, verdict: aVerdict({ areas }), published: aRecord() })).toBeNull();
  });

  it("when a new head must be kept", () => {
    const heads = [
      { sha: "3f2c1aa0", from: minute(0), until: minute(20) },
      { sha: "91bd0e4f", from: minute(21), until: minute(60) },
    ];
    expect(status({ facts, verdict, record: aRecord({ heads }), published: aRecord() })).toMatchObject({
      commentId: 50,
    });
  });

  it("R26: when its record cannot be trusted", () => {
    expect(status({ facts, verdict, published: null })).toMatchObject({ commentId: 50 });
  });

  it("when nothing is held and said any more, saying so", () => {
    const held = status({ record: aRecord({ holds: [aHold("mem")] }) })?.body ?? "";
    const effect = status({ facts: written(aPull(), held), published: aRecord({ holds: [aHold("mem")] }) });
    expect(effect?.body).toContain("Nothing is held, and no word given by comment stands.");
  });

  it("R41: saying what it is kept for where it shows nothing else", () => {
    const pushes = [{ sha: "91bd0e4f", before: null, by: { login: "octo-fan", id: 1 } }];
    const body = status({ record: aRecord({ commits: true, pushes }) })?.body ?? "";
    expect(body).toContain("Here I remember who pushed to this pull request, which GitHub tells only as it happens.");
  });

  it("the first of the bot's own, never another's with a copied marker", () => {
    const copied = aComment(10, body, { author: person("octo-fan") });
    const record = aRecord({ holds: [aHold("mem")] });
    const twice = aPull({ comments: listedAll([copied, own(body, 60), own(body, 50)]) });
    expect(status({ facts: twice, record })).toMatchObject({ commentId: 50 });
    expect(status({ facts: aPull({ comments: listedAll([copied]) }), record })).toMatchObject({ commentId: null });
  });
});

describe("the words by comment", () => {
  function lines(comments: readonly Utterance[]): readonly string[] {
    const body = status({ facts: aPull({ comments: listedAll(comments) }), wanted: true })?.body ?? "";
    return body.split("\n").filter((line) => line.startsWith("- "));
  }
  const by = (login: string) => ({ author: person(login) });

  it("are a person's last of a kind, from holders of a role, unedited", () => {
    expect(
      lines([
        aComment(3, "/approve", by("cho")),
        aComment(4, "/lgtm", by("dee")),
        aComment(5, "/approve engine", by("cho")),
        aComment(6, "/approve", by("octo-fan")),
        aComment(7, "/lgtm", { ...by("ann"), edited: true }),
      ]).map((line) => line.replace(/\(.*issuecomment-/, "(")),
    ).toEqual(["- dee: [`/lgtm`](4) of `3f2c1aa`", "- cho: [`/approve`](5) of `3f2c1aa`"]);
  });

  it("leave out what was withdrawn", () => {
    expect(lines([aComment(3, "/approve", by("cho")), aComment(4, "/approve cancel", by("cho"))])).toEqual([]);
    expect(lines([aComment(3, "/lgtm", by("dee")), aComment(4, "/lgtm cancel", by("dee"))])).toEqual([]);
    const both = [aComment(3, "/lgtm", by("dee")), aComment(4, "/approve", by("cho"))];
    expect(lines([...both, aComment(5, "/lgtm cancel", by("cho"))])).toEqual([
      expect.stringContaining("- cho: [`/approve`]"),
    ]);
    expect(lines([...both, aComment(5, "/lgtm cancel", by("mem"))])).toHaveLength(2);
  });
});

describe("what people wrote", () => {
  it("R25: cannot break the comment's lines or its hidden record, nor mention anybody", () => {
    const bait = fc.constantFrom("<!-- rung:status -->", "@KusionStack/all", "\n# x", "-->", "```", "| ");
    fc.assert(
      fc.property(fc.array(fc.oneof(bait, anyText())), (parts) => {
        const body = status({ record: aRecord({ holds: [aHold("mem", { why: parts.join("") })] }) })?.body ?? "";
        expect(body.split("\n")).toHaveLength(8);
        expect(body.match(/<!--/g)).toHaveLength(2);
        expect(body).not.toMatch(/@[a-z0-9]/i);
      }),
    );
  });

  it("is cut, so that the comment fits however many hold", () => {
    const holds = Array.from({ length: 200 }, (_, index) => aHold(`person-${index}`, { why: "why ".repeat(10_000) }));
    const body = status({ record: aRecord({ holds }) })?.body ?? "";
    expect(body.length).toBeLessThan(20_000);
    expect(body).toContain("- and 170 more");
    expect(body).toContain("Each releases their own");
  });
});

describe("two records", () => {
  const record = aRecord({ bases: [{ ref: "main", from: 0, until: 5 }], holds: [aHold("mem")], holdsThrough: 3 });

  it("are the same when only the present head and base were seen later", () => {
    const seen = { ...record, bases: [{ ref: "main", from: 0, until: 50 }], holdsThrough: 9, holdsSeen: ["comment:1"] };
    expect(sameRecord(record, seen)).toBe(true);
  });

  it.each<[string, Partial<PullRecord>]>([
    ["a hold", { holds: [] }],
    ["a hold's reason", { holds: [aHold("mem", { why: "other" })] }],
    ["a head", { heads: [] }],
    ["when a head began", { heads: [{ sha: "3f2c1aa0", from: minute(1), until: minute(60) }] }],
    [
      "whether a head is known to have begun then",
      { heads: [{ sha: "3f2c1aa0", from: minute(0), until: minute(60), opened: true }] },
    ],
    ["a base", { bases: [{ ref: "next", from: 0, until: 5 }] }],
    ["inline commands", { inline: true }],
    ["whose the hold label is", { ownHoldLabel: true }],
    ["whether the label was seen", { labelSeen: true }],
  ])("differ by %s", (_, change) => {
    expect(sameRecord(record, { ...record, ...change })).toBe(false);
  });
});
