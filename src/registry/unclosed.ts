/** Brackets and quotes that are opened and never closed: YAML's own error points to where it noticed, which is far below. */

import { type Document, isCollection, isScalar, type Node, visit } from "yaml";
import type { OffsetFault } from "./yaml-document.ts";

/** The one that most likely lacks its end; `null`: all are closed. */
export function unclosedIn(document: Document.Parsed, text: string): OffsetFault | null {
  let quote: number | null = null;
  let bracket: number | null = null;
  visit(document, {
    Node(_, node) {
      const [start, end] = spanOf(node);
      if (isScalar(node) && (node.type === "QUOTE_DOUBLE" || node.type === "QUOTE_SINGLE")) {
        if (quote === null && (end - start < 2 || text[end - 1] !== text[start])) quote = start;
      } else if (isCollection(node) && isBracketed(node, text[start]) && !/[\]}]/.test(text[end - 1] ?? ""))
        bracket = start;
    },
  });
  if (quote !== null) return { offset: quote, message: "the quote that opens here is not closed; close it" };
  return bracket === null ? null : bracketFault(bracket, text);
}

/** Within brackets a pair may be a mapping without brackets of its own. */
function isBracketed({ flow }: { readonly flow?: boolean }, first: string | undefined): boolean {
  return flow === true && (first === "[" || first === "{");
}

function spanOf(node: Node): readonly [number, number] {
  const [start = 0, end = 0] = node.range ?? [];
  return [start, end];
}

function bracketFault(offset: number, text: string): OffsetFault {
  const [line = ""] = text.slice(offset).split("\n", 1);
  const comment = line.search(/\s#/);
  if (comment !== -1) {
    const message = "a comment begins here, and with it goes the end of the line; put what begins with # in quotes";
    return { offset: offset + comment + 1, message };
  }
  return { offset, message: `the bracket ${text[offset] ?? ""} that opens here is not closed; close it` };
}
