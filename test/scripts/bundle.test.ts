/** What `npm run build` makes of the sources: few files, small in memory, and each of them finds what lies beside it. */

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
// @ts-expect-error: plain JavaScript, as it runs before it is known whether types can be stripped
import { bundle } from "../../scripts/bundle.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
let folder = "";
const read = (path: string) => readFileSync(join(folder, path), "utf8");
let scripts: readonly string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "rung-bundle-"));
  await bundle(folder);
  const all = readdirSync(folder, { recursive: true, encoding: "utf8" });
  scripts = all.filter((path) => path.endsWith(".js") && !path.endsWith("in-browser.js"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What is loaded with a file, before anything is asked for. */
function loadedWith(path: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  for (const [, from = ""] of read(path).matchAll(/^(?:import|export)\b[^"]*"(\.[^"]*)";$/gm))
    loadedWith(join(dirname(path), from), seen);
  return seen;
}

const holds = (paths: Iterable<string>, source: string) =>
  [...paths].some((path) => read(path).includes(`// ${source}\n`));

it("no character of what a start loads is beyond Latin 1, which would double a file in memory", () => {
  const wide = [...loadedWith("run.js")].filter((path) => /[\u0100-\uffff]/.test(read(path)));
  expect(wide).toEqual([]);
});

it("a start loads few files, and neither the sandbox nor the page, the command line, the embedded database or calendars", () => {
  const loaded = loadedWith("run.js");
  expect(loaded.size).toBeLessThan(100);
  for (const source of ["src/start.ts", "src/jobs/process.ts", "src/queue/boss.ts"])
    expect(holds(loaded, source), source).toBe(true);
  for (const source of [
    ...["src/sandbox/beside-bot.ts", "src/server/page/page-site.ts", "src/cli/main.ts", "src/database/embedded.ts"],
    ...["node_modules/luxon/src/luxon.js", "node_modules/markdown-it/lib/index.mjs", "node_modules/graphql/index.mjs"],
  ])
    expect(holds(loaded, source), source).toBe(false);
  expect(holds(scripts, "src/sandbox/beside-bot.ts")).toBe(true);
});

it("of pg-boss only schedules are left out, which Rung switches off", () => {
  expect(scripts.filter((path) => /node_modules\/(?:luxon|cron-parser|rrule-temporal)\//.test(read(path)))).toEqual([]);
  expect(readFileSync(join(root, "src/queue/boss.ts"), "utf8")).toContain("schedule: false,");
});

it("every file that is found by its place is there", () => {
  const places = scripts.flatMap((path) =>
    [...read(path).matchAll(/new URL\("([^"]+)", new URL\("([^"]+)", import\.meta\.url\)\.href\)/g)].map(
      ([, name = "", own = ""]) => join(folder, dirname(path), dirname(own), name),
    ),
  );
  expect(places.length).toBeGreaterThan(5);
  // Those outside are of the installation: package.json and its like.
  const missing = places.filter((path) => path.startsWith(folder) && !existsSync(path));
  expect(missing).toEqual([]);
  for (const path of ["github/read/parse-worker.js", "database/run-initdb.js"]) expect(scripts).toContain(path);
});

it("a stack names functions and lines: neither is shortened", () => {
  const text = scripts.map(read).join("\n");
  expect(/\nasync function startRung\(options\) \{\n/.test(text)).toBe(true);
  expect(read("run.js").split("\n").length).toBeGreaterThan(10_000);
});

it("the licence of every package in it goes along", () => {
  const packages = new Set(
    scripts.flatMap((path) =>
      [...read(path).matchAll(/^\/\/ (?:.*\/)?node_modules\/((?:@[^/\n]+\/)?[^/\n]+)\//gm)].map(
        ([, name = ""]) => name,
      ),
    ),
  );
  expect(packages.size).toBeGreaterThan(30);
  const texts = read("licenses.txt").split(`\n${"-".repeat(80)}\n\n`);
  const named = texts.map((text) => text.split(" ", 1)[0]);
  expect([...packages].filter((name) => !named.includes(name))).toEqual([]);
});
