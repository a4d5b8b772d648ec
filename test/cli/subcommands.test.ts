import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { withSubcommandTable } from "../../scripts/references/subcommand-table.ts";
import { argumentsOf, type NamedHelp, readArguments } from "../../src/cli/read-arguments.ts";
import { rung } from "../../src/cli/rung.ts";
import type { Subcommand } from "../../src/cli/subcommand.ts";
import { subcommands } from "../../src/cli/subcommands.ts";
import { helpOf, usageOf } from "../../src/cli/usage.ts";
import { noBot } from "./no-bot.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const all = subcommands.map((one): [string, Subcommand] => [one.name, one]);

/** Runs `rung` where nothing can be read and no environment is set: what is used wrongly has to be told before. */
async function typed(...args: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const readFile = () => {
    throw new Error("nothing is to be read");
  };
  const io = {
    out: (text: string) => out.push(text),
    err: (text: string) => err.push(text),
    readFile,
    cwd: "/nowhere",
  };
  const code = await rung(args, io, noBot, {});
  return { code, out: out.join("\n"), err: err.join("\n") };
}

function ofKind(subcommand: Subcommand, kind: NamedHelp["help"]["kind"]): readonly string[] {
  return argumentsOf(subcommand.given).flatMap(({ name, help }) => (help.kind === kind ? [name] : []));
}

