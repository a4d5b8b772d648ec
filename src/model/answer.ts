/**
 * How a command is answered. `done` gets a reaction; `refused` and `told` a reply; `quiet` neither, where a later statement of the same
 * person made this one moot. Text is Markdown in which other people's text is already inert.
 */
export type Answer =
  | { readonly kind: "done" }
  | { readonly kind: "refused"; readonly text: string }
  /** `kept`: a sealed, hidden line, which the reply ends with. */
  | { readonly kind: "told"; readonly text: string; readonly kept?: string }
  | { readonly kind: "quiet" };
