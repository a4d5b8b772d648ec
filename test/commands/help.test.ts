import { describe, expect, it } from "vitest";
import type { CommandContext } from "../../src/commands/command.ts";
import { commands } from "../../src/commands/index.ts";
import { aComment, aContext, anIssue, aRegistry, person } from "./a-context.ts";

function help(login: string, words = "", with_: Partial<CommandContext> = {}): string {
  const context = aContext(aComment(5, "/help", { author: person(login) }), with_);
  const call = { name: "help", cancel: false, words, line: 1 };
  const answer = commands.find((command) => command.name === "help")?.decide(call, context).answer;
  return answer !== undefined && "text" in answer ? answer.text : "";
}

/** Names in the table; those this person may use. Parts in promotions are left out: their rules say who may. */
function shown(text: string, mark = "yes|no"): readonly string[] {
  return all(text, mark).filter((name) => commands.find((command) => command.name === name)?.group !== "roles");
}

function all(text: string, mark = "yes|no"): readonly string[] {
  return [...text.matchAll(new RegExp(`^\\| \`/([a-z-]+).*\\| (?:${mark}) \\|$`, "gm"))].map((match) => match[1] ?? "");
}

const usable = (text: string) => shown(text, "yes");

describe("/help", () => {
  it.each([
    ["ann", ["approve", "lgtm", "hold", "merge", "close"], []],
    ["dee", ["lgtm", "hold", "close"], ["approve", "merge"]],
    ["mem", ["hold", "label", "away"], ["approve", "lgtm", "merge", "close", "reopen"]],
    ["pat", ["hold", "label", "close", "cc"], ["approve", "lgtm", "away", "merge"]],
    ["octo-fan", ["help", "cc", "assign"], ["approve", "lgtm", "hold", "label", "close", "ready", "away"]],
  ])("shows %s every command here, and which are theirs to use", (login, theirs, others) => {
    expect(all(help(login))).toEqual(commands.map(({ name }) => name));
    expect(usable(help(login))).toEqual(expect.arrayContaining(theirs));
    expect(shown(help(login), "no")).toEqual(expect.arrayContaining(others));
  });

  it("shows on issues what works on issues", () => {
    const here = commands.filter(({ on }) => on.includes("issue")).map(({ name }) => name);
    expect(all(help("ann", "", { facts: anIssue(), verdict: null }))).toEqual(here);
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

  it("answers an unknown name with the commands there are, inert", () => {
    expect(help("ann", "<!--@ann")).toMatch(
      /^I know no command <code>&lt;!--@&#8203;ann<\/code>\. There are `\/approve`, `\/lgtm`, .* and `\/help`\.$/,
    );
  });
});
