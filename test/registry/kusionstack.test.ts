import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { indexed } from "../../src/registry/registry-index.ts";
import { chainAt, KUSION, logins, parsed, user } from "./a-registry.ts";

/** The project's own roles.yaml: KusionStack's registry, as the sandbox serves it. */
const { registry, faults } = parsed(readFileSync(new URL("../../roles.yaml", import.meta.url), "utf8"));

describe("KusionStack's registry", () => {
  it("has no fault, and one warning, which is true: nobody of it holds a role outside the areas", () => {
    expect(faults.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
      "warning: files outside every area need 1 approval from approvers, but nobody holds that without areas; ask for fewer, or name more people",
    ]);
  });

  it("lists the twelve maintainers and the one approver of the community's files", () => {
    const of = (role: string) => registry?.people.filter((held) => held.role === role).length;
    expect([of("maintainers"), of("approvers"), of("contributors"), of("members")]).toEqual([12, 1, 0, 0]);
  });

  it("lets hoangndst approve kusion, its engine included, and nothing else", () => {
    if (registry === null) throw new Error("faulty");
    const index = indexed(registry);
    const may = (name: string, path: string) =>
      index.mayApprove(user("hoangndst"), chainAt(index, { owner: "KusionStack", name }, path)) !== null;
    expect([
      may("kusion", "main.go"),
      may("kusion", "pkg/engine/apply.go"),
      may("karpor", "main.go"),
      may("community", "a.md"),
    ]).toEqual([...[true, true, false, false]]);
    expect(logins(index.approversOf(chainAt(index, KUSION, "pkg/engine/apply.go")))).toEqual([
      ...["SparkYuan", "liu-hm19", "ffforest", "adohe", "Yangyang96", "hoangndst"],
    ]);
    expect(logins(index.registryApprovers(KUSION))).toEqual([
      "SparkYuan",
      "liu-hm19",
      "ffforest",
      "adohe",
      "Yangyang96",
    ]);
    expect(index.registryApprovers({ owner: "KusionStack", name: ".github" })).toHaveLength(12);
  });
});
