/** What people, lost answers and other processes do to the pull request that publishes. */

import { describe, expect, it } from "vitest";
import { begun, PEOPLE, TABLE } from "./a-publisher.ts";

const MORE = `${TABLE}maintainers: [SparkYuan, ann, eve]\napprovers: [ben]\n`;
const LEFT = [expect.stringMatching(/^somebody else has pushed to the branch/)];
const DECLINED = [expect.stringMatching(/^number 1 proposed this and was closed unmerged/)];

async function opened() {
  const all = await begun();
  await all.look();
  const [pull] = all.pulls();
  if (pull === undefined) throw new Error("nothing was opened");
  const states = () => all.pulls().map(({ state }) => state);
  return { ...all, pull, states, drop: () => all.spark.setBranch(all.repo, "rung/publish", null) };
}

const ENDING = "mutation updateRefs, as it takes the branch away";

describe("R30: cut off after each of its writes", () => {
  it.each([
    "POST /repos/{owner}/{repo}/git/trees",
    "POST /repos/{owner}/{repo}/git/commits",
    "POST /repos/{owner}/{repo}/git/refs",
    "POST /repos/{owner}/{repo}/pulls",
    "mutation updateRefs",
    "PATCH /repos/{owner}/{repo}/pulls/{pull_number}",
    ENDING,
  ])("%s: it ends as without that", async (match) => {
    const { sandbox, look, pulls, textAt, spark, repo, world } = await begun();
    const isEnding = match === ENDING;
    const cutOff = () =>
      sandbox.faults.add({
        kind: "status-after",
        status: 502,
        times: 1,
        match: isEnding ? "mutation updateRefs" : match,
      });
    if (!isEnding) cutOff();
    let cut = 0;
    const patiently = async () => {
      await look().catch(async () => {
        cut += 1;
        await look();
      });
    };
    await patiently();
    expect(textAt("M.md")).toContain("| ann |");
    spark.pushRegistry(repo, MORE);
    await patiently();
    expect(textAt("M.md")).toContain("| eve |");
    expect(pulls().map(({ state }) => state)).toEqual(["open"]);
    spark.pushRegistry(repo, PEOPLE);
    if (isEnding) cutOff();
    await patiently();
    expect([pulls().map(({ state }) => state), world.tip(repo, "rung/publish")]).toEqual([["closed"], undefined]);
    expect(cut).toBe(1);
    expect(await look()).toEqual(["query Published"]);
  });
});

describe("two processes at one repository", () => {
  it("R30: that begin at once end with one branch and one pull request", async () => {
    const { look, onRequest, pulls, world, repo } = await begun();
    const both = Promise.withResolvers<void>();
    let met = 0;
    onRequest(async (_, path) => {
      if (!path.endsWith("/git/trees")) return;
      met += 1;
      if (met === 2) both.resolve();
      await both.promise;
    });
    const tries = await Promise.allSettled([look(), look()]);
    expect([met, tries.filter(({ status }) => status === "rejected")]).toMatchObject([
      2,
      [{ reason: { mayHaveHappened: true } }],
    ]);
    onRequest(() => {});
    expect(await look()).toEqual(["query Published"]);
    expect(pulls()).toHaveLength(1);
    expect(world.git.known(pulls()[0]?.headSha ?? "").parents).toEqual([world.tip(repo, "main")]);
  });

  it.each([
    [
      "newer lists",
      async ({ look, spark, repo }: Awaited<ReturnType<typeof opened>>) => {
        spark.pushRegistry(repo, MORE.replace("eve", "zoe"));
        await look();
      },
    ],
    [
      "what a person pushed",
      async ({ spark, pull }: Awaited<ReturnType<typeof opened>>) => {
        spark.push(pull, { files: { "mine.md": "zoe\n" } });
      },
    ],
  ])("R37: one that is late does not move away %s", async (_, act) => {
    const all = await opened();
    all.spark.pushRegistry(all.repo, MORE);
    let isFirst = true;
    all.onRequest(async (_method, path) => {
      if (!path.endsWith("/git/commits") || !isFirst) return;
      isFirst = false;
      await act(all);
    });
    await expect(all.look()).rejects.toThrow("has moved meanwhile");
    const files = all.world.git.filesAt(all.world.tip(all.repo, "rung/publish") ?? "");
    expect([...files.values()].map((blob) => all.world.git.text(blob)).join("")).toContain("zoe");
    expect(all.states()).toEqual(["open"]);
  });
});

