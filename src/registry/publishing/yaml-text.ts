/** Quotes texts in the YAML that is published. */

import { oneLine } from "../../shared/markdown.ts";

const PLAIN = /^[A-Za-z][\w-]*(?: [A-Za-z][\w-]*)*$/;
/** Words that some reader of YAML takes for something other than a text. */
const RESERVED = /^(?:y|n|yes|no|on|off|true|false|null|nan|inf)$/i;

/** On one line; quoted wherever a reader could take it for something else. */
export function yamlText(text: string): string {
  const line = oneLine(text);
  return PLAIN.test(line) && !RESERVED.test(line) ? line : JSON.stringify(line);
}
