import type { z } from "zod";
import type { RouteContract } from "../../kernel/contract.ts";
import { newId } from "../../kernel/ids.ts";
import { BUILT_IN_ROLES } from "../../modules/access/index.ts";
import { type Actor, type Jurisdiction, scopeOf, SYSTEM, WHOLE_NATION } from "../../platform/context.ts";
import { type House, runIn } from "../../platform/house.ts";
import type { Upload } from "../../platform/module.ts";
import type { DemoOrganization, DemoUser } from "./city.types.ts";

/** A user of the city as the house knows one who has signed in. */
export function actorOf(user: DemoUser, organizations: ReadonlyMap<string, DemoOrganization>): Actor {
  const grants = user.grants.map(({ role, jurisdiction }) => ({
    role,
    permissions: new Set(BUILT_IN_ROLES.find((one) => one.id === role)!.permissions),
    jurisdiction: jurisdictionOf(jurisdiction, organizations),
  }));
  return { id: user.id, account: user.account, name: user.name, organizationId: user.organizationId, grants };
}

function jurisdictionOf(jurisdiction: DemoUser["grants"][number]["jurisdiction"], organizations: ReadonlyMap<string, DemoOrganization>): Jurisdiction {
  if (jurisdiction.kind === "region") return jurisdiction;
  return { ...jurisdiction, region: organizations.get(jurisdiction.id)!.region };
}

type Given<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = { params?: z.input<P>; query?: z.input<Q>; body?: z.input<B>; files?: Upload };

/**
 * Does through a route of the house what a user would do through it: the same permission, jurisdiction, checks, audit.
 * `SYSTEM` as actor acts for the program itself.
 */
export async function actAs<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  house: House,
  actor: Actor,
  contract: RouteContract<P, Q, B, R>,
  given: Given<P, Q, B>,
): Promise<z.output<R>> {
  const bound = house.modules.flatMap((module) => module.routes).find((route) => (route.contract as unknown) === contract);
  const scope = actor.id === SYSTEM.id ? WHOLE_NATION : scopeOf(actor, contract.permission);
  if (!bound || !scope) throw new Error(`${actor.account} cannot use ${contract.method} ${contract.path}`);
  const input = { params: contract.params.parse(given.params ?? {}), query: contract.query.parse(given.query ?? {}), body: contract.body.parse(given.body), ...(given.files ? { files: given.files } : {}) };
  const options = { actor, scope, requestId: `demo-${newId()}`, readOnly: false, asApplication: actor.id !== SYSTEM.id };
  return contract.response.parse(await runIn(house, options, (ctx) => bound.handle(ctx, input))) as z.output<R>;
}
