import { describe, expect, it } from "vitest";
import { unpinnedApprovers } from "../../src/registry/unpinned-people.ts";
import { aRegistry } from "./a-registry.ts";

const of = (text: string) => unpinnedApprovers(aRegistry(text));

describe("R4: who may approve by login alone", () => {
  it("is whoever approves and has no id, each person once; lower roles approve nothing", () => {
    expect(of("maintainers: [ann, { login: ben, id: 2 }]\napprovers: [cho, Ann]\ncontributors: [dee]\n")).toEqual([
      "ann",
      "cho",
    ]);
    expect(of("maintainers: [{ login: ann, id: 1 }, { login: ben, id: 2 }]\ncontributors: [dee]\n")).toEqual([]);
  });

  it("goes by the role that approves, wherever that is another", () => {
    const areas = 'areas: { docs: { paths: ["docs/**"], approval: { from: contributors } } }\n';
    expect(of(`${areas}maintainers: [{ login: ann, id: 1 }]\ncontributors: [dee]\n`)).toEqual(["dee"]);
    const branches = 'approval: { from: maintainers, branches: { "dev-*": { from: approvers } } }\n';
    expect(of(`${branches}maintainers: [{ login: ann, id: 1 }]\napprovers: [cho]\n`)).toEqual(["cho"]);
    expect(of("approval: { from: maintainers }\nmaintainers: [{ login: ann, id: 1 }]\napprovers: [cho]\n")).toEqual([]);
  });

  it("is nobody who holds nothing: bots, and who is listed as emeritus", () => {
    expect(of('maintainers: [{ login: ann, id: 1 }, "a[bot]", old]\nemeritus: [old]\n')).toEqual([]);
  });
});
