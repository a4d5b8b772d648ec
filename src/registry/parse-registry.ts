/** Reads roles.yaml: the registry it describes, or every fault at once, each with its line and column. */

import { registryOf } from "./build.ts";
import { type Complaint, MAX_FAULTS } from "./complaints.ts";
import { joined } from "./extends.ts";
import type { LabelKey } from "./label-key.ts";
import { DEFAULT_LADDER } from "./ladder.ts";
import { daysToCome, reservedAreaNames } from "./name-warnings.ts";
import type { PromotionLanguage } from "./promotion-language.ts";
import { referenceFaults } from "./references.ts";
import { draftOf, type Grammar } from "./registry-draft.ts";
import type { Path } from "./registry-path.ts";
import { REGISTRY_REPO } from "./registry-places.ts";
import { type FixedShape, fixedShape, jsonSchema } from "./registry-schema.ts";
import type { Fault, ParsedRegistry, Registry, RegistrySource } from "./registry-types.ts";
import { textWarnings } from "./text-warnings.ts";
import { type TreeAtHand, treeWarnings } from "./tree-warnings.ts";
import { warnings } from "./warnings.ts";
import { explained } from "./yaml-slips.ts";
import { mappingOf, valueAt, type YamlTree, yamlTree } from "./yaml-tree.ts";

export interface ParseOptions {
  /**
   * The registry that the text extends. With it, names are checked against it, and the result is the two joined. Without it, a registry
   * that extends another is returned before joining (`extends` is set).
   */
  readonly base?: Registry;
  /** Names of the owner's repositories: an area of none of them earns a warning. */
  readonly knownRepos?: readonly string[];
  /** The repository that it governs, where its files are at hand: patterns that match none earn a warning. */
  readonly tree?: TreeAtHand;
  /** The name of the owner's repository whose registry serves those without one of their own; absent: `.github`. */
  readonly registryRepo?: string;
  /** Names of the commands: another one under `commands:` is a fault. */
  readonly knownCommands?: readonly string[];
  /** YYYY-MM-DD in UTC: roles held since a later day earn a warning. Nothing here reads a clock. */
  readonly today?: string;
  /** Entries up to which it is read where it has groups, which come to many however short the text is; beyond them it is `crowded`. */
  readonly mostEntries?: number;
}

interface RegistryReader {
  /**
   * Reads the text of a roles.yaml. Never throws, whatever the text; time and memory are bounded by its size, and texts above 2 MiB are
   * a fault (R24). Faults are in the order of the text; at most 500 are listed, the last of which then says so.
   */
  parseRegistry(text: string, source: RegistrySource, options?: ParseOptions): ParsedRegistry;
  /** The JSON Schema for editors. */
  registrySchema(): object;
  readonly registryShape: FixedShape;
}

/** The languages that other rooms define for parts of the file. */
interface Languages {
  readonly promotions: PromotionLanguage;
  readonly labels: readonly LabelKey[];
  /** Words that commands use for something other than the name of an area. */
  readonly commandWords: readonly string[];
}

/** A reader for registries in which promotions and labels are written so. */
export function registryReader({ promotions, labels, commandWords }: Languages): RegistryReader {
  const shape = fixedShape({ promotion: promotions.shape, labels });
  const { references } = promotions;
  const ladder = DEFAULT_LADDER.map((role) => ({ ...role, references: references(role.promotion) }));
  const grammar: Grammar = { shape, references, ladder };
  return {
    parseRegistry: (text, source, options = {}) =>
      parsed(text, source, { ...options, grammar, promotions, labels, commandWords }),
    registrySchema: () => jsonSchema(shape),
    registryShape: shape,
  };
}

interface Parsing extends ParseOptions, Languages {
  readonly grammar: Grammar;
}

function parsed(text: string, source: RegistrySource, options: Parsing): ParsedRegistry {
  const tree = yamlTree(text);
  if (tree.unreadable) return { registry: null, faults: tree.faults };
  const base = options.base ?? null;
  const draft = draftOf(tree, base, options.grammar, options.mostEntries);
  if (options.mostEntries !== undefined && draft.spread.tooMany !== null) return CROWDED;
  const around = { source, base, knownCommands: options.knownCommands ?? null, labels: options.labels };
  const wrong = [...draft.complaints, ...referenceFaults(draft, around).filter(({ path }) => !isTorn(path, tree))];
  const explains = new Set(wrong.flatMap((one) => (one.explains === undefined ? [] : [JSON.stringify(one.explains)])));
  const unexplained = wrong.filter((one) => !explains.has(JSON.stringify(one.path)));
  const errors = [...tree.faults, ...unexplained.map((complaint) => faultOf(complaint, "error", tree))];
  // What is at fault was left out of the draft: a warning drawn from the rest might be wrong.
  if (errors.length > 0) return { registry: null, faults: inOrder(explained(errors, text)) };
  const own = registryOf(draft, source, options.labels);
  const alone = [
    ...textWarnings(options.grammar.shape, draft.fixed, tree),
    ...reservedAreaNames(draft, options.commandWords),
    ...(options.today === undefined ? [] : daysToCome(draft, options.today)),
    ...(options.tree === undefined ? [] : treeWarnings(draft, options.tree, options.registryRepo ?? REGISTRY_REPO)),
  ];
  const warned = (registry: Registry, found: readonly Complaint[]): ParsedRegistry => ({
    registry,
    faults: inOrder([...tree.warnings, ...found.map((complaint) => faultOf(complaint, "warning", tree))]),
  });
  // What is to be held against the other registry waits for it.
  if (own.extends !== undefined && base === null) return warned(own, alone);
  const registry = base === null ? own : joined(own, base);
  const { promotions, knownRepos = null, registryRepo = REGISTRY_REPO } = options;
  const found = warnings(draft, registry, { knownRepos, registryRepo, ofPromotions: promotions.warnings });
  return warned(registry, [...alone, ...found]);
}

const CROWDED: ParsedRegistry = { registry: null, faults: [], crowded: true };

/** A value of the same mapping is faulty and was left out, which has been reported: what seems to be missing is there. */
function isTorn(path: Path, { value }: YamlTree): boolean {
  const places = [path, path.slice(0, -1)].filter(({ length }) => length > 0);
  return places.some((place) => Object.values(mappingOf(valueAt(value, place) ?? null) ?? {}).includes(undefined));
}

function faultOf({ path, on, message }: Complaint, severity: Fault["severity"], tree: YamlTree): Fault {
  return { severity, ...tree.placeOf(path, on), message };
}

function inOrder(faults: readonly Fault[]): readonly Fault[] {
  const once = new Map(faults.map((fault) => [`${fault.line}:${fault.column} ${fault.message}`, fault]));
  const sorted = [...once.values()].sort((a, b) => a.line - b.line || a.column - b.column);
  const last = sorted[MAX_FAULTS - 1];
  if (last === undefined || sorted.length === MAX_FAULTS) return sorted;
  return [...sorted.slice(0, MAX_FAULTS - 1), { ...last, message: "more faults follow; correct these first" }];
}
