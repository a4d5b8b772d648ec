/** Sponsors, as the documents tell of them, for the oracle of promotions. */

import type { Moment, SponsorsAsked, Word } from "./told.ts";
import { holds, type Where } from "./voting-oracle.ts";

export function maySponsor(
  asked: SponsorsAsked,
  who: string,
  where: Where,
  { scene, community }: Pick<Moment, "scene" | "community">,
): boolean {
  if (who === scene.candidate || (asked.nominator === false && who === scene.nominator)) return false;
  if (asked["also-holds"] !== undefined && !holds(community, who, { roles: [asked["also-holds"]] }, null)) return false;
  return holds(community, who, { roles: [asked.from ?? scene.role], exactly: asked.exactly }, where);
}

/** Each area of the nomination by itself. */
export function sponsoredPlaces({ area }: SponsorsAsked, areas: readonly string[]): readonly Where[] {
  if (area === "anywhere") return [null];
  if (area !== undefined) return [[area]];
  return areas.length === 0 ? [[]] : areas.map((one) => [one]);
}

function sponsorsSaid(words: readonly Word[]): readonly string[] {
  const people = [...new Set(words.filter(({ say }) => say === "sponsor").map(({ by }) => by))];
  return people.filter((who) => {
    const last = words.findLast((word) => word.by === who && word.say === "sponsor");
    return last !== undefined && "cancel" in last && !last.cancel;
  });
}

/** By these people of those who said so, for one entry: some of them fit together. */
function areEnough(asked: SponsorsAsked, people: readonly string[], moment: Moment): boolean {
  const { scene, community } = moment;
  const logins = [...new Set(community.people.map(({ login }) => login))];
  return sponsoredPlaces(asked, scene.areas).every((where) => {
    const may = (who: string) => maySponsor(asked, who, where, moment);
    const small = asked["small-group"];
    const isSmall = small !== undefined && logins.filter(may).length < small.under;
    const least = isSmall ? Math.min(small.min, asked.min) : asked.min;
    return subsets(people.filter(may)).some(
      (some) => some.length >= least && areFitting(asked, some, where, least, moment),
    );
  });
}

function subsets([first, ...others]: readonly string[]): readonly (readonly string[])[] {
  if (first === undefined) return [[]];
  const rest = subsets(others);
  return rest.flatMap((some) => [some, [first, ...some]]);
}

function areFitting(
  asked: SponsorsAsked,
  people: readonly string[],
  where: Where,
  least: number,
  { scene, community }: Moment,
): boolean {
  const { candidate } = scene;
  const { employers } = community;
  const which = asked["of-which"];
  const ofWhich = people.filter((who) => which !== undefined && holds(community, who, { roles: [which.from] }, where));
  if (which !== undefined && ofWhich.length < (which.min ?? 1)) return false;
  const names = people.flatMap((who) => employers[who] ?? []);
  const known = new Set(names);
  const own = employers[candidate];
  const others = own === undefined ? [] : names.filter((name) => name !== own);
  switch (asked.employers) {
    case "distinct":
      return known.size > 1 || least < 2;
    case "all-distinct":
      return known.size === people.length;
    case "one-other-than-candidate":
      return others.length > 0 || known.size > 1;
    case "all-other-than-candidate":
      return others.length === people.length;
    default:
      return true;
  }
}

/** Entries beside each other need different people, shared out as it serves best. */
export function areSponsored(asked: SponsorsAsked, beside: readonly SponsorsAsked[], moment: Moment): boolean {
  const said = sponsorsSaid(moment.words);
  if (!beside.includes(asked) || beside.length < 2) return areEnough(asked, said, moment);
  const nobody = beside.map(() => []);
  return shared(beside, said, nobody, moment);
}

function shared(
  entries: readonly SponsorsAsked[],
  left: readonly string[],
  given: readonly (readonly string[])[],
  moment: Moment,
): boolean {
  const [who, ...others] = left;
  if (who === undefined) return entries.every((entry, at) => areEnough(entry, given[at] ?? [], moment));
  return entries.some((_, at) =>
    shared(
      entries,
      others,
      given.map((people, place) => (place === at ? [...people, who] : people)),
      moment,
    ),
  );
}
