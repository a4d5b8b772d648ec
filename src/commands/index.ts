/** All commands. The parser, `/help` and the lists in the documents derive from this list: one file and one line each. */

import { accept } from "./accept.ts";
import { approve } from "./approve.ts";
import { area } from "./area.ts";
import { assign } from "./assign.ts";
import { attest } from "./attest.ts";
import { away } from "./away.ts";
import { cc } from "./cc.ts";
import { close } from "./close.ts";
import type { Command } from "./command.ts";
import { decide } from "./decide.ts";
import { draft } from "./draft.ts";
import { helpAbout } from "./help.ts";
import { hold } from "./hold.ts";
import { invite } from "./invite.ts";
import { kind } from "./kind.ts";
import { label } from "./label.ts";
import { lgtm } from "./lgtm.ts";
import { merge } from "./merge.ts";
import { object } from "./object.ts";
import { priority } from "./priority.ts";
import { promote } from "./promote.ts";
import { quiet } from "./quiet.ts";
import { ready } from "./ready.ts";
import { reopen } from "./reopen.ts";
import { reroll } from "./reroll.ts";
import { retitle } from "./retitle.ts";
import { comeBack } from "./return.ts";
import { role } from "./role.ts";
import { sponsor } from "./sponsor.ts";
import { stay } from "./stay.ts";
import { stepDown } from "./step-down.ts";
import { vote } from "./vote.ts";
import { vouch } from "./vouch.ts";
import { wait } from "./wait.ts";
import { waive } from "./waive.ts";
import { withdraw } from "./withdraw.ts";

export const commands: readonly Command[] = [
  approve,
  lgtm,
  hold,
  assign,
  cc,
  reroll,
  away,
  merge,
  label,
  area,
  kind,
  priority,
  close,
  reopen,
  retitle,
  ready,
  draft,
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
  stay,
  comeBack,
  quiet,
  vouch,
  decide,
  wait,
  invite,
  helpAbout(() => commands),
];

/** For the registry, whose `commands:` may name no others. */
export const commandNames: readonly string[] = commands.map(({ name }) => name);
