/** The other side of parse-elsewhere.ts: reads what it is sent, one text after the other. */
import { parentPort } from "node:worker_threads";
import { parseRegistry } from "../roles/parse.ts";
import type { Asked } from "./parse-elsewhere.ts";

parentPort?.on("message", ({ text, source, options }: Asked) => {
  parentPort?.postMessage(parseRegistry(text, source, options));
});
