import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { aCheckout, aFolder, runIn } from "./a-folder.ts";

const PLAIN = "maintainers: [ann, ben]\napprovers: [cho]\n";
const GENERATED = `${PLAIN}generated: ["**/*.pb.go"]\n`;
const FILES = { "api/a.pb.go": "", "api/b.pb.go": "", "src/main.go": "" };
const DEAD = `${PLAIN}generated: ["**/*.pb.go", "gen/**"]\n`;
const DEAD_WARNING = '"gen/**" matches no file of this repository';

describe("the organisation's registry in a repository of another name", () => {
  const text =
    'groups: { sig: [dan] }\nareas: { web: { paths: ["web/**"] } }\nmaintainers: [ann, ben]\napprovers: [cho]\n';
  const of = (args: readonly string[]) => [...args, "--repo", "my-org/community"];

  it("R83: REGISTRY_REPO names it, so its groups and patterns are for other repositories, too", async () => {
    const folder = aCheckout({ "roles.yaml": text, "src/main.go": "" });
    const usual = (await runIn(folder, of(["check"]))).out;
    expect(usual).toContain("no role names group");
    expect(usual).toContain('"web/**" matches no file of this repository');
    const named = (await runIn(folder, of(["check"]), "", { REGISTRY_REPO: "Community" })).out;
    expect(named).not.toMatch(/no role names group|matches no file/);
    expect((await runIn(folder, ["check", "--repo", "my-org/.github"])).out).not.toMatch(
      /no role names group|matches no/,
    );
  });

  it("R82: `rung diff` tells what changes in every repository of the owner", async () => {
    const folder = aFolder({ "old.yaml": text, "new.yaml": text.replace("ann, ben", "ann, eve") });
    const diff = of(["diff", "old.yaml", "new.yaml", "--json"]);
    const everywhere = await runIn(folder, diff, "", { REGISTRY_REPO: "community" });
    const there = await runIn(folder, ["diff", "old.yaml", "new.yaml", "--json", "--repo", "my-org/.github"]);
    expect(JSON.parse(everywhere.out.replaceAll('"community"', '".github"'))).toEqual(JSON.parse(there.out));
    expect([everywhere.code, there.code]).toEqual([1, 1]);
  });
});

describe("rung check in a checkout", () => {
  it("tells which files `generated` leaves to nobody, also as JSON; that is no warning", async () => {
    const folder = aCheckout({ ...FILES, "roles.yaml": GENERATED });
    expect(await runIn(join(folder, "src"), ["check"])).toEqual({
      code: 0,
      out: "2 generated files need nobody beside another change: api/a.pb.go and api/b.pb.go\n../roles.yaml: no faults",
      err: "",
    });
    expect(JSON.parse((await runIn(folder, ["check", "--json"])).out)).toEqual({
      file: "roles.yaml",
      ok: true,
      faults: [],
      generated: ["api/a.pb.go", "api/b.pb.go"],
    });
  });

  it("does not count files of an exclusive area, nor the registry, which need their people all the same", async () => {
    const areas = 'areas: { api: { paths: ["api/a*"], exclusive: true } }\n';
    const text = `${GENERATED.replace("**/*.pb.go", "**/*.*").replace("[cho]", "[{ login: cho, areas: [api] }]")}${areas}`;
    const { generated } = JSON.parse(
      (await runIn(aCheckout({ ...FILES, "roles.yaml": text }), ["check", "--json"])).out,
    );
    expect(generated).toEqual(["api/b.pb.go", "src/main.go"]);
  });

  it("warns of a pattern that matches none of its files, in the registry and in a draft beside it", async () => {
    const folder = aCheckout({ ...FILES, ".github/roles.yaml": DEAD, "next.yaml": DEAD });
    for (const [args, file] of [
      [["check"], ".github/roles.yaml"],
      [["check", "next.yaml"], "next.yaml"],
    ] as const) {
      const { code, out } = await runIn(folder, args);
      expect(code).toBe(0);
      expect(out).toMatch(new RegExp(`^${file}:3:27 +warning: `));
      expect(out).toContain(DEAD_WARNING);
    }
    expect(JSON.parse((await runIn(folder, ["check", "--json"])).out).faults).toEqual([
      { severity: "warning", line: 3, column: 27, message: DEAD_WARNING },
    ]);
  });

  it("says nothing of files where FILE is outside of git, deep in another folder, read from a stream, or of another repository", async () => {
    expect((await runIn(aFolder({ ...FILES, "roles.yaml": DEAD }), ["check"])).out).toBe("roles.yaml: no faults");
    const folder = aCheckout({ ...FILES, "roles.yaml": DEAD, "test/data/roles.yaml": DEAD });
    expect((await runIn(folder, ["check", "test/data"])).out).toBe("test/data/roles.yaml: no faults");
    expect((await runIn(folder, ["check", "-"], DEAD)).out).toBe("-: no faults");
    expect((await runIn(folder, ["check"])).out).toContain(DEAD_WARNING);
    const origin = '[remote "origin"]\n\turl = https://github.com/my-org/shop.git\n';
    const cloned = aFolder({ ...FILES, "roles.yaml": DEAD, ".git/config": origin });
    expect((await runIn(cloned, ["check", "--repo", "my-org/till"])).out).toBe("roles.yaml: no faults");
    expect((await runIn(cloned, ["check", "--repo", "My-Org/Shop"])).out).toContain(DEAD_WARNING);
  });
});

describe("rung check of one of two registries", () => {
  it("says which one Rung reads, whichever is checked", async () => {
    const folder = aCheckout({ "roles.yaml": PLAIN, ".github/roles.yaml": PLAIN });
    expect(await runIn(folder, ["check"])).toMatchObject({
      code: 0,
      out: expect.stringMatching(
        /^roles.yaml:1:1 +warning: .github\/roles.yaml is there too, and Rung reads roles.yaml alone/,
      ),
    });
    expect(JSON.parse((await runIn(folder, ["check", ".github/roles.yaml", "--json"])).out)).toMatchObject({
      ok: true,
      faults: [
        { severity: "warning", message: expect.stringMatching(/^Rung reads roles.yaml at the top .* never this file/) },
      ],
    });
  });

  it("is no matter of a draft beside them, nor of a registry further down", async () => {
    const places = ["", ".github/", "sub/", "sub/.github/"].map((place) => [`${place}roles.yaml`, PLAIN]);
    const folder = aCheckout({ ...Object.fromEntries(places), "next.yaml": PLAIN });
    expect((await runIn(folder, ["check", "next.yaml"])).out).toBe("next.yaml: no faults");
    expect((await runIn(folder, ["check", "sub"])).out).toBe("sub/roles.yaml: no faults");
  });
});
