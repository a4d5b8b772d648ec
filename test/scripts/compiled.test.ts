import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
// @ts-expect-error: plain JavaScript, as it runs before it is known whether types can be stripped
import { isCompiled } from "../../scripts/compiled.mjs";

let folder = "";
const at = (path: string) => join(folder, path);
const compiled = () => isCompiled(pathToFileURL(`${folder}/`));

/** All of it changed at second 100, the build complete at second 200. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rung-compiled-"));
  for (const path of ["src/queue", "scripts", "dist"]) mkdirSync(at(path), { recursive: true });
  const files = ["src/main.ts", "src/queue/queue.ts", "package.json", "scripts/bundle.mjs", "dist/.complete"];
  for (const path of files) writeFileSync(at(path), "");
  for (const path of [...files, "src/queue", "src"]) utimesSync(at(path), 100, 100);
  utimesSync(at("dist/.complete"), 200, 200);
});
afterEach(() => rmSync(folder, { recursive: true }));

it("compiled code is started when nothing of the source is newer", () => {
  expect(compiled()).toBe(true);
});

it.each(["src/queue/queue.ts", "src/queue", "src", "package.json", "scripts/bundle.mjs"])(
  "a change of %s since the build starts the sources",
  (path) => {
    utimesSync(at(path), 300, 300);
    expect(compiled()).toBe(false);
  },
);

it("where the sources were left out, what is compiled is all there is", () => {
  rmSync(at("src"), { recursive: true });
  utimesSync(at("package.json"), 300, 300);
  expect(compiled()).toBe(true);
});

it("a build that did not end, or none, starts the sources", () => {
  rmSync(at("dist/.complete"));
  expect(compiled()).toBe(false);
});

it("building after `npm prune --omit=dev` says what brings the compiler back, or that nothing is to be built", () => {
  cpSync(new URL("../../scripts", import.meta.url), at("scripts"), { recursive: true });
  utimesSync(at("scripts/bundle.mjs"), 100, 100);
  const build = () => spawnSync(process.execPath, [at("scripts/build.mjs")], { encoding: "utf8" });
  expect(build()).toMatchObject({ status: 0, stderr: expect.stringMatching(/^dist\/ is up to date/) });
  rmSync(at("dist/.complete"));
  expect(build()).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/compiler is not installed.*Run `npm ci` first/),
  });
});

it("continuous integration looks at types before it tests what is built, since building does not", () => {
  const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
  const steps = read(".ci/run").split("\n");
  expect(steps.indexOf("npm run check")).toBeGreaterThan(steps.indexOf("npm ci --no-audit --no-fund"));
  expect(steps.indexOf("npm test")).toBeGreaterThan(steps.indexOf("npm run check"));
  expect(read(".github/workflows/ci.yml")).toContain("- run: bash .ci/run");
  expect(JSON.parse(read("package.json"))).toMatchObject({
    scripts: { check: expect.stringMatching(/tsc -p \. && /) },
  });
});

it("no script for browsers takes the place of a compiled module", () => {
  const all = readdirSync(new URL("../../src", import.meta.url), { recursive: true, encoding: "utf8" });
  const scripts = all.filter((path) => path.endsWith(".js"));
  expect(scripts).not.toEqual([]);
  expect(scripts.filter((path) => all.includes(path.replace(/js$/, "ts")))).toEqual([]);
});
