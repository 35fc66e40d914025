import type { CivilDate } from "../kernel/dates.ts";
import { AppError } from "../kernel/errors.ts";
import type { SubjectKind } from "../kernel/facts.ts";
import { isWithin, NATION, regionPrefix, type RegionCode } from "../kernel/regions.ts";
import type { AuditEntry } from "./audit.ts";
import type { Config } from "./config.ts";
import type { Crypto } from "./crypto.ts";
import type { Connection, Db } from "./db/connection.ts";
import type { Log } from "./log.ts";
import type { SubjectSource } from "./module.ts";

/** Where a role's permissions hold: a region and all below, one's own organization, or one's own records. */
export type Jurisdiction =
  | { kind: "region"; code: RegionCode }
  | { kind: "organization"; id: string; region: RegionCode }
  | { kind: "own"; region: RegionCode };

/** One role as held by one user: these permissions, there. Roles never widen each other. */
export type Grant = { role: string; permissions: ReadonlySet<string>; jurisdiction: Jurisdiction };

export type Actor = { id: string; account: string; name: string; organizationId: string | null; grants: Grant[] };

/**
 * Where one permission holds for one user: the union of the jurisdictions of those roles that grant it, and of no other.
 * The one thing that store queries filter by (`inScope`), and what row-level security is told.
 */
export type Scope = { regions: RegionCode[]; organizations: string[]; own: string | null; /** coarse regions for row-level security */ rows: RegionCode[] };

/** Everything that a use case may touch. First argument everywhere. */
export type Ctx = {
  /** queries inside the one transaction of this request or job */
  db: Db;
  connection: Connection;
  actor: Actor;
  /** of the route's permission; for jobs and commands the whole nation */
  scope: Scope;
  now: Date;
  today: CivilDate;
  log: Log;
  config: Config;
  requestId: string;
  crypto: Crypto;
  /** the kinds of subject that policies can decide on, each registered by the module that owns it */
  subjects: ReadonlyMap<SubjectKind, SubjectSource>;
  /** every permission of every module, with what it allows in Chinese */
  permissions: ReadonlyMap<string, string>;
  /** News for other modules; reaches its listeners after this transaction has committed, at least once. */
  emit(event: string, payload: Record<string, unknown>): void;
  /** Appends to the audit chain when the transaction commits. */
  audit(entry: AuditEntry): void;
  /** only inside a request */
  http?: HttpSide;
};

/** What of a request a use case may know and set: signing in and out needs it, little else should. */
export type HttpSide = { ip: string; agent: string; /** of the session that the request came with */ token: string | undefined; setSession(token: string | null): void };

/**
 * A refusal of which something is to be kept: a failed sign-in counts. What was written before it is committed, then it
 * is thrown. Any other error leaves nothing behind.
 */
export class RecordedRefusal extends AppError {}

/** The scope of a permission for a user, or undefined where no role grants it. */
export function scopeOf(actor: Actor, permission: string): Scope | undefined {
  const granting = actor.grants.filter((grant) => grant.permissions.has(permission));
  if (granting.length === 0) return undefined;
  const scope: Scope = { regions: [], organizations: [], own: null, rows: [] };
  for (const { jurisdiction } of granting) {
    if (jurisdiction.kind === "region") scope.regions.push(jurisdiction.code);
    else if (jurisdiction.kind === "organization") scope.organizations.push(jurisdiction.id);
    else scope.own = actor.id;
    scope.rows.push(jurisdiction.kind === "region" ? jurisdiction.code : jurisdiction.region);
  }
  return scope;
}

export const WHOLE_NATION: Scope = { regions: [NATION], organizations: [], own: null, rows: [NATION] };

/** The actor of jobs, commands and migrations. */
export const SYSTEM: Actor = { id: "00000000-0000-7000-8000-000000000000", account: "system", name: "系统", organizationId: null, grants: [] };

/** Whether a region lies in the scope. */
export function regionInScope(scope: Scope, region: RegionCode): boolean {
  return scope.regions.some((code) => isWithin(region, code));
}

/** Throws `access.out_of_scope` unless the region lies in the scope: for writes that name a region. */
export function requireRegion(ctx: Ctx, region: RegionCode): void {
  if (!regionInScope(ctx.scope, region)) throw new AppError("access.out_of_scope", { region });
}

/** The inclusive bounds of the codes of a region and all below, for index ranges. */
export function regionRange(code: RegionCode): { from: RegionCode; to: RegionCode } {
  const prefix = regionPrefix(code);
  return { from: prefix.padEnd(12, "0"), to: prefix.padEnd(12, "9") };
}
