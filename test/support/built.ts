/**
 * Rung as it is installed, built from the present sources: once, for all tests that start it as a program. From the sources it takes
 * three times as much computing until it is up, module by module, and that is most of what a short life costs.
 */

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
// @ts-expect-error: plain JavaScript, as it runs before it is known whether types can be stripped
import { stamp } from "../../scripts/compiled.mjs";
import { isAlive } from "./folder-of-the-run.ts";

export interface Built {
  /** Where the package's files lie. */
  readonly root: string;
  readonly main: string;
  readonly sandbox: string;
  /** For the environment of what is started: what it compiles is kept with it. */
  readonly cache: { readonly NODE_COMPILE_CACHE: string };
}

const root = fileURLToPath(new URL("../../", import.meta.url));
/** Below the checkout, where the packages are found from. */
const BUILDS = join(root, "node_modules/.cache/built");
/** What the package has beside the code. */
const BESIDE = ["package.json", "app.yml", "roles.yaml", "scripts"];
/** Of other sources; another run may still start them. */
const KEPT = 3;

let making: Promise<Built> | null = null;

export function built(): Promise<Built> {
  making ??= made();
  return making;
}

async function made(): Promise<Built> {
  const digest = digestOf(files());
  const folder = join(BUILDS, digest);
  mkdirSync(BUILDS, { recursive: true });
  for (;;) {
    if (existsSync(folder)) return builtAt(folder);
    if (!isMadeElsewhere(digest)) await make(folder);
    else await wait(50);
  }
}

function builtAt(folder: string): Built {
  return {
    root: folder,
    main: join(folder, "dist/main.js"),
    sandbox: join(folder, "dist/sandbox/main.js"),
    cache: { NODE_COMPILE_CACHE: join(folder, "compiled") },
  };
}

/** Whatever it is made of, by its path from the checkout. */
function files(): ReadonlyMap<string, Buffer> {
  const below = (folder: string) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((path) => `${folder}/${path}`);
  const own = "test/support/built.ts";
  const paths = [
    ...below("src"),
    ...below("scripts"),
    "package.json",
    "package-lock.json",
    "app.yml",
    "roles.yaml",
    own,
  ];
  const isFile = (path: string) => statSync(join(root, path)).isFile();
  return new Map(paths.filter(isFile).map((path) => [path, readFileSync(join(root, path))]));
}

/** Another one with every byte, and with every name. */
export function digestOf(contents: ReadonlyMap<string, Buffer>): string {
  const hash = createHash("sha256");
  for (const [path, content] of [...contents].toSorted(([one], [other]) => (one < other ? -1 : 1)))
    hash.update(`${path}\0${content.length}\0`).update(content);
  return hash.digest("hex").slice(0, 16);
}

const UNFINISHED = /^([0-9a-f]+)\.(\d+)$/;

/** By a process that lives; what a dead one left goes. */
function isMadeElsewhere(digest: string): boolean {
  return readdirSync(BUILDS).some((name) => {
    const [, of, pid] = UNFINISHED.exec(name) ?? [];
    if (of !== digest || Number(pid) === process.pid) return false;
    if (isAlive(Number(pid))) return true;
    rmSync(join(BUILDS, name), { recursive: true, force: true });
    return false;
  });
}

/** Whole or not at all. */
async function make(folder: string): Promise<void> {
  const own = `${folder}.${process.pid}`;
  mkdirSync(own);
  try {
    for (const name of BESIDE) cpSync(join(root, name), join(own, name), { recursive: true });
    const run = promisify(execFile);
    await run(process.execPath, ["scripts/bundle.mjs", join(own, "dist"), "sandbox/main"], { cwd: root });
    // What the embedded database begins with is nobody's to make twice.
    const packed = readdirSync(join(root, "dist")).filter((name) => name.startsWith("initdb-"));
    for (const name of packed) cpSync(join(root, "dist", name), join(own, "dist", name));
    writeFileSync(join(own, stamp), "");
    removeOld();
    renameSync(own, folder);
  } catch (error) {
    rmSync(own, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  await compileOnce(builtAt(folder));
}

/** Who is killed keeps nothing for the next one. */
async function compileOnce({ root: folder, sandbox, cache }: Built): Promise<void> {
  const run = promisify(execFile);
  const env = { ...process.env, ...cache };
  const address = JSON.stringify(join(folder, "dist/run.js"));
  await run(process.execPath, ["--input-type=module", "--eval", `await import(${address});`], { env });
  await run(process.execPath, [sandbox, "--help"], { env });
}

function removeOld(): void {
  const whole = readdirSync(BUILDS).filter((name) => !UNFINISHED.test(name));
  const age = (name: string) => statSync(join(BUILDS, name), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const old = whole.toSorted((one, other) => age(other) - age(one)).slice(KEPT);
  for (const name of old) rmSync(join(BUILDS, name), { recursive: true, force: true });
}
