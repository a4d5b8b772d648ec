import { describe, expect, it } from "vitest";
import { aRegistry } from "./a-context.ts";
import { actOf, refusalOf } from "./an-acting.ts";

describe("/area", () => {
  it("names labels of its family, on and off", () => {
    expect(actOf("pat", "/area engine")).toMatchObject({
      kind: "labels",
      off: false,
      words: "engine",
      prefix: "area/",
    });
    expect(actOf("mem", "/remove-area engine")).toMatchObject({ off: true, words: "engine", prefix: "area/" });
  });

  it("is for the author and anyone with a role", () => {
    expect(refusalOf("octo-fan", "/area engine")).toContain("I cannot take `/area` from octo-fan");
  });

  it("follows the registry's name for such labels", () => {
    const labels = (areas: string | null) => ({ registry: { labels: { ...aRegistry().labels, areas } } });
    expect(actOf("pat", "/area engine", labels("part: *"))).toMatchObject({ prefix: "part: " });
    expect(actOf("pat", "/area engine", labels(null))).toMatchObject({ prefix: "area/" });
  });

  it("R43: moves its own labels alone, where their beginning does not tell them from others", () => {
    const registry = { labels: { ...aRegistry().labels, areas: "*" } };
    expect(actOf("pat", "/area bug", { registry })).toMatchObject({ prefix: "", among: ["kusion", "engine"] });
  });

  it("needs a name", () => {
    expect(refusalOf("pat", "/area")).toContain("`/area` needs a name, such as `/area engine`.");
  });
});
