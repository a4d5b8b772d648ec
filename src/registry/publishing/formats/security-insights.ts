/**
 * `as: security-insights`: `repository.core-team` of an OpenSSF Security Insights file of version 2. Everything else in the file is
 * maintained by people and stays as it is; much of it is mandatory, and the registry knows none of it.
 */

import { isMap, isPair, isScalar, isSeq, type Pair, parseDocument, type YAMLMap } from "yaml";
import { joinList } from "../../../shared/people.ts";
import { type ListedPerson, listedAccounts } from "../listed-people.ts";
import type { Format, Refusal } from "../publication.ts";
import { yamlText } from "../yaml-text.ts";

const MARK = "# From roles.yaml; change that, this list is written anew.";

export const securityInsights: Format = {
  kind: "within",
  text(before, { coreTeam }, { registry, teams, webUrl }) {
    const role = coreTeam ?? "";
    const { people, unknown } = listedAccounts(registry, [role], teams);
    if (unknown.length > 0)
      return { refused: `is not written: who is in ${joinList(unknown, "and")} is not known here` };
    if (people.length === 0) return { refused: `is not written: nobody holds ${role}, and a core team has somebody` };
    if (before === null)
      return {
        refused:
          "is not there; begin it by hand, as github.com/ossf/security-insights describes, and the core team is kept from then on",
      };
    const place = placeIn(before);
    return "refused" in place ? place : { text: spliced(before, place, people, webUrl) };
  },
};

interface Place {
  /** The range that is replaced. */
  readonly from: number;
  readonly to: number;
  readonly indent: string;
  /** The login of the person whom the list names as first contact. */
  readonly primary: string | null;
}

function placeIn(text: string): Place | Refusal {
  const document = parseDocument(text, { logLevel: "silent" });
  const top = document.contents;
  if (document.errors.length > 0 || !isMap(top))
    return { refused: "cannot be read as YAML; mend it, and the core team is written" };
  const header = pairOf(top, "header")?.value;
  const version = isMap(header) ? pairOf(header, "schema-version")?.value : null;
  const written = isScalar(version) ? (version.source ?? String(version.value)) : "";
  if (!/^2\./.test(written))
    return {
      refused: `is of version ${written || "unknown"}; Rung keeps the core team of files of version 2`,
    };
  const repository = pairOf(top, "repository");
  if (repository === null || !isMap(repository.value) || repository.value.flow === true)
    return { refused: "has no `repository` with keys below it; write it, since a core team needs the rest of it" };
  return coreTeamIn(text, repository.value);
}

function coreTeamIn(text: string, repository: YAMLMap): Place | Refusal {
  const [first] = repository.items;
  const start = isScalar(first?.key) ? (first.key.range?.[0] ?? 0) : 0;
  const indent = /[^\n]*$/.exec(text.slice(0, start))?.[0] ?? "";
  const pair = pairOf(repository, "core-team");
  if (!/^ +$/.test(indent))
    return { refused: "is laid out in a way that is not edited; write `repository` with indented keys below it" };
  // Right before the first key: everything that follows keeps its place.
  if (pair === null) return { from: start - indent.length, to: start - indent.length, indent, primary: null };
  const key = isScalar(pair.key) ? pair.key.range : null;
  const list = isSeq(pair.value) ? pair.value : null;
  const isMarked =
    text
      .slice(key?.[0] ?? 0)
      .split(/\r?\n/)[1]
      ?.trim() === MARK;
  const isEmpty = list !== null && list.items.length === 0;
  if (key == null || list === null || list.range == null || (!isMarked && !isEmpty))
    return {
      refused: `has a core team that people wrote; write ${JSON.stringify(MARK)} on the line below \`core-team:\`, and Rung keeps it from then on`,
    };
  const end = list.range[1];
  const rest = /^[ \t]*\r?\n/.exec(text.slice(end))?.[0] ?? "";
  const to = text[end - 1] === "\n" ? end : end + rest.length;
  return { from: key[0] - indent.length, to, indent, primary: primaryOf(list.toJSON()) };
}

function pairOf(map: YAMLMap, name: string): Pair | null {
  return map.items.find((item): item is Pair => isPair(item) && isScalar(item.key) && item.key.value === name) ?? null;
}

function primaryOf(list: unknown): string | null {
  const found = Array.isArray(list)
    ? list.find((one: unknown) => typeof one === "object" && one !== null && Reflect.get(one, "primary") === true)
    : null;
  const social: unknown = found === null || found === undefined ? null : Reflect.get(found, "social");
  return typeof social === "string" ? social : null;
}

function spliced(
  text: string,
  { from, to, indent, primary }: Place,
  people: readonly ListedPerson[],
  webUrl: string,
): string {
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  const addresses = people.map(({ login }) => `${webUrl}/${login}`);
  const first = primary !== null && addresses.includes(primary) ? primary : addresses[0];
  const lines = [
    `${indent}core-team:`,
    `${indent}  ${MARK}`,
    ...people.flatMap(({ name, affiliation }, index) => [
      `${indent}  - name: ${yamlText(name)}`,
      ...(affiliation === null ? [] : [`${indent}    affiliation: ${yamlText(affiliation)}`]),
      `${indent}    social: ${JSON.stringify(addresses[index])}`,
      `${indent}    primary: ${addresses[index] === first}`,
    ]),
  ];
  return `${text.slice(0, from)}${lines.map((line) => `${line}${end}`).join("")}${text.slice(to)}`;
}
