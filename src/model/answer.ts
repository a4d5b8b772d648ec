/**
 * What a command is answered. `done` earns a reaction; `refused` and `told` a reply; `quiet` neither, where a later word of the same
 * person made this one moot. Text is Markdown whose foreign parts are already inert.
 */
export type Answer =
  | { readonly kind: "done" }
  | { readonly kind: "refused"; readonly text: string }
  /** `kept`: a sealed, hidden line, which the reply ends with. */
  | { readonly kind: "told"; readonly text: string; readonly kept?: string }
  | { readonly kind: "quiet" };
