import { describe, expect, it } from "vitest";
import { answeredAs } from "./a-promoting.ts";

describe("/role", () => {
  const progress = (login: string) => `about ${login.toLowerCase()}`;

  it("is about the speaker, or whoever is named", () => {
    expect(answeredAs("pat", "/role", { progress })).toBe("about pat");
    expect(answeredAs("pat", "/role @Dee please", { progress })).toBe("about dee");
  });

  it("says who is unknown, and when it could not be measured", () => {
    expect(answeredAs("pat", "/role @nobody", { account: () => "none" })).toContain(
      "GitHub knows nobody called nobody",
    );
    expect(answeredAs("pat", "/role @dee")).toContain("I could not measure dee just now");
  });
});
