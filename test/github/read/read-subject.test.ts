import { describe, expect, it } from "vitest";
import { NotInSchema, Transient } from "../../../src/github/client/errors.ts";
import { readPull } from "../../../src/github/read/read-subject.ts";
import { instant } from "../../../src/shared/names.ts";
import { aClient } from "../a-client.ts";
import { aComment, aConnection, aPullAnswer, aRepositoryAnswer, aReview, BASE, HEAD } from "./an-answer.ts";

const repository = { owner: "KusionStack", name: "kusion" };
const options = { commits: false, inline: false, registryRepo: ".github", registryTexts: false };

async function read(
  answer: unknown,
  more: Parameters<typeof aClient>[0] = {},
  wanted: Parameters<typeof readPull>[3] = options,
) {
  const client = aClient({ graph: () => answer, at: instant("2026-11-25T10:00:00Z"), ...more });
  const result = await readPull(client, repository, 12, wanted);
  if (result === "absent") return expect.fail("absent");
  return { ...result, asked: client.asked.map(({ what }) => what) };
}

describe("R75: whether the app has a check on the head", () => {
  const suites = (nodes: unknown, totalCount = Array.isArray(nodes) ? nodes.length : 0) => ({ totalCount, nodes });
  const runs = (totalCount: number) => ({ checkRuns: { totalCount } });
  const asRead = async (checkSuites: unknown, oid = HEAD, checksOf: number | undefined = 7) => {
    const last = { nodes: [{ commit: { oid, associatedPullRequests: { nodes: [] }, checkSuites } }] };
    return await read(aPullAnswer({ last }), {}, { ...options, checksOf });
  };

  it.each([
    ["no suite", suites([])],
    ["suites without a run", suites([runs(0), runs(0)])],
  ])("%s: there is none, and it costs no request", async (_, answer) => {
    const { withoutChecks, asked } = await asRead(answer);
    expect([withoutChecks, ...asked]).toEqual([true, "graphql Pull"]);
  });

  it.each([
    ["a run", suites([runs(0), runs(1)])],
    ["suites that are not told", null],
    ["suites that were not asked for", undefined],
    ["a suite that is not told", suites([null])],
    ["runs that are not told", suites([{ checkRuns: null }])],
    ["more suites than are told", suites([runs(0)], 2)],
  ])("%s: nothing is taken for none", async (_, answer) => {
    expect((await asRead(answer)).withoutChecks).toBe(false);
  });

  it("those of another commit tell nothing", async () => {
    expect((await asRead(suites([]), BASE)).withoutChecks).toBe(false);
  });

  it("it is asked of the app alone, and only where somebody wants to know", async () => {
    const texts: string[] = [];
    const client = aClient({ graph: () => aPullAnswer() });
    const listening: typeof client = {
      ...client,
      graph: (query, variables) => {
        texts.push(`${query.text.includes("checkSuites")} ${variables.app}`);
        return client.graph(query, variables);
      },
    };
    for (const checksOf of [7, undefined]) await readPull(listening, repository, 12, { ...options, checksOf });
    expect(texts).toEqual(["true 7", "false undefined"]);
  });
});

it("R75: a server that cannot tell is read without it", async () => {
  const client = aClient();
  const asked: boolean[] = [];
  const older: typeof client = {
    ...client,
    graph: async ({ text }) => {
      asked.push(text.includes("checkSuites"));
      if (text.includes("checkSuites")) throw new NotInSchema("Field 'checkSuites' doesn't exist on type 'Commit'");
      return { data: aPullAnswer(), absent: new Set(), at: null };
    },
  };
  const result = await readPull(older, repository, 12, { ...options, checksOf: 7 });
  expect(result).toMatchObject({ withoutChecks: false, facts: { number: 12 } });
  expect(asked).toEqual([true, false]);
});

