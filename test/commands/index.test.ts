import { describe, expect, it } from "vitest";
import { commandGroups, commandTable, withReference } from "../../scripts/references/command-reference.ts";
import { commands } from "../../src/commands/index.ts";
import { callsIn } from "../../src/commands/text/parse-commands.ts";

describe("the list of commands", () => {
  it("has no form that stands for two things", () => {
    const forms = commands.flatMap(({ name, aliases = [], cancelForms = [] }) => [
      `/${name}`,
      ...aliases.map((alias) => `/${alias}`),
      ...cancelForms,
    ]);
    expect(new Set(forms).size).toBe(forms.length);
  });

  it("is read as it is documented: every example and every cancel form", () => {
    for (const { name, examples, cancelForms = [] } of commands) {
      for (const example of examples) expect(callsIn(example), example).toMatchObject([{ name }]);
      for (const form of cancelForms) expect(callsIn(form), form).toMatchObject([{ name, cancel: true }]);
    }
  });
});

describe("what documents say of the commands", () => {
  it("has a row for every command in the table, and names each once in the groups", () => {
    const table = commandTable();
    const groups = commandGroups();
    for (const { name } of commands) {
      expect(table).toContain(`\n| \`/${name}`);
      expect(groups.split(new RegExp(`\`/${name}[ \`]`)).length, name).toBe(2);
    }
    expect(new Set(table.split("\n").map((row) => row.split(" | ").length)).size).toBe(1);
  });

  it("is put between its markers and leaves the rest alone", () => {
    const document = `# A\n<!-- commands:begin -->\nold\n<!-- commands:end -->\nrest\n`;
    const written = withReference(document, "new");
    expect(written).toBe(`# A\n<!-- commands:begin -->\n\nnew\n\n<!-- commands:end -->\nrest\n`);
    expect(withReference(written, "new")).toBe(written);
    expect(withReference("# no markers", "new")).toBe("# no markers");
  });
});
