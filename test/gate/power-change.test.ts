import { expect, it } from "vitest";
import { type AskedThere, changeAt, comparing } from "../../src/gate/power-change.ts";
import type { Holder } from "../../src/registry/registry-types.ts";

function asked(area: string, who: readonly Holder[], min = 1): AskedThere {
  return { area, min, who };
}

const holder = (login: string, id: number | null = null): Holder => ({ login, id, role: "approvers", areas: [] });

it("R82: the same people are the same, in whatever order areas and people are listed, and by id under another name", () => {
  const [ann, ben] = [holder("ann"), holder("Ben")];
  const was = [asked("a", [ann, ben]), asked("b", [holder("cho", 3)], 2), asked("c", [ann])];
  const is = [asked("x", [holder("ANN")]), asked("y", [holder("cho-now", 3)], 2), asked("z", [holder("ben"), ann])];
  expect(changeAt(was, is, comparing()).change).toBeNull();
  expect(changeAt(was, [...is.slice(1), asked("x", [ben])], comparing()).change).not.toBeNull();
  expect(changeAt(was, [...is.slice(1), asked("x", [ann], 2)], comparing()).change).not.toBeNull();
});

it("R53: many areas that ask the same people as before are told so by going through them once", () => {
  expect(loginsRead(400) / loginsRead(100)).toBeLessThan(6);
});

/** How often it is looked who somebody is, of as many areas that are listed the other way round. */
function loginsRead(count: number): number {
  let read = 0;
  const counting = (login: string): Holder =>
    Object.defineProperty(holder(login), "login", {
      get: () => {
        read += 1;
        return login;
      },
    });
  const areas = () => Array.from({ length: count }, (_, at) => asked(`area ${at}`, [counting(`person-${at}`)]));
  expect(changeAt(areas(), areas().toReversed(), comparing()).change).toBeNull();
  return read;
}
