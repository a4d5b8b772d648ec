/** Quotes texts where needed, so that YAML reads them back as texts. */

/** Plain where that is safe, else in quotes. */
export function yamlText(text: string): string {
  const plain = /^[A-Za-z][A-Za-z0-9_./-]*(?: [A-Za-z0-9_./-]+)*$/.test(text);
  return plain && !/^(?:null|true|false|yes|no|on|off|y|n)$/i.test(text) ? text : JSON.stringify(text);
}
