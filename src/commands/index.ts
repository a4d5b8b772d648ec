/** The commands there are. The parser, `/help` and the README's table derive from this list: one file and one line each. */
import { approve } from "./approve.ts";
import { helpAbout } from "./help.ts";
import { hold } from "./hold.ts";
import { lgtm } from "./lgtm.ts";
import type { Command } from "./model.ts";

export const commands: readonly Command[] = [approve, lgtm, hold, helpAbout(() => commands)];
