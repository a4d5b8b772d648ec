/** Makes hostile texts: random ones, ones of a grammar's pieces, real ones with damage, and one piece over and over. */

import type { Random } from "./random.ts";

/** What a kind of text is made of. */
export interface Material {
  readonly pieces: readonly [string, ...string[]];
  /** Real texts. */
  readonly samples: readonly [string, ...string[]];
  /** Characters of the longest text: a rare one is that long. */
  readonly longest: number;
}

/** One in so many inputs is of full size. */
const RARELY = 4_000;

export function hostileText(random: Random, material: Material): string {
  if (random.once(RARELY)) return repeated(random, material, material.longest);
  switch (random.int(5)) {
    case 0:
      return randomText(random, 1 + random.int(60));
    case 1:
      return pieced(random, material, 1 + random.int(40));
    case 2:
      return damaged(random, random.pick(material.samples), material);
    case 3:
      return repeated(random, material, Math.min(material.longest, 1 + random.int(600)));
    default:
      return damaged(random, pieced(random, material, 1 + random.int(20)), material);
  }
}

/** Any characters, those of few meanings and those of many; halves of pairs too. */
function randomText(random: Random, length: number): string {
  let text = "";
  for (let index = 0; index < length; index += 1) {
    const below = random.pick([0x80, 0x80, 0x80, 0x250, 0x3000, 0x1_0000]);
    text += String.fromCharCode(random.int(below));
  }
  return text;
}

function pieced(random: Random, { pieces }: Material, count: number): string {
  let text = "";
  for (let index = 0; index < count; index += 1) text += random.pick(pieces);
  return text;
}

/** A few pieces again and again, up to a length, with an end of its own. */
function repeated(random: Random, material: Material, length: number): string {
  const part = pieced(random, material, 1 + random.int(3)) || "a";
  const end = pieced(random, material, random.int(3));
  const begin = pieced(random, material, random.int(3));
  const room = Math.max(0, length - begin.length - end.length);
  return `${begin}${part.repeat(Math.ceil(room / part.length)).slice(0, room)}${end}`.slice(0, length);
}

function damaged(random: Random, text: string, material: Material): string {
  let now = text;
  for (let times = 1 + random.int(4); times > 0; times -= 1) {
    const at = random.int(now.length + 1);
    const to = Math.min(now.length, at + random.int(12));
    const middle = random.pick([
      "",
      random.pick(material.pieces),
      randomText(random, 1 + random.int(3)),
      now.slice(at, to).repeat(2 + random.int(6)),
    ]);
    now = now.slice(0, at) + middle + now.slice(to);
  }
  return now.slice(0, material.longest);
}

/** What a JSON text says, with something else at one place or two: another kind of value, nothing, or too much. */
export function damagedJson(random: Random, written: string): unknown {
  const changed: unknown = JSON.parse(written);
  for (let times = 1 + random.int(2); times > 0; times -= 1) damageOnce(random, changed);
  return changed;
}

const STRANGE: readonly [unknown, ...unknown[]] = [
  null,
  ...[true, 0, -1, 1.5, 1e308, 2 ** 53, "", "x", "0", "constructor", "__proto__", "2026-11-25T14:00:00Z", "\ud800"],
  ...[[], {}, [null], [[]], { login: null }, { nodes: null }, "/approve", "9".repeat(400)],
];

function damageOnce(random: Random, root: unknown): void {
  let node: unknown = root;
  for (let depth = random.int(7); ; depth -= 1) {
    if (typeof node !== "object" || node === null) return;
    const keys = Object.keys(node);
    const key = keys[random.int(keys.length)];
    if (key === undefined) return;
    const below: unknown = Reflect.get(node, key);
    if (depth > 0 && typeof below === "object" && below !== null) {
      node = below;
      continue;
    }
    if (random.once(4)) Reflect.deleteProperty(node, key);
    // A copy: the next damage may be done within it.
    else Reflect.set(node, key, structuredClone(random.pick(STRANGE)));
    return;
  }
}
