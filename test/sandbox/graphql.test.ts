import { describe, expect, it } from "vitest";
import { aPullIn, aSandbox, graphql, KUSION } from "./a-sandbox.ts";

const inKusion = (fields: string) => `{ repository(owner: "KusionStack", name: "kusion") { ${fields} } }`;

describe("the sandbox's GraphQL", () => {
  it("a bot's login has no [bot] here; a deleted account is null", async () => {
    const sandbox = await aSandbox();
    const pull = aPullIn(sandbox.world, { as: "dependabot[bot]" });
    sandbox.world.as("jemshad").comment(pull, "hm");
    sandbox.world.actor("jemshad").deleted = true;
    const query = inKusion(
      `pullRequest(number: 1) { author { __typename login ... on Bot { databaseId } } comments(first: 5) { nodes { author { login } } } }`,
    );
    const { data } = await graphql(sandbox, query);
    const { id } = sandbox.world.actor("dependabot[bot]");
    expect(data.repository.pullRequest.author).toEqual({ __typename: "Bot", login: "dependabot", databaseId: id });
    expect(data.repository.pullRequest.comments.nodes).toEqual([{ author: null }]);
  });

  it("what is not there is null with GitHub's NOT_FOUND and its path", async () => {
    const sandbox = await aSandbox();
    const answer = await graphql(
      sandbox,
      `{ a: repository(owner: "KusionStack", name: "nope") { id } viewer { login } }`,
    );
    expect(answer).toEqual({
      data: { a: null, viewer: { login: "octo-fan" } },
      errors: [
        {
          type: "NOT_FOUND",
          path: ["a"],
          locations: [{ line: 1, column: 3 }],
          message: "Could not resolve to a Repository with the name 'KusionStack/nope'.",
        },
      ],
    });
    const pull = await graphql(sandbox, inKusion("pullRequest(number: 99) { id }"));
    expect(pull.errors[0]).toMatchObject({ type: "NOT_FOUND", path: ["repository", "pullRequest"] });
  });

  it("a file is found by HEAD:path, a branch, a sha; a missing one is null without an error", async () => {
    const sandbox = await aSandbox();
    const tip = sandbox.world.tip(sandbox.world.repo(KUSION), "main");
    const blob = "{ ... on Blob { oid text } }";
    const query = inKusion(
      `a: object(expression: "HEAD:go.mod") ${blob} b: object(expression: "${tip}:go.mod") ${blob} c: object(expression: "release-0.15:go.mod") ${blob} d: object(expression: "HEAD:nope") { oid } e: object(expression: "HEAD:docs") { ... on Tree { entries { name type } } }`,
    );
    const { data, errors } = await graphql(sandbox, query);
    expect(errors).toBeUndefined();
    expect(data.repository.a.text).toMatch(/^module kusionstack.io\/kusion/);
    expect([data.repository.b, data.repository.c]).toEqual([data.repository.a, data.repository.a]);
    expect(data.repository.d).toBeNull();
    expect(data.repository.e.entries).toContainEqual({ name: "overview.md", type: "blob" });
  });

  it("a list asks for first or last, at most 100, and pages by cursor", async () => {
    const sandbox = await aSandbox();
    const pull = aPullIn(sandbox.world);
    for (const body of ["1", "2", "3"]) sandbox.world.as("jemshad").comment(pull, body);
    const page = (page: string) =>
      graphql(
        sandbox,
        inKusion(
          `pullRequest(number: 1) { comments(${page}) { totalCount nodes { body } pageInfo { hasNextPage endCursor hasPreviousPage } } }`,
        ),
      );
    expect((await page("orderBy: null")).errors[0].type).toBe("MISSING_PAGINATION_BOUNDARIES");
    expect((await page("first: 101")).errors[0].type).toBe("EXCESSIVE_PAGINATION");
    const first = (await page("first: 2")).data.repository.pullRequest.comments;
    expect(first).toMatchObject({
      totalCount: 3,
      nodes: [{ body: "1" }, { body: "2" }],
      pageInfo: { hasNextPage: true },
    });
    const second = (await page(`first: 2, after: "${first.pageInfo.endCursor}"`)).data.repository.pullRequest.comments;
    expect(second).toMatchObject({ nodes: [{ body: "3" }], pageInfo: { hasNextPage: false, hasPreviousPage: true } });
    const last = (await page("last: 1")).data.repository.pullRequest.comments;
    expect(last.nodes).toEqual([{ body: "3" }]);
  });

  it("renames name the new path only; reviews their commit and edits", async () => {
    const sandbox = await aSandbox();
    const pull = aPullIn(sandbox.world);
    const head = sandbox.world.as("octo-fan").rename(pull, "docs/overview.md", "docs/intro.md");
    const review = sandbox.world.as("hoangndst").approve(pull, "fine");
    sandbox.world.as("hoangndst").editReview(review, "/approve engine");
    const query = inKusion(`pullRequest(number: 1) {
      files(first: 10) { nodes { path changeType } }
      reviews(first: 10) { nodes { fullDatabaseId state body lastEditedAt commit { oid } author { login } } }
      commits(last: 1) { nodes { commit { oid associatedPullRequests(first: 5) { nodes { number state headRefOid } } } } }
    }`);
    const found = (await graphql(sandbox, query)).data.repository.pullRequest;
    expect(found.files.nodes).toContainEqual({ path: "docs/intro.md", changeType: "RENAMED" });
    expect(found.files.nodes.some((file: { path: string }) => file.path === "docs/overview.md")).toBe(false);
    expect(found.reviews.nodes[0]).toMatchObject({
      fullDatabaseId: `${review.id}`,
      state: "APPROVED",
      commit: { oid: head },
    });
    expect(found.reviews.nodes[0].lastEditedAt).not.toBeNull();
    expect(found.commits.nodes[0].commit.associatedPullRequests.nodes).toEqual([
      { number: 1, state: "OPEN", headRefOid: head },
    ]);
  });

  it("the timeline is filtered by type", async () => {
    const sandbox = await aSandbox();
    const pull = aPullIn(sandbox.world);
    sandbox.world.as("SparkYuan").label(pull, "do-not-merge/hold");
    sandbox.world.as("octo-fan").retarget(pull, "release-0.15");
    const query =
      inKusion(`pullRequest(number: 1) { timelineItems(first: 10, itemTypes: [LABELED_EVENT, BASE_REF_CHANGED_EVENT]) { nodes {
      __typename ... on LabeledEvent { label { name } actor { login } } ... on BaseRefChangedEvent { previousRefName currentRefName } } } }`);
    expect((await graphql(sandbox, query)).data.repository.pullRequest.timelineItems.nodes).toEqual([
      { __typename: "LabeledEvent", label: { name: "do-not-merge/hold" }, actor: { login: "SparkYuan" } },
      { __typename: "BaseRefChangedEvent", previousRefName: "main", currentRefName: "release-0.15" },
    ]);
  });

  it("the merge queue lists its entries; a branch without one has none", async () => {
    const sandbox = await aSandbox();
    const pull = aPullIn(sandbox.world);
    pull.repo.protections.set("main", { requiredChecks: [], mergeQueue: true });
    const entry = sandbox.world.as("SparkYuan").enqueue(pull);
    const query = inKusion(
      `a: mergeQueue(branch: "main") { entries(first: 5) { nodes { position headCommit { oid } pullRequest { number } } } } b: mergeQueue(branch: "release-0.15") { id }`,
    );
    pull.repo.protections.set("main", { requiredChecks: [{ context: "rung", appId: null }], mergeQueue: true });
    const { data } = await graphql(sandbox, query);
    expect(data.repository.a.entries.nodes).toEqual([
      { position: 1, headCommit: { oid: entry.headSha }, pullRequest: { number: 1 } },
    ]);
    expect(data.repository.b).toBeNull();
  });

  it("a mutation acts as the caller, and refuses as GitHub does", async () => {
    const sandbox = await aSandbox();
    const pull = aPullIn(sandbox.world);
    const comment = sandbox.world.as("jemshad").comment(pull, "/approve");
    const react = `mutation($id: ID!) { addReaction(input: { subjectId: $id, content: THUMBS_UP }) { reaction { content } } }`;
    expect((await graphql(sandbox, react, { id: comment.nodeId })).data.addReaction.reaction.content).toBe("THUMBS_UP");
    expect(comment.reactions.map((one) => [one.user.login, one.content])).toEqual([["octo-fan", "+1"]]);
    const enqueue = `mutation($id: ID!) { enqueuePullRequest(input: { pullRequestId: $id }) { mergeQueueEntry { position } } }`;
    const refused = await graphql(sandbox, enqueue, { id: pull.nodeId });
    expect(refused).toMatchObject({ data: { enqueuePullRequest: null }, errors: [{ type: "FORBIDDEN" }] });
    expect(sandbox.journal.since().map((entry) => [entry.operation, entry.effect])).toEqual([
      ["mutation addReaction", "write"],
      ["mutation enqueuePullRequest", "write"],
    ]);
  });

  it("what the sandbox does not speak is a validation error, never an empty answer", async () => {
    const sandbox = await aSandbox();
    const answer = await graphql(sandbox, inKusion("stargazerCount"));
    expect(answer).toEqual({
      errors: [expect.objectContaining({ message: expect.stringContaining("stargazerCount") })],
    });
  });

  it("partial data: the field is null with an error beside it", async () => {
    const sandbox = await aSandbox();
    aPullIn(sandbox.world);
    sandbox.faults.add({ kind: "partial", field: "reviews", times: 1 });
    const answer = await graphql(
      sandbox,
      inKusion("pullRequest(number: 1) { number reviews(first: 1) { totalCount } }"),
    );
    expect(answer.data.repository.pullRequest).toEqual({ number: 1, reviews: null });
    expect(answer.errors[0].path).toEqual(["repository", "pullRequest", "reviews"]);
  });
});
