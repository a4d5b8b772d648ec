/** What the tree promises: floors that only depend downward, pure rooms that stay pure, a command that is a file, a test and a line. */

import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { commandGroups, commandTable, withReference } from "../scripts/references/command-reference.ts";
import { withRegistryKeys } from "../scripts/references/registry-keys.ts";
import { commands } from "../src/commands/index.ts";
import { GENERAL } from "../src/registry/settings.ts";
import { LABEL_RULES } from "../src/triage/labels/index.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (path: string) => readFileSync(join(root, path), "utf8");

function filesIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = join(folder, name);
    return statSync(join(root, path)).isDirectory() ? filesIn(path) : [path];
  });
}

const sources = filesIn("src").filter((path) => path.endsWith(".ts"));

/** Each room of `src/` and the rooms that it may import, from the ground up. */
const pureFloors: Readonly<Record<string, readonly string[]>> = {
  shared: [],
  registry: ["shared"],
  model: ["shared", "registry"],
  gate: ["shared", "registry", "model"],
  promotions: ["shared", "registry", "model", "gate"],
  triage: ["shared", "registry", "model", "gate"],
  commands: ["shared", "registry", "model", "gate", "promotions", "triage"],
};
const ground = Object.keys(pureFloors);
const floors: Readonly<Record<string, readonly string[]>> = {
  ...pureFloors,
  environment: ["shared"],
  database: ["shared", "environment", "registry", "model"],
  github: [...ground, "environment", "database"],
  queue: ["shared", "model", "database"],
  jobs: [...ground, "environment", "database", "github", "queue"],
  server: [...ground, "environment", "database", "github", "queue", "jobs"],
  cli: [...ground, "environment", "database", "github", "queue", "jobs", "server"],
  sandbox: ["shared", "registry", "commands"],
};
/** What starts and joins everything; nothing imports them but one another. */
const entries = ["main.ts", "run.ts", "start.ts"];

/** Relative imports of whatever depth, types included; paths from the root. */
function importsOf(path: string): readonly string[] {
  const found = read(path).matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"(\.{1,2}\/[^"]+)"/g);
  return [...found].map(([, target = ""]) => normalize(join(dirname(path), target)));
}

const roomOf = (path: string) => path.split("/")[1] ?? "";

/** The files or rooms that lead back to themselves. */
function circles(edges: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  const reaches = (from: string, seen = new Set<string>()): ReadonlySet<string> => {
    for (const next of edges.get(from) ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      reaches(next, seen);
    }
    return seen;
  };
  return [...edges.keys()].filter((one) => reaches(one).has(one));
}