/** What the action takes apart in its first line. */
async function argumentsRead(subcommand: Subcommand): Promise<readonly string[]> {
  const [, taken = ""] = /^(?:async )?function run\(\s*\{([^}]*)\}/.exec(await subcommand.actionText()) ?? [];
  return taken
    .split(",")
    .map((name) => name.replace(/:.*/s, "").replaceAll(/["\s]/g, ""))
    .filter((name) => name !== "");
}

describe.each(all)("rung %s", (name, subcommand) => {
  const given = argumentsOf(subcommand.given);
  const options = [...ofKind(subcommand, "text"), ...ofKind(subcommand, "flag")];
  /** Enough of everything that it cannot do without. */
  const enough = given.some(({ help }) => help.kind === "operand") ? ["a/b"] : [];

  it("its action reads every argument that help tells of, and no other", async () => {
    expect(new Set(await argumentsRead(subcommand))).toEqual(new Set(given.map((one) => one.name)));
  });

  it("--help tells the summary, the usage, each argument with what it is, and each exit code", async () => {
    const { code, out, err } = await typed(name, "--help");
    expect([code, err, out]).toEqual([0, "", helpOf(subcommand)]);
    const unwrapped = out.replaceAll(/\s+/g, " ");
    expect(unwrapped).toContain(`${subcommand.summary} Usage: rung ${usageOf(subcommand)} `);
    for (const option of options) {
      expect(usageOf(subcommand)).toMatch(new RegExp(`--${option}[ \\]]|--${option}$`));
      expect(out).toMatch(new RegExp(`^  --${option}(?: \\S+)?(?: {2,}|\n {4,})\\S`, "m"));
    }
    expect(unwrapped).toContain(` Exit codes: 0 ${subcommand.exits[0]}`);
    if (subcommand.exits[1] !== undefined) expect(unwrapped).toContain(` 1 ${subcommand.exits[1]}`);
    expect(unwrapped.endsWith(` 2 ${subcommand.exits[2] ?? "used wrongly"}`)).toBe(true);
    for (const { help } of given) expect(unwrapped).toContain(` ${help.help} `);
    expect(unwrapped).toContain(` Environment: ${subcommand.environment ?? "nothing is read from it."} `);
  });

  it("--help fits a terminal that nobody has made wider, but for what is to be typed", () => {
    const lines = helpOf(subcommand)
      .split("\n")
      .filter((line) => !subcommand.example.includes(line.trim()));
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  });

  it("--help has examples, which are used rightly", () => {
    for (const line of subcommand.example) {
      expect(helpOf(subcommand)).toContain(`\n  ${line}\n`);
      const typed = (line.split(" | ").at(-1) ?? "").replace(/ > .*/, "");
      const words = typed
        .slice(typed.search(/(?<=^| )rung /))
        .split(" ")
        .slice(1);
      expect(words[0]).toBe(name === "version" ? "--version" : name);
      const read = readArguments(words.slice(1), subcommand, (raw) => z.object(subcommand.given).safeParse(raw));
      if (name !== "version") expect(read, line).toMatchObject({ kind: "read" });
    }
  });

  it("an unknown option is used wrongly, and the nearest one is named", async () => {
    expect(await typed(name, ...enough, "--zzzzzz")).toMatchObject({
      code: 2,
      err: `${name} has no option --zzzzzz\nUsage: rung ${usageOf(subcommand)}`,
    });
    for (const option of options) {
      const mistyped = `--${option.slice(0, -1)}${option.at(-1) === "q" ? "w" : "q"}`;
      const { code, err } = await typed(name, ...enough, mistyped);
      expect([code, err.split("\n")[0]]).toEqual([2, `${name} has no option ${mistyped}; did you mean --${option}?`]);
    }
  });

  it("an option without its value, or with one that it does not take, is used wrongly", async () => {
    for (const option of ofKind(subcommand, "text")) {
      for (const args of [[`--${option}`], [`--${option}`, "--help-me"], [`--${option}`, "-1"]]) {
        const { code, err } = await typed(name, ...enough, ...args);
        expect([code, err], args.join(" ")).toEqual([2, expect.stringContaining(`--${option} takes `)]);
      }
    }
    for (const option of ofKind(subcommand, "flag")) {
      const { code, err } = await typed(name, ...enough, `--${option}=yes`);
      expect([code, err]).toEqual([2, expect.stringContaining(`--${option} takes no value\nUsage: rung ${name}`)]);
    }
  });

  it("more operands than it takes, or none where it needs one, is used wrongly", async () => {
    const [operand] = given.filter(({ help }) => help.kind === "operand");
    const repeats = operand?.help.kind === "operand" && operand.help.most > 1;
    if (!repeats) {
      const { code, err } = await typed(name, "a/b", "c/d");
      expect([code, err]).toEqual([2, expect.stringMatching(new RegExp(`^${name} takes .*\\nUsage: rung ${name}`))]);
    }
    if (operand === undefined || usageOf(subcommand).startsWith(`${name} [`)) return;
    expect(await typed(name)).toMatchObject({ code: 2, err: expect.stringMatching(new RegExp(`^${name} takes `)) });
  });
});

describe("rung", () => {
  it("lists every subcommand with what it does, in lines that a terminal shows whole, and tells the exit codes", async () => {
    const { out } = await typed("--help");
    const unwrapped = out.replace(/\s+/g, " ");
    for (const { name, summary } of subcommands) expect(unwrapped).toContain(` rung ${name} ${summary}`);
    for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
    expect(out).toMatch(/Exit codes: 0 .*, 1 .*, 2 /);
  });

  it("options that exclude each other are not taken together, and usage shows them so", async () => {
    expect(await typed("parked", "--retry", "x", "--all")).toMatchObject({
      code: 2,
      err: "parked takes --retry or --all, not both\nUsage: rung parked [--retry ID | --all] [--json]",
    });
  });

  it("a value that begins with a hyphen is taken when it is joined by =", async () => {
    const { code, err } = await typed("check", "--extends=-x.yaml", "y.yaml");
    expect([code, err]).toEqual([1, expect.stringContaining("cannot read y.yaml")]);
  });

  it.each(["a/b#0", "a/b#00", "https://github.test/a/b/pull/0"])("%s is no pull request's name", async (name) => {
    const { code, err } = await typed("explain", name);
    expect([code, err]).toEqual([2, expect.stringMatching(/^explain takes one pull request, as OWNER\/REPO#NUMBER/)]);
  });

  it("an option that has to be given says what it is for", async () => {
    expect((await typed("candidates", "approvers")).err).toMatch(/^candidates needs --owner, whose repositories/);
    expect((await typed("replay", "a/b")).err).toMatch(/^replay needs --since, the first day, as YYYY-MM-DD\n/);
    const reversed = await typed("replay", "a/b", "--since", "2025-03-01", "--until", "2025-02-28");
    expect(reversed).toMatchObject({ code: 2, err: expect.stringMatching(/^--until is a day before --since\n/) });
    for (const span of ["12m", "5h", "0d"])
      expect((await typed("seen", "--owner", "a", "--for", span)).err).toMatch(
        /^--for takes a duration of a day or more/,
      );
    expect((await typed("replay", "a/b", "--since", "2025-02-30")).err).toMatch(/^--since takes a day of the calendar/);
  });
});

describe("the documents", () => {
  const pages = ["README.md", ...readdirSync(`${root}docs`).map((file) => `docs/${file}`)].filter((page) =>
    page.endsWith(".md"),
  );
  const read = (page: string) => readFileSync(root + page, "utf8");

  it("docs/operations.md has the subcommands there are (npm run docs writes them)", () => {
    const page = read("docs/operations.md");
    expect(withSubcommandTable(page, subcommands)).toBe(page);
    for (const one of subcommands) expect(page).toContain(`| \`rung ${usageOf(one).replaceAll("|", "\\|")}\` |`);
  });

  it.each(pages)("%s names only subcommands and options that there are", (page) => {
    const calls = read(page).matchAll(/(?<=`|^(?:\$ )?(?:npm run )?)rung (?:-- )?([a-z][a-z-]*)\b([^`\n#]*)/gm);
    for (const [call, name = "", rest = ""] of calls) {
      const subcommand = subcommands.find((one) => one.name === name);
      expect(subcommand, call).toBeDefined();
      if (subcommand === undefined) continue;
      const options = [...ofKind(subcommand, "text"), ...ofKind(subcommand, "flag"), "help"];
      for (const [, option = ""] of rest.matchAll(/--([\w-]+)/g)) expect(options, call).toContain(option);
    }
  });
});
