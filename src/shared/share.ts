/** Shares of a number of people as exact fractions: `2/3`, `0.65`, `66.66%`, `majority`. No floating point decides a vote. */

interface Share {
  readonly over: number;
  readonly under: number;
  /** More than the fraction, not just as much. */
  readonly strict: boolean;
}

const WORDS: Readonly<Record<string, Share>> = {
  majority: { over: 1, under: 2, strict: true },
  supermajority: { over: 2, under: 3, strict: false },
  unanimous: { over: 1, under: 1, strict: false },
};

/** The form of a share, for editors. */
export const SHARE_PATTERN = `^(${Object.keys(WORDS).join("|")}|\\d{1,4}/\\d{1,4}|\\d{1,3}(\\.\\d{1,4})?%|[01](\\.\\d{1,6})?)$`;

function parsed(written: string | number): Share | null {
  const text = String(written).trim();
  const word = WORDS[text];
  if (Object.hasOwn(WORDS, text) && word !== undefined) return word;
  const [, over, under] = /^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? [];
  if (over !== undefined && under !== undefined) return fraction(Number(over), Number(under));
  const [, whole = "", decimals = "", percent] = /^(\d{1,3})(?:\.(\d{1,6}))?(%)?$/.exec(text) ?? [];
  if (whole === "") return null;
  const places = 10 ** decimals.length;
  return fraction(Number(whole) * places + Number(decimals || 0), places * (percent === undefined ? 1 : 100));
}

function fraction(over: number, under: number): Share | null {
  return over > 0 && over <= under ? { over, under, strict: false } : null;
}

/** The form of a share that may also be an upper bound: like any, or "<1/2", "< 50%". */
export const CAP_PATTERN = SHARE_PATTERN.replace("^", "^(<\\s?)?");

/** A share that something may not exceed, or with `<` must stay below. */
interface Cap {
  readonly share: Share;
  readonly below: boolean;
}

export function cap(written: string | number): Cap {
  const text = String(written);
  return { share: share(text.replace(/^\s*<\s*/, "")), below: /^\s*</.test(text) };
}

export function capFault(written: string | number): string | null {
  return shareFault(String(written).replace(/^\s*<\s*/, ""));
}

/** Whether `part` of `whole` keeps below it, or at it. */
export function isWithin({ share: { over, under }, below }: Cap, part: number, whole: number): boolean {
  return below ? part * under < over * whole : part * under <= over * whole;
}

/** "at most 1/2", "less than 1/2". */
export function capText(written: string | number): string {
  const text = shareText(String(written).replace(/^\s*<\s*/, ""));
  return cap(written).below ? `less than ${text}` : `at most ${text}`;
}

/** A sentence about what is wrong with a share, `null` when nothing is. */
export function shareFault(written: string | number): string | null {
  if (parsed(written) !== null) return null;
  const meant = meantShare(String(written));
  const hint =
    meant === null
      ? "write a fraction as 2/3, 0.65 or 65%, above 0 and at most 1, or majority, supermajority, unanimous"
      : `write ${meant}`;
  return `${JSON.stringify(String(written).slice(0, 40))} is no share; ${hint}`;
}

const PARTS: ReadonlyMap<string, number> = new Map([
  ["half", 2],
  ["third", 3],
  ["quarter", 4],
  ["fourth", 4],
  ["fifth", 5],
  ["tenth", 10],
]);
const NUMBERS = ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

/** What was most likely meant by a share in words: "two thirds", "2 / 3", "all". */
function meantShare(written: string): string | null {
  const text = written
    .toLowerCase()
    .replace(/[\s_-]+/g, " ")
    .trim();
  if (/^(?:all|everyone|everybody|consensus|unanimity)$/.test(text)) return "unanimous";
  if (/^(?:an? |the )?(?:(?:simple|absolute) majority|most|half plus one|more than half|> ?(?:1\/2|50 ?%))$/.test(text))
    return "majority";
  const share = text.replace(/ majority$/, "").replaceAll(" ", "");
  if (/^\d.*[%/]/.test(share) && parsed(share) !== null) return share;
  const [, over = "one", part = ""] = /^(?:(an?|[a-z]+|\d) )?([a-z]+?)s?$/.exec(text.replace(/ majority$/, "")) ?? [];
  const number = /^an?$/.test(over) ? 1 : Math.max(Number(over) || 0, NUMBERS.indexOf(over));
  const fraction = `${number}/${PARTS.get(part)}`;
  return parsed(fraction) === null ? null : fraction;
}

/** Throws for what `shareFault` objects to. */
export function share(written: string | number): Share {
  const read = parsed(written);
  if (read === null) throw new Error(`not a share: ${JSON.stringify(String(written).slice(0, 40))}`);
  return read;
}

/** The smallest whole number that is the share of `whole`: 2/3 of 7 is 5, a majority of 4 is 3. Above `whole` where none is. */
export function needed({ over, under, strict }: Share, whole: number): number {
  const product = over * whole;
  const least = Math.floor(product / under);
  return strict || product % under !== 0 ? least + 1 : least;
}

/** Whether `part` reaches the share of `whole`; never if `whole` is nobody. */
export function reached(asked: Share, part: number, whole: number): boolean {
  return whole > 0 && part >= needed(asked, whole);
}

/** "2/3", "a majority", "all". */
export function shareText(written: string | number): string {
  if (written === "majority") return "a majority";
  if (written === "supermajority") return "a supermajority (2/3)";
  if (written === "unanimous") return "all";
  return String(written);
}
