/** The chapters of the catalogue: texts as people read them, each with when it is written. */

export interface Entry {
  /** One line. */
  readonly when: string;
  readonly text: string;
}

export interface Chapter {
  readonly title: string;
  /** Who reads it, and where. */
  readonly readers: string;
  readonly entries: readonly Entry[];
}

export function document(chapters: readonly Chapter[]): string {
  const parts = chapters.map(({ title, readers, entries }) =>
    [`## ${title}`, readers, entries.map(shown).join("\n")].join("\n\n"),
  );
  return `${[HEAD, ...parts].join("\n\n")}\n`;
}

const HEAD = `# Everything Rung says

Each text that Rung writes on GitHub, as its own code makes it, with when it is written. In this world ann, ben and cho are maintainers, eve is an
approver of kusion, kim one of karpor, dee a contributor; pat, who opened the pull request, and octo-fan hold no role.
[voice.md](voice.md) says how these texts are meant to be. What is said of a faulty roles.yaml, here and in editors, stands in
[mistakes.test.ts](../test/registry/mistakes.test.ts), what the command line says in the tests of \`test/cli\`.

This page is written by a test: \`npx vitest run test/catalogue -u\` renews it.`;

/** A text of one line stands on its own; of a longer one each line is quoted. */
function shown({ when, text }: Entry): string {
  const lines = seen(text).split("\n");
  if (lines.length === 1) return `- *${when}:* ${lines[0]}`;
  return [`- *${when}:*`, "", ...lines.map((line) => `  > ${line}`.trimEnd()), ""].join("\n");
}

/** Without hidden comments, and without the numbers that tests count up. */
function seen(text: string): string {
  return text
    .replaceAll(/<!--.*?-->\n*/gs, "")
    .replaceAll(/(https:\/\/github\.test\/c\/)\d+/g, "$11")
    .replaceAll(/(#(?:issue)?comment-)\d+/g, "$11")
    .trim();
}
