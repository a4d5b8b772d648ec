/**
 * Reads large registries beside the event loop (R53): a megabyte of YAML takes seconds, and whoever proposes one must not stop
 * everything else. What governs is not waited for behind what strangers propose.
 */
import { Worker } from "node:worker_threads";
import { z } from "zod";
import type { ParsedRegistry, RegistrySource } from "../roles/model.ts";
import { type ParseOptions, parseRegistry } from "../roles/parse.ts";

export type ParseFor = "governing" | "proposal";

export interface Asked {
  readonly text: string;
  readonly source: RegistrySource;
  readonly options: ParseOptions;
}

/** Read within some ten milliseconds; handing it over would take longer. */
const SMALL = 16 * 1024;
/** Longer than a whole 2 MiB takes on a busy machine. */
const LONGEST_MS = 60_000;
/** A worker that nobody asked anything is ended, and its memory given back. */
const IDLE_MS = 10_000;
const LARGEST_HEAP_MB = 1_024;

/** The registry took too long, or too much memory; whether it is good is not known. */
export class Unparsed extends Error {
  override readonly name = "Unparsed";
}

interface Lane {
  worker: Worker | null;
  last: Promise<unknown>;
  idle: NodeJS.Timeout | null;
}

const lanes: Readonly<Record<ParseFor, Lane>> = {
  governing: { worker: null, last: Promise.resolve(), idle: null },
  proposal: { worker: null, last: Promise.resolve(), idle: null },
};

/** As parseRegistry. One text at a time for each purpose. Rejects with Unparsed alone. */
export async function parsedElsewhere(text: string, source: RegistrySource, options: ParseOptions, what: ParseFor) {
  const asked: Asked = { text, source, options };
  if (text.length <= SMALL) return parseRegistry(text, source, options);
  const lane = lanes[what];
  const mine = lane.last.then(() => answered(lane, asked));
  lane.last = mine.catch(() => {});
  return await mine;
}

// The worker is of this program's own making; only where its answer is missing is there nothing to take.
const parsed = z.custom<ParsedRegistry>((answer) => typeof answer === "object" && answer !== null);

function answered(lane: Lane, asked: Asked): Promise<ParsedRegistry> {
  if (lane.idle !== null) clearTimeout(lane.idle);
  const worker = lane.worker ?? begun();
  lane.worker = worker;
  return new Promise((resolve, reject) => {
    const over = () => {
      clearTimeout(late);
      worker.removeAllListeners("message");
      worker.off("error", broken).off("exit", ended);
    };
    const failed = (why: string, cause?: unknown) => {
      over();
      lane.worker = null;
      void worker.terminate();
      reject(new Unparsed(`${asked.source.path} could not be read: ${why}`, { cause }));
    };
    const broken = (error: unknown) => failed("it takes too much memory", error);
    const ended = () => failed("its reader ended");
    const late = setTimeout(() => failed("it takes too long"), LONGEST_MS);
    worker.once("message", (message: unknown) => {
      over();
      lane.idle = setTimeout(() => void end(lane), IDLE_MS);
      lane.idle.unref();
      resolve(parsed.parse(message));
    });
    worker.once("error", broken).once("exit", ended);
    worker.postMessage(asked);
  });
}

async function end(lane: Lane): Promise<void> {
  const { worker } = lane;
  lane.worker = null;
  await worker?.terminate();
}

function begun(): Worker {
  // Compiled, or from the sources whose types Node strips.
  const file = import.meta.url.endsWith(".ts") ? "./parse-worker.ts" : "./parse-worker.js";
  const worker = new Worker(new URL(file, import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: LARGEST_HEAP_MB },
  });
  worker.unref();
  return worker;
}
