/**
 * Words behind a command that make it conditional or doubtful: then the command is asked about, not obeyed (R58). A list of words knows
 * no grammar; where it asks needlessly, a person writes one more line, and nothing was merged in the meantime.
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
  ..."contingent barring apart aside upon depending depends dependent caveat caveats tentatively provisionally".split(
    " ",
  ),
  // German, French, Spanish, Portuguese, Italian, Polish, Dutch, Turkish
  ..."wenn falls sobald nachdem bevor aber erst außer ausser sofern solange bis vorausgesetzt später vielleicht".split(
    " ",
  ),
  ..."si quand lorsque dès après avant mais sauf jusqu jusque condition cuando después antes pero salvo excepto hasta".split(
    " ",
  ),
  ..."kiedy pokud jestli jos hvis når när efter etter voraussetzung vorbehaltlich dacă după".split(" "),
  ..."quando depois mas exceto até enquanto dopo prima tranne finché jeśli gdy dopiero ale mits zodra tenzij maar nadat eğer sonra ama".split(
    " ",
  ),
  // Russian, Ukrainian
  ..."если когда после но кроме пока только якщо коли після але крім поки".split(" "),
  // Indonesian, Vietnamese, Hindi, Arabic, Greek
  ..."jika kalau apabila setelah nanti nếu khi अगर यदि लेकिन إذا بعد لكن αν όταν αλλά".split(" "),
];
/** Conditions of several words. */
const CONDITION_PHRASES =
  /\b(?:(?:as|so) long as|in principle|other than|in case|save for|sous réserve|next (?:week|month|release|sprint))\b/iu;

const NEGATIONS: readonly string[] = [
  ..."not never cannot cant can't dont don't doesnt doesn't isnt isn't wont won't wouldnt wouldn't shouldnt shouldn't".split(
    " ",
  ),
  ..."nicht noch kein keine pas jamais nunca não non nie niet değil не нет".split(" "),
];

/** For languages that put no blanks between words. */
const CONDITIONS_WITHIN =
  /如果|若|等|待|的话|的話|再说|再說|之后|之後|以后|以後|后再|後再|但|不过|不過|除非|只要|一旦|前提|暂|暫|先别|たら|れば|なら|まで|後で|してから|けど|ただし|が終わ|기 전|하면|되면|한 뒤|후에|까지|하지만|지만|만약/u;
const NEGATIONS_WITHIN = /不|没|沒|未|别|別|ない|ません|아니|않|못/u;
const QUESTION = /[?？؟⁇⁈]/u;

const conditions = new Set(CONDITIONS);
const negations = new Set(NEGATIONS);

/** "no objections" is praise; "no", "no longer" and "nope" are not. */
const REFUSAL = /^\s*(?:nope|nah|nein|nay)\b|^\s*no(?:\s*(?:[.,;:!]|$)|\s+(?:longer|more|way|thanks|thank)\b)/iu;

/** The words after an approval: praise is fine, "once the tests pass" and "not yet" are not. */
export function isDoubtful(words: string): boolean {
  if (isConditional(words) || NEGATIONS_WITHIN.test(words) || REFUSAL.test(words)) return true;
  return wordsIn(words).some((word) => negations.has(word));
}

/** The words after names: a condition or a question is doubtful, whereas a reason may well say "not". */
export function isConditional(words: string): boolean {
  if (QUESTION.test(words) || CONDITIONS_WITHIN.test(words) || CONDITION_PHRASES.test(words)) return true;
  return wordsIn(words).some((word) => conditions.has(word));
}

/** A reason that is none yet: it begins with a condition, or asks. It may well say "not needed here". */
export function isDoubtfulReason(reason: string): boolean {
  if (/[?？؟⁇⁈]\s*$/u.test(reason) || /\b(?:unless|provided that|(?:as|so) long as)\b/iu.test(reason)) return true;
  const [first = ""] = wordsIn(reason);
  return REASON_DOUBTS.has(first) || /^\s*not (?:yet|now)\b/iu.test(reason);
}

/** A text that vouches for nothing: it begins with a denial. */
export function isDenial(text: string): boolean {
  const [first = "", second = "", third = ""] = wordsIn(text);
  if (negations.has(first) || REFUSAL.test(text)) return true;
  return (
    first === "i" && (negations.has(second) || (/^(?:do|can|could|would|will|am)$/.test(second) && third === "not"))
  );
}

const REASON_DOUBTS = new Set(
  "if once unless until till when whenever after assuming provided pending maybe perhaps probably possibly wenn falls sobald erst vielleicht si quand cuando quando если когда jeśli 如果".split(
    " ",
  ),
);

const THANKS =
  "thanks thank you thx ty cheers danke merci gracias obrigado obrigada grazie spasibo спасибо 谢谢 多谢".split(" ");
const thanks = new Set(THANKS);
const POLITE = new Set([
  ...THANKS,
  ..."please pls now again all done fixed resolved ready ok okay and the it this hold merge bitte".split(" "),
]);

/**
 * Whether the words after `cancel` leave it clear that something is taken back: none, names, a courtesy, or a remark separated by a
 * mark. "cancel button is still broken" is another sentence.
 */
export function isClearCancel(parted: boolean, words: string): boolean {
  if (isDoubtful(words)) return false;
  return parted || words.split(/\s+/).every((word) => word === "" || isName(word) || isCourtesy(word));
}

/** "Thanks", "please", "done": words that mean nobody and nothing. */
export function isCourtesy(words: string): boolean {
  return !QUESTION.test(words) && wordsIn(words).every((word) => POLITE.has(word));
}

/** "Thanks!", "thank you": no name of anything. */
export function isThanks(words: string): boolean {
  return (
    /^[\p{L}\p{P}\s]+$/u.test(words) && !/[@/?？`]/u.test(words) && wordsIn(words).every((word) => thanks.has(word))
  );
}

function isName(word: string): boolean {
  return /^@[a-z0-9][a-z0-9-/._]*[.,:;!]*$/i.test(word);
}

/** Names with their `@` are left out: people are called "maybe" and "soon". */
function wordsIn(text: string): readonly string[] {
  return (
    text
      .replace(/(?<![\w@/.-])@[a-z0-9][\w-]*/gi, " ")
      .toLowerCase()
      .replaceAll("’", "'")
      .match(/[\p{L}\p{M}\p{N}']+/gu) ?? []
  );
}