describe("the floors", () => {
  it("are the rooms there are: no loose file but the entries, no room without a place", () => {
    const there = readdirSync(join(root, "src"));
    expect(new Set(there)).toEqual(new Set([...Object.keys(floors), ...entries]));
  });

  it.each(Object.keys(floors))("%s imports what lies below it, never above", (room) => {
    const upward = sources
      .filter((path) => roomOf(path) === room)
      .flatMap((path) => importsOf(path).map((target) => ({ path, target })))
      .filter(({ target }) => roomOf(target) !== room && floors[room]?.includes(roomOf(target)) !== true);
    expect(upward).toEqual([]);
  });

  it("have no circle, of files or of rooms", () => {
    expect(circles(new Map(sources.map((path) => [path, new Set(importsOf(path))])))).toEqual([]);
    expect(circles(new Map(Object.entries(floors).map(([room, below]) => [room, new Set(below)])))).toEqual([]);
  });

  it("are drawn in docs/design.md as they are", () => {
    const [, picture = ""] = /```mermaid\n(.*?)```/s.exec(read("docs/design.md")) ?? [];
    const drawn = [...picture.matchAll(/^\s*(\w+)(?:\["| --> )/gm)].map(([, room = ""]) => room);
    expect(new Set(drawn)).toEqual(new Set([...Object.keys(floors), "entries"]));
    for (const [, from = "", to = ""] of picture.matchAll(/^\s*(\w+) --> ([\w &]+)$/gm)) {
      if (from === "entries") continue;
      for (const one of to.split(" & ")) expect(floors[from], `${from} --> ${one}`).toContain(one);
    }
  });
});

describe("a pure room", () => {
  /** Everything that is loaded with the room's files, at any depth. */
  function loadedWith(room: string): ReadonlySet<string> {
    const loaded = new Set(sources.filter((path) => roomOf(path) === room));
    for (const path of loaded) for (const target of importsOf(path)) if (sources.includes(target)) loaded.add(target);
    return loaded;
  }

  it.each(ground.filter((room) => room !== "shared"))(
    "%s loads nothing that reads a clock, randomness or the environment, or does I/O",
    (room) => {
      for (const path of loadedWith(room)) {
        const text = read(path);
        expect(text, path).not.toMatch(
          /Date\.now\(|new Date\(\)|Math\.random|process\.env|setTimeout|setInterval|\bfetch\(/,
        );
        expect(text, path).not.toMatch(
          /from "(?:node:(?:fs|http|https|net|child_process|worker_threads)[^"]*|@octokit\/[^"]+|probot|pg|kysely)"/,
        );
      }
    },
  );
});

describe("the sources", () => {
  it("write object literals out: a spread literal switches the check for unknown properties off", () => {
    expect(sources.filter((path) => /\.\.\.\{\s/.test(read(path)))).toEqual([]);
  });

  it("R69: take nobody out of anything: no request and no mutation of Rung's could", () => {
    const own = sources.filter((path) => roomOf(path) !== "sandbox");
    const deleting = own.filter((path) => /"DELETE"/.test(read(path)) && roomOf(path) === "github");
    expect(deleting).toEqual([
      "src/github/client/client.ts",
      "src/github/write/actions/assign-people.ts",
      "src/github/write/label-writes.ts",
      "src/github/write/move-branch.ts",
      "src/github/write/request-reviewers.ts",
    ]);
    const aboutPeople = own.filter(
      (path) => path.startsWith("src/github/write/") && /orgs\/|memberships/.test(read(path)),
    );
    expect(aboutPeople).toEqual(["src/github/write/access-grants.ts"]);
    expect(read("src/github/write/access-grants.ts").match(/rest\("\w+"/g)).toEqual(['rest("PUT"']);
    const removing = /\b(?:remove|delete|cancel)\w*(?:Member|Membership|Collaborator|Invitation|Team)\w*\(/;
    expect(own.filter((path) => roomOf(path) === "github" && removing.test(read(path)))).toEqual([]);
  });

  it("has a blank line between what a file is for and its imports, as sorting them leaves it", () => {
    const files = ["src", "test", "scripts"].flatMap(filesIn).filter((path) => /\.m?[jt]s$/.test(path));
    const joined = files.filter((path) => /^(?:#!.*\n)?\/\*\*(?:[^*]|\*(?!\/))*\*\/\nimport /.test(read(path)));
    expect(joined, "add a blank line behind the opening comment of these").toEqual([]);
  });

  it("are files of a size to read", () => {
    const lengths = sources.map((path) => ({ path, lines: read(path).split("\n").length }));
    expect(lengths.filter(({ path, lines }) => lines > 400 && !path.startsWith("src/sandbox/kusionstack"))).toEqual([]);
  });
});

describe("a command", () => {
  it.each(commands.map(({ name }) => name))("/%s is one file and its test", (name) => {
    expect(statSync(join(root, `src/commands/${name}.ts`)).isFile()).toBe(true);
    expect(statSync(join(root, `test/commands/${name}.test.ts`)).isFile()).toBe(true);
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

describe("a document", () => {
  it("has the commands there are (npm run docs writes them)", () => {
    for (const [path, part] of [
      ["README.md", commandGroups()],
      ["docs/commands.md", commandTable()],
    ] as const) {
      const text = read(path);
      expect(withReference(text, part)).toBe(text);
      expect(text).toContain("`/approve [area…]`");
    }
  });

  const documents = [
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    ...filesIn("docs").filter((path) => path.endsWith(".md")),
  ];

  it.each(documents)("%s links and names only files that are there", (path) => {
    const text = read(path);
    for (const [, target = ""] of text.matchAll(/\]\(([^)#:\s…]+)(?:#[^)]*)?\)/g))
      expect(statSync(join(root, dirname(path), target)).isFile(), target).toBe(true);
    for (const [, target = ""] of text.matchAll(/`((?:src|test|scripts)\/[\w./-]+)`/g))
      expect(statSync(join(root, target)), target).toBeTruthy();
  });

  it("docs/rules.md has every rule once that a test or a comment names", () => {
    const rules = [...read("docs/rules.md").matchAll(/^- (R\d+[a-z]?)\b/gm)].map(([, rule = ""]) => rule);
    expect(rules.filter((rule, at) => rules.indexOf(rule) !== at)).toEqual([]);
    const named = [...sources, ...filesIn("test").filter((path) => path.endsWith(".ts"))].flatMap((path) =>
      [...read(path).matchAll(/\bR\d{1,2}[a-z]?\b(?=[,:;)]| to R)/g)].map(([rule]) => rule),
    );
    expect([...new Set(named)].filter((rule) => !rules.includes(rule))).toEqual([]);
  });

  it("who plays GitHub by nock in a test stops it again: it reaches into every socket of the process", () => {
    const players = filesIn("test").filter((path) => /^import .*"nock";$/m.test(read(path)));
    const strangers = players.filter(
      (path) => path !== "test/github/an-app.ts" && !/\bafterEach\(stop\)/.test(read(path)),
    );
    expect(strangers).toEqual([]);
  });

  it("a checkout may lie below spaces and umlauts: a file's place is read from its URL by fileURLToPath alone", () => {
    const files = ["src", "test", "scripts"].flatMap(filesIn).filter((path) => /\.m?ts$|\.mjs$/.test(path));
    const halfRead = files.filter((path) => /import\.meta\.url\)\.path[n]ame/.test(read(path)));
    expect(halfRead).toEqual([]);
  });

  it("README.md is short", () => {
    expect(read("README.md").split("\n").length).toBeLessThanOrEqual(90);
  });
});
