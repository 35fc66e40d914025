import { z } from "zod";
import { id, pageOf, pageQuery, regionCode, route } from "../../kernel/contract.ts";

const instant = z.iso.datetime();
// lists of this module have one order each, so they take no `sort`
const page = { page: pageQuery.page, size: pageQuery.size };
const { q } = pageQuery;
const done = z.object({ done: z.literal(true) });
const version = z.number().int().min(1);
const account = z
  .string()
  .trim()
  .min(2, "账号至少2个字符")
  .max(64, "账号至多64个字符")
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, "账号由字母、数字和 . _ - 组成，以字母或数字开头");
const personName = z.string().trim().min(1, "请填写姓名").max(50);
const newPassword = z.string().min(1, "请填写口令").max(200);
const reason = z.string().trim().min(2, "请写明原因").max(200);
const permissionName = z.string().regex(/^[a-z_]+\.[a-z_]+$/, "权限名格式不对");

/** Where a grant holds, as it is given: a region and all below it, one organization, or the user's own records. */
export const jurisdictionInput = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("region"), code: regionCode }),
  z.object({ kind: z.literal("organization"), id }),
  z.object({ kind: z.literal("own") }),
]);
export type JurisdictionInput = z.infer<typeof jurisdictionInput>;

export const regionRow = z.object({ code: regionCode, name: z.string(), fullName: z.string(), level: z.string(), hasChildren: z.boolean() });
export type RegionItem = z.infer<typeof regionRow>;

export const organizationKinds = ["bureau", "street_office", "community_committee", "provider", "hospital", "university", "other"] as const;
export const organizationKind = z.enum(organizationKinds);
/** Chinese words of the kinds of organization. */
export const ORGANIZATION_KIND_NAMES: Record<z.infer<typeof organizationKind>, string> = {
  bureau: "政府部门",
  street_office: "街道办事处（乡镇政府）",
  community_committee: "社区居委会（村委会）",
  provider: "服务商",
  hospital: "医疗机构",
  university: "院校",
  other: "其他单位",
};

export const organization = z.object({ id, name: z.string(), kind: organizationKind, region: regionCode, regionName: z.string(), parent: id.nullable() });
export type OrganizationItem = z.infer<typeof organization>;

export const me = z.object({
  id,
  account: z.string(),
  name: z.string(),
  organization: z.object({ id, name: z.string() }).nullable(),
  /** 鄂州市鄂城区、本单位… */
  jurisdictionName: z.string(),
  /** regions of the user's grants, to begin pick-lists at */
  regions: z.array(regionCode),
  permissions: z.array(z.string()),
  mustChangePassword: z.boolean(),
});
export type Me = z.infer<typeof me>;

export const grantItem = z.object({
  id,
  role: z.object({ id: z.string(), name: z.string() }),
  jurisdiction: z.object({ kind: z.enum(["region", "organization", "own"]), code: regionCode.nullable(), organizationId: id.nullable(), name: z.string() }),
  grantedBy: z.string(),
  grantedAt: instant,
});
export type GrantItem = z.infer<typeof grantItem>;

export const user = z.object({
  id,
  account: z.string(),
  name: z.string(),
  organization: z.object({ id, name: z.string() }).nullable(),
  region: regionCode,
  regionName: z.string(),
  status: z.enum(["active", "disabled"]),
  locked: z.boolean(),
  roles: z.array(z.string()),
  lastSignInAt: instant.nullable(),
  version,
});
export type UserItem = z.infer<typeof user>;

export const role = z.object({
  id: z.string(),
  name: z.string(),
  builtIn: z.boolean(),
  /** the role can be granted at this region and below */
  region: regionCode,
  permissions: z.array(z.string()),
  version,
});
export type RoleItem = z.infer<typeof role>;

export const auditItem = z.object({
  chain: z.number().int(),
  seq: z.number().int(),
  at: instant,
  actor: z.string(),
  action: z.string(),
  subject: z.string().nullable(),
  subjectId: z.string().nullable(),
  region: z.string().nullable(),
  reason: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
});
export type AuditItem = z.infer<typeof auditItem>;