describe("the usual pull request", () => {
  it("costs one request", async () => {
    const { facts, asked } = await read(aPullAnswer());
    expect(asked).toEqual(["graphql Pull"]);
    expect(facts).toMatchObject({
      kind: "pull",
      number: 12,
      state: "open",
      author: { login: "octo-fan", id: 99, type: "User" },
      head: { sha: HEAD, ref: "parallel" },
      files: { items: [{ path: "pkg/engine/apply.go", previousPath: null, change: "modified" }], complete: true },
      readAt: instant("2026-11-25T10:00:00Z"),
    });
  });

  it("tells the registry blobs of its own and its owner's repository", async () => {
    const organisation = aRepositoryAnswer({
      name: ".github",
      databaseId: 3,
      root: null,
      nested: { __typename: "Blob", oid: "e" },
    });
    const { registryHead } = await read({ ...aPullAnswer(), organisation });
    expect(registryHead.own).toMatchObject({ root: "d".repeat(40), nested: null });
    expect(registryHead.organisation).toMatchObject({
      root: null,
      nested: "e",
      repository: { name: ".github", id: 3 },
    });
  });

  it.each([
    ["whole", { text: "é: 1\n", byteSize: 6, isBinary: false, isTruncated: false }, 1],
    ["cut", { text: "é: 1\n", byteSize: 6, isBinary: false, isTruncated: true }, 0],
    ["binary", { text: null, byteSize: 6, isBinary: true, isTruncated: false }, 0],
    ["of another length than the file", { text: "e: 1\n", byteSize: 6, isBinary: false, isTruncated: false }, 0],
  ])("takes along a registry's text that is %s only as it is in the file", async (_, text, taken) => {
    const answer = aPullAnswer({}, { root: { __typename: "Blob", oid: "b", ...text } });
    const { registryHead } = await read(answer, {}, { ...options, registryTexts: true });
    expect(registryHead.own.texts?.size).toBe(taken);
  });

  it("a folder named roles.yaml is no registry", async () => {
    const { registryHead } = await read(aPullAnswer({}, { root: { __typename: "Tree", oid: "f" } }));
    expect(registryHead.own.root).toBeNull();
  });

  it("R32: a pull request that is not there is absent, not an error", async () => {
    const client = aClient({ graph: () => ({ repository: null, organisation: null }) });
    expect(await readPull(client, repository, 12, options)).toBe("absent");
  });

  it.each([{ createdAt: "__proto__" }, { comments: aConnection([aComment(1, { createdAt: "9".repeat(40) })]) }])(
    "R29: a time that is none ends the try like any other shape: %j",
    async (pull) => {
      await expect(read(aPullAnswer(pull))).rejects.toBeInstanceOf(Transient);
    },
  );

  it("R29: an answer of another shape proves nothing", async () => {
    await expect(read(aPullAnswer({ headRefOid: null }))).rejects.toBeInstanceOf(Transient);
  });
});

describe("the time of a reading", () => {
  const commented = (createdAt: string) => aPullAnswer({ comments: aConnection([aComment(1, { createdAt })]) });

  it("R92: is never before what is told in it, where GitHub's own machines differ by a moment", async () => {
    const { facts } = await read(commented("2026-11-25T10:00:02Z"));
    expect(facts.readAt).toBe(instant("2026-11-25T10:00:02Z"));
    const reviews = aConnection([aReview(1, { submittedAt: "2026-11-25T10:00:03Z" })]);
    const reviewed = await read(aPullAnswer({ reviews }));
    expect(reviewed.facts.readAt).toBe(instant("2026-11-25T10:00:03Z"));
  });

  it("R47: but no date of somebody's making moves it on", async () => {
    const { facts } = await read(commented("2027-11-25T10:00:00Z"));
    expect(facts.readAt).toBe(instant("2026-11-25T10:00:00Z"));
  });
});

describe("people", () => {
  it("R3: bots are spelled as REST spells them, whatever GraphQL says", async () => {
    const { facts } = await read(aPullAnswer({ author: { __typename: "Bot", login: "dependabot", databaseId: 4 } }));
    expect(facts.author).toEqual({ login: "dependabot[bot]", id: 4, type: "Bot" });
  });

  it("R3: a login with brackets is never a person's", async () => {
    const { facts } = await read(aPullAnswer({ author: { __typename: "User", login: "x[bot]", databaseId: 4 } }));
    expect(facts.author?.type).toBe("Bot");
  });

  it("R3: mannequins and organisations are neither people nor bots; deleted accounts are null", async () => {
    const comments = aConnection([
      aComment(1, { author: { __typename: "Mannequin", login: "ann" } }),
      aComment(2, { author: null }),
    ]);
    const { facts } = await read(aPullAnswer({ comments }));
    expect(facts.comments.items.map((comment) => comment.author?.type ?? null)).toEqual(["Other", null]);
  });
});

