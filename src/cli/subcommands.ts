/** The table of the subcommands of `rung`, in the order in which they are listed. */

import type { Subcommand } from "./subcommand.ts";
import { BOT_COMMANDS } from "./subcommands/of-bot.ts";
import { GITHUB_COMMANDS } from "./subcommands/of-github.ts";
import { REGISTRY_COMMANDS } from "./subcommands/of-registry.ts";

export const subcommands: readonly Subcommand[] = [...REGISTRY_COMMANDS, ...GITHUB_COMMANDS, ...BOT_COMMANDS];
