/**
 * Reads and compares large registries outside the event loop (R53): a megabyte of YAML takes seconds, and whoever proposes one must not
 * stop everything else. The governing registry never waits behind proposals of strangers.
 */

import { Worker } from "node:worker_threads";
import { z } from "zod";
import { parseRegistry } from "../../commands/read-registry.ts";
import {
  type Changed,
  changed,
  type Outline,
  outline,
  type Pair,
  type Powers,
  type PowersAsked,
  powers,
} from "../../gate/compared-registries.ts";
import { witnesses } from "../../gate/witnesses.ts";
import type { LonelyArea } from "../../promotions/growth/growth-issue.ts";
import { lonelyAreas } from "../../promotions/growth/lonely-areas.ts";
import { type AskedLook, answeredAgain, answeredLook } from "../../promotions/inactivity/asked-look.ts";
import type { ReadText } from "../../promotions/inactivity/joint-guards.ts";
import type { Look } from "../../promotions/inactivity/look.ts";
import type { Again } from "../../promotions/inactivity/look-again.ts";
import type { OpenProposal } from "../../promotions/inactivity/proposal.ts";
import { type Published, type PublishedAsked, publishedFiles } from "../../promotions/published-files.ts";
import { type Edited, edited, type RegistryEdit } from "../../registry/edit.ts";
import { type Adding, alreadyHolds } from "../../registry/edit-steps.ts";
import type { ParseOptions } from "../../registry/parse-registry.ts";
import { indexed, type RegistryIndex } from "../../registry/registry-index.ts";
import type { ParsedRegistry, Registry, RegistrySource } from "../../registry/registry-types.ts";
import { yamlTree } from "../../registry/yaml-tree.ts";
import { type InTurns, inTurns } from "../../shared/in-turns.ts";
import { distinct } from "../../shared/person-sets.ts";

type ParseFor = "governing" | "proposal";
/** What nobody waits for has a worker of its own, so that no check waits behind it. */
type LaneName = ParseFor | "look";

export interface Asked {
  readonly text: string;
  readonly source: RegistrySource;
  readonly options: ParseOptions;
}

/** What a worker is to do with the text. */
type Task =
  | { readonly kind: "parse" }
  | { readonly kind: "outline" }
  | { readonly kind: "changed"; readonly pair: Pair }
  | { readonly kind: "powers"; readonly asked: PowersAsked }
  | { readonly kind: "published"; readonly asked: PublishedAsked }
  | { readonly kind: "edit"; readonly change: RegistryEdit }
  | { readonly kind: "holds"; readonly change: Adding }
  | { readonly kind: "look"; readonly asked: AskedLook }
  | { readonly kind: "look-again"; readonly asked: AskedLook; readonly own: OpenProposal }
  | { readonly kind: "lonely"; readonly registry: Registry };

export interface Message {
  readonly text: Asked;
  readonly task: Task;
}

/** Read within some ten milliseconds; handing it over would take longer. */
const SMALL = 16 * 1024;
/** Longer than a whole 2 MiB takes on a busy machine. */
const MAX_MS = 60_000;
/** For comparisons: a patient reader waits for them, and so do others that propose something. */
const MAX_COMPARING_MS = 20_000;
/** An idle worker is ended after this time, and its memory given back. */
const IDLE_MS = 10_000;
const MAX_HEAP_MB = 1_024;

/** The registry took too long, or too much memory; whether it is good is not known. */
export class Unparsed extends Error {
  override readonly name = "Unparsed";
}

interface Lane {
  worker: Worker | null;
  /** By owner: whoever has many large registries, or strangers who propose such, keeps another owner waiting for one of them. */
  readonly turns: InTurns;
  idle: NodeJS.Timeout | null;
}

const lanes: Readonly<Record<LaneName, Lane>> = {
  governing: { worker: null, turns: inTurns(), idle: null },
  proposal: { worker: null, turns: inTurns(), idle: null },
  look: { worker: null, turns: inTurns(), idle: null },
};

/** As parseRegistry. One text at a time for each purpose. Rejects with Unparsed alone. */
export async function parsedElsewhere(text: string, source: RegistrySource, options: ParseOptions, what: ParseFor) {
  const asked: Asked = { text, source, options };
  const small = readHere(asked, SMALL);
  if (small !== null) return small;
  return await inLane(lanes[what], { text: asked, task: { kind: "parse" } }, answerOf<ParsedRegistry>());
}

