/** Makes what people typed visible as it is: nothing in it reorders the line around it, hides, or is empty to the eye. Pure. */

import { oneLine } from "../../shared/markdown.ts";

/** Marks that reorder text, and spaces without width, which `oneLine` drops too; here for HTML that is rendered already. */
const REORDERING = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069]/gu;
/** Further characters that show nothing. Joiners and variation selectors stay: scripts and emoji need them. */
const INVISIBLE = /\u034f|[\u17b4\u17b5]|[\u180b-\u180f]|[\u00ad\u115f\u1160\u3164\uffa0\u{e0000}-\u{e007f}]/gu;
/** No language has so many accents on one letter. */
const STACKED = /(\p{M}{4})\p{M}+/gu;
const BLANK = /^[\s\p{M}\p{Cf}\u2800]*$/u;

/** On one line; empty where nothing of it can be seen. */
export function visibleText(text: string): string {
  const line = oneLine(oneLine(text).replace(INVISIBLE, "").replace(STACKED, "$1"));
  return BLANK.test(line) ? "" : line;
}

export function withoutReordering(html: string): string {
  return html.replace(REORDERING, "");
}
