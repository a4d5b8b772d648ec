import { expect, it } from "vitest";
import { registryFiles } from "../../../src/github/read/registry-files.ts";
import { aClient } from "../a-client.ts";

it("R53: a registry weighs by what its groups come to, so that short texts do not fill the memory", async () => {
  const store = { find: async () => null, save: async () => {} };
  const repository = { owner: "o", name: "r", id: 1, private: false, archived: false, defaultBranch: "main" };
  const sizeOf = async (text: string) => {
    const file = { repository, path: "roles.yaml", oid: text, text };
    return (await registryFiles(store).load(aClient({}), file, 0)).size;
  };
  const plain = `maintainers: [ann]\n# ${"x".repeat(20_000)}\n`;
  expect(await sizeOf(plain)).toBe(plain.length);
  const all = Array.from({ length: 100 }, (_, at) => `p${at}`).join(", ");
  const areas = Array.from({ length: 50 }, (_, at) => `a${at}`);
  const named = `areas: { ${areas.map((area) => `${area}: { paths: ["${area}/**"] }`).join(", ")} }\n`;
  const held = areas.map((area) => `  - { group: all, areas: [${area}] }\n`).join("");
  expect(await sizeOf(`${named}groups: { all: [${all}] }\nmaintainers: [ann]\napprovers:\n${held}`)).toBeGreaterThan(
    100_000,
  );
});
