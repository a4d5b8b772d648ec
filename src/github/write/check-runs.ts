/** Writes one check run: makes a new one, or updates the existing one. Used by write-check.ts alone. */

import { z } from "zod";
import { outcomeWord } from "../../model/current-check.ts";
import type { Annotation, CheckEffect } from "../../model/effect.ts";
import type { Client } from "../client/client.ts";
import { Gone } from "../client/errors.ts";
import { repositoryPath } from "../client/repository-path.ts";
import { parsed } from "../read/graphql-pages.ts";
import type { CurrentRun } from "../read/newest-runs.ts";
import { checkDigest } from "./reconcile.ts";

const LIMITS = { title: 255, text: 65_535, message: 60_000, annotations: 50 } as const;

const UNFINISHED = "more annotations follow";

const runView = z.object({ id: z.number() });
/** Performs the write; returns the resulting run. */
export async function writeRun(client: Client, check: CheckEffect, known: CurrentRun | null): Promise<CurrentRun> {
  const digest = checkDigest(check);
  const id = known && mayUpdate(check, known) ? await updated(client, check, known.id) : null;
  const standing = id ?? (await created(client, check));
  await furtherAnnotations(client, check, standing);
  return { id: standing, digest, outcome: outcomeWord(check.outcome, check.annotations.length > 0) };
}

/**
 * A completed run does not go back to "in progress", and GitHub only ever adds annotations to a run: in both cases a new run of
 * the same name takes its place.
 */
function mayUpdate(check: CheckEffect, known: CurrentRun): boolean {
  if (known.outcome.endsWith("annotated") || check.annotations.length > 0) return false;
  return known.outcome === "waiting" || check.outcome !== "waiting";
}

/** `null` when the run is gone. */
async function updated(client: Client, check: CheckEffect, id: number): Promise<number | null> {
  try {
    await client.rest("PATCH", `${repositoryPath(check.repository)}/check-runs/${id}`, {
      body: { name: check.name, ...runBody(check) },
    });
    return id;
  } catch (error) {
    if (error instanceof Gone) return null;
    throw error;
  }
}

async function created(client: Client, check: CheckEffect): Promise<number> {
  const body = { name: check.name, head_sha: check.headSha, ...runBody(check) };
  const { data } = await client.rest("POST", `${repositoryPath(check.repository)}/check-runs`, { body });
  return parsed(runView, data, "a check run").id;
}

async function furtherAnnotations(client: Client, check: CheckEffect, id: number): Promise<void> {
  for (let from = LIMITS.annotations; from < check.annotations.length; from += LIMITS.annotations) {
    const isLast = from + LIMITS.annotations >= check.annotations.length;
    const output = outputOf(check, check.annotations.slice(from, from + LIMITS.annotations));
    const body = { ...(isLast && { external_id: checkDigest(check) }), output };
    await client.rest("PATCH", `${repositoryPath(check.repository)}/check-runs/${id}`, { body });
  }
}

function runBody(check: CheckEffect) {
  const state =
    check.outcome === "waiting" ? { status: "in_progress" } : { status: "completed", conclusion: check.outcome };
  return {
    ...state,
    // Only a run that is whole carries the digest by which a later try knows that nothing is left to write.
    external_id: check.annotations.length > LIMITS.annotations ? UNFINISHED : checkDigest(check),
    output: outputOf(check, check.annotations.slice(0, LIMITS.annotations)),
  };
}

function outputOf(check: CheckEffect, annotations: readonly Annotation[]) {
  return {
    title: clipped(check.title, LIMITS.title),
    summary: clipped(check.summary, LIMITS.text),
    text: clipped(check.text, LIMITS.text),
    ...(annotations.length > 0 ? { annotations: annotations.map(annotationOf) } : {}),
  };
}

function annotationOf(annotation: Annotation) {
  const columns = annotation.column === null ? {} : { start_column: annotation.column, end_column: annotation.column };
  return {
    path: annotation.path,
    start_line: annotation.line,
    end_line: annotation.line,
    ...columns,
    annotation_level: annotation.level,
    message: clipped(annotation.message, LIMITS.message),
  };
}

/** A last guard; reports keep themselves short. Counted in bytes, the stricter reading of GitHub's limit. */
function clipped(text: string, most: number): string {
  if (Buffer.byteLength(text) <= most) return text;
  return `${Buffer.from(text)
    .subarray(0, most - 8)
    .toString("utf8")
    .replace(/\uFFFD+$/, "")}…`;
}
