import { describe, expect, it } from "vitest";
import type { CommandContext } from "../../src/commands/command.ts";
import { commands } from "../../src/commands/index.ts";
import { loginKey } from "../../src/shared/names.ts";
import { aComment, aContext, anIssue, aRegistry, person } from "./a-context.ts";

function help(login: string, words = "", with_: Partial<CommandContext> = {}): string {
  const context = aContext(aComment(5, "/help", { author: person(login) }), with_);
  const call = { name: "help", cancel: false, words, line: 1 };
  const answer = commands.find((command) => command.name === "help")?.decide(call, context).answer;
  return answer !== undefined && "text" in answer ? answer.text : "";
}

/** Names in the table of what this person may use, and in that of what others may. */
function shown(text: string): { readonly theirs: readonly string[]; readonly others: readonly string[] } {
  const [theirs = "", others = ""] = text.split("Those that others may use here");
  return { theirs: names(theirs), others: names(others) };
}

function names(text: string): readonly string[] {
  return [...text.matchAll(/^\| `\/([a-z-]+)/gm)].map((match) => match[1] ?? "");
}

const usable = (text: string) => shown(text).theirs;

describe("/help", () => {
  it.each([
    ["ann", ["approve", "lgtm", "hold", "merge", "close"], []],
    ["dee", ["lgtm", "hold", "close"], ["approve", "merge"]],
    ["mem", ["hold", "label", "away"], ["approve", "lgtm", "merge", "close", "reopen"]],
    ["pat", ["hold", "label", "close", "cc"], ["approve", "lgtm", "away", "merge"]],
    [
      "octo-fan",
      ["help", "cc", "assign", "role", "promote", "accept", "withdraw"],
      [
        ...[
          "approve",
          "lgtm",
          "hold",
          "label",
          "close",
          "ready",
          "away",
          "sponsor",
          "object",
          "vote",
          "waive",
          "step-down",
        ],
        ...["stay", "return"],
      ],
    ],
  ])("shows %s every command here, by who may use it", (login, theirs, others) => {
    const found = shown(help(login));
    const here = commands.filter(({ on }) => on !== "issue").map(({ name }) => name);
    expect(found.theirs.length + found.others.length).toBe(here.length);
    expect(new Set([...found.theirs, ...found.others])).toEqual(new Set(here));
    expect(found.theirs).toEqual(expect.arrayContaining(theirs));
    expect(found.others).toEqual(expect.arrayContaining(others));
  });

  it("shows as somebody's own what asks for a role, or for having been emeritus, to nobody else", () => {
    const former = {
      ...person("octo-fan"),
      key: loginKey("octo-fan"),
      was: "approvers",
      areas: [],
      since: null,
      until: null,
    };
    const registry = aRegistry({ emeritus: [former] });
    expect(usable(help("octo-fan", "", { registry }))).toContain("return");
    expect(usable(help("mem", "", { registry }))).toContain("stay");
    expect(usable(help("mem", "", { registry }))).not.toContain("return");
    expect(help("mem", "return", { registry })).toContain("mem is not listed as emeritus here, so this is for others.");
    expect(help("octo-fan", "stay", { registry })).toContain("octo-fan holds no role here, so this is for others.");
  });

  it("tells an outsider who can do the rest, by role and for this pull request by name", () => {
    const text = help("octo-fan");
    expect(text).toContain("Commands that octo-fan may use on this pull request");
    expect(text).toMatch(/^\| `\/hold \[why\]` \| .* \| .*role.* \|$/m);
    expect(text).toMatch(/^Who can approve this: cho or ann\./m);
  });

  it("shows on issues what works on issues", () => {
    const here = commands.filter(({ on }) => on !== "pull").map(({ name }) => name);
    const { theirs, others } = shown(help("ann", "", { facts: anIssue(), verdict: null }));
    expect(new Set([...theirs, ...others])).toEqual(new Set(here));
    expect(here).not.toContain("approve");
  });

  it("follows the registry's `commands`", () => {
    const text = help("dee", "", { registry: aRegistry({ commands: { hold: "members", lgtm: "approvers" } }) });
    expect(usable(text)).toContain("hold");
    expect(usable(text)).not.toContain("lgtm");
  });

  it("shows an approver of an area that asks for a lower role the command that works there", () => {
    const [kusion] = aRegistry().areas;
    const areas = kusion === undefined ? [] : [{ ...kusion, approval: { from: "contributors" } }];
    expect(usable(help("dee", "", { registry: aRegistry({ areas }) }))).toContain("approve");
  });

  it.each(["approve", "/Approve", "approve please"])("explains one command with %j", (words) => {
    const text = help("ann", words);
    expect(text).toContain("`/approve [area…]`: Approves the pull request");
    expect(text).toContain("- **Who may:** approvers of the touched areas");
    expect(text).toContain("- **Taken back by:** `/approve cancel`, `/unapprove` or `/remove-approve`");
    expect(text).toContain("`/approve engine`");
  });

  it("says of one command that this person may not use it", () => {
    expect(help("octo-fan", "hold")).toContain("I cannot take `/hold` from octo-fan");
  });

  it("answers a slip with the command that is meant", () => {
    expect(help("ann", "aprove")).toBe("I know no command `aprove`; did you mean `/help approve`?");
  });

  it("answers an unknown name with where the commands there are stand, in a line, inert", () => {
    expect(help("ann", "<!--@ann")).toBe(
      "I know no command <code>&lt;!--@&#8203;ann</code>; `/help` alone shows those there are.",
    );
  });
});
