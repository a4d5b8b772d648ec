/**
 * The embedded database's library as tests load it in its place: a new database begins with what initdb makes, which is made once a
 * run, and WebAssembly is compiled once a process; both take seconds of computing. Programs that tests start have the library itself.
 */
import { existsSync, openAsBlob, renameSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { PGlite as Library } from "@electric-sql/pglite";

/** Node's, which its types leave out. */
declare const WebAssembly: { compile(bytes: Uint8Array): Promise<object> };

// By its address, since its name leads here.
const address = import.meta.resolve("@electric-sql/pglite");
const library: { readonly PGlite: typeof Library } = await import(address);

const compiled = once(async () => {
  const module = async (name: string) => await WebAssembly.compile(await readFile(new URL(name, address)));
  const [pgliteWasmModule, initdbWasmModule] = await Promise.all([module("pglite.wasm"), module("initdb.wasm")]);
  return {
    pgliteWasmModule,
    initdbWasmModule,
    fsBundle: await openAsBlob(fileURLToPath(new URL("pglite.data", address))),
  };
});

/** A folder as initdb leaves it; whichever process needs it first makes it. */
const initial = once(async () => {
  const file = join(tmpdir(), "initdb.tar");
  if (!existsSync(file)) {
    const made = await library.PGlite.create(await compiled());
    const own = `${file}.${process.pid}`;
    await writeFile(own, (await made.dumpDataDir("none")).stream());
    await made.close();
    renameSync(own, file);
  }
  return await openAsBlob(file);
});

export const PGlite = {
  create: async (dataDir?: string): Promise<Library> => {
    const isThere = dataDir !== undefined && existsSync(join(dataDir, "PG_VERSION"));
    const begin = isThere ? {} : { loadDataDir: await initial() };
    return await library.PGlite.create({ ...(dataDir !== undefined && { dataDir }), ...begin, ...(await compiled()) });
  },
};

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | null = null;
  return () => {
    made ??= make();
    return made;
  };
}