describe("words", () => {
  it("ids beyond 32 bits are read whole; without the field they come from the address", async () => {
    const comments = aConnection([aComment(3_456_789_012), aComment(7_000_000_001, { fullDatabaseId: null })]);
    const { facts } = await read(aPullAnswer({ comments }));
    expect(facts.comments.items.map((comment) => comment.id)).toEqual([3_456_789_012, 7_000_000_001]);
  });

  it("R7: edited is edited, by whomever", async () => {
    const comments = aConnection([aComment(1), aComment(2, { lastEditedAt: "2026-11-20T12:00:00Z" })]);
    const { facts } = await read(aPullAnswer({ comments }));
    expect(facts.comments.items.map((comment) => comment.edited)).toEqual([false, true]);
  });

  it("a review that is not submitted is its writer's draft", async () => {
    const reviews = aConnection([aReview(1), aReview(2, { state: "PENDING", submittedAt: null })]);
    const { facts } = await read(aPullAnswer({ reviews }));
    expect(facts.reviews.items.map(({ id, state, commit }) => ({ id, state, commit }))).toEqual([
      { id: 1, state: "APPROVED", commit: HEAD },
    ]);
  });
});

const COMPARE = `GET /repos/KusionStack/kusion/compare/${BASE}...${HEAD}`;

const compared = (files: unknown) => ({ merge_base_commit: { sha: "m".repeat(40) }, files });

describe("R12, R36: renames", () => {
  it("the old path comes from the comparison of the two commits, for one more request", async () => {
    const files = aConnection([{ path: "docs/b.md", changeType: "RENAMED" }]);
    const rest = () => compared([{ filename: "docs/b.md", status: "renamed", previous_filename: "pkg/a.md" }]);
    const { facts, asked } = await read(aPullAnswer({ files }), { rest });
    expect(asked).toEqual(["graphql Pull", COMPARE]);
    expect(facts.files.items).toEqual([{ path: "docs/b.md", previousPath: "pkg/a.md", change: "renamed" }]);
  });

  it("R29: where the two answers name different files, both are asked about", async () => {
    const files = aConnection([{ path: "docs/b.md", changeType: "RENAMED" }]);
    const rest = () => compared([{ filename: "other.md", status: "added" }]);
    const { facts } = await read(aPullAnswer({ files }), { rest });
    expect(facts.files.items.map(({ path }) => path)).toEqual(["other.md", "docs/b.md"]);
  });
});

