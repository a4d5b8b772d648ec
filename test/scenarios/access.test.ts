import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { subjectKey } from "../../src/model/job.ts";
import type { Actor, Issue, Repo, Team } from "../../src/sandbox/world/model.ts";
import { exchangeFaults } from "../contract/github-description.ts";
import { emptied } from "../support/emptied.ts";
import { aStage, type Stage } from "./stage.ts";

const ACCESS = `areas: { kusion: { repos: [kusion] } }
maintainers: [SparkYuan, liu-hm19]
approvers:
  - { login: hoangndst, areas: [kusion] }
  - { login: jemshad, areas: [kusion] }
access:
  teams: { "{area}-approvers": approvers }
  repositories: { maintainers: admin, approvers: write }
  owners: [SparkYuan]
`;

let stage: Stage;
let organization: Actor;
let team: Team;
let home: Repo;
beforeAll(async () => {
  stage = await aStage({ registry: ACCESS.slice(0, ACCESS.indexOf("access:")) });
  stage.sandbox.onExchange((exchange) => wrong.push(...exchangeFaults(exchange)));
  const { world } = stage;
  organization = world.actor("KusionStack");
  home = world.repo("KusionStack/.github");
  world.organizations.of(organization).members.clear();
  world.organizations.of(organization).members.set(world.anyone("SparkYuan"), "admin");
  for (const login of ["liu-hm19", "hoangndst", "jemshad", "octo-fan"])
    world.organizations.of(organization).members.set(world.anyone(login), "member");
  team = world.addTeam("KusionStack", "kusion-approvers", ["hoangndst", "jemshad"]);
  team.repositories.set(stage.kusion, "write");
  for (const one of [home, stage.kusion]) one.collaborators.clear();
  for (const login of ["liu-hm19", "SparkYuan"]) stage.kusion.collaborators.set(login.toLowerCase(), "admin");
});
const wrong: string[] = [];
afterAll(async () => {
  await stage.close();
  expect(wrong, "GitHub's own description").toEqual([]);
});

const spark = () => stage.world.as("SparkYuan");

const issues = (): readonly Issue[] =>
  [...home.subjects.values()].filter((one): one is Issue => one.kind === "issue" && one.author.login === "rung[bot]");

function told(): { readonly state: string; readonly entries: readonly string[] } | null {
  const [issue, ...others] = issues();
  if (others.length > 0) throw new Error(`${others.length + 1} issues`);
  if (issue === undefined) return null;
  return { state: issue.state, entries: issue.body.split("\n").filter((line) => line.startsWith("- ")) };
}

/** As the schedule would have it a day later. */
async function aDayLater(): Promise<void> {
  const subject = { kind: "access", repository: { owner: "KusionStack", name: ".github", id: home.id } } as const;
  const { installationId } = stage.sandbox;
  await stage.rung.queue.enqueue([{ installationId, subject, cause: "access.look", notes: [] }]);
  await stage.settled();
}

const writes = (since: number) => stage.sandbox.journal.since(since).filter(({ effect }) => effect === "write");

it("a registry without `access` asks nothing more, whatever happens to people", async () => {
  stage.requests();
  spark().addToTeam(team, "octo-fan");
  spark().removeFromTeam(team, "octo-fan");
  spark().invite(organization, { invitee: stage.world.anyone("somebody") });
  spark().cancelInvitation(organization, "somebody");
  spark().giveCollaborator(stage.kusion, "octo-fan", "write");
  spark().giveCollaborator(stage.kusion, "octo-fan", "none");
  await stage.settled();
  expect(stage.requests().filter((one) => /Access|orgs|collaborators|issues/.test(one))).toEqual([]);
  expect(told()).toBeNull();
});

