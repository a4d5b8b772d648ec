/** One pull request evaluated against what GitHub answers: what a broken registry and a touched record make of it. */
import { describe, expect, it } from "vitest";
import { type Evaluator, evaluate } from "../src/evaluate.ts";
import { checkOutcome } from "../src/gate/report.ts";
import { createLog } from "../src/log.ts";
import { seal } from "../src/record/marker.ts";
import { emptyRecord } from "../src/record/record.ts";
import { STATUS_MARKER } from "../src/replies/status.ts";
import { openRegistries } from "../src/snapshot/registry.ts";
import { aClient } from "./github/a-client.ts";
import { aComment, aConnection, aPullAnswer, aRepositoryAnswer, aReview, HEAD } from "./snapshot/an-answer.ts";

const key = new Uint8Array(32).fill(7);
const bot = { login: "rung[bot]", id: 900 };
const subject = {
  repository: { owner: "KusionStack", name: "kusion", id: aRepositoryAnswer().databaseId },
  number: 12,
};

async function evaluated(registry: string, pull: Record<string, unknown>) {
  const store = { find: async () => null, save: async () => undefined };
  const evaluator: Evaluator = {
    client: aClient({
      graph: () => aPullAnswer(pull),
      rest: () => ({ content: Buffer.from(registry).toString("base64"), encoding: "base64", size: registry.length }),
      at: Date.parse("2026-11-25T10:00:00Z"),
    }),
    log: createLog("silent"),
    registries: openRegistries(store, ".github"),
    diffs: { read: async () => new Map() },
    ...{ bot, keys: [key] },
  };
  const result = await evaluate(evaluator, subject, [], null);
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
