/** Plans a measurement: which searches answer which measures, every search once. Pure. */

import type { RegistryIndex } from "../../registry/registry-index.ts";
import type { Registry } from "../../registry/registry-types.ts";
import type { Measure, Person } from "../promotion-types.ts";
import { REPOSITORY } from "../shapes.ts";
import type { Detail, MeasurePlan, MeasureScope, PlannedMeasure, Search } from "./measure-types.ts";
import { searchesOf } from "./search.ts";

/**
 * The repositories in which counts search if a filter names none: those of the registry's areas. Empty, for all of the owner's, if it
 * names none or has an area of every repository.
 */
export function countedRepositories(registry: Registry): readonly string[] {
  if (registry.areas.some(({ repos }) => repos.length === 0)) return [];
  const once = new Map(registry.areas.flatMap(({ repos }) => repos.map((name) => [name.toLowerCase(), name])));
  return [...once.values()];
}

/** For a scope: each area's own repositories. */
export function areaRepositories(registry: Registry): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(registry.areas.map(({ name, repos }) => [name, repos]));
}

/** For a scope: the label of each area, where the registry keeps labels for them. */
function areaLabels({ labels, areas }: Registry): Readonly<Record<string, string>> {
  const pattern = labels.areas ?? null;
  if (pattern === null) return {};
  return Object.fromEntries(areas.map(({ name }) => [name, pattern.replace("*", name)]));
}

/** What a registry says about where and how to count. */
export function registryScope({ registry, areaPathsOf }: Pick<RegistryIndex, "registry" | "areaPathsOf">) {
  return {
    repositories: countedRepositories(registry),
    docs: registry.kinds.docs,
    areaPathsOf,
    areaRepositories: areaRepositories(registry),
    areaLabels: areaLabels(registry),
  };
}

/** The plan for all measures of a rule (`measuresOf`). Measures with one key are measured once. */
export function measurePlan(measures: readonly Measure[], candidate: Person, scope: MeasureScope): MeasurePlan {
  const searches = new Map<string, { readonly at: number; search: Search }>();
  const place = (search: Search): number => {
    const key = JSON.stringify([search.of, search.terms, search.candidate, search.sort]);
    const known = searches.get(key);
    if (known !== undefined) {
      known.search = joined(known.search, search);
      return known.at;
    }
    searches.set(key, { at: searches.size, search });
    return searches.size - 1;
  };
  const once = new Map(measures.map((measure) => [measure.key, measure]));
  const planned = [...once.values()].map((asked): PlannedMeasure => {
    const measure = asMeant(asked, scope);
    return { measure, searches: searchesOf(measure, scope).map(place) };
  });
  return { candidate, scope, measures: planned, searches: [...searches.values()].map(({ search }) => search) };
}

/** If an area has the name that otherwise stands for repositories, the area is meant. */
function asMeant(measure: Measure, { areaRepositories: areas }: MeasureScope): Measure {
  const { repositoriesOf, ...filter } = measure.filter;
  if (repositoriesOf === undefined || areas[REPOSITORY] === undefined) return measure;
  return { ...measure, filter: { ...filter, areas: [REPOSITORY] } };
}

/** One search for two measures has the details that either needs. */
function joined(one: Search, other: Search): Search {
  const details: readonly Detail[] = [...new Set([...one.details, ...other.details])];
  return { ...one, details, first: Math.max(one.first, other.first) };
}