/** An outline of a proposal, however large. Rejects only with Unparsed. */
export async function outlinedElsewhere(asked: Asked): Promise<Outline> {
  const small = readHere(asked, SMALL);
  if (small !== null) return outline(small);
  return await inLane(lanes.proposal, { text: asked, task: { kind: "outline" } }, answerOf<Outline>());
}

/** What a sound proposal changes. Rejects only with Unparsed. */
export async function changedElsewhere(asked: Asked, pair: Pair): Promise<Changed> {
  const isSmall = pair.before.people.length <= SMALL_REGISTRY;
  const own = isSmall ? (readHere(asked, SMALL)?.registry ?? null) : null;
  if (own !== null) return changed(own, pair);
  return await inLane(lanes.proposal, { text: asked, task: { kind: "changed", pair } }, answerOf<Changed>());
}

/** Who gains and loses power by it, over the given files. Rejects only with Unparsed. */
export async function powersElsewhere(asked: Asked, what: PowersAsked): Promise<Powers> {
  const isSmall = what.before.people.length <= SMALL_REGISTRY;
  const own = isSmall ? (readHere(asked, SMALL_COMPARED)?.registry ?? null) : null;
  if (own !== null && placesOf(own, what) <= SMALL_TREE) return powers(own, what);
  return await inLane(lanes.proposal, { text: asked, task: { kind: "powers", asked: what } }, answerOf<Powers>());
}

/** What the registry publishes into a repository. Rejects only with Unparsed. */
export async function publishedElsewhere(asked: Asked, what: PublishedAsked, whose: ParseFor): Promise<Published> {
  const isSmall = (what.extended?.people.length ?? 0) <= SMALL_REGISTRY && (what.paths?.length ?? 0) <= SMALL_TREE;
  const own = isSmall ? readHere(asked, SMALL) : null;
  if (own !== null) return publishedFiles(own.registry, what);
  return await inLane(lanes[whose], { text: asked, task: { kind: "published", asked: what } }, answerOf<Published>());
}

/** As edited. A text that takes too long is left as it is. */
export async function editedElsewhere(text: string, change: RegistryEdit, place: FilePlace): Promise<Edited> {
  if (text.length <= SMALL) return edited(text, change);
  try {
    return await inLane(lanes.governing, untouched(text, place, { kind: "edit", change }), answerOf<Edited>());
  } catch (error) {
    if (!(error instanceof Unparsed)) throw error;
    return { kind: "cannot", why: error.message };
  }
}

/** As alreadyHolds, of a text. Rejects only with Unparsed. */
export async function holdsElsewhere(text: string, change: Adding, place: FilePlace): Promise<boolean> {
  if (text.length <= SMALL) return alreadyHolds(yamlTree(text).value, change);
  const message = untouched(text, place, { kind: "holds", change });
  return (await inLane(lanes.governing, message, answerOf<{ readonly holds: boolean }>())).holds;
}

/** Who was not seen, and whom to propose. Rejects only with Unparsed. */
export async function lookedElsewhere(text: Asked, asked: AskedLook): Promise<Look> {
  if (isShortLook(text, asked)) return answeredLook(asked, { text: text.text, read: readerLike(text) });
  return await inLane(lanes.look, { text, task: { kind: "look", asked } }, answerOf<Look>());
}

/** Whether one who is proposed is so still. Rejects only with Unparsed. */
export async function lookedAgainElsewhere(text: Asked, asked: AskedLook, own: OpenProposal): Promise<Again> {
  if (isShortLook(text, asked)) return answeredAgain(asked, own, { text: text.text, read: readerLike(text) });
  return await inLane(lanes.look, { text, task: { kind: "look-again", asked, own } }, answerOf<Again>());
}

/** As lonelyAreas. Rejects only with Unparsed. */
export async function lonelyElsewhere(index: RegistryIndex, source: RegistrySource): Promise<readonly LonelyArea[]> {
  const { registry } = index;
  const own: Registry = { ...registry, people: everyHolding(index), teams: [] };
  if (own.people.length * (1 + own.areas.length) <= SMALL_LONELY) return lonelyAreas(indexed(own));
  const text: Asked = { text: "", source, options: {} };
  const { areas } = await inLane(
    lanes.look,
    { text, task: { kind: "lonely", registry: own } },
    answerOf<{ readonly areas: readonly LonelyArea[] }>(),
  );
  return areas;
}