describe("R14: truncation is never silence", () => {
  const many = (count: number, from = 0) =>
    Array.from({ length: count }, (_, index) => ({ path: `f${from + index}`, changeType: "ADDED" }));

  it("R36: more than a hundred files are read by their commits", async () => {
    const files = aConnection(many(100), { total: 250, next: "x" });
    const rest = () => compared(many(250).map(({ path }) => ({ filename: path, status: "added" })));
    const { facts, asked } = await read(aPullAnswer({ files, changedFiles: 250 }), { rest });
    expect(facts.files).toMatchObject({ complete: true, total: 250 });
    expect(facts.files.items).toHaveLength(250);
    expect(asked).toEqual(["graphql Pull", COMPARE]);
  });

  it("R36: more than a comparison names are read by the trees of the merge base and the head, folder by folder if need be", async () => {
    const files = aConnection(many(100), { total: 400, next: "x" });
    const tree = (shas: readonly string[]) => ({
      truncated: false,
      tree: shas.map((sha, n) => ({ path: `f${n}`, mode: "100644", type: "blob", sha })),
    });
    const folder = (sha: string) => [{ path: "pkg", mode: "040000", type: "tree", sha }];
    const rest = (what: string) => {
      if (what === COMPARE) return compared(many(300).map(({ path }) => ({ filename: path, status: "added" })));
      if (/trees\/(m{40}|a{40})\?recursive=1$/.test(what)) return { truncated: true, tree: [] };
      if (/trees\/m{40}$/.test(what)) return { truncated: false, tree: folder("before") };
      if (what.endsWith(`trees/${HEAD}`)) return { truncated: false, tree: folder("after") };
      if (what.includes("trees/before")) return tree([]);
      if (what.includes("trees/after")) return tree(Array.from({ length: 400 }, (_, n) => `${n}`));
      return { truncated: true, tree: [] };
    };
    const { facts } = await read(aPullAnswer({ files, changedFiles: 400 }), { rest });
    expect(facts.files).toMatchObject({ complete: true, total: 400 });
    expect(facts.files.items[0]).toEqual({ path: "pkg/f0", previousPath: null, change: "added" });
  });

  it("files beyond GitHub's end are told as missing", async () => {
    const files = aConnection(many(100), { total: 3000, next: "x" });
    const { facts } = await read(aPullAnswer({ files, changedFiles: 3100 }));
    expect(facts.files).toMatchObject({ complete: false, total: 3100 });
  });

  it("files that GitHub cannot tell are unknown, not none", async () => {
    const { facts } = await read(aPullAnswer({ files: null, changedFiles: 4 }), { rest: () => compared([]) });
    expect(facts.files).toEqual({ items: [], complete: false, total: 4 });
  });

  it("a second page of comments is read", async () => {
    const first = aConnection([aComment(1)], { total: 2, next: "c1" });
    const second = aConnection([aComment(2)], { total: 2 });
    const graph = (name: string) =>
      name === "Pull"
        ? aPullAnswer({ comments: first })
        : { repository: { subject: { headRefOid: HEAD, baseRefName: "main", page: second } } };
    const { facts } = await read(null, { graph });
    expect(facts.comments).toMatchObject({ complete: true, total: 2 });
    expect(facts.comments.items.map((comment) => comment.id)).toEqual([1, 2]);
  });

  it.each([
    ["head", { headRefOid: "9".repeat(40), baseRefName: "main" }],
    ["base", { headRefOid: HEAD, baseRefName: "release-1" }],
  ])(
    "R36: a %s that moved between two pages: all is read again, and the try ends where it never stands still",
    async (_, at) => {
      const comments = aConnection([aComment(1)], { total: 2, next: "c1" });
      let readings = 0;
      const moving = (until: number) => (name: string) => {
        if (name === "Pull") readings += 1;
        if (name === "Pull") return aPullAnswer({ comments });
        const still = { headRefOid: HEAD, baseRefName: "main" };
        const page = aConnection([aComment(2)], { total: 2 });
        return { repository: { subject: { ...(readings < until ? at : still), page } } };
      };
      const { facts } = await read(null, { graph: moving(2) });
      expect(facts.comments.items.map(({ id }) => id)).toEqual([1, 2]);
      await expect(read(null, { graph: moving(Number.POSITIVE_INFINITY) })).rejects.toThrow("changed while");
    },
  );

  it("R53: pages shrink while an answer is too large, and each list is read to its end", async () => {
    const sizes: unknown[] = [];
    const all = Array.from({ length: 7 }, (_, n) => aComment(n + 1));
    const graph = (name: string, { size, after }: Readonly<Record<string, unknown>>) => {
      sizes.push(size);
      if (Number(size) > 3) throw new Transient("too large", { tooMuch: "surely" });
      const from = Number(after ?? 0);
      const to = Math.min(all.length, from + Number(size));
      const page = aConnection(all.slice(from, to), { total: 7, ...(to < 7 && { next: `${to}` }) });
      if (name === "Pull") return aPullAnswer({ comments: page });
      return { repository: { subject: { headRefOid: HEAD, baseRefName: "main", page } } };
    };
    const { facts } = await read(null, { graph });
    expect(facts.comments.items.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(sizes).toEqual([100, 50, 25, 13, 7, 4, 2, 2, 2, 2]);
  });

  it("a list shorter than GitHub's count of it is incomplete", async () => {
    const { facts } = await read(aPullAnswer({ comments: aConnection([aComment(1)], { total: 5 }) }));
    expect(facts.comments).toMatchObject({ complete: false, total: 5 });
  });

  it("inline comments are read through all reviews when asked for, and only then", async () => {
    const inline = aConnection([{ id: "PRR_1", comments: aConnection([aComment(9)], { total: 2, next: "i1" }) }]);
    const graph = (name: string) => {
      if (name === "Pull") return aPullAnswer();
      if (name === "ReviewComments") return { node: { page: aConnection([aComment(10)], { total: 2 }) } };
      return { repository: { subject: { headRefOid: HEAD, baseRefName: "main", page: inline } } };
    };
    const { facts } = await read(null, { graph }, { ...options, inline: true });
    expect(facts.reviewComments).toMatchObject({ complete: true });
    expect(facts.reviewComments.items.map(({ kind, id }) => `${kind}:${id}`)).toEqual([
      "review-comment:9",
      "review-comment:10",
    ]);
    expect((await read(aPullAnswer())).facts.reviewComments).toEqual({ items: [], complete: true, total: 0 });
  });
});

describe("R17: twins", () => {
  const associated = { nodes: [aTwin(30, "OPEN"), aTwin(31, "CLOSED"), aTwin(32, "OPEN", "other"), aTwin(12, "OPEN")] };
  const last = { nodes: [{ commit: { oid: HEAD, associatedPullRequests: associated } }] };

  it("are the open pull requests of the head commit that have it as their head", async () => {
    expect((await read(aPullAnswer({ last }))).facts.twins).toEqual([30]);
  });

  it("are asked of REST where GraphQL could not tell, and never taken for none", async () => {
    const failing = (rest?: () => unknown) => {
      const client = aClient({ graph: () => aPullAnswer({ last }), ...(rest && { rest }) });
      const graph: typeof client.graph = async (query, variables) => ({
        ...(await client.graph(query, variables)),
        absent: new Set(["repository.pullRequest.last.nodes.0.commit.associatedPullRequests"]),
      });
      return readPull({ ...client, graph }, repository, 12, options);
    };
    const listed = [30, 12].map((number) => ({ number, state: "open", head: { sha: HEAD } }));
    const seen = await failing(() => [...listed, { number: 31, state: "closed", head: { sha: HEAD } }]);
    expect(seen !== "absent" && seen.facts.twins).toEqual([30]);
    await expect(failing()).rejects.toThrow("404");
  });
});

function aTwin(number: number, state: string, headRefOid = HEAD) {
  return { number, state, headRefOid };
}

describe("R2: who had a hand in the commits", () => {
  const commits = (commit: Record<string, unknown>) =>
    aConnection([
      {
        commit: {
          oid: HEAD,
          committedViaWeb: false,
          parents: { nodes: [{ oid: BASE_PARENT }] },
          authors: { totalCount: 1, nodes: [{ user: { login: "ann", databaseId: 1 } }] },
          committer: { user: { login: "ben", databaseId: 2 } },
          ...commit,
        },
      },
    ]);
  const BASE_PARENT = "1".repeat(40);
  const people = async (commit: Record<string, unknown>) => {
    const { facts } = await read(aPullAnswer({ commits: commits(commit) }), {}, { ...options, commits: true });
    return facts.commits.items[0]?.people.map((person) => person?.login ?? null);
  };

  it("authors, co-authors and committer", async () => {
    const authors = { totalCount: 2, nodes: [{ user: { login: "ann" } }, { user: { login: "cho" } }] };
    expect(await people({ authors })).toEqual(["ann", "cho", "ben"]);
  });

  it("an identity without an account is somebody unknown", async () => {
    expect(await people({ committer: { user: null } })).toEqual(["ann", null]);
  });

  it("GitHub itself, committing on the web, is nobody", async () => {
    expect(await people({ committedViaWeb: true, committer: { user: null } })).toEqual(["ann"]);
  });

  it("R14: more authors than GitHub lists include somebody unknown", async () => {
    const authors = { totalCount: 101, nodes: [{ user: { login: "ann" } }] };
    expect(await people({ authors })).toEqual(["ann", null, "ben"]);
  });
});
