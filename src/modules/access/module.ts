import type { Module } from "../../platform/module.ts";
import { ACCESS_ERRORS } from "./access.errors.ts";
import { sweepAccess } from "./access.jobs.ts";
import { ACCESS_ROUTES } from "./access.routes.ts";
import { loadBundledRegions } from "./region.service.ts";
import { loadBuiltInRoles } from "./role.service.ts";

export const accessModule: Module = {
  name: "access",
  dependsOn: [],
  permissions: {
    "access.read_users": "查看用户、角色和单位",
    "access.manage_users": "新建、停用用户，重置口令",
    "access.manage_organizations": "新建单位",
    "access.manage_roles": "编辑角色，授予和收回角色",
    "access.read_audit": "查看和校验审计记录",
  },
  errors: ACCESS_ERRORS,
  routes: ACCESS_ROUTES,
  jobs: { "access.sweep": sweepAccess },
  schedules: [{ job: "access.sweep", at: "03:10" }],
  async prepare(ctx) {
    await loadBundledRegions(ctx);
    await loadBuiltInRoles(ctx);
  },
  migrations: new URL("./migrations/", import.meta.url),
};
