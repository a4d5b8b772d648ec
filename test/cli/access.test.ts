import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { rung } from "../../src/cli/rung.ts";
import type { Env } from "../../src/environment/variables.ts";
import type { PlayedWorld } from "../../src/sandbox/played-world.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/start.ts";
import { aSandbox, aWorld, KUSION } from "../sandbox/a-sandbox.ts";
import { aCheckout, aFolder } from "./a-folder.ts";
import { noBot } from "./no-bot.ts";

const REGISTRY = `access:
  teams: { "{area}-approvers": approvers }
  repositories: { maintainers: write, approvers: triage }
  owners: [SparkYuan]
areas: { kusion: { repos: [kusion] } }
maintainers: [SparkYuan]
approvers: [{ login: hoangndst, areas: [kusion] }, { login: zoumo, areas: [kusion] }]
`;

/** Everything as the registry says. */
function rightWorld(registry = REGISTRY): PlayedWorld {
  const world = aWorld({ registry });
  const owners = world.organizations.of(world.actor("KusionStack")).members;
  for (const [who, role] of owners) if (role === "admin" && who.login !== "SparkYuan") owners.set(who, "member");
  world.addTeam("KusionStack", "kusion-approvers", ["hoangndst", "zoumo"], { repositories: { [KUSION]: "triage" } });
  world.repo(KUSION).collaborators.clear();
  return world;
}

/** Runs `rung` as a person, in a folder without a registry unless another is given. */
async function access(
  sandbox: Sandbox,
  args: readonly string[],
  { folder = aFolder({}), as = "SparkYuan", env = {} as Env } = {},
) {
  const [out, err]: [string[], string[]] = [[], []];
  const io = {
    out: (text: string) => out.push(text),
    err: (text: string) => err.push(text),
    readFile: (path: string) => readFileSync(resolve(folder, path), "utf8"),
    cwd: folder,
  };
  const entrance = { GITHUB_TOKEN: sandbox.personalToken(as), GHE_HOST: sandbox.host, GHE_PROTOCOL: "http", ...env };
  const code = await rung(["access", ...args], io, noBot, entrance);
  return { code, out: out.join("\n"), err: err.join("\n") };
}

