import { describe, expect, it } from "vitest";
import { Declined, Gone } from "../../../src/github/client/errors.ts";
import { putOn, takeOff } from "../../../src/github/write/label-writes.ts";
import { releaseReviewers, requestReviews } from "../../../src/github/write/request-reviews.ts";
import { aClient } from "../a-client.ts";

const place = { repository: { owner: "o", name: "r" }, number: 3 };
const ask = (...logins: string[]) => ({ kind: "reviewers" as const, ...place, logins });
const reviewersIn = (body: unknown): readonly string[] => JSON.parse(JSON.stringify(body)).reviewers;

/** Takes all or nobody, as GitHub does. */
const strict = (taken: readonly string[]) =>
  aClient({
    rest: (_, body) => {
      const reviewers = reviewersIn(body);
      if (reviewers.some((login) => !taken.includes(login))) throw new Declined("422: not a collaborator", 422);
      return { requested_reviewers: reviewers.map((login) => ({ login })) };
    },
  });

describe("asking people to review", () => {
  it("is one request where GitHub takes all", async () => {
    const client = strict(["ann", "ben"]);
    expect(await requestReviews(client, ask("ann", "ben"))).toEqual({ asked: ["ann", "ben"], refused: [] });
    expect(client.asked).toHaveLength(1);
  });

  it("finds out whom GitHub minds by asking each alone", async () => {
    const client = strict(["ann"]);
    expect(await requestReviews(client, ask("ann", "ben"))).toEqual({ asked: ["ann"], refused: ["ben"] });
    expect(client.asked).toHaveLength(3);
    expect(await requestReviews(strict([]), ask("ben"))).toEqual({ asked: [], refused: ["ben"] });
  });

  it("somebody whom GitHub leaves out without a word was refused", async () => {
    const client = aClient({ rest: () => ({ requested_reviewers: [{ login: "Ann" }] }) });
    expect(await requestReviews(client, ask("ann", "ben"))).toEqual({ asked: ["ann"], refused: ["ben"] });
  });

  it("other refusals are not about people", async () => {
    const client = aClient({
      rest: () => {
        throw new Declined("409", 409);
      },
    });
    await expect(requestReviews(client, ask("ann"))).rejects.toThrow("409");
  });

  it("a request that is gone is no error when it is taken back", async () => {
    const request = { what: "DELETE /repos/o/r/pulls/3/requested_reviewers", body: { reviewers: ["ann"] } };
    for (const refusal of [new Gone("404"), new Declined("422: not requested", 422)]) {
      const client = aClient({
        rest: () => {
          throw refusal;
        },
      });
      await expect(releaseReviewers({ ...ask("ann"), kind: "no-reviewers" }, client)).resolves.toBeUndefined();
      expect(client.asked).toEqual([request]);
    }
    const broken = aClient({
      rest: () => {
        throw new Declined("409", 409);
      },
    });
    await expect(releaseReviewers({ ...ask("ann"), kind: "no-reviewers" }, broken)).rejects.toThrow("409");
  });
});

describe("labels", () => {
  const label = (name: string) => ({ name, color: "00ff00", description: "what it says" });

  it("go on in one request; one that GitHub just made gets its looks, others keep theirs", async () => {
    const made = [
      { name: "new", color: "ededed", description: null },
      { name: "Old", color: "ededed", description: "ours since 2019" },
      { name: "red", color: "ff0000", description: null },
      { name: "other", color: "ededed", description: null },
    ];
    const client = aClient({ rest: () => made });
    await putOn({ kind: "labelled", ...place, labels: ["new", "old", "red"].map(label) }, client);
    expect(client.asked).toEqual([
      { what: "POST /repos/o/r/issues/3/labels", body: { labels: ["new", "old", "red"] } },
      { what: "PATCH /repos/o/r/labels/new", body: { color: "00ff00", description: "what it says" } },
    ]);
  });

  it("go off in one request; one that is gone already is no error", async () => {
    const off = {
      ...place,
      nodeId: "PR_3",
      labels: [label("a/b c"), label("lgtm")].map(({ name }) => ({ name, id: `LA_${name}` })),
    };
    const client = aClient();
    await takeOff(off, client);
    expect(client.asked).toEqual([{ what: "graphql TakeOff", body: { id: "PR_3", labels: ["LA_a/b c", "LA_lgtm"] } }]);
    const gone = aClient({
      graph: () => {
        throw new Gone("NOT_FOUND");
      },
    });
    await takeOff(off, gone);
    expect(gone.asked.map(({ what }) => what)).toEqual([
      "graphql TakeOff",
      "DELETE /repos/o/r/issues/3/labels/a%2Fb%20c",
      "DELETE /repos/o/r/issues/3/labels/lgtm",
    ]);
  });

  it("goes off by its name where it is one, as do all whose ids are out of date", async () => {
    const one = { ...place, nodeId: "PR_3", labels: [{ name: "a/b c", id: "LA_1" }] };
    const client = aClient();
    await takeOff(one, client);
    expect(client.asked).toEqual([{ what: "DELETE /repos/o/r/issues/3/labels/a%2Fb%20c", body: undefined }]);
    const stale = aClient({
      graph: () => {
        throw new Gone("NOT_FOUND");
      },
      rest: (what) => {
        if (what.endsWith("/x")) throw new Gone("404");
      },
    });
    await takeOff({ ...one, labels: ["x", "y"].map((name) => ({ name, id: `LA_${name}` })) }, stale);
    expect(stale.asked.map(({ what }) => what).slice(1)).toEqual([
      "DELETE /repos/o/r/issues/3/labels/x",
      "DELETE /repos/o/r/issues/3/labels/y",
    ]);
  });
});
