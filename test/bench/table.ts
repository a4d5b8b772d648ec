/** What was measured, as tables for people and as JSON for programs. */

export type Cell = string | number | null;

export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** Columns lined up, numbers to the right; `null` shows as a dash: not measured here. */
export function shownTable({ title, columns, rows }: Table): string {
  const cells = [columns, ...rows.map((row) => row.map(shown))];
  const widths = columns.map((_, at) => Math.max(...cells.map((row) => row[at]?.length ?? 0)));
  const right = columns.map((_, at) => rows.some((row) => typeof row[at] === "number"));
  const line = (row: readonly string[]) =>
    `  ${row.map((cell, at) => (right[at] ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0))).join("   ")}`;
  const [head = "", ...body] = cells.map((row) => line(row).trimEnd());
  return [title, head, ...body, ""].join("\n");
}

function shown(cell: Cell): string {
  if (cell === null) return "-";
  if (typeof cell === "string" || Number.isInteger(cell)) return `${cell}`;
  return cell.toFixed(Math.abs(cell) < 10 ? 2 : Math.abs(cell) < 100 ? 1 : 0);
}

/** Each row as an object by column. */
export function tableAsData({ title, columns, rows }: Table): {
  readonly title: string;
  readonly rows: readonly Readonly<Record<string, Cell>>[];
} {
  return { title, rows: rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, row[at] ?? null]))) };
}

/** The value that so much of the list is not above: 0.5 the median, 0.95 what one of twenty exceeds. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
