import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { labelsNamed } from "../../src/commands/labels-named.ts";
import { DEFAULTS } from "../support/defaults.ts";
import { anIssue, aPull, aRegistry, person } from "./a-context.ts";
import { actOf, refusalOf } from "./an-acting.ts";

describe("/label", () => {
  it.each(["pat", "mem"])("may be said by %s: the author and anyone with a role, anywhere", (login) => {
    const act = { kind: "labels", off: false, words: "good first issue", prefix: "" };
    expect(actOf(login, "/label good first issue")).toMatchObject(act);
    expect(actOf(login, "/label good first issue", { facts: anIssue() })).toMatchObject(act);
  });

  it("is refused to strangers, and where the registry asks for more", () => {
    expect(refusalOf("octo-fan", "/label x")).toContain("I cannot take `/label` from octo-fan");
    expect(refusalOf("mem", "/label x", { registry: { commands: { label: "approvers" } } })).toContain("approver");
  });

  it("R59: is found by a full-width keyboard's letters, too, but first as it is written", () => {
    expect(labelsNamed("ｂｕｇ", "", ["bug"]).found).toEqual(["bug"]);
    expect(labelsNamed("ｂｕｇ", "", ["bug", "ｂｕｇ"]).found).toEqual(["ｂｕｇ"]);
    expect(labelsNamed("ｂｕｇ", "kind/", ["kind/bug"]).found).toEqual(["kind/bug"]);
  });

  it("/remove-label takes labels off", () => {
    expect(actOf("pat", "/remove-label x")).toMatchObject({ off: true, words: "x" });
  });

  it.each(["/label", "/remove-label"])("%s without a name is told how", (form) => {
    expect(refusalOf("pat", form)).toBe(
      `\`${form}\` needs a name, such as \`${form} good first issue\`. Nothing was changed.`,
    );
  });

  it("R43, R74: a label that asks for more is not taken off through Rung by the author, nor by whoever approves nothing", () => {
    const registry = {
      approval: {
        ...DEFAULTS.approval,
        when: [
          { label: "security", min: 2 },
          { lines: 9, min: 2 },
        ],
      },
    };
    for (const login of ["pat", "mem"])
      expect(actOf(login, "/remove-label security", { registry })).toMatchObject({ kept: ["security"] });
    expect(actOf("ben", "/remove-label security", { registry })).not.toHaveProperty("kept");
    const own = aPull({ author: person("ben") });
    expect(actOf("ben", "/remove-label security", { registry, facts: own })).toMatchObject({ kept: ["security"] });
    expect(actOf("pat", "/label security", { registry })).not.toHaveProperty("kept");
    expect(actOf("pat", "/remove-label security", { registry, facts: anIssue() })).not.toHaveProperty("kept");
  });

  it("R6: the labels that say what Rung found are its own; those of areas are people's too", () => {
    const labels = { ...aRegistry().labels, roles: "role/*" };
    expect(actOf("pat", "/label x", { registry: { labels } })).toMatchObject({
      reserved: ["approved", "lgtm", "do-not-merge/hold", "role/*"],
    });
  });
});

describe("which labels are meant", () => {
  const known = ["kind/bug", "kind/feature", "Good First Issue", "bug", "help wanted", "area/api"];

  it.each([
    ["good first issue", "", ["Good First Issue"]],
    ["help wanted bug", "", ["help wanted", "bug"]],
    ["bug, good first issue", "", ["bug", "Good First Issue"]],
    ['"help wanted" `bug`', "", ["help wanted", "bug"]],
    ["bug", "kind/", ["kind/bug"]],
    ["BUG kind/feature", "kind/", ["kind/bug", "kind/feature"]],
    ["bug bug", "kind/", ["kind/bug"]],
  ])("%j, family %j", (words, prefix, found) => {
    expect(labelsNamed(words, prefix, known)).toEqual({ found, unknown: [] });
  });

  it.each([
    ["bgu", "kind/", "kind/bgu", "kind/bug"],
    ["api", "kind/", "kind/api", null],
    ["kind/bugg", "", "kind/bugg", "kind/bug"],
  ])("%j, family %j, is unknown", (words, prefix, name, nearest) => {
    expect(labelsNamed(words, prefix, known)).toEqual({ found: [], unknown: [{ name, nearest }] });
  });

  it("never throws, invents none, and stays quick on 65,536 characters of anything", () => {
    fc.assert(
      fc.property(fc.string(), (words) => {
        for (const name of labelsNamed(words, "", known).found) expect(known).toContain(name);
      }),
    );
    const many = Array.from({ length: 1_000 }, (_, index) => `label-${index}`);
    const before = process.cpuUsage();
    labelsNamed("label ".repeat(11_000), "", many);
    expect(process.cpuUsage(before).user).toBeLessThan(2_000_000);
  });
});