/** With what members of teams hold. */
function everyHolding(index: RegistryIndex): Registry["people"] {
  const { registry } = index;
  const members = registry.roles.flatMap(({ name }) => index.holdersOf(name));
  return distinct(members).flatMap(({ login, id }) => index.rolesOf({ login, id, type: "User" }));
}

/** In a look the text is read again for each person who may be proposed. */
function isShortLook({ text }: Asked, { sights }: AskedLook): boolean {
  return text.length * (1 + sights.length) <= SHORT_LOOK;
}

/** Reads texts as that one is read; `null` where one has faults. */
export function readerLike({ source, options }: Asked): (text: string) => ReadText | null {
  return (text) => {
    const { registry, faults } = parseRegistry(text, source, options);
    const warnings = faults.filter(({ severity }) => severity === "warning").map(({ message }) => message);
    return registry === null ? null : { registry, warnings };
  };
}

type FilePlace = Pick<RegistrySource, "repository" | "path">;

function untouched(text: string, { repository, path }: FilePlace, task: Task): Message {
  return { text: { text, source: { repository, path, oid: "" }, options: {} }, task };
}

/** `null`: it is not small. A group that is named again and again makes much of a short text. */
function readHere({ text, source, options }: Asked, most: number): ParsedRegistry | null {
  if (text.length > most || (options.base?.people.length ?? 0) > SMALL_EXTENDED) return null;
  const read = parseRegistry(text, source, { ...options, mostEntries: SMALL_ENTRIES });
  return read.crowded === true ? null : read;
}

function placesOf(own: Registry, { before, home, scope }: PowersAsked): number {
  return (scope.tree?.paths.length ?? 0) + witnesses([before, own], home, scope.everywhere).length;
}

/** People, characters and paths: so few are compared within some ten milliseconds. */
const SMALL_REGISTRY = 300;
const SMALL_EXTENDED = 2_000;
const SMALL_ENTRIES = 2_000;
const SMALL_COMPARED = 4 * 1024;
const SMALL_TREE = 1_000;
/** Characters read in a look, and people asked about areas. */
const SHORT_LOOK = 24 * 1024;
const SMALL_LONELY = 10_000;

// The worker is of this program's own making; only where its answer is missing is there nothing to take.
const answerOf = <Answer>() => z.custom<Answer>((answer) => typeof answer === "object" && answer !== null);

function inLane<Answer>(lane: Lane, message: Message, view: z.ZodType<Answer>): Promise<Answer> {
  const { owner } = message.text.source.repository;
  return lane.turns(owner.toLowerCase(), () => answered(lane, message, view));
}

function answered<Answer>(lane: Lane, asked: Message, view: z.ZodType<Answer>): Promise<Answer> {
  if (lane.idle !== null) clearTimeout(lane.idle);
  const worker = lane.worker ?? begun();
  lane.worker = worker;
  const isReading = READING.includes(asked.task.kind);
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
      reject(
        new Unparsed(`${asked.text.source.path} could not be ${isReading ? "read" : "compared"}: ${why}`, { cause }),
      );
    };
    const broken = (error: unknown) => failed("it takes too much memory", error);
    const ended = () => failed("its reader ended");
    const late = setTimeout(() => failed("it takes too long"), isReading ? MAX_MS : MAX_COMPARING_MS);
    worker.once("message", (message: unknown) => {
      over();
      lane.idle = setTimeout(() => void end(lane), IDLE_MS);
      lane.idle.unref();
      resolve(view.parse(message));
    });
    worker.once("error", broken).once("exit", ended);
    worker.postMessage(asked);
  });
}

/** What takes as long as a text is, and no longer. */
const READING: readonly Task["kind"][] = ["parse", "outline", "edit", "holds", "look", "look-again"];

async function end(lane: Lane): Promise<void> {
  const { worker } = lane;
  lane.worker = null;
  await worker?.terminate();
}

function begun(): Worker {
  // Compiled, or from the sources whose types Node strips.
  const file = import.meta.url.endsWith(".ts") ? "./parse-worker.ts" : "./parse-worker.js";
  const worker = new Worker(new URL(file, import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
  });
  worker.unref();
  return worker;
}
