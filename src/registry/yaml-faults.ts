/** What YAML's own errors mean for somebody who edits roles.yaml. */

import type { YAMLError } from "yaml";
import { shortened } from "../shared/markdown.ts";

/** The text in quotes, cut and with its invisible characters spelled out. */
export function printable(text: string): string {
  return JSON.stringify(shortened(text.toWellFormed(), 60)).replace(/[\p{Cf}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu, (unseen) => {
    const code = (unseen.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\U${code.padStart(8, "0")}` : `\\u${code.padStart(4, "0")}`;
  });
}

const ADVICE: Partial<Record<YAMLError["code"], string>> = {
  BAD_INDENT:
    "a line is indented otherwise than its neighbours, or a bracket before it is not closed; align it or close that",
  TAB_AS_INDENT: "a tab indents this line; use spaces",
  MISSING_CHAR: "a closing quote, bracket, colon or comma is missing",
  BLOCK_AS_IMPLICIT_KEY: "there are two colons on this line; put the value in quotes or on a line of its own",
  BLOCK_IN_FLOW: "an indented block stands inside brackets; write it in brackets too",
  MULTILINE_IMPLICIT_KEY: "a key spans two lines, or a line lacks its colon or dash",
  KEY_OVER_1024_CHARS: "a key is longer than 1,024 characters; is a colon missing?",
  BAD_SCALAR_START: "a text begins with a character that YAML reserves; put it in quotes",
  BAD_DQ_ESCAPE: "a backslash in double quotes begins no known escape; double it or use single quotes",
  NON_STRING_KEY: "a key must be a plain word",
  UNEXPECTED_TOKEN: "something does not belong here; is a comma, a quote or a line break missing?",
};

/** A sentence for an error of the `yaml` package. */
export function syntaxFault(error: YAMLError, text: string): string {
  if (error.code === "BAD_SCALAR_START" && text[error.pos[0]] === "@")
    return "not valid YAML: a login is written without the @, as in [ann, ben]";
  return `not valid YAML: ${ADVICE[error.code] ?? error.message}`;
}
