import { useEffect, useMemo } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { accessContract, type Me } from "../../../src/modules/access/access.contract.ts";
import { ApiProblem, asProblem, call, onSignedOut } from "../../ui/api.ts";
import { dropAllDrafts } from "../../ui/drafts.ts";
import type { RegionSource } from "../../ui/region-source.ts";

export type { Me };

export type Session =
  | { kind: "loading" }
  | { kind: "signed_out" }
  | { kind: "failed"; problem: ApiProblem; retry: () => void }
  | { kind: "signed_in"; me: Me };

const SESSION_KEY = ["session"];
const SESSION_STALE_MS = 300_000;

/** The session of this browser. Any 401 ends it at once; the address stays, so that signing in goes on where one was. */
export function useSession(): Session {
  const client = useQueryClient();
  const answer = useQuery({ queryKey: SESSION_KEY, queryFn: readSession, staleTime: SESSION_STALE_MS });
  useEffect(() => onSignedOut(() => client.setQueryData(SESSION_KEY, null)), [client]);
  if (answer.data) return { kind: "signed_in", me: answer.data };
  if (answer.data === null) return { kind: "signed_out" };
  if (answer.isPending) return { kind: "loading" };
  return { kind: "failed", problem: asProblem(answer.error), retry: () => void answer.refetch() };
}

/** Null when nobody is signed in: an answer, not a failure. */
async function readSession(): Promise<Me | null> {
  try {
    return await call(accessContract.me, {});
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) return null;
    throw error;
  }
}

/** Signing in and out. Whatever was read for one user is forgotten before the next. */
export function useSessionActions() {
  const client = useQueryClient();
  return {
    signIn: async (account: string, password: string) => {
      const user = await call(accessContract.signIn, { body: { account, password } });
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== SESSION_KEY[0] });
      client.setQueryData(SESSION_KEY, user);
    },
    changePassword: async (current: string, next: string) => {
      client.setQueryData(SESSION_KEY, await call(accessContract.changePassword, { body: { current, next } }));
    },
    signOut: async () => {
      await call(accessContract.signOut, {});
      dropAllDrafts();
      // A fresh page: nothing of the last user stays in memory.
      window.location.assign("/");
    },
  };
}

/** Whether a user holds a permission: `public` and `signed-in` everybody does. */
export function may(user: Me, permission: string): boolean {
  return permission === "public" || permission === "signed-in" || user.permissions.includes(permission);
}

/** Where the region pickers of a user get their regions, beginning at the user's own. */
export function useRegionsOf(user: Me): RegionSource {
  return useMemo(
    () => ({
      roots: user.regions,
      get: (code) => call(accessContract.getRegion, { params: { code } }),
      children: async (parent) => (await call(accessContract.listRegions, { query: { parent } })).rows,
      search: async (q, within) => (await call(accessContract.listRegions, { query: { q, within } })).rows,
    }),
    [user.regions],
  );
}
