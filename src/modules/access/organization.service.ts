import { AppError } from "../../kernel/errors.ts";
import { newId } from "../../kernel/ids.ts";
import type { RegionCode } from "../../kernel/regions.ts";
import { type Ctx, requireRegion } from "../../platform/context.ts";
import type { OrganizationItem } from "./access.contract.ts";
import { findOrganizationById, findOrganizationsByIds, insertOrganization, listOrganizationRows, type Organization, type OrganizationFilter } from "./organization.store.ts";
import { getKnownRegion } from "./region.service.ts";

export type NewOrganization = { id?: string; name: string; kind: OrganizationItem["kind"]; region: RegionCode; parent?: string | null };

/**
 * Adds an organization at a region. Throws `access.organization_taken` when the region has one of that name,
 * `access.out_of_scope`, `region.unknown`, and `record.not_found` for an unknown parent.
 */
export async function createOrganization(ctx: Ctx, input: NewOrganization): Promise<OrganizationItem> {
  requireRegion(ctx, input.region);
  const region = await getKnownRegion(ctx, input.region);
  const parent = input.parent ?? null;
  if (parent && !(await findOrganizationById(ctx.db, parent))) throw new AppError("record.not_found", { what: "上级单位" });
  const organization: Organization = { id: input.id ?? newId(), name: input.name, kind: input.kind, region: input.region, parent };
  if (!(await insertOrganization(ctx.db, organization, ctx.now))) throw new AppError("access.organization_taken", { name: input.name });
  ctx.audit({ action: "organization.created", subject: "organization", subjectId: organization.id, region: input.region });
  return { ...organization, regionName: region.fullName };
}

/** The organizations of these ids by id; unknown ones are left out. */
export async function loadOrganizations(ctx: Ctx, ids: Iterable<string>): Promise<Map<string, Organization>> {
  const found = await findOrganizationsByIds(ctx.db, [...new Set(ids)]);
  return new Map(found.map((organization) => [organization.id, organization]));
}

export function findOrganization(ctx: Ctx, id: string): Promise<Organization | undefined> {
  return findOrganizationById(ctx.db, id);
}

export function listOrganizations(ctx: Ctx, filter: OrganizationFilter): Promise<{ rows: OrganizationItem[]; total: number }> {
  return listOrganizationRows(ctx.db, ctx.scope, filter);
}