export const sessionItem = z.object({ id, createdAt: instant, seenAt: instant, ip: z.string(), agent: z.string(), current: z.boolean() });
export type SessionItem = z.infer<typeof sessionItem>;

export const accessContract = {
  signIn: route({
    method: "POST",
    path: "/api/access/sign-in",
    permission: "public",
    summary: "登录",
    body: z.object({ account: z.string().trim().min(1, "请填写账号").max(100), password: z.string().min(1, "请填写口令").max(200) }),
    response: me,
  }),
  signOut: route({ method: "POST", path: "/api/access/sign-out", permission: "signed-in", summary: "退出登录", response: done }),
  me: route({ method: "GET", path: "/api/access/me", permission: "signed-in", summary: "当前用户及其权限、管辖范围", response: me }),
  changePassword: route({
    method: "POST",
    path: "/api/access/password",
    permission: "signed-in",
    summary: "修改本人口令",
    body: z.object({ current: z.string().min(1, "请填写现用口令").max(200), next: newPassword }),
    response: me,
  }),
  listSessions: route({ method: "GET", path: "/api/access/sessions", permission: "signed-in", summary: "本人的登录会话", response: z.object({ rows: z.array(sessionItem) }) }),
  revokeSession: route({
    method: "DELETE",
    path: "/api/access/sessions/:id",
    permission: "signed-in",
    summary: "结束本人的一个登录会话",
    params: z.object({ id }),
    response: done,
  }),

  listRegions: route({
    method: "GET",
    path: "/api/access/regions",
    permission: "signed-in",
    summary: "行政区划：某地的下级，或按名称、拼音首字母、代码查找",
    query: z.object({ parent: regionCode.optional(), within: regionCode.optional(), q: z.string().trim().max(50).optional() }),
    response: z.object({ rows: z.array(regionRow) }),
  }),
  getRegion: route({
    method: "GET",
    path: "/api/access/regions/:code",
    permission: "signed-in",
    summary: "一个行政区划及其各级上级",
    params: z.object({ code: regionCode }),
    response: regionRow.extend({ lineage: z.array(z.object({ code: regionCode, name: z.string(), level: z.string() })) }),
  }),

  listUsers: route({
    method: "GET",
    path: "/api/access/users",
    permission: "access.read_users",
    summary: "用户列表",
    query: z.object({ ...page, q, status: z.enum(["active", "disabled"]).optional(), organization: id.optional() }),
    response: pageOf(user),
  }),
  getUser: route({
    method: "GET",
    path: "/api/access/users/:id",
    permission: "access.read_users",
    summary: "一名用户",
    params: z.object({ id }),
    response: user,
  }),
  createUser: route({
    method: "POST",
    path: "/api/access/users",
    permission: "access.manage_users",
    summary: "新建用户（初始口令须在首次登录时修改）",
    body: z.object({ account, name: personName, organizationId: id, password: newPassword }),
    response: user,
  }),
  disableUser: route({
    method: "POST",
    path: "/api/access/users/:id/disable",
    permission: "access.manage_users",
    summary: "停用用户并结束其会话",
    params: z.object({ id }),
    body: z.object({ version, reason }),
    response: user,
  }),
  enableUser: route({
    method: "POST",
    path: "/api/access/users/:id/enable",
    permission: "access.manage_users",
    summary: "恢复已停用的用户",
    params: z.object({ id }),
    body: z.object({ version, reason }),
    response: user,
  }),
  resetPassword: route({
    method: "POST",
    path: "/api/access/users/:id/reset-password",
    permission: "access.manage_users",
    summary: "重置用户口令（须在下次登录时修改）",
    params: z.object({ id }),
    body: z.object({ version, password: newPassword, reason }),
    response: user,
  }),
  unlockUser: route({
    method: "POST",
    path: "/api/access/users/:id/unlock",
    permission: "access.manage_users",
    summary: "解除因连续输错口令造成的锁定",
    params: z.object({ id }),
    body: z.object({ reason }),
    response: user,
  }),

  listPermissions: route({
    method: "GET",
    path: "/api/access/permissions",
    permission: "access.read_users",
    summary: "全部权限及其说明",
    response: z.object({ rows: z.array(z.object({ name: z.string(), text: z.string() })) }),
  }),
  listRoles: route({ method: "GET", path: "/api/access/roles", permission: "access.read_users", summary: "角色列表", response: z.object({ rows: z.array(role) }) }),
  createRole: route({
    method: "POST",
    path: "/api/access/roles",
    permission: "access.manage_roles",
    summary: "新建角色",
    body: z.object({ name: z.string().trim().min(2, "角色名称至少2个字").max(40), region: regionCode, permissions: z.array(permissionName).min(1, "至少选一项权限").max(100) }),
    response: role,
  }),
  editRole: route({
    method: "PUT",
    path: "/api/access/roles/:id",
    permission: "access.manage_roles",
    summary: "修改角色的名称和权限",
    params: z.object({ id: z.string().max(64) }),
    body: z.object({ version, name: z.string().trim().min(2, "角色名称至少2个字").max(40), permissions: z.array(permissionName).min(1, "至少选一项权限").max(100) }),
    response: role,
  }),
  listGrants: route({
    method: "GET",
    path: "/api/access/users/:id/grants",
    permission: "access.read_users",
    summary: "用户所持角色及其管辖范围",
    params: z.object({ id }),
    response: z.object({ rows: z.array(grantItem) }),
  }),
  grantRole: route({
    method: "POST",
    path: "/api/access/users/:id/grants",
    permission: "access.manage_roles",
    summary: "授予用户一个角色及其管辖范围",
    params: z.object({ id }),
    body: z.object({ role: z.string().max(64), jurisdiction: jurisdictionInput }),
    response: z.object({ rows: z.array(grantItem) }),
  }),
  revokeGrant: route({
    method: "DELETE",
    path: "/api/access/users/:id/grants/:grant",
    permission: "access.manage_roles",
    summary: "收回用户的一项授权",
    params: z.object({ id, grant: id }),
    response: z.object({ rows: z.array(grantItem) }),
  }),

  listOrganizations: route({
    method: "GET",
    path: "/api/access/organizations",
    permission: "access.read_users",
    summary: "单位列表",
    query: z.object({ ...page, q, kind: organizationKind.optional(), region: regionCode.optional() }),
    response: pageOf(organization),
  }),
  createOrganization: route({
    method: "POST",
    path: "/api/access/organizations",
    permission: "access.manage_organizations",
    summary: "新建单位",
    body: z.object({ name: z.string().trim().min(2, "单位名称至少2个字").max(100), kind: organizationKind, region: regionCode, parent: id.nullable().default(null) }),
    response: organization,
  }),

  listAudit: route({
    method: "GET",
    path: "/api/access/audit",
    permission: "access.read_audit",
    summary: "审计记录：谁在何时查看或更改了什么",
    query: z.object({
      ...page,
      actor: z.string().trim().max(64).optional(),
      action: z.string().trim().max(80).optional(),
      subject: z.string().trim().max(80).optional(),
      subjectId: z.string().trim().max(80).optional(),
      region: regionCode.optional(),
      from: instant.optional(),
      to: instant.optional(),
    }),
    response: pageOf(auditItem),
  }),
  verifyAudit: route({
    method: "GET",
    path: "/api/access/audit/verify",
    permission: "access.read_audit",
    summary: "校验审计链是否完整、未被改动",
    response: z.object({
      entries: z.number().int(),
      faults: z.array(z.object({ chain: z.number().int(), seq: z.number().int(), fault: z.enum(["altered", "missing", "out_of_order", "head"]) })),
      heads: z.array(z.object({ chain: z.number().int(), seq: z.number().int(), hash: z.string() })),
    }),
  }),
};
