import { describe, expect, it } from "vitest";
import { Declined, Gone } from "../../../src/github/client/errors.ts";
import { releaseReviewers, requestReviewers } from "../../../src/github/write/request-reviewers.ts";
import { aClient } from "../a-client.ts";

const place = { repository: { owner: "o", name: "r" }, number: 3 };
const people = (...logins: string[]) => ({ people: logins, teams: [] });
const NOBODY = people();

interface Body {
  readonly reviewers: readonly string[];
  readonly team_reviewers?: readonly string[];
}
const bodyOf = (body: unknown): Body => JSON.parse(JSON.stringify(body));

function refusing(refusal: Error) {
  return aClient({
    rest: () => {
      throw refusal;
    },
  });
}

/** Takes all or nobody, as GitHub does; a team that it does not know is not found. */
const strict = (taken: readonly string[]) =>
  aClient({
    rest: (_, body) => {
      const { reviewers, team_reviewers: teams = [] } = bodyOf(body);
      if (teams.some((slug) => !taken.includes(slug))) throw new Gone("404");
      if (reviewers.some((login) => !taken.includes(login))) throw new Declined("422: not a collaborator", 422);
      return { requested_reviewers: reviewers.map((login) => ({ login })), requested_teams: [] };
    },
  });

describe("asking people and teams to review", () => {
  it("is one request where GitHub takes all", async () => {
    const client = strict(["ann", "ben", "core"]);
    expect(await requestReviewers(client, place, { people: ["ann", "ben"], teams: ["core"] })).toEqual(NOBODY);
    const what = "POST /repos/o/r/pulls/3/requested_reviewers";
    expect(client.asked).toEqual([{ what, body: { reviewers: ["ann", "ben"], team_reviewers: ["core"] } }]);
  });

  it("finds out whom GitHub minds by asking each alone", async () => {
    const client = strict(["ann"]);
    expect(await requestReviewers(client, place, people("ann", "ben"))).toEqual(people("ben"));
    expect(client.asked).toHaveLength(3);
    expect(await requestReviewers(strict([]), place, people("ben"))).toEqual(people("ben"));
  });

  it("a team that GitHub does not find keeps nobody else from being asked", async () => {
    const client = strict(["ann", "core"]);
    const refused = await requestReviewers(client, place, { people: ["ann", "ben"], teams: ["core", "ghosts"] });
    expect(refused).toEqual({ people: ["ben"], teams: ["ghosts"] });
  });

  it("somebody whom GitHub leaves out without a word was refused; a team may have its members asked instead", async () => {
    const client = aClient({ rest: () => ({ requested_reviewers: [{ login: "Ann" }, { login: "cy" }] }) });
    const refused = await requestReviewers(client, place, { people: ["ann", "ben"], teams: ["core"] });
    expect(refused).toEqual(people("ben"));
  });

  it("an account that is not there is refused, though GitHub calls it not found, and keeps nobody else from being asked", async () => {
    const client = aClient({
      rest: (what, body) => {
        if (what.startsWith("GET /users/")) {
          if (what.endsWith("/ghost")) throw new Gone("404");
          return { login: "ann", id: 1, type: "User" };
        }
        if (bodyOf(body).reviewers.includes("ghost")) throw new Gone("404");
        return { requested_reviewers: [{ login: "ann" }] };
      },
    });
    expect(await requestReviewers(client, place, people("ann", "ghost"))).toEqual(people("ghost"));
  });

  it("other refusals are not about people", async () => {
    await expect(requestReviewers(refusing(new Declined("409", 409)), place, people("ann"))).rejects.toThrow("409");
    const goneItself = aClient({
      rest: (what) => (what === "GET /users/ann" ? { login: "ann", id: 1, type: "User" } : undefined),
    });
    await expect(requestReviewers(goneItself, place, people("ann"))).rejects.toThrow("404");
  });
});

describe("taking requests back", () => {
  it("is no error where the request is gone already", async () => {
    const request = { what: "DELETE /repos/o/r/pulls/3/requested_reviewers", body: { reviewers: ["ann"] } };
    for (const refusal of [new Gone("404"), new Declined("422: not requested", 422)]) {
      const client = refusing(refusal);
      await expect(releaseReviewers(client, place, people("ann"))).resolves.toBeUndefined();
      expect(client.asked).toEqual([request]);
    }
    await expect(releaseReviewers(refusing(new Declined("409", 409)), place, people("ann"))).rejects.toThrow("409");
  });

  it("takes back the others' where one's is gone already", async () => {
    const client = strict(["ann"]);
    await releaseReviewers(client, place, people("ann", "ben"));
    expect(client.asked.map(({ body }) => bodyOf(body).reviewers)).toEqual([["ann", "ben"], ["ann"], ["ben"]]);
  });
});
