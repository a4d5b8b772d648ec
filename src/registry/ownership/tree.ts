/** The files of a repository that are read here, wherever they come from. */

export interface Tree {
  /** Every file, by its path from the root, in order. */
  readonly paths: readonly string[];
  /** The text of a regular file; `null` if there is none, or if it is a link. */
  read(path: string): string | null;
}

/** Something that was read and could not be carried over, or not unchanged. */
export interface Note {
  /** File, with its line where there is one. */
  readonly place: string;
  readonly text: string;
}
