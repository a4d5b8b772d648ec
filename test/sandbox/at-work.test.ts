import { describe, expect, it } from "vitest";
import { parseRegistry } from "../../src/commands/read-registry.ts";
import { builtInRegistry, registryText } from "../../src/sandbox/kusionstack.ts";
import { kusionStackAtWork, listsOf, publishLists, registryAtWork } from "../../src/sandbox/kusionstack-at-work.ts";
import { steppingClock } from "../../src/sandbox/world/clock.ts";
import { codeownersErrors } from "../../src/sandbox/world/codeowners.ts";
import { START } from "./a-sandbox.ts";

const source = { repository: { owner: "KusionStack", name: ".github" }, path: "roles.yaml", oid: "" };

describe("the world of npm start", () => {
  it("has a registry without faults, which publishes lists and watches teams", () => {
    const { faults, registry } = parseRegistry(registryAtWork(), source);
    expect(faults.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(registry?.publish?.map(({ file }) => file)).toEqual([
      "MAINTAINERS.md",
      "APPROVERS.md",
      "CONTRIBUTORS.md",
      ".github/CODEOWNERS",
      "DECISIONS.md",
    ]);
    expect(registry?.decisions?.map(({ kind }) => kind)).toEqual(["technical", "direction", "governance"]);
    expect(registry?.access?.mode).toBe("watch");
  });

  it("asks maintainers who were not seen for a year, and lists somebody who may come back, also without the project's file", () => {
    const now = Date.parse("2031-03-31T00:00:00Z");
    for (const text of [registryText(), builtInRegistry()]) {
      const { faults, registry } = parseRegistry(registryAtWork(text, now), source);
      expect(faults.filter(({ severity }) => severity === "error")).toEqual([]);
      expect(registry?.inactivity?.mode).toBe("propose");
      expect(
        registry?.roles.flatMap(({ name, inactivity }) => (inactivity ? [`${name}: ${inactivity.after}`] : [])),
      ).toEqual(["maintainers: 12mo"]);
      expect(registry?.emeritus?.map(({ login, until }) => `${login} until ${until}`)).toEqual([
        "octo-alum until 2030-08-03",
      ]);
    }
  });

  it("has lists that are right at the start, so that nothing of them is to be written, and owners who may push", () => {
    const world = kusionStackAtWork({ clock: steppingClock(START, 2_000), empty: true });
    publishLists(world);
    for (const name of [".github", "kusion"]) {
      const repo = world.repo(`KusionStack/${name}`);
      expect(listsOf(world, repo)).toEqual([]);
      expect(codeownersErrors(world, repo, null)).toEqual([]);
    }
    const home = world.repo("KusionStack/.github");
    const blob = world.git.filesAt(world.tip(home, "main") ?? "").get("MAINTAINERS.md") ?? "";
    expect(world.git.text(blob)).toContain("# Maintainers\n\nThey set the direction of KusionStack's projects.");
    expect(world.git.text(blob)).toContain(
      "| Dayuan Li | [SparkYuan](https://github.com/SparkYuan) | kusion, community | Ant Group |",
    );
  });

  it("has teams that differ from the registry: somebody added by hand, an invitation that expired", () => {
    const world = kusionStackAtWork({ clock: steppingClock(START, 2_000), empty: true });
    const organization = world.actor("KusionStack");
    const members = (slug: string) => world.organizations.team(organization, slug)?.members.map(({ login }) => login);
    expect(members("approvers")).toEqual(["hoangndst", "jemshad"]);
    expect(members("maintainers")).toHaveLength(11);
    const failed = world.organizations.failed(organization, world.clock.now());
    expect(failed.map(({ invitee }) => invitee?.login)).toEqual(["shaofan-hs"]);
  });
});
