import type { FastifyInstance } from "fastify";
import { newId } from "../../kernel/ids.ts";
import type { RegionCode } from "../../kernel/regions.ts";
import { type House, runAsSystem } from "../../platform/house.ts";
import type { UserItem } from "./access.contract.ts";
import { createOrganization } from "./organization.service.ts";
import { createUser, type NewUser } from "./user.service.ts";

export const PASSWORD = "Guihua-2026";
export const EZHOU: RegionCode = "420700000000";
export const ECHENG: RegionCode = "420704000000";
export const HUARONG: RegionCode = "420703000000";
export const FENGHUANG: RegionCode = "420704001000";

/** Builds a user in an organization of their own at `region`, with the roles given. */
export async function buildUser(house: House, overrides: Partial<NewUser> & { region?: RegionCode } = {}): Promise<UserItem> {
  const { region = ECHENG, ...rest } = overrides;
  const mark = newId().slice(-12);
  return runAsSystem(house, "fixture", async (ctx) => {
    const organization = await createOrganization(ctx, { name: `单位${mark}`, kind: "bureau", region });
    return createUser(ctx, { account: `u${mark}`, name: "张三", organizationId: organization.id, password: PASSWORD, grants: [], ...rest });
  });
}

/** A grant over a region and all below. */
export function over(role: string, code: RegionCode): NewUser["grants"][number] {
  return { role, jurisdiction: { kind: "region", code } };
}

export type Answer = { status: number; body: Record<string, unknown> & { code?: string; rows?: Record<string, unknown>[] } };
export type Client = { cookie: string; get: (path: string) => Promise<Answer>; send: (method: "POST" | "PUT" | "DELETE", path: string, body?: object) => Promise<Answer> };

/** A browser of nobody, or with a session cookie. */
export function clientOf(app: FastifyInstance, cookie = ""): Client {
  const answer = (response: { statusCode: number; body: string }): Answer => ({ status: response.statusCode, body: JSON.parse(response.body) as Answer["body"] });
  return {
    cookie,
    get: async (url) => answer(await app.inject({ method: "GET", url, headers: { cookie } })),
    send: async (method, url, payload) => answer(await app.inject({ method, url, headers: { cookie, "x-songhe": "1" }, ...(payload ? { payload } : {}) })),
  };
}

/** Signs in over HTTP; throws when refused. */
export async function signInAs(app: FastifyInstance, account: string, password = PASSWORD): Promise<Client> {
  const response = await app.inject({ method: "POST", url: "/api/access/sign-in", headers: { "x-songhe": "1" }, payload: { account, password } });
  const session = response.cookies.find((cookie) => cookie.name === "songhe_session");
  if (!session) throw new Error(`sign-in of ${account}: ${response.body}`);
  return clientOf(app, `songhe_session=${session.value}`);
}
