// What the list shows, as its address says it.

import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";
import type { Status } from "./api";

export const STATUSES: Status[] = ["active", "limited", "failed", "unverified"];
export const PAGE_SIZE = 50;

export interface ListQuery {
  q: string;
  status: Status | "";
  sort: string;
  panel: string;
  id: string;
}

const DEFAULTS: ListQuery = { q: "", status: "", sort: "name", panel: "", id: "" };
const NAMES = Object.keys(DEFAULTS) as (keyof ListQuery)[];

export function readQuery(params: URLSearchParams): ListQuery {
  return Object.fromEntries(NAMES.map((name) => [name, params.get(name) ?? DEFAULTS[name]])) as unknown as ListQuery;
}

/** What to ask the server for. */
export function requestOf({ q, status, sort }: ListQuery, cursor = ""): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries({ q, status, sort: sort === DEFAULTS.sort ? "" : sort, limit: String(PAGE_SIZE), cursor })) {
    if (value) params.set(name, value);
  }
  return `?${params}`;
}

export function useListQuery(): [ListQuery, (change: Partial<ListQuery>) => void] {
  const [params, setParams] = useSearchParams();
  const query = useMemo(() => readQuery(params), [params]);
  const change = useCallback(
    (change: Partial<ListQuery>) =>
      setParams((old) => {
        const next = { ...readQuery(old), ...change };
        return Object.fromEntries(NAMES.filter((name) => next[name] !== DEFAULTS[name]).map((name) => [name, next[name]]));
      }),
    [setParams],
  );
  return [query, change];
}
