/** Registries, people and what was seen of them, for a look and for its second implementation. */

import fc from "fast-check";
import type { LookFacts } from "../../../src/promotions/inactivity/look.ts";
import type { PersonSight } from "../../../src/promotions/inactivity/sight.ts";
import { holdingMeasures, watchedPeople } from "../../../src/promotions/inactivity/watched-people.ts";
import type { Measured } from "../../../src/promotions/promotion-types.ts";
import { isAboutKeeping } from "../../../src/registry/inactivity/inactivity-warnings.ts";
import { byPerson } from "../../../src/shared/person-sets.ts";
import { aRegistry } from "../../registry/a-registry.ts";
import { DAY, measured, OWNER, readText, who } from "./a-look.ts";
import { type Held, monthsLater, type Somebody, type Table, type World } from "./look-oracle.ts";

const LADDER = ["contributors", "approvers", "maintainers"];
const AREAS = ["kusion", "karpor"];
const NOWS = [Date.UTC(2026, 10, 30, 12), Date.UTC(2028, 1, 29, 12), Date.UTC(2027, 4, 31, 3)];

const isoDay = (at: number) => new Date(at).toISOString().slice(0, 10);
/** Nothing so many times out of ten. */
const often = <T>(nothing: number, some: fc.Arbitrary<T>) =>
  fc.oneof({ weight: nothing, arbitrary: fc.constant(undefined) }, { weight: 10 - nothing, arbitrary: some });
const rarely = <T>(some: fc.Arbitrary<T>) => often(8, some);
const sometimes = fc.constantFrom(false, false, false, true);
const places = fc.constantFrom<readonly string[]>([], [], ["kusion"], ["karpor"], AREAS);
/** Who was not seen did nothing. */
const isRecent = (days: number | string) => typeof days === "number" && days <= 100;
/** In days. */
const long = [200, 300, 360, 380, 420, 600];

interface DrawnHeld extends Pick<Held, "areas"> {
  readonly since: number | undefined;
  readonly away: number | true | undefined;
}

const drawnHeld: fc.Arbitrary<DrawnHeld> = fc.record({
  areas: places,
  since: rarely(fc.constantFrom(60, 250, 800)),
  away: rarely(fc.constantFrom<number | true>(-20, 60, 250, 800, true)),
});
const date = fc.oneof(
  { weight: 16, arbitrary: fc.constantFrom(3, 100) },
  { weight: 7, arbitrary: fc.constantFrom<number | "exactly">(...long, "exactly") },
);
const found = fc.oneof(
  { weight: 30, arbitrary: date },
  { weight: 1, arbitrary: fc.constantFrom<"nothing" | "unknown">("nothing", "unknown") },
);

const somebody = fc.record({
  contributors: often(8, drawnHeld),
  approvers: often(2, drawnHeld),
  maintainers: often(7, drawnHeld),
  isInGroup: fc.constantFrom(false, false, false, true),
  delivered: often(5, date),
  found: fc.array(found, { minLength: 5, maxLength: 5 }),
  did: fc.constantFrom<number | "unknown">(0, 1, 2, 3, 5, 9, "unknown"),
  away: rarely(fc.constantFrom<number | "endless">(-20, 60, 250, "endless")),
});

const rule = fc.record({
  months: fc.constantFrom(6, 12),
  to: fc.constantFrom("emeritus", "emeritus", "contributors"),
  min: fc.constantFrom(1, 1, 1, 1, 3),
  area: sometimes,
});

/** A world, and its registry. */
export interface DrawnWorld extends World {
  /** Its rules without its people. */
  readonly head: string;
  readonly group: readonly Pick<Held, "role" | "areas">[];
  readonly text: string;
}