describe("a registry that says who should have access", () => {
  beforeAll(async () => {
    spark().pushRegistry(home, ACCESS);
    await stage.settled();
  });
  beforeEach(() => expect(told()?.state === "open" ? told()?.entries : []).toEqual([]));

  it("opens no issue where nothing differs, at one request for the teams", async () => {
    expect(told()).toBeNull();
    stage.requests();
    await aDayLater();
    expect(stage.requests().filter((one) => one.includes("Access"))).toHaveLength(1);
  });

  it("a member added to a team by hand: told with who and when, once, and gone when gone", async () => {
    spark().addToTeam(team, "octo-fan");
    await stage.settled();
    const { state, entries } = told() ?? {};
    expect(state).toBe("open");
    expect(entries).toHaveLength(1);
    expect(entries?.[0]).toMatch(
      /^- \*\*octo-fan\*\* is in `kusion-approvers`, the team of approvers of kusion, and the registry does not say so\. SparkYuan added them on .*UTC\.$/,
    );
    const before = stage.sandbox.journal.last;
    await aDayLater();
    expect(writes(before)).toEqual([]);
    spark().removeFromTeam(team, "octo-fan");
    await stage.settled();
    expect(told()).toEqual({ state: "closed", entries: [] });
  });

  it("a collaborator with admin", async () => {
    spark().giveCollaborator(stage.kusion, "octo-fan", "admin");
    await stage.settled();
    expect(told()?.entries).toEqual([expect.stringMatching(/octo-fan.*`admin`.*`kusion`.*SparkYuan gave it on/)]);
    spark().giveCollaborator(stage.kusion, "octo-fan", "none");
    await stage.settled();
  });

  it("a collaborator who may push and holds no role, where nothing is said of permissions, at no request more", async () => {
    spark().pushRegistry(home, ACCESS.replace(/ {2}repositories: .*\n/, ""));
    await stage.settled();
    spark().giveCollaborator(stage.kusion, "octo-fan", "write");
    await stage.settled();
    expect(told()?.entries).toEqual([expect.stringMatching(/octo-fan.*`write`.*`kusion`.*SparkYuan gave it on/)]);
    stage.requests();
    await aDayLater();
    expect(stage.requests().filter((one) => /Access|collaborators|repositories$/.test(one))).toHaveLength(1);
    spark().giveCollaborator(stage.kusion, "octo-fan", "none");
    spark().pushRegistry(home, ACCESS);
    await stage.settled();
  });

  it("an owner whom the registry does not name; GitHub sends no event of it", async () => {
    spark().setOrganizationRole(organization, "octo-fan", "admin");
    await aDayLater();
    expect(told()?.entries).toEqual([expect.stringContaining("**octo-fan** owns the organisation")]);
    spark().setOrganizationRole(organization, "octo-fan", "member");
    await aDayLater();
  });

  it("an invitation that expired, and R69: somebody who left by themselves", async () => {
    stage.world.organizations.of(organization).members.delete(stage.world.anyone("jemshad"));
    spark().removeFromTeam(team, "jemshad");
    await stage.settled();
    spark().addToTeam(team, "jemshad");
    await stage.settled();
    spark().expireInvitation(organization, "jemshad");
    await stage.settled();
    await aDayLater();
    expect(told()?.entries).toEqual([expect.stringMatching(/jemshad.* is not in `kusion-approvers`.*expired on/)]);
    spark().addToTeam(team, "jemshad");
    stage.world.as("jemshad").acceptInvitation(organization);
    await stage.settled();
    stage.world.as("jemshad").removeFromTeam(team, "jemshad");
    await stage.settled();
    expect(told()?.entries).toEqual([expect.stringContaining("They left by themselves on")]);
    await emptied(stage.rung.database);
    await aDayLater();
    expect(told()?.entries, "R69: after the database was lost").toEqual([
      expect.stringContaining("They left by themselves on"),
    ]);
    spark().addToTeam(team, "jemshad");
    await stage.settled();
    await aDayLater();
  });

  it.each([
    ["a page of members fails", { kind: "partial", field: "members" }],
    ["the whole reading fails", { kind: "status", status: 502, match: "Access" }],
    ["a page of failed invitations fails", { kind: "status", status: 502, match: "failed_invitations" }],
  ] as const)("R67: %s: nothing is told, nothing is written", async (_, fault) => {
    spark().addToTeam(team, "octo-fan");
    spark().removeFromTeam(team, "hoangndst");
    stage.sandbox.faults.add({ ...fault, match: "match" in fault ? fault.match : "query Access" });
    const before = stage.sandbox.journal.last;
    await stage.settled();
    expect(writes(before)).toEqual([]);
    stage.sandbox.faults.clear();
    spark().removeFromTeam(team, "octo-fan");
    spark().addToTeam(team, "hoangndst");
    await stage.settled();
  });

  it("R67: by a registry that has faults nothing is told", async () => {
    spark().pushRegistry(home, `${ACCESS}acess: 1\n`);
    await stage.settled();
    spark().addToTeam(team, "octo-fan");
    const before = stage.sandbox.journal.last;
    await stage.settled();
    await aDayLater();
    expect(writes(before).filter(({ operation }) => operation.includes("/issues"))).toEqual([]);
    spark().removeFromTeam(team, "octo-fan");
    spark().pushRegistry(home, ACCESS);
    await stage.settled();
  });

  it("R67: a 403 is said, above what was told before, and taken back when it is read again", async () => {
    spark().addToTeam(team, "octo-fan");
    await stage.settled();
    const forbidden = { kind: "status", status: 403, match: "query Access" } as const;
    stage.sandbox.faults.add(forbidden);
    await aDayLater();
    const body = issues()[0]?.body ?? "";
    expect(body).toContain("Who has access could not be read");
    expect(body.indexOf("What stands below is older.")).toBeLessThan(body.indexOf("**octo-fan** is in"));
    const before = stage.sandbox.journal.last;
    await aDayLater();
    expect(writes(before)).toEqual([]);
    stage.sandbox.faults.clear();
    spark().removeFromTeam(team, "octo-fan");
    await stage.settled();
    expect(told()).toEqual({ state: "closed", entries: [] });
  });

  it("R30: opened although GitHub's answer was lost, there is one issue, which says it once", async () => {
    await emptied(stage.rung.database);
    home.subjects.delete(issues()[0]?.number ?? 0);
    const match = "POST /repos/{owner}/{repo}/issues";
    stage.sandbox.faults.add({ kind: "status-after", status: 502, times: 1, match });
    team.members.push(stage.world.anyone("octo-fan"));
    await aDayLater();
    expect(issues()).toHaveLength(1);
    expect(told()?.entries).toHaveLength(1);
    team.members.pop();
    await aDayLater();
  });

  it("R30: the database is lost in the middle, and there is no second issue", async () => {
    spark().addToTeam(team, "octo-fan");
    await stage.settled();
    await emptied(stage.rung.database);
    await aDayLater();
    expect(issues()).toHaveLength(1);
    expect(told()?.entries[0], "who did it is in the issue's line").toContain("SparkYuan added them on");
    spark().removeFromTeam(team, "octo-fan");
    await stage.settled();
    expect(told()?.state).toBe("closed");
  });

  it("is looked at again by whatever is read of the registry, where every event and the database were lost", async () => {
    await emptied(stage.rung.database);
    team.members.push(stage.world.anyone("octo-fan"));
    const sweep = { kind: "sweep", repositories: [] } as const;
    await stage.rung.queue.enqueue([
      { installationId: stage.sandbox.installationId, subject: sweep, cause: "start", notes: [] },
    ]);
    await stage.settled();
    expect(told()?.entries).toEqual([expect.stringContaining("**octo-fan** is in")]);
    team.members.pop();
    await aDayLater();
  });

  describe("the check of a change of the registry", () => {
    /** What it says of teams, and the requests that it took. */
    async function proposing(
      registry: string,
      by = "octo-fan",
    ): Promise<{ readonly text: string; readonly asked: readonly string[] }> {
      stage.requests();
      const pull = stage.world.as(by).openPull({
        ...{ repo: "KusionStack/.github", title: "Change the registry" },
        files: { "roles.yaml": registry },
      });
      await stage.settled();
      const runs = [...home.checkRuns.values()].flat().filter(({ headSha }) => headSha === pull.headSha);
      const asked = stage.requests().filter((one) => /query Access|orgs|collaborators/.test(one));
      stage.world.as(by).close(pull);
      await stage.settled();
      return { text: runs.at(-1)?.text ?? "", asked };
    }

    it("R68: names whom merging adds to which team, and that it removes nobody, at one request", async () => {
      const { text, asked } = await proposing(
        ACCESS.replace("access:", "  - { login: wu8685, areas: [kusion] }\naccess:"),
      );
      expect(text).toContain(
        "Merging this adds wu8685 to kusion-approvers, removes nobody; people do that on GitHub, since `access` only watches.",
      );
      expect(asked).toEqual(["query Access", "GET /orgs/{org}/failed_invitations"]);
    });

    it("names who stays in a team without their role", async () => {
      const { text } = await proposing(ACCESS.replace("  - { login: jemshad, areas: [kusion] }\n", ""));
      expect(text).toContain(
        "Merging this adds nobody, removes nobody. kusion-approvers keeps jemshad, without the registry saying so.",
      );
    });

    it("R54: who is in a team that nobody has listed yet is not for a stranger to ask, but for whoever may approve it", async () => {
      stage.world.addTeam("KusionStack", "inner-circle", ["eve"]);
      const listing = ACCESS.replace("teams: {", "teams: { inner-circle: maintainers,");
      const { text, asked } = await proposing(listing);
      expect(text).toContain("Of a team that it lists for the first time nothing is told before it is merged");
      expect([text.includes("eve"), asked.length]).toEqual([false, 1]);
      expect((await proposing(listing, "liu-hm19")).text).toContain(
        "Merging this adds liu-hm19 to inner-circle, removes nobody; people do that on GitHub, since `access` only watches. inner-circle keeps eve",
      );
    });

    it("says nothing where it changes nothing of teams, and that it cannot tell where GitHub does not", async () => {
      expect((await proposing(ACCESS.replace("approvers: write", "approvers: triage"))).text).not.toContain(
        "Merging this",
      );
      stage.sandbox.faults.add({ kind: "status", status: 502, match: "query Access" });
      const { text } = await proposing(ACCESS.replace("  - { login: hoangndst, areas: [kusion] }\n", ""));
      expect(text).toContain("Whom merging this adds to teams cannot be told: GitHub did not tell all that it takes.");
      expect(text).toContain("hoangndst is no longer approver of kusion.");
      stage.sandbox.faults.clear();
    });

    it("asks nothing where neither registry says who should have access, or the pull request changes no registry", async () => {
      const { asked, text } = await proposing(ACCESS.slice(0, ACCESS.indexOf("access:")));
      expect(text).not.toContain("Merging this");
      expect(asked).toEqual([]);
    });
  });

  it("closes the issue when the registry says nothing of it any more", async () => {
    spark().addToTeam(team, "octo-fan");
    await stage.settled();
    expect(told()?.state).toBe("open");
    spark().pushRegistry(home, ACCESS.slice(0, ACCESS.indexOf("access:")));
    await stage.settled();
    expect(told()?.state).toBe("closed");
    expect(subjectKey(1, { kind: "access", repository: { owner: "a", name: "b", id: 5 } })).toBe("access:5");
  });
});
