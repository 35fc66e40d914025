import { sql } from "kysely";
import type { RegionCode } from "../../kernel/regions.ts";
import type { Db } from "../../platform/db/connection.ts";

export type RoleRow = { id: string; name: string; builtIn: boolean; region: RegionCode; permissions: string[]; version: number };
export type GrantRow = {
  id: string;
  userId: string;
  roleId: string;
  roleName: string;
  permissions: string[];
  kind: "region" | "organization" | "own";
  region: RegionCode;
  regionName: string;
  organizationId: string | null;
  organizationName: string | null;
  grantedBy: string;
  grantedAt: Date;
};
export type NewGrantRow = { id: string; userId: string; roleId: string; kind: GrantRow["kind"]; region: RegionCode; organizationId: string | null; grantedBy: string; grantedAt: Date };

const ROLE = sql`id, name, built_in as "builtIn", region, permissions, version`;
const GRANT = sql`select g.id, g.user_id as "userId", g.role_id as "roleId", ro.name as "roleName", ro.permissions, g.kind, g.region,
  re.full_name as "regionName", g.organization_id as "organizationId", o.name as "organizationName", g.granted_by as "grantedBy", g.granted_at as "grantedAt"
  from access.grant g join access.role ro on ro.id = g.role_id join access.region re on re.code = g.region
  left join access.organization o on o.id = g.organization_id`;

/** One change of authority at a time, so that two that are each right alone cannot be wrong together. */
export async function holdAuthority(db: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(727002)`.execute(db);
}

/** Every role, the built-in ones first. */
export async function listRoleRows(db: Db): Promise<RoleRow[]> {
  return (await sql<RoleRow>`select ${ROLE} from access.role order by built_in desc, region, id`.execute(db)).rows;
}

export async function findRoleById(db: Db, id: string): Promise<RoleRow | undefined> {
  return (await sql<RoleRow>`select ${ROLE} from access.role where id = ${id}`.execute(db)).rows[0];
}

/** False when the region has a role of that name. */
export async function insertRole(db: Db, role: RoleRow): Promise<boolean> {
  const added = await sql`insert into access.role (id, name, built_in, region, permissions, version)
    values (${role.id}, ${role.name}, ${role.builtIn}, ${role.region}, ${role.permissions}::text[], ${role.version})
    on conflict (region, name) do nothing`.execute(db);
  return added.numAffectedRows === 1n;
}

/** False when the role has another version by now. */
export async function updateRole(db: Db, id: string, version: number, name: string, permissions: readonly string[]): Promise<boolean> {
  const done = await sql`update access.role set name = ${name}, permissions = ${[...permissions]}::text[], version = version + 1
    where id = ${id} and version = ${version}`.execute(db);
  return done.numAffectedRows === 1n;
}

export async function saveBuiltInRole(db: Db, role: RoleRow): Promise<void> {
  await sql`insert into access.role (id, name, built_in, region, permissions, version)
    values (${role.id}, ${role.name}, true, ${role.region}, ${role.permissions}::text[], 1)
    on conflict (id) do update set name = excluded.name, permissions = excluded.permissions, version = access.role.version + 1`.execute(db);
}

/** Everything that a user holds, wherever. */
export async function listGrantRows(db: Db, userId: string): Promise<GrantRow[]> {
  return (await sql<GrantRow>`${GRANT} where g.user_id = ${userId} order by g.granted_at, g.id`.execute(db)).rows;
}

/** Everything that the holders of a role hold. */
export async function listGrantsOfHolders(db: Db, roleId: string): Promise<GrantRow[]> {
  return (await sql<GrantRow>`${GRANT} where g.user_id in (select user_id from access.grant where role_id = ${roleId}) order by g.user_id`.execute(db)).rows;
}

/** False when the user holds the role there already. */
export async function insertGrant(db: Db, grant: NewGrantRow): Promise<boolean> {
  const added = await sql`insert into access.grant (id, user_id, role_id, kind, region, organization_id, granted_by, granted_at)
    values (${grant.id}, ${grant.userId}, ${grant.roleId}, ${grant.kind}, ${grant.region}, ${grant.organizationId}, ${grant.grantedBy}, ${grant.grantedAt})
    on conflict (user_id, role_id, kind, region, coalesce(organization_id, user_id)) do nothing`.execute(db);
  return added.numAffectedRows === 1n;
}

export async function deleteGrant(db: Db, id: string): Promise<void> {
  await sql`delete from access.grant where id = ${id}`.execute(db);
}
