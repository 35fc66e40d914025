import { isWithin, type RegionCode } from "../../kernel/regions.ts";
import { type Actor, type Jurisdiction, SYSTEM } from "../../platform/context.ts";

export type BuiltInRole = { id: string; name: string; permissions: readonly string[] };

/** The roles that every installation has. They cannot be edited; further ones are made from the same permissions. */
export const BUILT_IN_ROLES: readonly BuiltInRole[] = [
  {
    id: "policy_officer",
    name: "政策管理员",
    permissions: ["people.read", "policies.read", "policies.draft", "policies.rehearse", "policies.file", "policies.decide", "policies.determine", "policies.worklist", "policies.import_subjects"],
  },
  { id: "policy_publisher", name: "政策发布人", permissions: ["people.read", "policies.read", "policies.rehearse", "policies.publish", "policies.file", "policies.worklist"] },
  { id: "leader", name: "局领导", permissions: ["people.read", "policies.read", "policies.rehearse", "policies.worklist"] },
  { id: "sign_off_officer", name: "会签人员", permissions: ["policies.read", "policies.rehearse", "policies.sign_off"] },
  {
    id: "reviewer",
    name: "区级审核员",
    permissions: ["people.read", "people.read_sensitive", "people.write", "people.import", "people.export", "policies.read", "policies.decide", "policies.determine", "policies.worklist", "policies.work", "policies.import_subjects"],
  },
  {
    id: "street_worker",
    name: "街道工作人员",
    permissions: ["people.read", "people.read_sensitive", "people.write", "people.import", "policies.read", "policies.worklist", "policies.work"],
  },
  { id: "community_worker", name: "社区工作人员", permissions: ["people.read", "people.read_sensitive", "people.write", "policies.read", "policies.worklist", "policies.work"] },
  { id: "institution_staff", name: "机构人员", permissions: ["policies.read"] },
  { id: "system_administrator", name: "系统管理员", permissions: ["access.read_users", "access.manage_users", "access.manage_organizations"] },
  { id: "security_administrator", name: "安全管理员", permissions: ["access.read_users", "access.manage_roles"] },
  { id: "auditor", name: "审计员", permissions: ["access.read_users", "access.read_audit"] },
];

/**
 * The four sides that must not meet in one role or one person: the three administrators and the business.
 * 依据：GB/T 22239-2019 8.1.5（系统管理、审计管理、安全管理分设）
 */
export type Side = "system" | "security" | "audit" | "business";
export const SIDE_NAMES: Record<Side, string> = { system: "系统管理员", security: "安全管理员", audit: "审计员", business: "业务人员" };

const SIDE_OF: Record<string, Side | undefined> = {
  "access.manage_users": "system",
  "access.manage_organizations": "system",
  "access.manage_roles": "security",
  "access.read_audit": "audit",
  // needed by all three administrators, and harmless to anyone
  "access.read_users": undefined,
};

/** The sides that a set of permissions touches. */
export function sidesOf(permissions: Iterable<string>): Side[] {
  const sides = new Set<Side>();
  for (const permission of permissions) {
    const side = permission in SIDE_OF ? SIDE_OF[permission] : "business";
    if (side) sides.add(side);
  }
  return [...sides];
}

/** Whether a jurisdiction reaches over the whole of another. */
export function covers(held: Jurisdiction, wanted: Jurisdiction): boolean {
  if (held.kind === "region") return isWithin(wanted.kind === "region" ? wanted.code : wanted.region, held.code);
  return held.kind === "organization" && wanted.kind === "organization" && held.id === wanted.id;
}

/** Whether the user holds the permission over the whole of the jurisdiction. */
export function holdsOver(actor: Actor, permission: string, wanted: Jurisdiction): boolean {
  if (actor.id === SYSTEM.id) return true;
  return actor.grants.some((grant) => grant.permissions.has(permission) && covers(grant.jurisdiction, wanted));
}

export function regionOf(jurisdiction: Jurisdiction): RegionCode {
  return jurisdiction.kind === "region" ? jurisdiction.code : jurisdiction.region;
}
