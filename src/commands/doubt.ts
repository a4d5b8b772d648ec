/**
 * Words behind a command that make it depend on something, or doubt it: then the command is asked about, not obeyed (R58).
 * A list of words knows no grammar; where it asks for nothing, a person writes one more line, and nothing was merged meanwhile.
 */

/** It is not so yet, or not for all of it. */
const CONDITIONS: readonly string[] = [
  // English
  ..."if once unless until till til when whenever after afterwards before assuming provided providing pending except excepting excluding".split(
    " ",
  ),
  ..."modulo but however although though otherwise conditional conditionally subject only later soon tomorrow then wait waiting".split(
    " ",
  ),
  ..."maybe perhaps probably possibly might should would could please almost nearly partially partly".split(" "),
  // German, French, Spanish, Portuguese, Italian, Polish, Dutch, Turkish
  ..."wenn falls sobald nachdem bevor aber erst außer ausser sofern solange bis vorausgesetzt später vielleicht".split(
    " ",
  ),
  ..."si quand lorsque dès après avant mais sauf jusqu jusque condition cuando después antes pero salvo excepto hasta".split(
    " ",
  ),
  ..."quando depois mas exceto até enquanto dopo prima tranne finché jeśli gdy dopiero ale mits zodra tenzij maar nadat eğer sonra ama".split(
    " ",
  ),
  // Russian, Ukrainian
  ..."если когда после но кроме пока только якщо коли після але крім поки".split(" "),
];

const NEGATIONS: readonly string[] = [
  ..."not never cannot cant can't dont don't doesnt doesn't isnt isn't wont won't wouldnt wouldn't shouldnt shouldn't".split(
    " ",
  ),
  ..."nicht noch kein keine pas jamais nunca não non nie niet değil не нет".split(" "),
];

/** Languages that put no blanks between words. */
const CONDITIONS_WITHIN =
  /如果|若|等|待|之后|之後|以后|以後|后再|後再|但|不过|不過|除非|只要|一旦|前提|暂|暫|先别|たら|れば|なら|まで|後で|してから|けど|ただし|が終わ|기 전|하면|되면|한 뒤|후에|까지|하지만|지만|만약/u;
const NEGATIONS_WITHIN = /不|没|沒|未|别|別|ない|ません|아니|않|못/u;
const QUESTION = /[?？؟⁇⁈]/u;

const conditions = new Set(CONDITIONS);
const negations = new Set(NEGATIONS);

/** What stands behind a word of approval: praise is fine, "once the tests pass" and "not yet" are none. */
export function isDoubtful(words: string): boolean {
  return isConditional(words) || NEGATIONS_WITHIN.test(words) || wordsIn(words).some((word) => negations.has(word));
}

/** What stands behind names: a condition or a question, whereas a reason may well say "not". */
export function isConditional(words: string): boolean {
  return QUESTION.test(words) || CONDITIONS_WITHIN.test(words) || wordsIn(words).some((word) => conditions.has(word));
}

const POLITE = new Set(
  "please pls thanks thank you thx ty cheers now again all done fixed resolved ready ok okay and the it this hold merge bitte danke merci gracias obrigado grazie spasibo спасибо 谢谢 多谢".split(
    " ",
  ),
);

/**
 * Whether what stands behind `cancel` leaves it clear that something is taken back: nothing, names, a courtesy, or a remark parted
 * from it by a mark. "cancel button is still broken" is another sentence.
 */
export function isClearCancel(parted: boolean, words: string): boolean {
  if (isDoubtful(words)) return false;
  return parted || words.split(/\s+/).every((word) => word === "" || isName(word) || isCourtesy(word));
}

/** "Thanks", "please", "done": words that mean nobody and nothing. */
export function isCourtesy(words: string): boolean {
  return wordsIn(words).every((word) => POLITE.has(word));
}

function isName(word: string): boolean {
  return /^@[a-z0-9][a-z0-9-/._]*[.,:;!]*$/i.test(word);
}

function wordsIn(text: string): readonly string[] {
  return (
    text
      .toLowerCase()
      .replaceAll("’", "'")
      .match(/[\p{L}\p{M}\p{N}']+/gu) ?? []
  );
}
