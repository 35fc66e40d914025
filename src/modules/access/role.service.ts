import { AppError } from "../../kernel/errors.ts";
import { newId } from "../../kernel/ids.ts";
import { isWithin, lineage, NATION, type RegionCode } from "../../kernel/regions.ts";
import { type Ctx, type Jurisdiction, regionInScope, requireRegion } from "../../platform/context.ts";
import type { GrantItem, JurisdictionInput, RoleItem } from "./access.contract.ts";
import { loadOrganizations } from "./organization.service.ts";
import { getKnownRegion } from "./region.service.ts";
import { BUILT_IN_ROLES, holdsOver, regionOf, SIDE_NAMES, sidesOf } from "./role.ts";
import {
  deleteGrant,
  findRoleById,
  type GrantRow,
  holdAuthority,
  insertGrant,
  insertRole,
  listGrantRows,
  listGrantsOfHolders,
  listRoleRows,
  type RoleRow,
  saveBuiltInRole,
  updateRole,
} from "./role.store.ts";
import { forgetActor } from "./session-cache.ts";
import { findUser } from "./user.store.ts";

/** Brings the built-in roles up to date; writes nothing when they are. */
export async function loadBuiltInRoles(ctx: Ctx): Promise<void> {
  const stored = new Map((await listRoleRows(ctx.db)).map((role) => [role.id, role]));
  for (const { id, name, permissions } of BUILT_IN_ROLES) {
    const before = stored.get(id);
    const role: RoleRow = { id, name, builtIn: true, region: NATION, permissions: [...permissions].sort(), version: 1 };
    if (!before || JSON.stringify([before.name, before.permissions]) !== JSON.stringify([role.name, role.permissions])) await saveBuiltInRole(ctx.db, role);
  }
}

/** The permissions of all modules, with what each allows. */
export async function listPermissions(ctx: Ctx): Promise<{ rows: { name: string; text: string }[] }> {
  return { rows: [...ctx.permissions].map(([name, text]) => ({ name, text })) };
}

/** The roles that can be granted somewhere in the caller's jurisdiction. */
export async function listRoles(ctx: Ctx): Promise<{ rows: RoleItem[] }> {
  const above = new Set(ctx.scope.rows.flatMap((code) => lineage(code)));
  const rows = await listRoleRows(ctx.db);
  return { rows: rows.filter((role) => above.has(role.region) || regionInScope(ctx.scope, role.region)) };
}

export async function createRole(ctx: Ctx, input: { name: string; region: RegionCode; permissions: readonly string[] }): Promise<RoleItem> {
  requireRegion(ctx, input.region);
  await getKnownRegion(ctx, input.region);
  const permissions = checkedPermissions(ctx, input.permissions);
  const role: RoleRow = { id: newId(), name: input.name, builtIn: false, region: input.region, permissions, version: 1 };
  if (!(await insertRole(ctx.db, role))) throw new AppError("access.role_taken", { name: input.name });
  ctx.audit({ action: "role.created", subject: "role", subjectId: role.id, region: role.region, details: { permissions } });
  return role;
}

/** Changes a role for everyone who holds it, at once. */
export async function editRole(ctx: Ctx, input: { id: string; version: number; name: string; permissions: readonly string[] }): Promise<RoleItem> {
  await holdAuthority(ctx.db);
  const role = await findRoleById(ctx.db, input.id);
  if (!role || (!role.builtIn && !regionInScope(ctx.scope, role.region))) throw new AppError("record.not_found", { what: "角色" });
  if (role.builtIn) throw new AppError("access.role_built_in", { name: role.name });
  const permissions = checkedPermissions(ctx, input.permissions);
  const taken = (await listRoleRows(ctx.db)).some((other) => other.id !== role.id && other.region === role.region && other.name === input.name);
  if (taken) throw new AppError("access.role_taken", { name: input.name });
  const holders = Map.groupBy(await listGrantsOfHolders(ctx.db, role.id), (grant) => grant.userId);
  if (holders.has(ctx.actor.id)) throw new AppError("access.own_account");
  for (const grants of holders.values()) requireSeparation(grants.flatMap((grant) => (grant.roleId === role.id ? permissions : grant.permissions)));
  if (!(await updateRole(ctx.db, role.id, input.version, input.name, permissions))) throw new AppError("record.stale", { what: "角色" });
  for (const userId of holders.keys()) forgetActor(userId, ctx.now);
  ctx.audit({ action: "role.edited", subject: "role", subjectId: role.id, region: role.region, details: { before: role.permissions, after: permissions } });
  return { ...role, name: input.name, permissions, version: input.version + 1 };
}

export async function listGrants(ctx: Ctx, userId: string): Promise<{ rows: GrantItem[] }> {
  await getGrantee(ctx, userId);
  return { rows: (await listGrantRows(ctx.db, userId)).map(toItem) };
}

/**
 * Gives a user a role over a jurisdiction. Whoever may grant (安全管理员) may give any role within the jurisdiction of
 * their own authority to grant, to anyone there but themselves; the sides stay apart.
 */
