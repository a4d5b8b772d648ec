/** Commands that people know from other bots and that Rung does not have: what to say instead. Any other unknown command gets no answer. */
export const elsewhere: ReadonlyMap<string, string> = new Map([
  [
    "lifecycle",
    "Rung keeps no `lifecycle` of issues: `/label lifecycle/frozen` puts such a label on where the repository has it.",
  ],
  [
    "reassign",
    "There is no `/reassign`: on a pull request `/reroll` asks somebody else to review; `/unassign` and `/assign` say whom it is assigned to.",
  ],
  ["remove-lifecycle", "Rung keeps no `lifecycle` of issues: `/remove-label lifecycle/stale` takes such a label off."],
]);
