/** The lines of a text that readers see as plain text, without those that a quotation takes along. */

import { type PlainLine, typedLines } from "../../src/commands/text/plain-lines.ts";

export function plainLines(text: string): readonly PlainLine[] {
  return typedLines(text).filter(({ lazy }) => lazy !== true);
}
