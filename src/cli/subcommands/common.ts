/** Arguments that several subcommands take, and what their help says about them. */

import { day, flag, neededOption, notEmpty, option, ownerName } from "../arguments.ts";

export const text = notEmpty;
export const json = flag("answer as JSON");
export const registry = option(text, {
  placeholder: "FILE",
  help: "the registry; else roles.yaml or .github/roles.yaml of the folder you stand in, or above it in the checkout",
});
export const extended = option(text, { placeholder: "FILE", help: "a copy of the registry that this one extends" });
export const repositoryOperand = {
  placeholder: "OWNER/REPO",
  takes: "one repository, as OWNER/REPO",
  help: "the repository on GitHub",
};
export const newFile = option(text, {
  placeholder: "FILE",
  help: "write it there, where no file is yet; else it is printed",
});

const aDay = { placeholder: "DATE", takes: "a day of the calendar as YYYY-MM-DD" };
export const onDay = (help: string) => option(day, { ...aDay, help });
export const neededDay = (help: string) => neededOption(day, { ...aDay, help });
export const neededOwner = (help: string) =>
  neededOption(ownerName, { placeholder: "OWNER", help, takes: "the login of an organisation or a person" });

/** How the bot's own data are found. */
export const ITS_DATABASE = "DATABASE_URL, else DATA_DIR, as the bot reads them.";
/** How a question to GitHub gets in. */
export const SIGNED_IN =
  "GITHUB_TOKEN; else APP_ID and PRIVATE_KEY (or PRIVATE_KEY_PATH), or what `rung setup` stored; GHE_HOST and GHE_PROTOCOL.";
export const NO_ANSWER = "GitHub or a file did not tell what is needed";
