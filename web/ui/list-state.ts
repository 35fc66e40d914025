import type { Search } from "./address.ts";

/** Where a list stands: it lives in the address, so that it can be sent on, bookmarked and gone back to. */
export type ListState = {
  page: number;
  size: number;
  /** `name` or `-name` */
  sort: string | undefined;
  q: string | undefined;
  /** the filters that are set, by their key */
  filters: Search;
};

export const PAGE_SIZES = [20, 50, 100, 200];
const DEFAULT_SIZE = 20;

function wholeNumber(text: string | undefined, fallback: number): number {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 ? value : fallback;
}

/** The state that an address stands for; what is unreadable in it falls back to the default. */
export function readListState(search: Search, filterKeys: readonly string[], defaults: { sort?: string } = {}): ListState {
  const size = wholeNumber(search.size, DEFAULT_SIZE);
  return {
    page: wholeNumber(search.page, 1),
    size: PAGE_SIZES.includes(size) ? size : DEFAULT_SIZE,
    sort: search.sort ?? defaults.sort,
    q: search.q,
    filters: Object.fromEntries(filterKeys.flatMap((key) => (search[key] ? [[key, search[key]]] : []))),
  };
}

/** The address of a state; defaults are left out. Parts of the address that are not the list's own are kept. */
export function writeListState(search: Search, state: ListState, filterKeys: readonly string[], defaults: { sort?: string } = {}): Search {
  const own = new Set(["page", "size", "sort", "q", ...filterKeys]);
  const result: Search = Object.fromEntries(Object.entries(search).filter(([key]) => !own.has(key)));
  if (state.page > 1) result.page = String(state.page);
  if (state.size !== DEFAULT_SIZE) result.size = String(state.size);
  if (state.sort !== undefined && state.sort !== defaults.sort) result.sort = state.sort;
  if (state.q) result.q = state.q;
  return { ...result, ...state.filters };
}

/** The query that a list sends; `fixed` holds what the page itself demands. */
export function queryOf(state: ListState, fixed: Record<string, unknown> = {}): Record<string, unknown> {
  return { page: state.page, size: state.size, sort: state.sort, q: state.q, ...state.filters, ...fixed };
}
