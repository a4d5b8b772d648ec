import { describe, expect, it } from "vitest";
import { watchStoring } from "../../src/queue/storing.ts";

function aWatch(attempt: (bytes: number) => Promise<void>) {
  const clock = { ms: 0 };
  const tried: number[] = [];
  const storing = watchStoring({
    attempt: async (bytes) => {
      tried.push(bytes);
      await attempt(bytes);
    },
    now: () => clock.ms,
  });
  return { storing, clock, tried };
}

const full = Object.assign(new Error("could not extend file"), { code: "53100" });

describe("R85: whether a delivery would be stored now", () => {
  it("is tried once for all who ask at a time, and not again for some seconds while all is well", async () => {
    const { storing, clock, tried } = aWatch(async () => {});
    expect(await Promise.all([storing.fault(), storing.fault()])).toEqual([null, null]);
    clock.ms = 4_000;
    expect(await storing.fault()).toBeNull();
    expect(tried).toHaveLength(1);
    clock.ms = 6_000;
    await storing.fault();
    expect(tried).toHaveLength(2);
  });

  it("needs no try while deliveries are stored", async () => {
    const { storing, tried } = aWatch(async () => {});
    storing.stored();
    expect(await storing.fault()).toBeNull();
    expect(tried).toEqual([]);
  });

  it("a delivery that was refused shows at once; what was too large for the room there is must fit before all is well", async () => {
    const room = { bytes: 50_000 };
    const { storing, clock, tried } = aWatch(async (bytes) => {
      if (bytes > room.bytes) throw full;
    });
    storing.refused(full, 400_000);
    expect(await storing.fault()).toBe("the database stores no deliveries: its disk is full");
    clock.ms = 2_000;
    expect(await storing.fault()).toContain("its disk is full");
    room.bytes = 1e9;
    clock.ms = 4_000;
    expect(await storing.fault()).toBeNull();
    expect(tried).toEqual([400_000, 400_000]);
  });

  it("the error's own words, which may quote what was to be stored, are not told", async () => {
    const { storing } = aWatch(async () => {
      throw new Error("a private title");
    });
    expect(await storing.fault()).toBe("the database stores no deliveries: it does not answer");
  });
});
