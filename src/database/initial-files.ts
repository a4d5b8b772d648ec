/**
 * The files that a new embedded database begins with. `initdb` takes some seconds of computing and a gigabyte that its process never
 * gives back, so the build runs it once, and a first start unpacks the result; without a build it runs in a process of its own.
 */

import { fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  openAsBlob,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { z } from "zod";

const library = createRequire(import.meta.url).resolve("@electric-sql/pglite");

/** Of the library that makes them: another version may write other files. */
const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(join(dirname(library), "../package.json"), "utf8")));

/** Made by the build; the same for the sources and for what is compiled from them. */
export const PACKED_FILES = fileURLToPath(new URL(`../../dist/initdb-${version}.tar.gz`, import.meta.url));

/** In the form that the library takes; `null`: there was no build. */
export async function packedFiles(): Promise<Blob | null> {
  return existsSync(PACKED_FILES) ? await openAsBlob(PACKED_FILES, { type: "application/gzip" }) : null;
}

/** Makes `folder` completely or not at all, however this process ends. Leftovers of an earlier try beside it are removed. */
export async function makeFiles(folder: string, packed = PACKED_FILES): Promise<void> {
  const unfinished = `${basename(folder)}.new-`;
  for (const name of readdirSync(dirname(folder)))
    if (name.startsWith(unfinished)) rmSync(join(dirname(folder), name), { recursive: true, force: true });
  // A name of its own: a process that outlived the one that asked for it may still write to the last one.
  const made = join(dirname(folder), `${unfinished}${randomUUID()}`);
  try {
    if (existsSync(packed)) unpack(packed, made);
    else await initdb(made);
    renameSync(made, folder);
  } catch (error) {
    rmSync(made, { recursive: true, force: true });
    throw error;
  }
}

/** Makes the file that later starts unpack; to be called where the memory that it takes is soon given back. */
export async function packFiles(): Promise<void> {
  const own = `${PACKED_FILES}.${process.pid}`;
  const folder = `${own}.files`;
  mkdirSync(dirname(own), { recursive: true });
  try {
    await initdb(folder);
    const { PGlite } = await import("@electric-sql/pglite");
    const closed = await PGlite.create({ dataDir: folder, noInitDb: true });
    writeFileSync(own, Buffer.from(await (await closed.dumpDataDir("gzip")).arrayBuffer()));
    renameSync(own, PACKED_FILES);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    rmSync(own, { force: true });
  }
}

/** In a process of its own, which ends with this one. */
async function initdb(folder: string): Promise<void> {
  const program = fileURLToPath(new URL(`run-initdb${extname(import.meta.url)}`, import.meta.url));
  const child = fork(program, [folder], { stdio: ["ignore", "ignore", "pipe", "ipc"], execArgv: [] });
  let complaint = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    complaint = `${complaint}${chunk.toString()}`.slice(-2_000);
  });
  await new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`initdb ended with ${signal ?? code}: ${complaint.trim()}`));
    });
  });
}

const BLOCK = 512;

/** The places of a tar header: the name, its beginning where it is long, the kind, and the octal size. */
function headerAt(tar: Buffer, at: number) {
  const text = (from: number, to: number) => tar.toString("utf8", at + from, at + to).replace(/\0.*$/s, "");
  const [name, prefix] = [text(0, 100), text(345, 500)];
  return {
    path: prefix === "" ? name : `${prefix}/${name}`,
    kind: text(156, 157),
    size: Number.parseInt(text(124, 136), 8),
  };
}

function unpack(file: string, folder: string): void {
  const tar = gunzipSync(readFileSync(file));
  mkdirSync(folder, { mode: 0o700 });
  for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0; ) {
    const { path, kind, size } = headerAt(tar, at);
    const start = at + BLOCK;
    if (kind === "5") mkdirSync(join(folder, path), { recursive: true, mode: 0o700 });
    else writeFileSync(join(folder, path), tar.subarray(start, start + size), { mode: 0o600 });
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
}
