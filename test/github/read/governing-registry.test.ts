import { describe, expect, it } from "vitest";
import type { StoredRegistry } from "../../../src/database/registries.ts";
import { openRegistries } from "../../../src/github/read/governing-registry.ts";
import type { RegistryStore } from "../../../src/github/read/registry-files.ts";
import type { RegistryBlobs, RegistryHead } from "../../../src/github/read/registry-head.ts";
import type { RepositoryFacts } from "../../../src/model/facts.ts";
import { instant } from "../../../src/shared/names.ts";
import { aClient } from "../a-client.ts";
import { aRepositoryAnswer } from "./an-answer.ts";

const NOW = instant("2026-11-25T10:00:00Z");
const GOOD = "approvers: [cho]\nmaintainers: [ann, ben]\n";
const BROKEN = "aprovers: [cho]\n";

function aStore(): RegistryStore {
  const kept = new Map<string, StoredRegistry & { seenAt: number }>();
  return {
    find: async (key) => kept.get(key) ?? null,
    save: async (registry, seenAt = 0) => void kept.set(registry.key, { ...registry, seenAt }),
  };
}

function aRepository(name: string, id: number): RepositoryFacts {
  return { owner: "o", name, id, private: false, archived: false, defaultBranch: "main" };
}

function blobs(name: string, id: number, root: string | null, nested: string | null = null): RegistryBlobs {
  return { repository: aRepository(name, id), root, nested, commit: "c" };
}

function aHead(own: string | null, organisation: string | null = null): RegistryHead {
  return { own: blobs("r", 1, own), organisation: organisation === null ? null : blobs(".github", 2, organisation) };
}

/** A client that knows texts by blob. */
function withBlobs(texts: Record<string, string>, contents: Record<string, string> = {}) {
  return aClient({
    rest: (what) => {
      const oid = /git\/blobs\/(\w+)$/.exec(what)?.[1];
      const text = oid === undefined ? contents[what] : texts[oid];
      if (text === undefined) return undefined;
      return { sha: oid ?? "x1", content: Buffer.from(text).toString("base64"), encoding: "base64", size: text.length };
    },
  });
}

describe("which registry governs", () => {
  it("is known at no request while its blob is the same, also after a restart", async () => {
    const store = aStore();
    const client = withBlobs({ a1: GOOD });
    const registries = openRegistries(store, ".github");
    expect(await registries.governing(client, aHead("a1"), NOW)).toMatchObject({ kind: "good", stale: null });
    expect(client.asked).toHaveLength(1);
    await registries.governing(client, aHead("a1"), NOW);
    await openRegistries(store, ".github").governing(client, aHead("a1"), NOW);
    expect(client.asked).toHaveLength(1);
  });

  it("is known at no request where its text came along with the snapshot", async () => {
    const client = withBlobs({});
    const registries = openRegistries(aStore(), ".github");
    expect(registries.isNew(1)).toBe(true);
    const head = { own: { ...blobs("r", 1, "a1"), texts: new Map([["a1", GOOD]]) }, organisation: null };
    expect(await registries.governing(client, head, NOW)).toMatchObject({ kind: "good", stale: null });
    expect(client.asked).toEqual([]);
    expect(registries.isNew(1)).toBe(false);
  });

  it("R5: a changed blob is read at once", async () => {
    const client = withBlobs({ a1: GOOD, a2: "approvers: [dee]\nmaintainers: [ann, ben]\n" });
    const registries = openRegistries(aStore(), ".github");
    await registries.governing(client, aHead("a1"), NOW);
    const found = await registries.governing(client, aHead("a2"), NOW);
    const dee = { login: "dee", id: null, type: "User" as const };
    expect(found.kind === "good" && found.index.holdsAnyRole(dee)).toBe(true);
  });

  it("R50: the same file in a repository that was renamed, or moved to another owner, stands where that is now", async () => {
    const registries = openRegistries(aStore(), ".github");
    const client = withBlobs({ a1: GOOD });
    await registries.governing(client, aHead("a1"), NOW);
    for (const now of [
      { owner: "o", name: "renamed" },
      { owner: "other", name: "renamed" },
    ]) {
      const own = blobs("r", 1, "a1");
      const head = { own: { ...own, repository: { ...own.repository, ...now } }, organisation: null };
      const found = await registries.governing(client, head, NOW);
      expect(found.kind === "good" && found.index.registry.sources[0]?.repository).toEqual(now);
    }
    expect(client.asked).toHaveLength(1);
  });

  it("the repository's own goes before the organisation's", async () => {
    const client = withBlobs({ a1: GOOD, b1: "approvers: [dee]\nmaintainers: [ann, ben]\n" });
    const registries = openRegistries(aStore(), ".github");
    const own = await registries.governing(client, aHead("a1", "b1"), NOW);
    expect(own.kind === "good" && own.index.registry.sources[0]?.repository.name).toBe("r");
    const other = await registries.governing(client, aHead(null, "b1"), NOW);
    expect(other.kind === "good" && other.index.registry.sources[0]?.repository.name).toBe(".github");
  });
});

