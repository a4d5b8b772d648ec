/** Reads YAML step by step, so that a hostile text ends the work as soon as it is recognised (R24). */

import { Composer, CST, type Document, Lexer, type LineCounter, Parser } from "yaml";
import { printable } from "./yaml-faults.ts";

/** The deepest documented place is nine levels deep. */
const DEEPEST = 24;
/** Words, marks and spaces; a registry of 10,000 people and 5,000 areas has half as many. */
const MAX_LEXEMES = 1_000_000;
/** Refused parts after which reading stops: the rest would only repeat them. */
export const MAX_STRAYS = 20;

export interface OffsetFault {
  readonly offset: number;
  readonly message: string;
}

interface Reading {
  readonly strays: OffsetFault[];
  stopped: boolean;
}

/**
 * The one document of a text; `null` where reading had to stop. Its own `errors` are not among the strays. `keepsTokens`: its nodes know
 * the tokens that they were made of, for whoever edits the text.
 */
export function composed(
  text: string,
  lines: LineCounter,
  keepsTokens = false,
): { readonly document: Document.Parsed | null; readonly strays: readonly OffsetFault[] } {
  const reading: Reading = { strays: [], stopped: false };
  const [document = null] = withoutStackTraces(() => documentsOf(text, lines, { reading, keepsTokens }));
  return { document: reading.stopped ? null : document, strays: reading.strays };
}

/** The composer makes an Error for each fault it meets, up to half a million; none of them needs its call stack. */
function withoutStackTraces<T>(work: () => T): T {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    Error.stackTraceLimit = limit;
  }
}

function documentsOf(
  text: string,
  lines: LineCounter,
  { reading, keepsTokens }: { readonly reading: Reading; readonly keepsTokens: boolean },
): readonly Document.Parsed[] {
  const composer = new Composer({
    version: "1.2",
    stringKeys: true,
    // Its own check compares every key with every other; yaml-tree.ts looks for duplicates.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "silent",
    resolveKnownTags: false,
    keepSourceTokens: keepsTokens,
  });
  const documents: Document.Parsed[] = [];
  let begun = 0;
  for (const token of tokensOf(text, lines, reading)) {
    if (token.type === "error") {
      // What follows a stray token is read amiss, so the first one is the only one that is sure.
      stop(reading, token.offset, strayFault(token.source));
    } else if (token.type === "document" && ++begun > 1)
      stop(reading, token.offset, "a second document begins here; roles.yaml is one, so delete the line of --- or ...");
    if (reading.stopped) return [];
    documents.push(...composer.next(token));
  }
  return [...documents, ...composer.end(true, text.length)];
}

function strayFault(source: string): string {
  if (/^[\]}]/.test(source))
    return `not valid YAML: ${printable(source)} closes nothing here; delete it, or indent its line further than the key it belongs to`;
  const stray = source.trim() === "" ? "something" : printable(source);
  return `not valid YAML: ${stray} does not belong here; reading stopped`;
}

function stop(reading: Reading, offset: number, message: string): void {
  reading.strays.push({ offset, message });
  reading.stopped = true;
}

/** The parser's tokens, until the reading is stopped by what they show. */
function* tokensOf(text: string, lines: LineCounter, reading: Reading): Generator<CST.Token> {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  let scalarNext = false;
  let lexemes = 0;
  for (const lexeme of new Lexer().lex(text)) {
    const refused = scalarNext ? null : refusedLexeme(lexeme);
    if (refused !== null) reading.strays.push({ offset: parser.offset, message: refused });
    scalarNext = lexeme === CST.SCALAR;
    yield* parser.next(lexeme);
    if (parser.stack.length > DEEPEST)
      stop(reading, parser.offset, `nested more than ${DEEPEST} levels deep; nothing in roles.yaml needs that`);
    else if (++lexemes > MAX_LEXEMES)
      stop(reading, parser.offset, "the file has too many parts to be read; name people by teams");
    reading.stopped ||= reading.strays.length > MAX_STRAYS;
    if (reading.stopped) return;
  }
  yield* parser.end();
}

/** Parts of YAML that roles.yaml does without: they let a short text stand for a huge or a different one. */
function refusedLexeme(lexeme: string): string | null {
  switch (CST.tokenType(lexeme)) {
    case "alias":
      // A pattern that begins with a star looks like one.
      if (/[*/.]/.test(lexeme.slice(1)) || lexeme === "*")
        return `YAML takes a star at the beginning for an alias; put the pattern in quotes: ${JSON.stringify(lexeme)}`;
      return `${printable(lexeme)} is a YAML anchor or alias, which roles.yaml does not take; write the value out`;
    case "anchor":
      return `${printable(lexeme)} is a YAML anchor or alias, which roles.yaml does not take; write the value out`;
    case "tag":
      return `${printable(lexeme)} is a YAML tag, which roles.yaml does not take; leave it out`;
    case "directive-line":
      return `${printable(lexeme)} is a YAML directive, which roles.yaml does not take; leave it out`;
    default:
      return null;
  }
}
