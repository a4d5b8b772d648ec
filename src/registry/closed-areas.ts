/**
 * Areas that a role held everywhere may not reach into, since an area that is exclusive, or does not inherit, surrounds them or may do
 * so.
 */

import { glob } from "./glob.ts";

interface Area {
  readonly name: string;
  readonly paths: readonly string[];
  readonly exclusive: boolean;
  readonly inherits?: boolean | null | undefined;
}

/** Names of the areas; where it cannot be told cheaply, an area counts as closed. */
export function closedAreas(areas: readonly Area[]): ReadonlySet<string> {
  const isClosed = ({ exclusive, inherits }: Area) => exclusive || inherits === false;
  const beginnings = new Set(areas.filter(isClosed).flatMap(beginningsOf));
  const lengths = [...new Set([...beginnings].map(({ length }) => length))];
  const lies = (beginning: string) =>
    lengths.some((length) => length <= beginning.length && beginnings.has(beginning.slice(0, length)));
  return new Set(areas.filter((area) => isClosed(area) || beginningsOf(area).some(lies)).map(({ name }) => name));
}

function beginningsOf({ paths }: Area): readonly string[] {
  return paths.length === 0 ? [""] : paths.map((pattern) => glob(pattern).beginning);
}
