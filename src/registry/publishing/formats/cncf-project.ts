/** `as: cncf-project`: maintainers.yaml of a CNCF project's `.project` repository (cncf/automation, utilities/dot-project). */

import { joinList } from "../../../shared/people.ts";
import { listedAccounts } from "../listed-people.ts";
import type { Format } from "../publication.ts";
import { yamlText } from "../yaml-text.ts";

export const cncfProject: Format = {
  kind: "whole",
  files({ file, project, teams }, { registry, repository, teams: members }) {
    const filled = Object.entries(teams).map(([team, role]) => ({
      team,
      role,
      ...listedAccounts(registry, [role], members),
    }));
    // Whoever is on this list is given access by it, and whoever is not may lose it.
    const unknown = [...new Set(filled.flatMap((one) => one.unknown))];
    if (unknown.length > 0)
      return {
        refused: `not written: who is in ${joinList(unknown, "and")} is not known here, and a list without them would say that they are not`,
      };
    const empty = filled.find(({ people }) => people.length === 0);
    if (empty !== undefined)
      return {
        refused: `not written: nobody holds ${empty.role}, and the CNCF takes no team without members (${empty.team})`,
      };
    const lines = [
      "maintainers:",
      `  - project_id: ${yamlText(project ?? "")}`,
      ...(repository.owner === "" ? [] : [`    org: ${yamlText(repository.owner)}`]),
      "    teams:",
      ...filled.flatMap(({ team, people }) => [
        `      - name: ${yamlText(team)}`,
        "        members:",
        ...people.map(({ login }) => `          - ${yamlText(login)}`),
      ]),
    ];
    return [{ path: file, lines }];
  },
};
