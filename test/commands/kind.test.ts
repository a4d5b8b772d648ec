import { describe, expect, it } from "vitest";
import { actOf, refusalOf } from "./an-acting.ts";

describe("/kind", () => {
  it("names labels of its family, on and off", () => {
    expect(actOf("pat", "/kind bug")).toMatchObject({ kind: "labels", off: false, words: "bug", prefix: "kind/" });
    expect(actOf("mem", "/remove-kind bug")).toMatchObject({ off: true, words: "bug", prefix: "kind/" });
  });

  it("is for the author and anyone with a role", () => {
    expect(refusalOf("octo-fan", "/kind bug")).toContain("I cannot take `/kind` from octo-fan");
  });

  it("needs a name", () => {
    expect(refusalOf("pat", "/kind")).toContain("`/kind` needs a name, such as `/kind bug`.");
  });
});
