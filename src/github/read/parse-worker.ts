/** The worker of parse-elsewhere.ts: reads the texts it is sent, one after the other, and keeps the last few for the next questions. */

import { parentPort } from "node:worker_threads";
import { parseRegistry } from "../../commands/read-registry.ts";
import { changed, outline, powers } from "../../gate/compared-registries.ts";
import { lonelyAreas } from "../../promotions/growth/lonely-areas.ts";
import { answeredAgain, answeredLook } from "../../promotions/inactivity/asked-look.ts";
import { publishedFiles } from "../../promotions/published-files.ts";
import { edited } from "../../registry/edit.ts";
import { alreadyHolds } from "../../registry/edit-steps.ts";
import { indexed } from "../../registry/registry-index.ts";
import type { ParsedRegistry, Registry } from "../../registry/registry-types.ts";
import { yamlTree } from "../../registry/yaml-tree.ts";
import { type Asked, type Message, readerLike } from "./parse-elsewhere.ts";

const KEPT = 3;
const kept = new Map<string, ParsedRegistry>();

function read({ text, source, options }: Asked): ParsedRegistry {
  const { owner, name } = source.repository;
  const extended = options.base?.sources.map(({ oid }) => oid).join(" ") ?? "";
  const key = `${owner}/${name}/${source.path}@${source.oid} ${extended}\n${text}`;
  const found = kept.get(key) ?? parseRegistry(text, source, options);
  kept.delete(key);
  kept.set(key, found);
  const oldest = kept.keys().next().value;
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
  return found;
}

function good(asked: Asked): Registry {
  const { registry } = read(asked);
  if (registry === null) throw new Error("a faulty registry cannot be compared");
  return registry;
}

function answer({ text, task }: Message): object {
  switch (task.kind) {
    case "parse":
      return parseRegistry(text.text, text.source, text.options);
    case "outline":
      return outline(read(text));
    case "changed":
      return changed(good(text), task.pair);
    case "powers":
      return powers(good(text), task.asked);
    case "published":
      return publishedFiles(read(text).registry, task.asked);
    case "edit":
      return edited(text.text, task.change);
    case "holds":
      return { holds: alreadyHolds(yamlTree(text.text).value, task.change) };
    case "look":
      return answeredLook(task.asked, { text: text.text, read: readerLike(text) });
    case "look-again":
      return answeredAgain(task.asked, task.own, { text: text.text, read: readerLike(text) });
    case "lonely":
      return { areas: lonelyAreas(indexed(task.registry)) };
  }
}

parentPort?.on("message", (message: Message) => {
  parentPort?.postMessage(answer(message));
});
