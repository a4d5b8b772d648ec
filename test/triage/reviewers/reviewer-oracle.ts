/** Whom to ask for a review, written a second time as `docs/registry.md` tells it, on the gate's oracle. */

import { heldBy, isFree, mayCount, type Scene, type Unit, unitsOf } from "../../gate/oracle.ts";

export interface Desk {
  /** All the people there are. */
  readonly people: readonly string[];
  /** Those of whom there is an approving review. */
  readonly approved: readonly string[];
  readonly requested: readonly string[];
  /** Taken off by hand, refused by GitHub, or asked in vain before. */
  readonly gone: readonly string[];
  /** Away, busy, without an account, or with enough to do. */
  readonly unavailable: readonly string[];
  /** What `reviews.request` says. */
  readonly request: number;
}

export interface Asking {
  /** Who may be asked at all. */
  readonly pool: ReadonlySet<string>;
  /** How many have to be asked; those who can approve what is missing are among them. */
  readonly count: number;
  /** The fewest that are enough for what is missing, as far as anybody can be asked. */
  readonly fewest: number;
  readonly isEnough: (asked: ReadonlySet<string>) => boolean;
  /** Names of the rows for which somebody's approval is missing and would count. */
  readonly rowsOf: (who: string) => readonly string[];
  /** By row: so many approvals are missing once these have approved. */
  readonly missingAfter: (asked: readonly string[]) => ReadonlyMap<string, number>;
}

export function askingOf(scene: Scene, desk: Desk): Asking {
  const { registry, author } = scene;
  const { people, approved, requested, gone, unavailable, request } = desk;
  const holds = (who: string, fits: Unit["isAllowed"]) => heldBy(who, registry).some(fits);
  const units = unitsOf(scene).map((unit) => {
    const able = people.filter((who) => holds(who, unit.isAllowed) && mayCount(who, unit.row, scene));
    const missing = Math.max(0, unit.min - able.filter((who) => approved.includes(who)).length);
    const coming = able.filter((who) => requested.includes(who) && who !== author && !approved.includes(who)).length;
    return { ...unit, able, missing, lacking: missing - coming };
  });
  const open = units.filter(({ missing }) => missing > 0);
  const isOut = (who: string) =>
    [author, ...approved, ...requested, ...gone].includes(who) ||
    (!registry.contributorsCount && who === scene.coauthor);
  const isFreeNow = (who: string) => !isOut(who) && !unavailable.includes(who);
  const fitting = new Set([...open.flatMap(({ able }) => able), ...lookers(scene, desk), ...changers(units, approved)]);
  fitting.delete(author);
  const pool = new Set([...fitting].filter(isFreeNow));
  const needs = open.map(({ able, lacking }) => {
    const free = able.filter(isFreeNow);
    return { free, number: Math.min(Math.max(0, lacking), free.length) };
  });
  const isEnough = (asked: ReadonlySet<string>) =>
    needs.every(({ free, number }) => free.filter((who) => asked.has(who)).length >= number);
  const fewest = Math.min(
    ...choicesOf([...pool])
      .filter(isEnough)
      .map(({ size }) => size),
  );
  const coming = [...new Set([...requested, ...approved])].filter((who) => fitting.has(who)).length;
  const wanted = open.length === 0 || request === 0 ? 0 : Math.max(fewest, request - coming);
  return {
    pool,
    count: Math.min(wanted, pool.size),
    fewest,
    isEnough,
    rowsOf: (who) => [...new Set(open.filter(({ able }) => able.includes(who)).map(({ row }) => row))],
    missingAfter: (asked) =>
      new Map(
        [...Map.groupBy(units, ({ row }) => row)].map(([row, all]) => [
          row,
          Math.max(
            ...all.map(({ able, min }) =>
              Math.max(0, min - able.filter((who) => asked.includes(who) || approved.includes(who)).length),
            ),
          ),
        ]),
      ),
  };
}

/** Whoever may look through what is touched, the registry's own file apart. */
function lookers(scene: Scene, { people }: Desk): readonly string[] {
  const paths = scene.files.flatMap(([before, now]) => (before === null ? [now] : [before, now]));
  const others = paths.filter((path) => !isFree(path, scene) && !["roles.yaml", ".github/roles.yaml"].includes(path));
  if (paths.length > 0 && others.length === 0) return [];
  const units = unitsOf({ ...scene, files: others.map((path) => [null, path]) });
  return people.filter((who) =>
    heldBy(who, scene.registry).some((held) => units.some((unit) => unit.isReviewer(held))),
  );
}

/** Whoever may approve a change of the registry, while that is missing. */
function changers(
  units: readonly { readonly row: string; readonly able: readonly string[]; readonly missing: number }[],
  approved: readonly string[],
): readonly string[] {
  return units
    .filter(({ row }) => row === "registry")
    .flatMap(({ able, missing }) => (missing > 0 ? able : able.filter((who) => approved.includes(who))));
}

export function choicesOf(people: readonly string[]): readonly ReadonlySet<string>[] {
  const [first, ...others] = people;
  if (first === undefined) return [new Set()];
  const without = choicesOf(others);
  return [...without, ...without.map((chosen) => new Set([first, ...chosen]))];
}
