import type { FunctionComponent } from "react";
import type { Permission } from "../../src/kernel/contract.ts";
import type { Text } from "../ui/i18n.ts";

/** The headings of the menu, in their order. */
export const GROUPS = ["work", "people", "policies", "services", "system"] as const;
export type GroupId = (typeof GROUPS)[number];

/**
 * One page, loaded when it is first opened: `load` imports a module that exports it as `Page`. In `path`, `$id` is a
 * parameter: `/people/seniors/$id`.
 */
export type FeaturePage = {
  path: string;
  permission: Permission;
  load: () => Promise<{ Page: FunctionComponent }>;
};

/** A feature: its first page stands in the menu, `pages` are the further ones (a detail, a form). */
export type Feature = FeaturePage & {
  id: string;
  label: Text;
  group: GroupId;
  pages?: readonly FeaturePage[];
};

/** Everything that the console can do. The first that a user may see is the first page; one of them everybody may see. */
export const FEATURES: readonly Feature[] = [
  {
    id: "worklist",
    label: { "zh-Hans": "应享未享", "zh-Hant": "應享未享", en: "Unmet entitlements" },
    group: "work",
    path: "/worklist",
    permission: "policies.worklist",
    load: () => import("./features/worklist/worklist-page.tsx"),
    pages: [{ path: "/worklist/$id", permission: "policies.worklist", load: () => import("./features/worklist/senior-page.tsx") }],
  },
  {
    id: "workbench",
    label: { "zh-Hans": "今日待办", "zh-Hant": "今日待辦", en: "Today" },
    group: "work",
    path: "/today",
    permission: "signed-in",
    load: () => import("./features/workbench/workbench-page.tsx"),
  },
  {
    id: "seniors",
    label: { "zh-Hans": "老年人名册", "zh-Hant": "老年人名冊", en: "Seniors" },
    group: "people",
    path: "/people/seniors",
    permission: "people.read",
    load: () => import("./features/seniors/seniors-page.tsx"),
    pages: [
      { path: "/people/seniors/new", permission: "people.write", load: () => import("./features/seniors/new-senior-page.tsx") },
      { path: "/people/seniors/$id", permission: "people.read", load: () => import("./features/seniors/senior-page.tsx") },
    ],
  },
  {
    id: "priority-groups",
    label: { "zh-Hans": "特殊困难老年人", "zh-Hant": "特殊困難老年人", en: "Priority groups" },
    group: "people",
    path: "/people/groups",
    permission: "people.read",
    load: () => import("./features/priority-groups/groups-page.tsx"),
  },
  {
    id: "people-import",
    label: { "zh-Hans": "导入老年人", "zh-Hant": "匯入老年人", en: "Import seniors" },
    group: "people",
    path: "/people/import",
    permission: "people.import",
    load: () => import("./features/people-import/import-page.tsx"),
    pages: [{ path: "/people/import/$id", permission: "people.import", load: () => import("./features/people-import/one-import-page.tsx") }],
  },
  {
    id: "policy-documents",
    label: { "zh-Hans": "政策文件", "zh-Hant": "政策文件", en: "Policy documents" },
    group: "policies",
    path: "/policies/documents",
    permission: "policies.read",
    load: () => import("./features/policies/documents-page.tsx"),
    pages: [{ path: "/policies/documents/$id", permission: "policies.read", load: () => import("./features/policies/document-page.tsx") }],
  },
  {
    id: "service-list",
    label: { "zh-Hans": "基本养老服务清单", "zh-Hant": "基本養老服務清單", en: "Service list" },
    group: "policies",
    path: "/policies/list",
    permission: "policies.read",
    load: () => import("./features/policies/service-list-page.tsx"),
  },
  {
    id: "policy-versions",
    label: { "zh-Hans": "政策版本", "zh-Hant": "政策版本", en: "Policy versions" },
    group: "policies",
    path: "/policies/versions",
    permission: "policies.read",
    load: () => import("./features/policies/versions-page.tsx"),
    pages: [
      { path: "/policies/versions/$id", permission: "policies.read", load: () => import("./features/policies/version-page.tsx") },
      { path: "/policies/rehearsals/$id", permission: "policies.rehearse", load: () => import("./features/policies/rehearsal-page.tsx") },
    ],
  },
  {
    id: "policy-filings",
    label: { "zh-Hans": "清单报备", "zh-Hant": "清單報備", en: "Filings" },
    group: "policies",
    path: "/policies/filings",
    permission: "policies.file",
    load: () => import("./features/policies/filings-page.tsx"),
  },
  {
    id: "external-subjects",
    label: { "zh-Hans": "设施与人员补贴", "zh-Hant": "設施與人員補貼", en: "Provider subsidies" },
    group: "services",
    path: "/policies/external",
    permission: "policies.decide",
    load: () => import("./features/policies/external-page.tsx"),
    pages: [{ path: "/policies/external/$id", permission: "policies.decide", load: () => import("./features/policies/external-subject-page.tsx") }],
  },
  {
    id: "users",
    label: { "zh-Hans": "用户", "zh-Hant": "使用者", en: "Users" },
    group: "system",
    path: "/system/users",
    permission: "access.read_users",
    load: () => import("./features/users/users-page.tsx"),
    pages: [
      { path: "/system/users/new", permission: "access.manage_users", load: () => import("./features/users/new-user-page.tsx") },
      { path: "/system/users/$id", permission: "access.read_users", load: () => import("./features/users/user-page.tsx") },
    ],
  },
  {
    id: "roles",
    label: { "zh-Hans": "角色", "zh-Hant": "角色", en: "Roles" },
    group: "system",
    path: "/system/roles",
    permission: "access.read_users",
    load: () => import("./features/roles/roles-page.tsx"),
  },
  {
    id: "organizations",
    label: { "zh-Hans": "单位", "zh-Hant": "單位", en: "Organizations" },
    group: "system",
    path: "/system/organizations",
    permission: "access.read_users",
    load: () => import("./features/organizations/organizations-page.tsx"),
  },
  {
    id: "audit",
    label: { "zh-Hans": "审计记录", "zh-Hant": "稽核記錄", en: "Audit" },
    group: "system",
    path: "/system/audit",
    permission: "access.read_audit",
    load: () => import("./features/audit/audit-page.tsx"),
  },
  {
    id: "sessions",
    label: { "zh-Hans": "我的登录会话", "zh-Hant": "我的登入會話", en: "My sessions" },
    group: "system",
    path: "/system/sessions",
    permission: "signed-in",
    load: () => import("./features/sessions/sessions-page.tsx"),
  },
];