describe("rung access", () => {
  it("0: nothing differs, by the registry that lies in the organisation's registry repository", async () => {
    const sandbox = await aSandbox({ world: rightWorld() });
    const { code, out, err } = await access(sandbox, ["KusionStack"]);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(
      /^Nothing differs between GitHub's KusionStack and KusionStack\/\.github, read on Monday 23 Nov/,
    );
  });

  it("2: what differs is told with the ways out, as text and as JSON", async () => {
    const world = rightWorld();
    const team = world.teams.find(({ slug }) => slug === "kusion-approvers");
    team?.members.splice(0, 1, world.actor("jemshad"));
    world.repo(KUSION).collaborators.set("octo-fan", "admin");
    const sandbox = await aSandbox({ world });
    const { code, out } = await access(sandbox, ["kusionstack"]);
    expect(code).toBe(2);
    expect(out.split("\n").slice(1)).toEqual([
      "- hoangndst is not in `kusion-approvers`, the team of approvers of kusion.",
      "  Add them on GitHub, or change their role in the registry.",
      "- jemshad is in `kusion-approvers`, the team of approvers of kusion, and the registry does not say so.",
      "  Either `/promote @jemshad approvers kusion`, or take them out of the team on GitHub.",
      "- octo-fan has `admin` in `kusion`, given there to them alone, and holds no role there.",
      "  Either give them a role, write octo-fan under `besides` in the registry, or take it away on GitHub.",
    ]);
    const told = JSON.parse((await access(sandbox, ["KusionStack", "--json"])).out);
    expect(told).toMatchObject({ owner: "KusionStack", mode: "watch", whole: true, unread: [], adds: [] });
    expect(told.differences.map(({ kind }: { kind: string }) => kind)).toEqual([
      "missing",
      "surplus",
      "collaborator-surplus",
    ]);
    expect(told.differences[0].what).toContain("hoangndst is not in `kusion-approvers`");
  });

  it("1: R67, what could not be read is said, and no difference is made of it", async () => {
    const world = rightWorld();
    const sandbox = await aSandbox({ world });
    sandbox.faults.add({ kind: "status", status: 502, match: "/collaborators" });
    const { code, out } = await access(sandbox, ["KusionStack"]);
    expect(code).toBe(1);
    expect(out).toContain(
      "Not everything could be read, so nothing is said of what differs between GitHub's KusionStack",
    );
    expect(out).toContain("Not read:\n- GitHub did not tell who has access to `kusion`");
  });

  it("1: a person who may not see invitations does not see everything", async () => {
    const { code, out } = await access(await aSandbox({ world: rightWorld() }), ["KusionStack"], { as: "zoumo" });
    expect(code).toBe(1);
    expect(out).toContain("who is in `kusion-approvers`");
  });

  it("1: R67, whoever is no member of the organisation is shown too little of it for anything to be said", async () => {
    const sandbox = await aSandbox({ world: rightWorld() });
    for (const more of [[], ["--json"], ["--dump"]]) {
      const { code, out, err } = await access(sandbox, ["KusionStack", ...more], { as: "octo-fan" });
      expect(code).toBe(1);
      expect(`${out}${err}`).toContain("This token's account is no member of KusionStack");
      expect(out).not.toMatch(/differ|is not there|owners:/);
    }
  });

  it("asks the file that is named, or at hand, where that is the organisation's", async () => {
    const sandbox = await aSandbox({ world: rightWorld() });
    const other = REGISTRY.replace("login: zoumo", "login: jemshad");
    const named = await access(sandbox, ["KusionStack", "--registry", "draft.yaml"], {
      folder: aFolder({ "draft.yaml": other }),
    });
    expect([named.code, named.out.split("\n")[0]]).toEqual([2, expect.stringContaining("and draft.yaml, read on")]);
    expect((await access(sandbox, ["KusionStack"], { folder: aCheckout({ "roles.yaml": other }) })).code).toBe(2);
    const elsewhere = aFolder({ "roles.yaml": "maintainers: [ann]\n" });
    expect((await access(sandbox, ["KusionStack"], { folder: elsewhere })).code).toBe(0);
    const faulty = await access(sandbox, ["KusionStack"], { folder: aFolder({ "roles.yaml": "maintainers: 5\n" }) });
    expect([faulty.code, faulty.err]).toEqual([1, "roles.yaml is faulty; `rung check roles.yaml` tells where"]);
  });

  it("a repository whose registry extends this one is held against both; one that stands alone is left out", async () => {
    const world = rightWorld(REGISTRY.replace("repos: [kusion]", "repos: [kusion, karpor, kuperator]"));
    const commit = (name: string, text: string) => {
      const repo = world.repo(`KusionStack/${name}`);
      repo.collaborators.clear();
      world.as("SparkYuan").commit(repo, repo.defaultBranch, { files: { "roles.yaml": text }, message: "Roles" });
    };
    const everywhere = {
      [KUSION]: "triage",
      "KusionStack/karpor": "triage",
      "KusionStack/kuperator": "triage",
    } as const;
    const team = world.teams.find(({ slug }) => slug === "kusion-approvers");
    for (const [name, role] of Object.entries(everywhere)) team?.repositories.set(world.repo(name), role);
    commit("karpor", "extends: true\nmaintainers: [octo-fan]\n");
    commit("kuperator", "maintainers: [jemshad]\n");
    world.repo("KusionStack/karpor").collaborators.set("octo-fan", "write");
    world.repo("KusionStack/kuperator").collaborators.set("octo-fan", "write");
    const sandbox = await aSandbox({ world });
    expect(await access(sandbox, ["KusionStack"])).toMatchObject({ code: 0 });
    world.repo(KUSION).collaborators.set("octo-fan", "write");
    expect((await access(sandbox, ["KusionStack"])).out).toContain("octo-fan has `write` in `kusion`");
  });

  it("1: without a registry, or one that says something of access, there is nothing to compare, and it says so", async () => {
    const without = await access(await aSandbox({ world: aWorld({ registry: null }) }), ["KusionStack"]);
    expect([without.code, without.err]).toEqual([1, expect.stringContaining("KusionStack/.github has no roles.yaml")]);
    const silent = await access(await aSandbox({ world: aWorld({ registry: "maintainers: [SparkYuan]\n" }) }), [
      "KusionStack",
    ]);
    expect([silent.code, silent.err]).toEqual([1, expect.stringContaining("says nothing of access")]);
    const nowhere = await access(await aSandbox(), ["NoSuchOrg"]);
    expect([nowhere.code, nowhere.err]).toEqual([1, expect.stringContaining("NoSuchOrg/.github is not there")]);
  });

  it("needs a token", async () => {
    const { code, err } = await access(await aSandbox(), ["KusionStack"], { env: { GITHUB_TOKEN: "" } });
    expect([code, err]).toEqual([2, expect.stringMatching(/^Set GITHUB_TOKEN to a token of yours: .*gh auth token/)]);
  });
});

