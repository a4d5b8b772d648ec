/** What people write: commands of every kind, alone or several, and things that only look like commands. */

import type { Dice } from "./dice.ts";
import { FLEETING, OUTSIDERS, STEADY } from "./town.ts";

/** Words that count by the roles of the end alone (R9b); a hold would count by the roles of its moment. */
const OF_FLEETING = ["/approve", "/approve docs", "/approve cancel", "/lgtm", "Looks good."];

function isFleeting(login: string): boolean {
  return login === FLEETING.byFile || login === FLEETING.byTeam;
}

/** One comment of that person's: mostly one command, sometimes more, sometimes none. `about`: some number to write about. */
export function comment(dice: Dice, login: string, about: number): string {
  if (isFleeting(login)) return dice.pick(OF_FLEETING);
  const kind = dice.weighted({ commands: 85, plain: 10, quoted: 5 });
  if (kind === "plain") return "Thanks, I will have a look tomorrow.";
  if (kind === "quoted") return `> ${line(dice, about)}\n\nThat is not what I would say.`;
  const count = dice.weighted({ "1": 75, "2": 20, "3": 5 });
  return Array.from({ length: Number(count) }, () => line(dice, about)).join("\n");
}

/** The text of a review. */
export function reviewText(dice: Dice, login: string): string {
  return dice.pick(
    isFleeting(login) ? OF_FLEETING : ["Please see inline.", "/approve docs", "/lgtm", "/hold", "/label kind/bug"],
  );
}

/** The text of a pull request, with a command in it or without. */
export function description(dice: Dice, about: number, commands: number): string {
  return dice.chance(commands) ? `What it is about.\n\n${line(dice, about)}` : "What it is about.";
}

/** On an issue, where promotions go on. */
export function onIssue(dice: Dice, about: number): string {
  if (dice.chance(0.55)) return "/sponsor";
  const others = ["/object not yet", "/object cancel", "/kind bug", "/assign", "/close", "/reopen"];
  return dice.chance(0.5) ? dice.pick(others) : comment(dice, "", about);
}

/** So that no two titles are the same. */
let titles = 0;

function line(dice: Dice, about: number): string {
  titles += 1;
  const who = dice.pick([...STEADY, ...OUTSIDERS]);
  return dice.pick([
    ...["/approve", "/approve", "/approve", "/approve docs", "/approve engine", "/approve cancel"],
    ...["/lgtm", "/lgtm cancel", `/hold until #${about}`, "/hold cancel", "/hold cancel"],
    ...[
      "/label kind/bug",
      "/remove-label kind/bug",
      "/kind feature",
      "/remove-kind feature",
      "/label good first issue",
    ],
    ...["/assign", `/assign @${who}`, `/unassign @${who}`, `/cc @${who}`, `/uncc @${who}`, "/reroll"],
    ...[`/retitle feat: title ${titles}`, "/close", "/reopen", "/reopen", "/draft", "/ready", "/ready"],
    ...["/merge", "/merge cancel", "/help hold", `/role @${who}`, "/aprove"],
  ]);
}