describe("whoever it looks for", () => {
  const LOOKING = `${GOOD}roles: { approvers: { inactivity: 12mo }, maintainers: {} }\n`;
  const cho = { login: "cho", id: null, type: "User" as const };

  it("is noted also after a registry changed somewhere, before a reading tells what governs now", async () => {
    const registries = openRegistries(aStore(), ".github");
    const client = withBlobs({ a1: LOOKING, a2: GOOD });
    expect(registries.looksFor(1, cho)).toBeNull();
    await registries.governing(client, aHead("a1"), NOW);
    expect(registries.looksFor(1, cho)).toBe(true);
    registries.forgetRules(null);
    expect(registries.looksFor(1, cho)).toBe(true);
    expect(registries.looksFor(1, { ...cho, login: "zoe" })).toBeNull();
    await registries.governing(client, aHead("a2"), NOW);
    expect(registries.looksFor(1, cho)).toBe(false);
    registries.forgetRules(null);
    expect(registries.looksFor(1, cho)).toBeNull();
  });
});

describe("R19", () => {
  it("a registry that does not parse: the last good version keeps gating, and the fault is told", async () => {
    const client = withBlobs({ a1: GOOD, a2: BROKEN });
    const registries = openRegistries(aStore(), ".github");
    await registries.governing(client, aHead("a1"), NOW);
    const found = await registries.governing(client, aHead("a2"), NOW + 1);
    expect(found).toMatchObject({ kind: "good", stale: { path: "roles.yaml", goodSince: NOW } });
    expect(found.kind === "good" && found.stale?.faults[0]).toMatch(/^line 1: /);
  });

  it("the last good version is the one that governed last, also where it had governed before another one", async () => {
    const client = withBlobs({
      a1: GOOD,
      a2: "approvers: [dee]\nmaintainers: [ann, ben]\n",
      a3: BROKEN,
      a4: `${BROKEN}#`,
    });
    const registries = openRegistries(aStore(), ".github");
    const governs = async (oid: string) => {
      const found = await registries.governing(client, aHead(oid), NOW);
      if (found.kind !== "good") throw new Error(found.kind);
      return found.index.holdsAnyRole({ login: "dee", id: null, type: "User" });
    };
    for (const oid of ["a1", "a2", "a1"]) await governs(oid);
    expect(await governs("a3")).toBe(false);
    await governs("a2");
    expect(await governs("a4")).toBe(true);
    expect(await governs("a3")).toBe(true);
  });

  it("with no good version known, it is broken", async () => {
    const found = await openRegistries(aStore(), ".github").governing(withBlobs({ a2: BROKEN }), aHead("a2"), NOW);
    expect(found).toMatchObject({ kind: "broken", path: "roles.yaml" });
  });

  it("silence is confirmed over the other API, once", async () => {
    const client = withBlobs({});
    const registries = openRegistries(aStore(), ".github");
    expect(await registries.governing(client, aHead(null), NOW)).toEqual({ kind: "none" });
    expect(client.asked).toHaveLength(4);
    await registries.governing(client, aHead(null), NOW);
    expect(client.asked).toHaveLength(4);
  });

  it("a registry that only the other API shows governs all the same", async () => {
    const client = withBlobs({ x1: GOOD }, { "GET /repos/o/r/contents/roles.yaml": GOOD });
    const found = await openRegistries(aStore(), ".github").governing(client, aHead(null), NOW);
    expect(found.kind).toBe("good");
  });
});

describe("extends", () => {
  it("joins the organisation's, and is broken without it", async () => {
    const own = "extends: true\napprovers: [dee]\n";
    const client = withBlobs({ a1: own, b1: GOOD });
    const found = await openRegistries(aStore(), ".github").governing(client, aHead("a1", "b1"), NOW);
    const holds = (login: string) =>
      found.kind === "good" && found.index.holdsAnyRole({ login, id: null, type: "User" });
    expect([holds("dee"), holds("cho")]).toEqual([true, true]);
    const alone = { ...client, graph: async () => ({ data: { repository: null }, absent: new Set<string>(), at: 0 }) };
    expect((await openRegistries(aStore(), ".github").governing(alone, aHead("a1"), NOW)).kind).toBe("broken");
  });

  it("another repository of the owner is asked for once, then read along with the subject", async () => {
    const registries = openRegistries(aStore(), ".github");
    const texts = withBlobs({ a1: "extends: o/roles\napprovers: [dee]\n", b1: GOOD });
    const repository = aRepositoryAnswer({
      name: "roles",
      owner: { login: "o" },
      root: { __typename: "Blob", oid: "b1" },
    });
    const client = { ...texts, graph: async () => ({ data: { repository }, absent: new Set<string>(), at: 0 }) };
    expect((await registries.governing(client, aHead("a1"), NOW)).kind).toBe("good");
    expect(registries.companionOf(1)).toBe("roles");
    expect(registries.governsOthers({ owner: "o", name: "roles" })).toBe(true);
  });
});
