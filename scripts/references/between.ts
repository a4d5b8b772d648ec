/** The document with `part` between two lines of it; unchanged if they are missing. */
export function between(document: string, name: string, part: string): string {
  const first = `<!-- ${name}:begin -->`;
  const begin = document.indexOf(first);
  const end = document.indexOf(`<!-- ${name}:end -->`, begin);
  if (begin === -1 || end === -1) return document;
  return `${document.slice(0, begin + first.length)}\n\n${part}\n\n${document.slice(end)}`;
}
