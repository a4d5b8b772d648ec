/** A decision of the community, as a list of decisions shows it. */

export interface PublishedDecision {
  /** Where it was decided: `owner/name#12`, and its address. */
  readonly name: string;
  readonly url: string;
  /** The registry's name for such decisions. */
  readonly kind: string;
  readonly text: string;
  readonly outcome: "accepted" | "declined" | "cancelled";
  /** Days, YYYY-MM-DD. */
  readonly openedAt: string;
  readonly endedAt: string;
  /** `null`: silence was consent. */
  readonly votes: { readonly yes: number; readonly no: number; readonly abstained: number } | null;
}
