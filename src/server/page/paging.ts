/** Cuts a list into pages, so that no view grows with the amount of data. Pure. */

export interface Slice<Item> {
  readonly items: readonly Item[];
  readonly page: number;
  readonly pages: number;
  readonly total: number;
  /** The place of the first of these in the whole list, which begins with 1. */
  readonly first: number;
}

/** The last page if there are not so many. */
export function slice<Item>(all: readonly Item[], page: number, size: number): Slice<Item> {
  const pages = Math.max(1, Math.ceil(all.length / size));
  const at = Math.min(page, pages);
  const from = (at - 1) * size;
  return { items: all.slice(from, from + size), page: at, pages, total: all.length, first: from + 1 };
}
