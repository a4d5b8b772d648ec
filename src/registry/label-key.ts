/** What the registry needs to know about a label that Rung keeps; the label's rule is in triage. */
export interface LabelKey {
  /** Under `labels:`. */
  readonly key: string;
  /** Its usual name, or with `*` the pattern of its names. */
  readonly usualName: string;
  /** "always": on unless it is switched off. "named": on where the registry names it; each label is a write. */
  readonly on: "always" | "named";
}

/** Names by key as the file writes it, patterns with their `*`; `null`: switched off. */
export type LabelNames = Readonly<Record<string, string | null>>;

export function isPattern({ usualName }: LabelKey): boolean {
  return usualName.includes("*");
}

/** `written`: the value of `labels:`. */
export function labelNames(
  keys: readonly LabelKey[],
  written: Readonly<Record<string, unknown>> | null | undefined,
): LabelNames {
  return Object.fromEntries(
    keys.map(({ key, usualName, on }) => {
      const name = written?.[key] ?? (on === "always" ? usualName : null);
      return [key, typeof name === "string" ? name : null];
    }),
  );
}

export function joinLabelNames(
  own: LabelNames,
  organisation: LabelNames,
  isWritten: (key: string) => boolean,
): LabelNames {
  return Object.fromEntries(
    Object.entries(organisation).map(([key, name]) => [key, isWritten(key) ? (own[key] ?? null) : name]),
  );
}