export const worlds: fc.Arbitrary<DrawnWorld> = fc
  .record({
    now: fc.constantFrom(...NOWS),
    approvers: rule,
    maintainers: often(3, rule),
    stable: fc.tuple(sometimes, sometimes),
    exclusive: fc.tuple(sometimes, sometimes),
    people: fc.array(somebody, { minLength: 8, maxLength: 14, size: "max" }),
    group: fc.uniqueArray(fc.record({ role: fc.constantFrom("approvers", "maintainers"), areas: places }), {
      maxLength: 2,
      selector: ({ role }) => role,
    }),
    past: fc.array(
      fc.record({
        who: fc.nat(13),
        days: fc.constantFrom(20, 60, 85, 120, 250),
        took: fc.constantFrom(1, 15),
        end: fc.constantFrom<"stayed" | "vouched" | "seen" | "merged" | null>(
          "stayed",
          "vouched",
          "seen",
          "merged",
          null,
        ),
      }),
      { maxLength: 3 },
    ),
    leaving: often(6, fc.record({ who: fc.nat(13), isAll: fc.boolean(), at: fc.nat(4) })),
    mode: fc.constantFrom<"advise" | "propose">("propose", "propose", "propose", "propose", "advise"),
    most: fc.integer({ min: 1, max: 4 }),
    pause: fc.constantFrom(3, 6),
    keep: fc.record({
      approvers: fc.constantFrom<number | undefined>(undefined, undefined, 3, 6),
      maintainers: fc.constantFrom<number | undefined>(undefined, undefined, 1, 3),
    }),
    min: fc.constantFrom(1, 1, 1, 2),
    isFirst: fc.constantFrom(...Array.from({ length: 9 }, () => false), true),
  })
  .map((drawn) => {
    const { now } = drawn;
    const rules: World["rules"] = {
      approvers: drawn.approvers,
      ...(drawn.maintainers === undefined ? {} : { maintainers: drawn.maintainers }),
    };
    const isNarrow = (role: string) => rules[role]?.area === true;
    const people = drawn.people.map((one, at): Somebody => {
      const login = `p${at}`;
      // No two people were last seen at the same time.
      const dated = (days: number | "exactly") =>
        days === "exactly" ? monthsLater(now, -12) - at : now - days * DAY - at * 1000;
      const own = LADDER.flatMap((role): Held[] => {
        const held = one[role as "approvers"];
        if (held === undefined) return [];
        return [
          {
            role,
            areas: held.areas,
            ...(held.since === undefined ? {} : { since: isoDay(now - held.since * DAY) }),
            ...(held.away === undefined ? {} : { away: held.away === true ? true : isoDay(now - held.away * DAY) }),
          },
        ];
      });
      const byGroup = one.isInGroup
        ? drawn.group
            .filter(({ role }) => !own.some((held) => held.role === role))
            .map((held) => ({ ...held, group: "sig" }))
        : [];
      const isMember = one.isInGroup && byGroup.length === drawn.group.length;
      const held = isMember ? [...own, ...byGroup] : own;
      // What is asked of several entries is asked once.
      const asked = held.map(
        ({ role, areas }) =>
          one.found[isNarrow(role) ? (areas.length === 2 ? 3 : AREAS.indexOf(areas[0] ?? "") + 1) : 0] ?? "unknown",
      );
      return {
        login,
        held,
        delivered: one.delivered === undefined ? null : dated(one.delivered),
        found: asked.map((each) =>
          each === "unknown" || (each === "nothing" && at === 0) ? each : dated(each === "nothing" ? 800 : each),
        ),
        did: asked.map((each) => (each === "unknown" ? each : isRecent(each) ? one.did : 0)),
        ...(one.away === undefined ? {} : { away: one.away === "endless" ? one.away : now - one.away * DAY }),
      };
    });
    const highest = (one: Somebody | undefined) => one?.held.findLast(({ role }) => role in rules);
    const proposals = drawn.past
      .flatMap(({ who, days, took, end }) => {
        const held = highest(people[who]);
        const login = people[who]?.login;
        if (held === undefined || login === undefined) return [];
        const openedAt = now - days * DAY;
        return [
          {
            login,
            holdings: [{ role: held.role, areas: held.areas }],
            openedAt,
            ended: end === null ? null : { at: openedAt + took * DAY, how: end },
          },
        ];
      })
      .filter(({ login }, at, all) => all.findIndex((other) => other.login === login) === at);
    const isOpen = (login: string) => proposals.some((one) => one.login === login && one.ended === null);
    const leaver = drawn.leaving === undefined ? undefined : people[drawn.leaving.who];
    const left =
      drawn.leaving === undefined ? undefined : leaver?.held[drawn.leaving.at % Math.max(1, leaver.held.length)];
    const leaving =
      leaver === undefined || left === undefined || isOpen(leaver.login)
        ? []
        : [{ login: leaver.login, role: drawn.leaving?.isAll ? null : left.role, areas: [] }];
    const keep = Object.fromEntries(
      Object.entries(drawn.keep).filter((one): one is [string, number] => one[1] !== undefined),
    );
    const areas = AREAS.map((name, at) => ({ name, isStable: drawn.stable[at] === true }));
    const world = {
      now,
      ladder: LADDER,
      rules,
      areas,
      people,
      proposals,
      leaving,
      mode: drawn.mode,
      most: drawn.most,
      pause: drawn.pause,
      keep,
      isFirst: drawn.isFirst,
    };
    const head = headOf(world, drawn.exclusive, drawn.min);
    return {
      ...world,
      group: drawn.group,
      head,
      text: textOf(
        head,
        world.people,
        people.some(({ held }) => held.some((one) => one.group !== undefined)) ? drawn.group : null,
      ),
    };
  });

