/** The shapes in which GitHub tells what happened to an issue or pull request, as far as evidence needs it. */
import { z } from "zod";

const actor = z.object({ __typename: z.string(), login: z.string() }).nullish();

/** `null` or missing: it was not asked for, or not told. */
export const timeline = z
  .object({
    pageInfo: z.object({ hasPreviousPage: z.boolean() }),
    nodes: z.array(
      z
        .object({
          __typename: z.string(),
          createdAt: z.iso.datetime(),
          actor,
          label: z.object({ name: z.string() }).nullish(),
          assignee: z.object({ login: z.string() }).nullish(),
          previousTitle: z.string().nullish(),
        })
        .nullable(),
    ),
  })
  .nullish();