describe("rung access --dump", () => {
  it("prints each team with its people and their ids, as YAML, with what helps to tell which role it is", async () => {
    const world = rightWorld();
    world.addTeam("KusionStack", "null", ["no", "zoumo"], { description: "a\nb: [c", privacy: "secret" });
    const sandbox = await aSandbox({ world });
    const { code, out } = await access(sandbox, ["KusionStack", "--dump"]);
    expect(code).toBe(0);
    const read = parse(out);
    expect(read.access).toEqual({ owners: ["SparkYuan"] });
    expect(read["kusion-approvers"]).toEqual(
      ["hoangndst", "zoumo"].map((login) => ({ login, id: world.actor(login).id })),
    );
    expect(read.null).toEqual(["no", "zoumo"].map((login) => ({ login, id: world.actor(login).id })));
    expect(out).toContain("# kusion-approvers: 2 members\n# triage in kusion\nkusion-approvers:\n");
    expect(out).toContain("# null: 2 members, secret\n# a b: [c\n");
  });

  it("prints every team, however many there are, and none under the name of another key", async () => {
    const world = rightWorld();
    for (let at = 0; at < 110; at += 1) world.addTeam("KusionStack", `team-${at}`, ["zoumo"]);
    world.addTeam("KusionStack", "access", []);
    const { code, out } = await access(await aSandbox({ world }), ["KusionStack", "--dump"]);
    expect(code).toBe(0);
    const read = parse(out);
    expect(Object.keys(read).filter((key) => /^team-\d+$/.test(key))).toHaveLength(110);
    expect(read["access-team"]).toEqual([]);
  });

  it("1: of nobody's organisation there is nothing to print", async () => {
    const { code, err } = await access(await aSandbox(), ["NoSuchOrg", "--dump"]);
    expect([code, err]).toEqual([1, expect.stringContaining("NoSuchOrg is no organisation")]);
  });

  it("who may not see invitations has the members, and is told so", async () => {
    const { code, out } = await access(await aSandbox({ world: rightWorld() }), ["KusionStack", "--dump"], {
      as: "zoumo",
    });
    expect([code, out]).toEqual([
      0,
      expect.stringContaining("# kusion-approvers: 2 members, invitations could not be read\n"),
    ]);
  });

  it("1: a team that could not be read is said", async () => {
    const sandbox = await startSandbox({ world: rightWorld() });
    sandbox.faults.add({ kind: "partial", field: "members", match: "query Access" });
    const { code, out } = await access(sandbox, ["KusionStack", "--dump"]);
    expect([code, out]).toEqual([
      1,
      expect.stringContaining("# kusion-approvers: kusion-approvers. Who is in it could not be read."),
    ]);
    await sandbox.close();
  });
});
