import { afterEach, expect, it } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { addRequests } from "../../src/database/review-requests.ts";
import { requestNotes } from "../../src/server/review-request-counts.ts";
import { onEachDatabase, silent } from "../support/each-database.ts";
import { aPullEvent, aReviewEvent } from "./webhook/an-event.ts";

onEachDatabase("changes of review requests", (open) => {
  let database: Database;
  afterEach(async () => {
    await database.db.deleteFrom("review_requests").execute();
    await database.close();
  });

  const openRequests = async () => {
    const rows = await database.db
      .selectFrom("review_requests")
      .select(["login", "number"])
      .where("open", "=", true)
      .execute();
    return rows.map(({ login, number }) => `${login}#${number}`).toSorted();
  };
  const person = (login: string) => ({ login, id: login.length, type: "User" });
  const reviewed = (login: string) => aReviewEvent("submitted", { user: person(login) });
  const requested = (login: string) => aPullEvent("review_requested", { more: { requested_reviewer: person(login) } });

  it("a review answers its own request and no other; what comes between reviews keeps its place", async () => {
    database = await open();
    const { note, idle } = requestNotes(database.db, silent);
    await addRequests(database.db, 31, 12, [person("ann"), person("cho")]);
    await addRequests(database.db, 31, 13, [person("ann")]);
    note("pull_request_review", reviewed("Ann"));
    note("pull_request_review", reviewed("dee"));
    note("pull_request", requested("dee"));
    note("pull_request", requested("ann"));
    note("pull_request_review", reviewed("ann"));
    await idle();
    expect(await openRequests()).toEqual(["ann#13", "cho#12", "dee#12"]);
  });

  it("a flood of reviews costs few statements, and nobody waits for them", async () => {
    database = await open();
    await addRequests(database.db, 31, 12, [person("ann")]);
    let statements = 0;
    const counted = database.db.withPlugin({
      transformQuery: ({ node }) => {
        statements += 1;
        return node;
      },
      transformResult: async ({ result }) => result,
    });
    const { note, idle } = requestNotes(counted, silent);
    for (let n = 0; n < 400; n += 1) note("pull_request_review", reviewed("ann"));
    expect(statements).toBe(0);
    await idle();
    expect(statements).toBe(1);
    expect(await openRequests()).toEqual([]);
  });
});
