import { expect, it } from "vitest";
import { unreadIssue } from "../../../src/registry/access/unread-issue.ts";

const shown = (text: string) => text.replaceAll(/<!--.*?-->\n?/g, "").trim();

it("R67: what the issue said before stays below, and no earlier notice is piled upon it", () => {
  const once = unreadIssue("- eve is in `core`", ["Rung may not read `core`."]);
  expect(shown(once)).toContain("Rung may not read `core`.");
  expect(shown(once).endsWith("What stands below is older.\n\n- eve is in `core`")).toBe(true);
  const twice = unreadIssue(once, ["Rung may not read `docs`."]);
  expect(twice).toBe(unreadIssue("- eve is in `core`", ["Rung may not read `docs`."]));
});

it("says no more than a few reasons, and nothing of what stands below where nothing does", () => {
  const text = unreadIssue(
    "",
    Array.from({ length: 40 }, (_, at) => `reason ${at}.`),
  );
  expect(text).toContain("> - … and 30 more.");
  expect(text).not.toContain("older");
});
