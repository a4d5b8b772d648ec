/** Labels in GraphQL. */

import { repoHtml } from "../render/repositories.ts";
import type { Label } from "../world/model.ts";
import type { Looking, View } from "./view.ts";

export function labelView(looking: Looking, label: Label): View {
  const url = `${repoHtml(looking.world, label.repo)}/labels/${encodeURIComponent(label.name)}`;
  return {
    __typename: "Label",
    id: label.nodeId,
    name: label.name,
    color: label.color,
    description: label.description,
    url,
  };
}
