import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rung } from "../../src/cli/rung.ts";
import { history } from "../../src/sandbox/kusionstack-history.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/start.ts";
import { aWorld } from "../sandbox/a-sandbox.ts";
import { noBot } from "./no-bot.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  const world = aWorld({ registry: null });
  history(world);
  sandbox = await startSandbox({ world });
});
afterAll(() => sandbox.close());

/** What the history tells: hoangndst was there last in August 2024, SparkYuan in April 2025. */
const PEOPLE = `maintainers: [SparkYuan, adohe]
approvers: [{ login: hoangndst, since: 2024-08-30 }]
contributors: [SparkYuan, wu8685]
`;
const text = (approvers = "{ inactivity: 12mo }") =>
  `roles:\n  contributors: {}\n  approvers: ${approvers}\n  maintainers: {}\n${PEOPLE}`;

async function seen(registry: string, args: readonly string[], token = sandbox.personalToken("SparkYuan")) {
  const out: string[] = [];
  const err: string[] = [];
  const io = {
    ...{ cwd: "/", readFile: () => registry },
    ...{ out: (line: string) => out.push(line), err: (line: string) => err.push(line) },
  };
  const env = { GITHUB_TOKEN: token, GHE_HOST: sandbox.host, GHE_PROTOCOL: "http" };
  return { code: await rung(["seen", ...args], io, noBot, env), out: out.join("\n"), err: err.join("\n") };
}

interface Told {
  readonly login: string;
  readonly role: string;
  readonly state: string;
  readonly lastSeen: string | null;
  readonly where: string | null;
  readonly why: string | null;
  readonly guard: { readonly kind: string } | null;
}

async function told(registry: string, ...args: readonly string[]) {
  const { code, out } = await seen(registry, ["--owner", "KusionStack", "--json", ...args]);
  const holders: readonly Told[] = JSON.parse(out).holders;
  return { code, holders, of: (login: string) => holders.find((one) => one.login === login) };
}

