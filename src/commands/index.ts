/** The commands there are. The parser, `/help` and the README's table derive from this list: one file and one line each. */
import { accept } from "./accept.ts";
import { approve } from "./approve.ts";
import { attest } from "./attest.ts";
import { helpAbout } from "./help.ts";
import { hold } from "./hold.ts";
import { lgtm } from "./lgtm.ts";
import type { Command } from "./model.ts";
import { object } from "./object.ts";
import { promote } from "./promote.ts";
import { role } from "./role.ts";
import { sponsor } from "./sponsor.ts";
import { stepDown } from "./step-down.ts";
import { vote } from "./vote.ts";
import { waive } from "./waive.ts";
import { withdraw } from "./withdraw.ts";

export const commands: readonly Command[] = [
  approve,
  lgtm,
  hold,
  role,
  promote,
  sponsor,
  object,
  vote,
  accept,
  attest,
  waive,
  withdraw,
  stepDown,
  helpAbout(() => commands),
];