describe("the branch that is not needed any more", () => {
  /** Somebody pushes right after the request of that name was sent for the first time; answers their commit. */
  function pushedAfter({ sandbox, spark, repo }: Awaited<ReturnType<typeof opened>>, request: string) {
    let pushed = "";
    sandbox.onExchange(({ route, requestBody }) => {
      if (pushed !== "" || !`${route} ${requestBody}`.includes(request)) return;
      pushed = spark.commit(repo, "rung/publish", { files: { "mine.md": "mine\n" } });
    });
    return () => pushed;
  }

  it("R50: is not taken away with what somebody pushes between Rung's last look and its own write", async () => {
    const all = await opened();
    const { look, notes, spark, repo, world } = all;
    spark.pushRegistry(repo, PEOPLE);
    const pushed = pushedAfter(all, "query RepositoryId");
    await expect(look()).rejects.toThrow("has moved meanwhile");
    expect(pushed()).not.toBe("");
    await look();
    expect([world.tip(repo, "rung/publish"), await notes()]).toEqual([pushed(), LEFT]);
  });

  it("goes by REST on a server without the mutation, which looks before it deletes", async () => {
    const all = await opened();
    const { sandbox, look, spark, repo, world, states } = all;
    sandbox.faults.add({ kind: "without-mutation", field: "updateRefs", match: "mutation updateRefs" });
    spark.pushRegistry(repo, PEOPLE);
    expect((await look()).slice(-2)).toEqual([
      "GET /repos/{owner}/{repo}/git/ref/{ref}",
      "DELETE /repos/{owner}/{repo}/git/refs/{ref}",
    ]);
    expect([states(), world.tip(repo, "rung/publish")]).toEqual([["closed"], undefined]);
  });

  it("gone before Rung takes it away, it is gone", async () => {
    const { onRequest, look, notes, spark, repo, drop, states } = await opened();
    spark.pushRegistry(repo, PEOPLE);
    onRequest((method) => {
      if (method === "PATCH") drop();
    });
    await look();
    expect([states(), await notes()]).toEqual([["closed"], []]);
  });
});

describe("the pull request in people's hands", () => {
  it("R78: closed, or closed with its branch, it stays closed, though its text was written anew before", async () => {
    const { look, states, notes, spark, pull } = await opened();
    spark.edit(pull, { body: "Not now." });
    spark.close(pull);
    await look();
    expect([states(), await notes()]).toEqual([["closed"], DECLINED]);
    const other = await opened();
    other.drop();
    await other.look();
    expect([other.states(), await other.notes()]).toEqual([["closed"], DECLINED]);
  });

  it("closed by Rung itself it is no refusal", async () => {
    const { look, states, spark, repo } = await opened();
    spark.pushRegistry(repo, PEOPLE);
    await look();
    spark.pushRegistry(repo, `${TABLE}${PEOPLE}`);
    await look();
    expect(states()).toEqual(["closed", "open"]);
  });

  it("once the branch that somebody pushed to is deleted, a clean one is begun", async () => {
    const { look, states, notes, spark, pull, drop, textAt } = await opened();
    spark.push(pull, { files: { "M.md": "mine\n" } });
    await look();
    expect([states(), await notes()]).toEqual([["open"], LEFT]);
    drop();
    await look();
    expect([states(), await notes()]).toEqual([["closed", "open"], []]);
    expect(textAt("M.md")).toContain("| ann |");
  });

  it("opened again it is kept, with Rung's own title and text", async () => {
    const { look, states, spark, pull } = await opened();
    const { title, body } = pull;
    spark.close(pull);
    spark.reopen(pull);
    spark.edit(pull, { title: "Mine", body: "" });
    await look();
    expect([states(), pull.title, pull.body]).toEqual([["open"], title, body]);
  });

  it("sent elsewhere, or with another default branch, one goes to the default branch", async () => {
    const { look, pulls, spark, repo, world, pull } = await opened();
    spark.setBranch(repo, "trunk", world.tip(repo, "main") ?? "");
    const bases = () => pulls().map(({ baseRef }) => baseRef);
    spark.retarget(pull, "trunk");
    for (const _ of ["once", "twice"]) await look();
    expect(bases()).toEqual(["trunk", "main"]);
    spark.setDefaultBranch(repo, "trunk");
    await look();
    expect(bases()).toEqual(["trunk", "main"]);
  });

  it.each([
    ["no commit of its own is taken up", (): Record<string, string> => ({}), []],
    ["somebody's commit is left alone", (): Record<string, string> => ({ "x.md": "y\n" }), LEFT],
  ])("a branch of that name with %s", async (_, filesIn, said) => {
    const { look, pulls, notes, spark, repo, world } = await begun();
    spark.setBranch(repo, "rung/publish", world.tip(repo, "main") ?? "");
    const files = filesIn();
    if (Object.keys(files).length > 0) spark.commit(repo, "rung/publish", { files });
    await look();
    expect([pulls().length, await notes()]).toEqual([1 - said.length, said]);
  });
});