describe("rung seen", () => {
  it("tells of each holder when they were last seen and where; an entry that a higher one includes is not asked about", async () => {
    const { code, holders, of } = await told(text());
    expect(code).toBe(0);
    expect(holders.map(({ login, role }) => `${login} ${role}`)).toEqual([
      "hoangndst approvers",
      "SparkYuan maintainers",
      "adohe maintainers",
      "wu8685 contributors",
    ]);
    expect(of("SparkYuan")).toMatchObject({ state: "not-seen", lastSeen: "2025-04-07", guard: null });
    expect(of("SparkYuan")?.where).toMatch(/\/KusionStack\/kusion\/issues\/1322$/);
    expect(of("wu8685")).toMatchObject({ state: "not-seen", lastSeen: null });
  });

  it("says that it cannot see who merged, pushed, labelled or closed: no search finds them", async () => {
    const { out } = await seen(text(), ["--owner", "KusionStack"]);
    expect(out).toContain("merges, pushes, labels and closings (only the bot is told of them)");
  });

  it("where the organisation demands single sign-on, it says so, and what is to be done", async () => {
    sandbox.faults.add({ kind: "sign-on" });
    const { code, out, err } = await seen(text(), ["--owner", "KusionStack"]);
    sandbox.faults.clear();
    expect(code).toBe(1);
    expect(`${out}${err}`).toContain("Configure SSO");
    expect(`${out}${err}`).not.toContain("authorization_request");
  });

  it("tells of one role, by the time that is typed", async () => {
    const { holders } = await told(text(), "maintainers", "--for", "3y");
    expect(holders.map(({ login, state }) => `${login} ${state}`)).toEqual(["SparkYuan seen", "adohe seen"]);
  });

  it("tells of a day in the past what was there by then, and of one to come what would be", async () => {
    const past = await told(text(), "approver", "--as-of", "2024-06-30");
    expect(past.of("hoangndst")).toMatchObject({ state: "seen" });
    expect((past.of("hoangndst")?.lastSeen ?? "") <= "2024-06-30").toBe(true);
    const later = await told(text(), "approver", "--as-of", "2027-06-30", "--for", "2y");
    expect(later.of("hoangndst")).toMatchObject({ state: "not-seen", lastSeen: "2024-08-20" });
  });

  it("says which guard holds whom, and that the project is quiet where more than half of a role is", async () => {
    const away = text().replace("since: 2024-08-30", "away: true");
    expect((await told(away, "approver")).of("hoangndst")?.guard).toMatchObject({ kind: "away" });
    const { out } = await seen(text(), ["--owner", "KusionStack"]);
    expect(out).toContain("1 of 1 approvers were not seen: the project is quiet rather than its people");
    expect(out).toMatch(
      /^ {2}hoangndst {2}everywhere {2}2024-08-20 {2}KusionStack\/kusion#1267 {2}not seen for 12 months$/m,
    );
    expect(out).not.toMatch(/inactive/i);
  });

  it("R70: cannot tell of an account that is not there, or is another one by its id, tells the rest, and ends with 1", async () => {
    const { code, of } = await told(text().replace("adohe", "adohe, nobody-here, { login: ffforest, id: 1 }"));
    expect(code).toBe(1);
    expect(of("nobody-here")).toMatchObject({ state: "unknown", guard: null });
    expect(of("ffforest")?.why).toContain("is not the one that the registry means");
    expect(of("adohe")).toMatchObject({ state: "not-seen" });
  });

  it("looks once at a person of a group who stands at an area, too", async () => {
    const { code, holders } = await told(
      `groups: { g: [hoangndst, { login: wu8685, away: true }] }
areas: { kusion: { repos: [kusion], approvers: [g, Hoangndst] }, karpor: { repos: [karpor] } }
roles: { approvers: { inactivity: 12mo }, maintainers: {} }
maintainers: [SparkYuan, adohe]
approvers: [{ group: g, areas: [karpor] }]
`,
      "approver",
    );
    expect([code, holders.map(({ login, role }) => `${login} ${role}`)]).toEqual([
      0,
      ["hoangndst approvers", "wu8685 approvers"],
    ]);
    expect(holders[1]?.guard).toMatchObject({ kind: "away" });
  });

  it("says how it is used, and what GitHub refused", async () => {
    expect((await seen(text(), [])).code).toBe(2);
    expect(await seen(text(), ["king", "--owner", "KusionStack"])).toMatchObject({
      code: 2,
      err: expect.stringContaining('role "king" is not defined; defined are '),
    });
    expect((await seen(text(), ["--owner", "KusionStack", "--for", "long"])).err).toContain(
      "a duration of a day or more, as in 12mo",
    );
    expect((await seen(text(), ["--owner", "KusionStack", "--as-of", "soon"])).code).toBe(2);
    for (const wrong of [
      ["--as-of", "2026-13-40"],
      ["--for", "0mo"],
      ["--for", "-1y"],
      ["--for"],
      ["approvers", "maintainers"],
    ])
      expect([wrong, (await seen(text(), ["--owner", "KusionStack", ...wrong])).code]).toEqual([wrong, 2]);
    expect((await seen(text(), ["--owner", "KusionStack"], "")).code).toBe(2);
    const faulty = await seen(text("{ inactivity: 2w }"), ["--owner", "KusionStack"]);
    expect(faulty).toMatchObject({ code: 1, out: "", err: expect.stringContaining("roles.yaml is faulty") });
    expect(
      await seen(text().replace("approvers: [{ login: hoangndst, since: 2024-08-30 }]\n", ""), [
        "approver",
        "--owner",
        "KusionStack",
      ]),
    ).toMatchObject({ code: 0, err: "" });
    expect(await seen(text(), ["--owner", "KusionStack"], "nonsense")).toMatchObject({ code: 1, out: "" });
  });
});
