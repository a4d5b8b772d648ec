/** GitHub's reading of CODEOWNERS patterns, implemented a second time: segment by segment and without regular expressions. */

/** Owners of the last line that matches; `null`: none does. Lines are sound. */
export function codeOwnersOf(lines: readonly string[], path: string): readonly string[] | null {
  const line = lines.findLast((each) => owns(each.split(" ")[0] ?? "", path));
  return line === undefined
    ? null
    : line
        .split(" ")
        .slice(1)
        .map((owner) => owner.replace(/^@/, "").toLowerCase())
        .sort();
}

export function owns(pattern: string, path: string): boolean {
  const anchored = pattern.replace(/\/$/, "").includes("/");
  const wanted = pattern.replace(/^\//, "").split("/");
  const names = wanted.at(-1) === "" ? wanted.slice(0, -1) : wanted;
  // What lies below `**/` is what `**` is.
  const folderOnly = names.length < wanted.length && names.at(-1) !== "**";
  const segments = path.split("/");
  const starts = anchored ? [0] : segments.map((_, index) => index);
  return starts.some((start) =>
    ends(names, segments.slice(start)).some((left) => fits(left, { folderOnly, names, anchored })),
  );
}

interface Ending {
  readonly folderOnly: boolean;
  readonly names: readonly string[];
  readonly anchored: boolean;
}

/** `left`: how many segments are below what was matched. */
function fits(left: number, { folderOnly, names, anchored }: Ending): boolean {
  if (folderOnly) return left > 0;
  // `docs/*` and `/*` are what lies directly there; `*` alone is everything.
  if (names.at(-1) === "*" && anchored) return left === 0 || names.at(-2) === "**";
  return true;
}

/** Every number of segments that may be left when the names are used up. */
function ends(names: readonly string[], segments: readonly string[]): readonly number[] {
  const [name, ...rest] = names;
  if (name === undefined) return [segments.length];
  if (name === "**") {
    if (rest.length === 0) return segments.length > 0 ? [0] : [];
    return segments.flatMap((_, skip) => ends(rest, segments.slice(skip)));
  }
  const [first, ...others] = segments;
  return first !== undefined && wild([...name], [...first]) ? ends(rest, others) : [];
}

function wild(name: readonly string[], text: readonly string[]): boolean {
  const [sign, ...rest] = name;
  if (sign === undefined) return text.length === 0;
  if (sign === "*") return text.some((_, skip) => wild(rest, text.slice(skip))) || wild(rest, []);
  const [first, ...others] = text;
  return first !== undefined && (sign === "?" || sign === first) && wild(rest, others);
}
