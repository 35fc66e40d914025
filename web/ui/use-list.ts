import { useMemo } from "react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { AnyRoute } from "../../src/kernel/contract.ts";
import type { ApiProblem, CallInput, CallResult } from "./api.ts";
import type { Search } from "./address.ts";
import { queryOf, readListState, writeListState, type ListState } from "./list-state.ts";
import { useRead } from "./use-api.ts";

/** The row of a list route: its answer is `{ rows, total }`. */
export type RowOf<C extends AnyRoute> = CallResult<C> extends { rows: readonly (infer Row)[] } ? Row : never;

export type List<Row> = {
  state: ListState;
  /** Changes the state in the address. Anything but a change of page goes back to page 1. */
  change: (part: Partial<ListState>) => void;
  rows: readonly Row[];
  total: number;
  /** the conditions and the sort without the page, for exports of all the rows */
  conditions: Record<string, unknown>;
  isLoading: boolean;
  problem: ApiProblem | undefined;
  reload: () => void;
};

export type ListSource<C extends AnyRoute> = {
  contract: C;
  params?: CallInput<C> extends { params: infer P } ? P : undefined;
  /** query parts that the page demands and the user cannot change */
  fixed?: Record<string, unknown>;
  /** the sort while none is chosen, `name` or `-name` */
  defaultSort?: string;
};

/** A server-paged list with its state in the address. */
export function useList<C extends AnyRoute>(source: ListSource<C>, filterKeys: readonly string[]): List<RowOf<C>> {
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const defaults = source.defaultSort === undefined ? {} : { sort: source.defaultSort };
  const state = useMemo(
    () => readListState(search, filterKeys, defaults),
    // The keys are literals of the page; comparing them as text spares pages from memoizing the array.
    [search, filterKeys.join(), source.defaultSort],
  );
  const query = queryOf(state, source.fixed);
  const answer = useRead(source.contract, { params: source.params, query } as unknown as CallInput<C>, { keepPrevious: true });
  const data = answer.data as { rows: RowOf<C>[]; total: number } | undefined;
  return {
    state,
    change: (part) => {
      const next = { ...state, page: 1, ...part };
      void navigate({ to: ".", search: writeListState(search, next, filterKeys, defaults), replace: "q" in part } as never);
    },
    rows: data?.rows ?? [],
    total: data?.total ?? 0,
    conditions: { ...query, page: undefined, size: undefined },
    isLoading: answer.isFetching && (answer.isPending || answer.isPlaceholderData),
    problem: answer.error ?? undefined,
    reload: () => void answer.refetch(),
  };
}
