/**
 * The embedded database's library as tests load it: WebAssembly is compiled once for each process, which takes a second of computing.
 * Programs that tests start use the library itself.
 */

import { openAsBlob } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { PGlite as Library, PGliteOptions } from "@electric-sql/pglite";

/** Node's, which its types leave out. */
declare const WebAssembly: { compile(bytes: Uint8Array): Promise<object> };

// By its address, since its name leads here.
const address = import.meta.resolve("@electric-sql/pglite");
const library: { readonly PGlite: typeof Library } = await import(address);

let compiled: Promise<PGliteOptions> | null = null;

async function compile(): Promise<PGliteOptions> {
  const module = async (name: string) => await WebAssembly.compile(await readFile(new URL(name, address)));
  const [pgliteWasmModule, initdbWasmModule] = await Promise.all([module("pglite.wasm"), module("initdb.wasm")]);
  return {
    pgliteWasmModule,
    initdbWasmModule,
    fsBundle: await openAsBlob(fileURLToPath(new URL("pglite.data", address))),
  };
}

export const PGlite = {
  defaultStartParams: library.PGlite.defaultStartParams,
  create: async (first: string | PGliteOptions, options: PGliteOptions = {}): Promise<Library> => {
    const given = typeof first === "string" ? { ...options, dataDir: first } : first;
    compiled ??= compile();
    return await library.PGlite.create({ ...given, ...(await compiled) });
  },
};
