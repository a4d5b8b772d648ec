/** Access, mode grant: two switches, exactly the plan, nobody against their will, nobody ever removed. */

import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { findAudit } from "../../src/database/audit-entries.ts";
import type { Actor, Comment, Issue, Repo, Team } from "../../src/sandbox/world/model.ts";
import { emptied } from "../support/emptied.ts";
import { aStage, type Stage } from "./stage.ts";

const OWN = "Kept by Rung from KusionStack/.github";
const PEOPLE = `areas: { kusion: { repos: [kusion] } }
maintainers: [SparkYuan, liu-hm19]
approvers:
  - { login: hoangndst, areas: [kusion] }
  - { login: jemshad, areas: [kusion] }
`;
const registry = (mode: string, more = "") => `${PEOPLE}${more}access:
  mode: ${mode}
  teams: { "{area}-approvers": approvers }
`;
const OCTO = "  - { login: octo-fan, areas: [kusion] }\n";

let stage: Stage;
let organization: Actor;
let home: Repo;
let team: Team;

async function opened(options: Parameters<typeof aStage>[0]): Promise<void> {
  stage = await aStage({ ...options, registry: PEOPLE });
  const { world } = stage;
  organization = world.actor("KusionStack");
  home = world.repo("KusionStack/.github");
  const { members } = world.organizations.of(organization);
  members.clear();
  members.set(world.anyone("SparkYuan"), "admin");
  for (const login of ["liu-hm19", "hoangndst"]) members.set(world.anyone(login), "member");
  for (const one of [home, stage.kusion]) one.collaborators.clear();
  team = world.addTeam("KusionStack", "kusion-approvers", [], { description: OWN });
}

const as = (login: string) => stage.world.as(login);
const issue = () =>
  [...home.subjects.values()].find((one): one is Issue => one.kind === "issue" && one.author.login === "rung[bot]");
const told = () => (issue()?.state === "open" ? (issue()?.body ?? "") : "");
const puts = () => {
  const prefix = "/orgs/KusionStack/teams/kusion-approvers/memberships/";
  const sent = stage.sandbox.journal.since().filter(({ method, path }) => method === "PUT" && path.startsWith(prefix));
  return sent.map(({ path }) => path.slice(prefix.length));
};
const members = () => team.members.map(({ login }) => login);
const invited = () =>
  stage.world.organizations.pending(organization, stage.world.clock.now()).map(({ invitee }) => invitee?.login);

async function pushed(text: string): Promise<void> {
  as("SparkYuan").pushRegistry(home, text);
  await stage.settled();
}

async function looked(): Promise<void> {
  const subject = { kind: "access", repository: { owner: "KusionStack", name: ".github", id: home.id } } as const;
  const { installationId } = stage.sandbox;
  await stage.rung.queue.enqueue([{ installationId, subject, cause: "access.look", notes: [] }]);
  await stage.settled();
}

const thumbs = ({ reactions }: Comment) => reactions.map(({ content }) => content);
const byRung = () => issue()?.comments.filter(({ author }) => author.login === "rung[bot]") ?? [];

describe("with one switch of two", () => {
  beforeAll(() => opened({}));
  afterAll(() => stage.close());

  it("the registry's alone: nobody is added, and the issue says which is missing", async () => {
    await pushed(registry("grant"));
    expect(told()).toContain("The registry says `mode: grant`, and Rung runs without `ACCESS=grant`");
    expect(told()).toContain("**hoangndst** is not in `kusion-approvers`");
    expect([puts(), members(), invited()]).toEqual([[], [], []]);
  });
});

