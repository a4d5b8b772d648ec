/** The outcome of adding one person to one team. */
export type GrantOutcome =
  /** They belonged to the organisation, and are in the team now. */
  | { readonly kind: "added" }
  /** GitHub has asked them into the organisation; accepting that brings them into the team. */
  | { readonly kind: "invited" }
  /** They were in it, or asked into it, by the time it was to be done. */
  | { readonly kind: "was-there" }
  /** The app has not the permission to add anybody. */
  | { readonly kind: "forbidden" }
  /** Not done. `why`: a clause for people, inert Markdown. */
  | { readonly kind: "refused"; readonly why: string };

/** Somebody in a team of the organisation; accounts are known by their numbers, since logins change hands. */
export interface GrantSubject {
  /** The organisation's login. */
  readonly owner: string;
  /** Slug. */
  readonly team: string;
  readonly id: number;
}
