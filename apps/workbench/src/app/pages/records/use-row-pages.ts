import { useQueries } from "@tanstack/react-query";
import { call } from "../../../client/call.js";
import type { ServiceError } from "../../../client/service-error.js";
import type { InputOf } from "../../../service/operations.js";
import type { ShownRow } from "../../../service/shown-row.js";

/** How many rows are asked for at once. */
const pageSize = 200;

/** The rows of a table between two places, asked for page by page as they come into sight. */
export function useRowPages(
  input: Omit<InputOf<"tableRows">, "offset" | "limit">,
  { first, last }: { first: number; last: number },
): { rowAt: (place: number) => ShownRow | undefined; error: ServiceError | null } {
  const pages = new Set([0]);
  for (let page = Math.floor(first / pageSize); page <= Math.floor(Math.max(first, last) / pageSize); page++)
    pages.add(page);
  const wanted = [...pages];
  const answers = useQueries({
    queries: wanted.map((page) => {
      const asked = { ...input, offset: page * pageSize, limit: pageSize, withTotal: false };
      return { queryKey: ["tableRows", asked], queryFn: () => call("tableRows", asked), staleTime: 30_000 };
    }),
  });
  const rows = new Map(wanted.map((page, i) => [page, answers[i].data?.rows]));
  return {
    rowAt: (place) => rows.get(Math.floor(place / pageSize))?.[place % pageSize],
    error: (answers.find(({ error }) => error)?.error as ServiceError | undefined) ?? null,
  };
}
