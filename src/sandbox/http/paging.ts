/** GitHub's pages: `per_page` up to 100, `page` from 1, and the Link header that leads on. */

import type { Answer } from "./answer.ts";
import type { ApiRequest } from "./router.ts";

interface Page<T> {
  readonly items: readonly T[];
  readonly headers: Readonly<Record<string, string>>;
}

function whole(text: string | null, otherwise: number): number {
  const value = Number(text ?? otherwise);
  return Number.isSafeInteger(value) && value > 0 ? value : otherwise;
}

/** `most`: GitHub never shows more of this list, however far one pages. */
export function paged<T>(request: ApiRequest, all: readonly T[], most = Number.POSITIVE_INFINITY): Page<T> {
  const perPage = Math.min(whole(request.query.get("per_page"), 30), 100);
  const page = whole(request.query.get("page"), 1);
  const shown = all.slice(0, most);
  const last = Math.max(1, Math.ceil(shown.length / perPage));
  const link = (to: number, rel: string) => {
    const query = new URLSearchParams(request.query);
    query.set("page", `${to}`);
    return `<${request.url}?${query}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [link(page - 1, "prev")] : []),
    ...(page < last ? [link(page + 1, "next"), link(last, "last")] : []),
    ...(page > 1 ? [link(1, "first")] : []),
  ];
  return {
    items: shown.slice((page - 1) * perPage, page * perPage),
    headers: links.length === 0 ? {} : { link: links.join(", ") },
  };
}

export function listed<T>(request: ApiRequest, all: readonly T[], show: (item: T) => unknown, most?: number): Answer {
  const { items, headers } = paged(request, all, most);
  return { status: 200, body: items.map(show), headers };
}