function headOf(world: Omit<World, "text">, exclusive: readonly boolean[], min: number): string {
  const role = (name: string) => {
    const rule = world.rules[name];
    if (rule === undefined) return "{}";
    const more = `${rule.min > 1 ? `, min: ${rule.min}` : ""}${rule.area ? ", area: true" : ""}`;
    return `{ inactivity: { after: ${rule.months}mo, to: ${rule.to}${more} } }`;
  };
  const keep = Object.entries(world.keep).map(([name, least]) => `${name}: ${least}`);
  const area = ({ name, isStable }: World["areas"][number], at: number) =>
    `${name}: { repos: [${name}]${isStable ? ", stable: true" : ""}${exclusive[at] ? ", exclusive: true" : ""} }`;
  return `roles:
${LADDER.map((name) => `  ${name}: ${role(name)}`).join("\n")}
inactivity: { mode: ${world.mode}, most: ${world.most}, pause: ${world.pause}mo${keep.length === 0 ? "" : `, keep: { ${keep.join(", ")} }`} }
approval: { min: ${min} }
areas: { ${world.areas.map(area).join(", ")} }
`;
}

function textOf(
  head: string,
  people: readonly Pick<Somebody, "login" | "held">[],
  group: readonly Pick<Held, "role" | "areas">[] | null,
  emeriti: readonly string[] = [],
): string {
  const where = (areas: readonly string[]) => (areas.length === 0 ? "" : `, areas: [${areas.join(", ")}]`);
  const lists = LADDER.map((role) => {
    const named = people.flatMap(({ login, held }) =>
      held
        .filter((one) => one.role === role && one.group === undefined)
        .map(
          ({ areas, since, away }) =>
            `  - { login: ${login}${where(areas)}${since === undefined ? "" : `, since: ${since}`}${away === undefined ? "" : `, away: ${away}`} }`,
        ),
    );
    const grouped =
      group !== null
        ? group.filter((one) => one.role === role).map(({ areas }) => `  - { group: sig${where(areas)} }`)
        : [];
    const all = [...named, ...grouped];
    return all.length === 0 ? `${role}: []` : `${role}:\n${all.join("\n")}`;
  });
  const members = people.filter(({ held }) => held.some((one) => one.group !== undefined)).map(({ login }) => login);
  const groups = group === null ? "" : `groups: { sig: [${members.join(", ")}] }\n`;
  return `${head}${groups}${lists.join("\n")}\nemeritus: [${emeriti.join(", ")}]\n`;
}

function count(did: number | "unknown"): Measured {
  return did === "unknown" ? measured("no-answer") : ({ ...measured("nothing"), known: true, count: did } as Measured);
}

export function factsOf(world: DrawnWorld): LookFacts {
  const { now, people, proposals, leaving, isFirst, text } = world;
  const registry = aRegistry(text);
  const sights = watchedPeople(registry).map((person): readonly [typeof person, PersonSight] => {
    const drawn = people.find(({ login }) => login === person.login);
    if (drawn === undefined) throw new Error(`${person.login} is nobody`);
    const all = person.holdings.flatMap((holding) => {
      const at = drawn.held.findIndex(({ role }) => role === holding.role);
      const found = drawn.found[at] ?? "unknown";
      const did = drawn.did[at] ?? "unknown";
      const { last, count: counts } = holdingMeasures(holding, OWNER);
      return [
        [last.key, measured(found === "unknown" ? "cut" : found)] as const,
        ...counts.map(({ key }, which) => [key, count(which === 0 || did === "unknown" ? did : 0)] as const),
      ];
    });
    const delivered = drawn.delivered === null ? null : { at: drawn.delivered, url: null };
    return [person, { delivered, measured: new Map(all) }];
  });
  const about = ({ login, holdings }: World["proposals"][number]) => ({
    person: who(login),
    holdings: holdings.map(({ role, areas }) => ({ role, areas, to: world.rules[role]?.to ?? "emeritus" })),
    url: "u",
  });
  return {
    registry,
    text,
    read: readText,
    owner: OWNER,
    sights: byPerson(sights),
    away: byPerson(
      people.flatMap(({ login, away }) =>
        away === undefined ? [] : [[who(login), { until: away === "endless" ? null : away }] as const],
      ),
    ),
    open: proposals
      .filter(({ ended }) => ended === null)
      .map((one, at) => ({ ...about(one), openedAt: one.openedAt, number: at + 1 })),
    past: proposals.flatMap((one) =>
      one.ended === null ? [] : [{ ...about(one), openedAt: one.openedAt, endedAt: one.ended.at, end: one.ended.how }],
    ),
    leaving: leaving.map(({ login, role, areas }) => ({ person: who(login), role, areas, number: 5, url: "u" })),
    now,
    isFirst,
  };
}

/** What a reader of the registry would be warned of, if these held what they hold there. */
export function warningsOf({ head, group, people: all }: DrawnWorld) {
  const isGrouped = all.some(({ held }) => held.some((one) => one.group !== undefined));
  return (table: Table, emeriti: readonly string[]): readonly string[] => {
    const people = [...table].map(([login, held]) => ({ login, held }));
    const read = readText(textOf(head, people, isGrouped ? group : null, emeriti));
    if (read === null) throw new Error("the registry has faults");
    return read.warnings.filter((message) => !isAboutKeeping(message));
  };
}
