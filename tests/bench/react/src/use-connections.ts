import { useCallback, useEffect, useState } from "react";
import { listConnections, type Page } from "./api";
import { takeFirstPage } from "./first";
import { type ListQuery, requestOf } from "./list-query";

/** The page of connections that the address asks for; the server's cursors lead forward, remembered ones back. */
export function useConnections(query: ListQuery) {
  const base = requestOf(query);
  const [cursors, setCursors] = useState<{ base: string; list: string[] }>({ base, list: [] });
  const path = cursors.base === base ? cursors.list : [];
  const request = requestOf(query, path.at(-1));
  const [loaded, setLoaded] = useState<{ request: string; page: Page }>();
  const [error, setError] = useState<Error>();
  const [reloads, setReloads] = useState(0);

  useEffect(() => {
    let isCurrent = true;
    (takeFirstPage(request) ?? listConnections(request)).then(
      (page) => {
        if (!isCurrent) return;
        setError(undefined);
        setLoaded({ request, page });
      },
      (error: Error) => isCurrent && setError(error),
    );
    return () => {
      isCurrent = false;
    };
  }, [request, reloads]);

  return {
    page: loaded?.page,
    error,
    number: path.length,
    reload: useCallback(() => setReloads((count) => count + 1), []),
    forward: () => {
      const cursor = loaded?.page.next_cursor;
      if (cursor) setCursors({ base, list: [...path, cursor] });
    },
    back: () => setCursors({ base, list: path.slice(0, -1) }),
  };
}
