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
];
