import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BEGIN, END, withPart } from "../../../src/registry/publishing/markers.ts";

const LINES = ["| a |", "", "| b |"];

function made(before: string | null): string {
  const result = withPart(before, LINES);
  return "text" in result ? result.text : `refused: ${result.refused}`;
}

describe("the part between the markers", () => {
  it("makes a file that is not there, with them", () => {
    expect(made(null)).toBe(`${BEGIN}\n| a |\n\n| b |\n${END}\n`);
  });

  it("R64: outside the markers every byte stays, whatever the line ends and without one at the end", () => {
    const outside = fc
      .string({ unit: fc.constantFrom("a", "\r\n", "\n", " ", "\uFEFF", "<!--", "-->", "# É", "rung:begin") })
      .filter((text) => !text.includes(BEGIN));
    fc.assert(
      fc.property(outside, outside, outside, (above, within, below) => {
        const after = made(`${above}${BEGIN}${within}${END}${below}`);
        expect(after.startsWith(`${above}${BEGIN}`)).toBe(true);
        expect(after.endsWith(`${END}${below}`)).toBe(true);
        expect(made(after)).toBe(after);
      }),
    );
  });

  it("stands below a block of code that has come to its end, or is none", () => {
    for (const above of ["```\nx\n```\n", "~~~\n```\n~~~~ \n", "``` `x`\n", "    ```\n"])
      expect(made(`${above}${BEGIN}${END}`)).toContain("| a |");
  });

  it("has the file's line ends", () => {
    expect(made(`x\r\n${BEGIN}\r\nold\r\n${END}\r\ny`)).toBe(`x\r\n${BEGIN}\r\n| a |\r\n\r\n| b |\r\n${END}\r\ny`);
    expect(made(`x\r\n${BEGIN}${END}`)).toContain(`${BEGIN}\r\n| a |`);
    expect(made(`x ${BEGIN} y ${END} z`)).toBe(`x ${BEGIN}\n| a |\n\n| b |\n${END} z`);
  });

  it.each([
    ["", "has no markers; put <!-- rung:begin --> and <!-- rung:end --> on two lines"],
    ["# Maintainers\n", "has no markers"],
    ["<!-- rung: begin -->\n<!-- rung: end -->", "written just so and not <!-- rung: begin -->"],
    [`a\n${BEGIN}\n`, `has ${BEGIN} without ${END}; write both, or neither`],
    [`a\n${END}\n`, `has ${END} without ${BEGIN}`],
    [`${BEGIN}${END}${BEGIN}${END}`, `has ${BEGIN} 2 times; one pair of markers is all that a file has`],
    [`${BEGIN}${END}${END}`, `has ${END} 2 times`],
    [`${BEGIN}${BEGIN}${END}`, `has ${BEGIN} 2 times`],
    [`\`\`\`md\n${BEGIN}\n${END}\n\`\`\`\n`, "has its markers in a block of code"],
    [`~~~~\n~~~\n${BEGIN}\n${END}\n`, "has its markers in a block of code"],
    [`${END}\n${BEGIN}\n`, `has ${END} before ${BEGIN}; put them in order`],
  ])("%j is told, not written", (before, why) => {
    expect(made(before)).toContain(`refused: `);
    expect(made(before)).toContain(why);
  });
});
