import { describe, expect, it } from "vitest";
import { actOf, refusalOf } from "./an-acting.ts";

describe("/priority", () => {
  it("names labels of its family, on and off", () => {
    expect(actOf("pat", "/priority high")).toMatchObject({
      kind: "labels",
      off: false,
      words: "high",
      prefix: "priority/",
    });
    expect(actOf("mem", "/remove-priority high")).toMatchObject({ off: true, words: "high", prefix: "priority/" });
  });

  it("is for the author and anyone with a role", () => {
    expect(refusalOf("octo-fan", "/priority high")).toContain("I cannot take `/priority` from octo-fan");
  });

  it("needs a name", () => {
    expect(refusalOf("pat", "/priority")).toContain("`/priority` needs a name, such as `/priority high`.");
  });
});
