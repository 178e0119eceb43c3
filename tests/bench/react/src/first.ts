// The first requests leave as soon as the script runs, before React renders: nothing waits for a component to mount.

import { getSession, listConnections } from "./api";
import { readQuery, requestOf } from "./list-query";

const isList = /\/(connections)?$/.test(location.pathname);
const request = requestOf(readQuery(new URLSearchParams(location.search)));

export const firstSession = getSession();
const firstPage = isList ? { request, page: listConnections(request) } : undefined;
firstSession.catch(() => {});
firstPage?.page.catch(() => {});

let taken = false;

/** The page that was asked for at the start, once, if it is this one. */
export function takeFirstPage(wanted: string) {
  if (taken || firstPage?.request !== wanted) return undefined;
  taken = true;
  return firstPage.page;
}
