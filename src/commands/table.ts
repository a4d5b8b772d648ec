/** The README's table of commands, derived from the list so that it cannot lag behind. */
import { commands } from "./index.ts";

/** Lines of the README between which the table stands. */
export const TABLE_BEGIN = "<!-- commands:begin -->";
export const TABLE_END = "<!-- commands:end -->";

/** The Markdown table alone, without a line end at its end. */
export function commandTable(): string {
  const rows = commands.map(({ usage, cancelForms, summary, who, on }) => {
    const where = on.length === 2 ? "anywhere" : on[0] === "pull" ? "pull requests" : "issues";
    const back = cancelForms.map(cell).join(" ");
    return `| ${cell(usage)} | ${summary} | ${who} | ${back} | ${where} |`;
  });
  return [
    "| Command | What it does | Who may | Taken back by | Where |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}

function cell(form: string): string {
  return `\`${form.replaceAll("|", "\\|")}\``;
}

/** A README with the present table between its markers; the same text where they are missing. */
export function withCommandTable(readme: string): string {
  const begin = readme.indexOf(TABLE_BEGIN);
  const end = readme.indexOf(TABLE_END, begin);
  if (begin === -1 || end === -1) return readme;
  return `${readme.slice(0, begin + TABLE_BEGIN.length)}\n\n${commandTable()}\n\n${readme.slice(end)}`;
}
