/** The table about the names of owners. */

/** Whose the rows under an owner's name are (owners.ts). */
export interface OwnerTable {
  /** Folded login of the owner. */
  readonly name: string;
  readonly account_id: number;
}
