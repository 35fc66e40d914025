import { useEffect } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { pageOf, regionCode, route } from "../../../src/kernel/contract.ts";
import { ApiProblem, asProblem, call, onSignedOut } from "../../ui/api.ts";
import { dropAllDrafts } from "../../ui/drafts.ts";
import type { RegionSource } from "../../ui/region-source.ts";

/** Who is signed in and what they may do. */
export const me = z.object({
  id: z.string(),
  account: z.string(),
  name: z.string(),
  organization: z.object({ id: z.string(), name: z.string() }),
  jurisdictionName: z.string(),
  permissions: z.array(z.string()),
});
export type Me = z.infer<typeof me>;

export const signIn = route({
  method: "POST",
  path: "/api/access/sign-in",
  permission: "public",
  summary: "登录",
  body: z.object({ account: z.string().min(1), password: z.string().min(1) }),
  response: z.unknown(),
});

const signOut = route({
  method: "POST",
  path: "/api/access/sign-out",
  permission: "signed-in",
  summary: "退出登录",
  response: z.unknown(),
});

const getMe = route({ method: "GET", path: "/api/access/me", permission: "signed-in", summary: "当前用户", response: me });

const listRegions = route({
  method: "GET",
  path: "/api/access/regions",
  permission: "signed-in",
  summary: "下级行政区划",
  query: z.object({ parent: regionCode }),
  response: z.object({
    rows: z.array(z.object({ code: regionCode, name: z.string(), level: z.string(), hasChildren: z.boolean() })),
  }),
});

export const listNotices = route({
  method: "GET",
  path: "/api/platform/notices",
  permission: "signed-in",
  summary: "需要留意的事项，如即将到期的政策文件",
  response: pageOf(
    z.object({ id: z.string(), level: z.enum(["info", "warning", "error"]), text: z.string(), href: z.string().optional() }),
  ).partial({ total: true }),
});

/** Where every region picker gets its regions. */
export const loadRegions: RegionSource = async (parent) => (await call(listRegions, { query: { parent } })).rows;

export type Session =
  | { kind: "loading" }
  | { kind: "signed_out" }
  | { kind: "failed"; problem: ApiProblem; retry: () => void }
  | { kind: "signed_in"; me: Me };

const SESSION_KEY = ["session"];

/** The session of this browser. Any 401 ends it at once; the address stays, so that signing in goes on where one was. */
export function useSession(): Session {
  const client = useQueryClient();
  const answer = useQuery({ queryKey: SESSION_KEY, queryFn: readSession, staleTime: 300_000 });
  useEffect(() => onSignedOut(() => client.setQueryData(SESSION_KEY, null)), [client]);
  if (answer.data) return { kind: "signed_in", me: answer.data };
  if (answer.data === null) return { kind: "signed_out" };
  if (answer.isPending) return { kind: "loading" };
  return { kind: "failed", problem: asProblem(answer.error), retry: () => void answer.refetch() };
}

/** Null when nobody is signed in: an answer, not a failure. */
async function readSession(): Promise<Me | null> {
  try {
    return await call(getMe, {});
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) return null;
    throw error;
  }
}

/** Signs in and out. Whatever was read for one user is forgotten before the next. */
export function useSessionActions() {
  const client = useQueryClient();
  return {
    signIn: async (account: string, password: string) => {
      await call(signIn, { body: { account, password } });
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== SESSION_KEY[0] });
      client.setQueryData(SESSION_KEY, await readSession());
    },
    signOut: async () => {
      await call(signOut, {});
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
