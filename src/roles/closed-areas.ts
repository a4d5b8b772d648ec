/** Areas into which somebody who holds a role everywhere may not reach, since an exclusive area is or may be around them. */
import { glob } from "./glob.ts";

interface Area {
  readonly name: string;
  readonly paths: readonly string[];
  readonly exclusive: boolean;
}

/** Names of the areas; where it cannot be told cheaply, an area counts as closed. */
export function closedAreas(areas: readonly Area[]): ReadonlySet<string> {
  const beginnings = new Set(areas.filter(({ exclusive }) => exclusive).flatMap(beginningsOf));
  const lengths = [...new Set([...beginnings].map(({ length }) => length))];
  const lies = (beginning: string) =>
    lengths.some((length) => length <= beginning.length && beginnings.has(beginning.slice(0, length)));
  return new Set(areas.filter((area) => area.exclusive || beginningsOf(area).some(lies)).map(({ name }) => name));
}

function beginningsOf({ paths }: Area): readonly string[] {
  return paths.length === 0 ? [""] : paths.map((pattern) => glob(pattern).beginning);
}
