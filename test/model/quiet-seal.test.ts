import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  MAX_QUIET_SEAL,
  quietContext,
  sealQuiet,
  toldDigest,
  unsealQuiet,
  withoutSeal,
} from "../../src/model/quiet-seal.ts";

const key = randomBytes(32);
const here = quietContext(7, "access");
const seal = { open: true, told: [toldDigest("surplus:core:1")], memory: { seen: { at: 5, ids: [1, 2] } } };
const line = sealQuiet(seal, here, key) ?? "";

/** As spread as GitHub's ids are. */
const ids = (count: number) => Array.from({ length: count }, (_, at) => 1_000_000 + ((at * 7_919_993) % 199_000_000));

describe("the hidden line of a quiet issue", () => {
  it("comes back from the text around it, also by a key of before, and can be taken off", () => {
    const body = `- eve is in \`core\`\n\n${line}`;
    expect(unsealQuiet(body, here, [key])).toEqual(seal);
    expect(unsealQuiet(body, here, [randomBytes(32), key])).toEqual(seal);
    expect(withoutSeal(body)).toBe("- eve is in `core`");
  });

  it("R26: is none in another repository, for another subject, by another key, or changed by anybody", () => {
    for (const place of [quietContext(8, "access"), quietContext(7, "growth")])
      expect(unsealQuiet(line, place, [key])).toBeNull();
    expect(unsealQuiet(line, here, [randomBytes(32)])).toBeNull();
    expect(unsealQuiet(line.replace("v1 ", "v1 A"), here, [key])).toBeNull();
    expect(unsealQuiet("no line at all", here, [key])).toBeNull();
  });

  it("R69: has room for thousands of memberships, and says where there are more", () => {
    const full = sealQuiet({ ...seal, memory: ids(5_000) }, here, key);
    expect(full?.length).toBeLessThan(MAX_QUIET_SEAL + 200);
    expect(unsealQuiet(full ?? "", here, [key])?.memory).toEqual(ids(5_000));
    expect(sealQuiet({ ...seal, memory: ids(20_000) }, here, key)).toBeNull();
  });
});
