/** Whatever is started under an older Node says so, since its own words ("Unknown file extension .ts") tell nobody what to do. */

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (path: string) => readFileSync(join(root, path), "utf8");
const manifest = z
  .object({ bin: z.record(z.string(), z.string()), scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(read("package.json")));
const commands = Object.entries(manifest.scripts).filter(([, command]) => !command.startsWith("npm run "));
const scripts = readdirSync(join(root, "scripts")).filter((name) => name.endsWith(".mjs"));
const entries = scripts.filter((name) => !["compiled.mjs", "node-version.mjs"].includes(name));

const OLD = "18.20.8";
const told = new RegExp(`Rung needs Node 24 or newer; this is Node ${OLD.replaceAll(".", "\\.")}\\. .*nodejs\\.org`);
/** Every Node below takes itself for an old one. */
const env = {
  PATH: `${dirname(process.execPath)}:${join(root, "node_modules/.bin")}:${process.env.PATH}`,
  NODE_OPTIONS: `--import=data:text/javascript,Object.defineProperty(process,'versions',{value:{node:'${OLD}'}})`,
};

describe("an older Node", () => {
  it.each(commands)("npm's script %s says so", (_, command) => {
    const { status, stderr } = spawnSync("sh", ["-c", command], { cwd: root, env, encoding: "utf8" });
    expect(stderr).toMatch(told);
    expect(status).toBe(1);
  });

  const files = [...entries.map((name) => `scripts/${name}`), ...Object.values(manifest.bin), "src/main.ts"];
  it.each([...new Set(files)])("%s says so, and nothing else", (path) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [path], { cwd: root, env, encoding: "utf8" });
    expect(stderr).toMatch(told);
    expect(stderr.trim().split("\n").length).toBeLessThanOrEqual(2);
    expect([status, stdout]).toEqual([1, ""]);
  });

  /** All that is loaded by a file before its first line runs; newer files may only come after the check. */
  const importsOf = (text: string) =>
    [...text.matchAll(/^import (?:(.*) from )?"(.*)";$/gm)].map((one) => one.slice(1));

  it.each(scripts)("it can read scripts/%s, which asks for the version before all else", (name) => {
    const text = read(`scripts/${name}`);
    const imports = importsOf(text);
    if (entries.includes(name)) expect(imports[0]).toEqual([undefined, "./node-version.mjs"]);
    for (const [, from = ""] of imports)
      if (!from.startsWith("node:")) expect(scripts.map((one) => `./${one}`)).toContain(from);
    // Import attributes, explicit resource management, the flag v, what import.meta tells since Node 20.
    expect(text).not.toMatch(/^import .*\bwith\b|\busing \w+ =|\/[a-z]*v[a-z]*[;,.)]|import\.meta\.(?!url)/m);
  });

  it("it can read src/main.ts: of Node nothing is imported by name, of Rung the check alone", () => {
    expect(importsOf(read("src/main.ts"))).toEqual([
      ["* as nodeModule", "node:module"],
      ["{ nodeFault }", "./environment/node-version.ts"],
    ]);
    expect(importsOf(read("src/environment/node-version.ts"))).toEqual([]);
  });
});