describe("with both switches", () => {
  beforeAll(() => opened({ access: "grant" }));
  afterAll(() => stage.close());
  afterEach(() => stage.sandbox.faults.clear());

  it("where Rung runs alone: nobody is added", async () => {
    await pushed(registry("watch"));
    expect(told()).toContain("**jemshad** is not in `kusion-approvers`");
    expect(puts()).toEqual([]);
  });

  it("R67: a page that fails, a forbidden list, or a faulty registry adds nobody", async () => {
    const { faults } = stage.sandbox;
    faults.add({ kind: "status", status: 403, match: "/failed_invitations" });
    await pushed(registry("grant"));
    expect(puts()).toEqual([]);
    faults.clear();
    await pushed(`${registry("grant")}nonsense: [\n`);
    await looked();
    expect(puts()).toEqual([]);
  });

  it("R68: adds exactly whom the check said that merging adds: members at once, others by an invitation; nobody else, and once", async () => {
    await pushed(registry("watch"));
    const files = { "roles.yaml": registry("grant") };
    const pull = as("SparkYuan").openPull({ repo: "KusionStack/.github", title: "Let Rung add people", files });
    await stage.settled();
    const check = [...home.checkRuns.values()].flat().findLast(({ headSha }) => headSha === pull.headSha);
    expect(check?.text).toContain("Merging this adds hoangndst and jemshad to kusion-approvers, removes nobody.");
    expect(puts()).toEqual([]);
    await pushed(registry("grant"));
    await looked();
    expect(puts()).toEqual(["hoangndst", "jemshad"]);
    expect([members(), invited()]).toEqual([["hoangndst"], ["jemshad"]]);
    await looked();
    expect(puts()).toHaveLength(2);
    as("jemshad").acceptInvitation(organization);
    await stage.settled();
    expect(members()).toEqual(["hoangndst", "jemshad"]);
    expect(told()).toBe("");
    const { db } = stage.rung.database;
    const entries = await findAudit(db, { repository: "KusionStack/.github", number: null, since: null, limit: 50 });
    const grants = entries.filter(({ what }) => what === "access-grant");
    expect(grants.map(({ detail }) => `${detail.login} ${detail.outcome}`).toSorted()).toEqual([
      "hoangndst added",
      "jemshad invited",
    ]);
  });

  it("stopped by a limit in the middle, the run goes on later: nobody twice, nobody forgotten", async () => {
    stage.sandbox.faults.add({ kind: "secondary-limit", match: "memberships/riven-blade", retryAfter: 1, times: 1 });
    stage.sandbox.faults.add({ kind: "status-after", status: 502, match: "PUT /orgs", times: 1 });
    await pushed(registry("grant", `${OCTO}  - { login: riven-blade, areas: [kusion] }\n`));
    await vi.waitFor(() => expect(invited()).toEqual(["octo-fan", "riven-blade"]), { timeout: 60_000 });
    await stage.settled();
    expect(puts().slice(2).toSorted()).toEqual(["octo-fan", "riven-blade"]);
    expect(told()).toBe("");
    for (const login of ["octo-fan", "riven-blade"]) as(login).declineInvitation(organization);
    stage.world.clock.advance(120_000);
    await looked();
    expect(told()).toMatch(/\*\*riven-blade\*\* is not in .* was declined or withdrawn/);
    expect(puts()).toHaveLength(4);
    await pushed(registry("grant"));
  });

  it("R69: takes nobody out, whoever is in there without the registry", async () => {
    as("SparkYuan").addToTeam(team, "liu-hm19");
    await stage.settled();
    expect(told()).toContain("**liu-hm19** is in `kusion-approvers`");
    expect(members()).toContain("liu-hm19");
    as("SparkYuan").removeFromTeam(team, "liu-hm19");
    await stage.settled();
  });

  it("R69: who left is not asked again, also where the database is lost, until somebody of the top role says /invite; then once", async () => {
    as("jemshad").removeFromTeam(team, "jemshad");
    await stage.settled();
    expect(told()).toContain("**jemshad** is not in `kusion-approvers`");
    expect(told()).toContain("They left by themselves");
    await emptied(stage.rung.database);
    await looked();
    expect(puts()).toHaveLength(4);
    const about = issue();
    if (about === undefined) throw new Error("no issue");
    const refused = as("hoangndst").comment(about, "/invite @jemshad");
    await stage.settled();
    expect(byRung().map(({ body }) => body)).toEqual([expect.stringContaining("that takes a maintainer")]);
    expect([thumbs(refused), puts().length]).toEqual([[], 4]);
    stage.world.anyone("rung-like[bot]");
    const forged = as("rung-like[bot]").openIssue({
      repo: "KusionStack/.github",
      title: about.title,
      body: about.body,
    });
    const strayed = as("SparkYuan").comment(forged, "/invite @jemshad");
    await stage.settled();
    expect(forged.comments.at(-1)?.body).toContain("is said on the issue about access");
    expect([thumbs(strayed), puts().length]).toEqual([[], 4]);
    const said = as("SparkYuan").comment(about, "/invite @jemshad");
    await stage.settled();
    await vi.waitFor(() => expect(puts().slice(4)).toEqual(["jemshad"]), { timeout: 60_000 });
    await stage.settled();
    expect(thumbs(said)).toEqual(["+1"]);
    expect(byRung()).toHaveLength(1);
    expect(members()).toContain("jemshad");
    expect(told()).toBe("");
    as("jemshad").removeFromTeam(team, "jemshad");
    await stage.settled();
    await looked();
    expect(puts()).toHaveLength(5);
  });

  it("a refusal of GitHub's stands in the issue, with its reason, and is not tried again the same day", async () => {
    stage.world.organizations.of(organization).blocked.add(stage.world.anyone("octo-fan"));
    await pushed(registry("grant", OCTO));
    expect(told()).toMatch(
      /\*\*octo-fan\*\* is not in .*\n.*Rung could not add them: GitHub forbids it: octo-fan is blocked/,
    );
    const tries = puts().length;
    await looked();
    expect([puts().length, told()]).toEqual([tries, expect.stringContaining("octo-fan is blocked")]);
  });

  it("the description is taken away between the plan and the write: nobody is added", async () => {
    team.description = "Ours";
    stage.world.organizations.of(organization).blocked.clear();
    await emptied(stage.rung.database);
    const before = puts().length;
    await looked();
    expect(told()).toContain("is not handed over, so Rung adds nobody to it");
    expect(puts()).toHaveLength(before);
  });
});
