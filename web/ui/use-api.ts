import { useRef } from "react";
import { keepPreviousData, QueryClient, useMutation, useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import type { AnyRoute } from "../../src/kernel/contract.ts";
import { call, type ApiProblem, type CallInput, type CallResult, asProblem } from "./api.ts";

const READ_RETRIES = 2;

/** The cache of everything read. Passing failures of reads are repeated twice; nothing is repeated that was refused. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: (count, error) => count < READ_RETRIES && asProblem(error).isPassing,
        staleTime: 10_000,
        refetchOnWindowFocus: true,
      },
      mutations: { retry: false },
    },
  });
}

/** The cache key of a read; its first part alone stands for all reads of that route. */
export function readKey(contract: AnyRoute, input?: unknown): unknown[] {
  return input === undefined ? [`${contract.method} ${contract.path}`] : [`${contract.method} ${contract.path}`, input];
}

/**
 * Reads a route and keeps it fresh.
 *
 * @param options.keepPrevious shows the last answer while the next one (another page, another filter) is on its way
 */
export function useRead<C extends AnyRoute>(
  contract: C,
  input: CallInput<C>,
  options: { enabled?: boolean; keepPrevious?: boolean; refetchMs?: number; staleMs?: number } = {},
): UseQueryResult<CallResult<C>, ApiProblem> {
  return useQuery<CallResult<C>, ApiProblem>({
    queryKey: readKey(contract, input),
    queryFn: ({ signal }) => call(contract, input, { signal }),
    enabled: options.enabled ?? true,
    refetchInterval: options.refetchMs ?? false,
    ...(options.staleMs === undefined ? {} : { staleTime: options.staleMs }),
    ...(options.keepPrevious ? { placeholderData: keepPreviousData } : {}),
  });
}

export type Write<C extends AnyRoute> = {
  /** Sends; rejects with ApiProblem. */
  run: (input: CallInput<C>) => Promise<CallResult<C>>;
  isRunning: boolean;
  problem: ApiProblem | undefined;
  reset: () => void;
};

/**
 * Writes by a route. The idempotency key of a write stays the same while its answer is unknown and its input
 * unchanged, so pressing the button again after a broken connection cannot do the thing twice.
 *
 * @param options.refreshes routes whose reads are out of date once this succeeds
 */
export function useWrite<C extends AnyRoute>(contract: C, options: { refreshes?: readonly AnyRoute[] } = {}): Write<C> {
  const client = useQueryClient();
  const pending = useRef<{ key: string; input: string } | undefined>(undefined);
  const mutation = useMutation<CallResult<C>, ApiProblem, CallInput<C>>({
    mutationFn: async (input) => {
      const text = JSON.stringify(input);
      if (pending.current?.input !== text) pending.current = { key: crypto.randomUUID(), input: text };
      try {
        const result = await call(contract, input, { key: pending.current.key });
        pending.current = undefined;
        return result;
      } catch (error) {
        const problem = asProblem(error);
        if (!problem.isPassing) pending.current = undefined;
        throw problem;
      }
    },
    onSuccess: async () => {
      await Promise.all((options.refreshes ?? []).map((one) => client.invalidateQueries({ queryKey: readKey(one) })));
    },
  });
  return {
    run: mutation.mutateAsync,
    isRunning: mutation.isPending,
    problem: mutation.error ?? undefined,
    reset: mutation.reset,
  };
}

/** Marks all reads of these routes as out of date. */
export function useRefresh(): (...contracts: AnyRoute[]) => Promise<void> {
  const client = useQueryClient();
  return async (...contracts) => {
    await Promise.all(contracts.map((contract) => client.invalidateQueries({ queryKey: readKey(contract) })));
  };
}
