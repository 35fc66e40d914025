import type { z } from "zod";
import type { RouteContract } from "../kernel/contract.ts";
import { newId } from "../kernel/ids.ts";
import { type Actor, scopeOf, SYSTEM, WHOLE_NATION } from "../platform/context.ts";
import { type House, runIn } from "../platform/house.ts";
import type { Upload } from "../platform/module.ts";

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
  const options = { actor, scope, requestId: `command-${newId()}`, readOnly: false, asApplication: actor.id !== SYSTEM.id };
  return contract.response.parse(await runIn(house, options, (ctx) => bound.handle(ctx, input))) as z.output<R>;
}