export async function grantRole(ctx: Ctx, input: { userId: string; role: string; jurisdiction: JurisdictionInput }): Promise<{ rows: GrantItem[] }> {
  const user = await getGrantee(ctx, input.userId);
  if (user.id === ctx.actor.id) throw new AppError("access.own_account");
  await addGrant(ctx, user, input);
  return listGrants(ctx, user.id);
}

/** The part of granting that set-up shares. Throws `access.grant_exceeds`, `access.separation`, `access.already_granted`. */
export async function addGrant(ctx: Ctx, user: { id: string; region: RegionCode }, input: { role: string; jurisdiction: JurisdictionInput }): Promise<void> {
  await holdAuthority(ctx.db);
  const role = await findRoleById(ctx.db, input.role);
  if (!role) throw new AppError("record.not_found", { what: "角色" });
  const jurisdiction = await resolve(ctx, user, input.jurisdiction);
  const region = regionOf(jurisdiction);
  if (!isWithin(region, role.region) || !holdsOver(ctx.actor, "access.manage_roles", jurisdiction)) throw new AppError("access.grant_exceeds", { role: role.name });
  const held = await listGrantRows(ctx.db, user.id);
  requireSeparation([...held.flatMap((grant) => grant.permissions), ...role.permissions]);
  const grant = { id: newId(), userId: user.id, roleId: role.id, kind: jurisdiction.kind, region, organizationId: jurisdiction.kind === "organization" ? jurisdiction.id : null };
  const added = await insertGrant(ctx.db, { ...grant, grantedBy: ctx.actor.account, grantedAt: ctx.now });
  if (!added) throw new AppError("access.already_granted");
  forgetActor(user.id, ctx.now);
  ctx.audit({ action: "role.granted", subject: "user", subjectId: user.id, region, details: { role: role.id, kind: grant.kind, organization: grant.organizationId } });
}

export async function revokeGrant(ctx: Ctx, input: { userId: string; grantId: string }): Promise<{ rows: GrantItem[] }> {
  await holdAuthority(ctx.db);
  const user = await getGrantee(ctx, input.userId);
  if (user.id === ctx.actor.id) throw new AppError("access.own_account");
  const grant = (await listGrantRows(ctx.db, user.id)).find((each) => each.id === input.grantId);
  if (!grant) throw new AppError("record.not_found", { what: "授权" });
  if (!holdsOver(ctx.actor, "access.manage_roles", jurisdictionOf(grant))) throw new AppError("access.grant_exceeds", { role: grant.roleName });
  await deleteGrant(ctx.db, grant.id);
  forgetActor(user.id, ctx.now);
  ctx.audit({ action: "role.revoked", subject: "user", subjectId: user.id, region: grant.region, details: { role: grant.roleId, kind: grant.kind } });
  return listGrants(ctx, user.id);
}

/** A stored grant's jurisdiction. */
export function jurisdictionOf(grant: Pick<GrantRow, "kind" | "region" | "organizationId">): Jurisdiction {
  if (grant.kind === "region") return { kind: "region", code: grant.region };
  if (grant.kind === "organization") return { kind: "organization", id: grant.organizationId!, region: grant.region };
  return { kind: "own", region: grant.region };
}

async function resolve(ctx: Ctx, user: { region: RegionCode }, input: JurisdictionInput): Promise<Jurisdiction> {
  if (input.kind === "own") return { kind: "own", region: user.region };
  if (input.kind === "region") return { kind: "region", code: (await getKnownRegion(ctx, input.code)).code };
  const organization = (await loadOrganizations(ctx, [input.id])).get(input.id);
  if (!organization) throw new AppError("record.not_found", { what: "单位" });
  return { kind: "organization", id: organization.id, region: organization.region };
}

async function getGrantee(ctx: Ctx, id: string) {
  const user = await findUser(ctx.db, ctx.scope, id);
  if (!user) throw new AppError("record.not_found", { what: "用户" });
  return user;
}

/** Known permissions only, of one side, sorted and each once. */
function checkedPermissions(ctx: Ctx, permissions: readonly string[]): string[] {
  const unknown = permissions.filter((permission) => !ctx.permissions.has(permission));
  if (unknown.length > 0) throw new AppError("access.unknown_permission", { permissions: unknown.join("、") });
  requireSeparation(permissions);
  return [...new Set(permissions)].sort();
}

function requireSeparation(permissions: readonly string[]): void {
  const sides = sidesOf(permissions);
  if (sides.length > 1) throw new AppError("access.separation", { sides: sides.map((side) => SIDE_NAMES[side]).join("、") });
}

function toItem(grant: GrantRow): GrantItem {
  const names = { region: grant.regionName, organization: grant.organizationName ?? "", own: "本人" };
  return {
    id: grant.id,
    role: { id: grant.roleId, name: grant.roleName },
    jurisdiction: { kind: grant.kind, code: grant.kind === "region" ? grant.region : null, organizationId: grant.organizationId, name: names[grant.kind] },
    grantedBy: grant.grantedBy,
    grantedAt: grant.grantedAt.toISOString(),
  };
}
