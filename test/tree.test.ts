/** What the tree promises: pure rooms stay pure, a command is a file, a test and a line, documents follow the code. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commands } from "../src/commands/index.ts";
import { commandGroups, withReference } from "../src/commands/reference.ts";
import { withRegistryKeys } from "../src/commands/registry-reference.ts";
import { GENERAL } from "../src/registry/settings.ts";
import { LABEL_RULES } from "../src/triage/labels/index.ts";

const root = new URL("../", import.meta.url).pathname;
const read = (path: string) => readFileSync(join(root, path), "utf8");

function sources(folder: string): readonly string[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(join(root, path)).isDirectory()) return sources(path);
    return path.endsWith(".ts") ? [path] : [];
  });
}

const pure = ["registry", "model", "gate", "promotions", "triage", "commands"].map((room) => `src/${room}`);

describe("pure rooms", () => {
  it.each(pure)("%s reads no clock, no randomness, no environment, and does no I/O", (room) => {
    for (const path of sources(room)) {
      const text = read(path);
      expect(text, path).not.toMatch(
        /Date\.now\(|new Date\(\)|Math\.random|process\.env|setTimeout|setInterval|\bfetch\(/,
      );
      expect(text, path).not.toMatch(
        /from "(?:node:(?:fs|http|https|net|child_process)[^"]*|@octokit\/[^"]+|probot|pg|kysely)"/,
      );
      expect(text, path).not.toMatch(/from "\.\.\/(?:github|database|sandbox|apply)/);
    }
  });
});

describe("a command", () => {
  const files = new Set(readdirSync(join(root, "src/commands")));
  const tests = new Set(readdirSync(join(root, "test/commands")));

  it.each(commands.map(({ name }) => name))("/%s is one file and its test", (name) => {
    expect(files.has(`${name}.ts`)).toBe(true);
    expect(tests.has(`${name}.test.ts`)).toBe(true);
  });
});

describe("a label", () => {
  it.each(LABEL_RULES.map((rule) => rule.key))("%s is one file, its test, and a key of the registry", (key) => {
    const name = key === "roles" ? "author-role" : key;
    expect(statSync(join(root, `src/triage/labels/${name}.ts`)).isFile()).toBe(true);
    expect(statSync(join(root, `test/triage/labels/${name}.test.ts`)).isFile()).toBe(true);
    expect(read("docs/registry.md")).toMatch(new RegExp(`^\\s+${key}: `, "m"));
  });
});

describe("docs/registry.md", () => {
  it("has the keys of rules and labels there are (npm run docs writes them)", () => {
    const document = read("docs/registry.md");
    expect(withRegistryKeys(document)).toBe(document);
    for (const section of ["approval", "reviews", "labels"]) expect(document).toContain(`\n${section}:\n`);
  });

  it("names every rule that stands at the top of the file", () => {
    for (const key of Object.keys(GENERAL))
      expect(read("docs/registry.md")).toMatch(new RegExp(`^\\| \`${key}\\b`, "m"));
  });
});

describe("the README", () => {
  it("has the commands there are (npm run docs writes them)", () => {
    const readme = read("README.md");
    expect(withReference(readme, commandGroups())).toBe(readme);
    expect(readme).toContain("`/approve [area…]`");
  });

  it("names only files that are there", () => {
    for (const [, target = ""] of read("README.md").matchAll(/\]\(([^)#:]+)\)/g)) {
      expect(statSync(join(root, target)).isFile(), target).toBe(true);
    }
  });
});
