import { existsSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { commands } from "../../src/commands/index.ts";
import { commandTable, TABLE_BEGIN, TABLE_END, withCommandTable } from "../../src/commands/table.ts";
import { callsIn } from "../../src/commands/text/parse-commands.ts";

describe("the list of commands", () => {
  it.each(commands.map((command) => command.name))("/%s has its own file and its own test", (name) => {
    expect(existsSync(new URL(`../../src/commands/${name}.ts`, import.meta.url))).toBe(true);
    expect(readdirSync(new URL("./", import.meta.url))).toContain(`${name}.test.ts`);
  });

  it("has no form that stands for two things", () => {
    const forms = commands.flatMap(({ name, aliases, cancelForms }) => [
      `/${name}`,
      ...aliases.map((alias) => `/${alias}`),
      ...cancelForms,
    ]);
    expect(new Set(forms).size).toBe(forms.length);
  });

  it("is read as it is documented: every example and every cancel form", () => {
    for (const { name, examples, cancelForms } of commands) {
      for (const example of examples) expect(callsIn(example), example).toMatchObject([{ name }]);
      for (const form of cancelForms) expect(callsIn(form), form).toMatchObject([{ name, cancel: true }]);
    }
  });
});

describe("the README's table", () => {
  it("has a row for every command", () => {
    const table = commandTable();
    for (const { name } of commands) expect(table).toContain(`\n| \`/${name}`);
    expect(new Set(table.split("\n").map((row) => row.split(" | ").length)).size).toBe(1);
  });

  it("is put between its markers and leaves the rest alone", () => {
    const readme = `# A\n${TABLE_BEGIN}\nold\n${TABLE_END}\nrest\n`;
    const written = withCommandTable(readme);
    expect(written).toBe(`# A\n${TABLE_BEGIN}\n\n${commandTable()}\n\n${TABLE_END}\nrest\n`);
    expect(withCommandTable(written)).toBe(written);
    expect(withCommandTable("# no markers")).toBe("# no markers");
  });
});
