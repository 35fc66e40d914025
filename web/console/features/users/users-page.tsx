import { Button } from "antd";
import { accessContract, type UserItem } from "../../../../src/modules/access/access.contract.ts";
import { showInstant } from "../../../ui/display.ts";
import { useGo } from "../../../ui/link.tsx";
import { ListPage } from "../../../ui/list-page.tsx";
import { StatusTag } from "../../../ui/page.tsx";
import { useMay } from "../../shell/shell.tsx";
import { OrganizationPicker } from "./organization-picker.tsx";
import { t } from "./texts.ts";

/** Who may sign in, with which roles. */
export function Page() {
  const go = useGo();
  const mayCreate = useMay(accessContract.createUser.permission);
  return (
    <ListPage
      title={t("title")}
      note={t("note")}
      id="access.users"
      contract={accessContract.listUsers}
      rowKey={(row) => row.id}
      open={(row) => `/system/users/${row.id}`}
      search={t("search")}
      actions={
        mayCreate && (
          <Button type="primary" onClick={() => go("/system/users/new")}>
            {t("new")}
          </Button>
        )
      }
      filters={[
        {
          key: "status",
          label: t("status"),
          kind: "select",
          options: [
            { value: "active", label: t("status.active") },
            { value: "disabled", label: t("status.disabled") },
          ],
        },
        { key: "organization", label: t("organization"), kind: "custom", render: (field) => <OrganizationPicker {...field} /> },
      ]}
      columns={[
        { key: "account", title: t("account"), always: true, render: (row) => row.account },
        { key: "name", title: t("name"), render: (row) => row.name },
        { key: "organization", title: t("organization"), render: (row) => row.organization?.name },
        { key: "region", title: t("region"), optional: true, render: (row) => row.regionName },
        { key: "roles", title: t("roles"), render: (row) => <span className="sh-wrap">{row.roles.length === 0 ? t("roles.none") : row.roles.join("、")}</span> },
        { key: "status", title: t("status"), render: (row) => <UserStatus user={row} /> },
        { key: "last", title: t("last"), render: (row) => (row.lastSignInAt === null ? t("never") : showInstant(row.lastSignInAt)) },
      ]}
    />
  );
}

/** Disabled, locked after wrong passwords, or as it should be. */
export function UserStatus({ user }: { user: Pick<UserItem, "status" | "locked"> }) {
  if (user.status === "disabled") return <StatusTag>{t("status.disabled")}</StatusTag>;
  return user.locked ? <StatusTag tone="risk">{t("status.locked")}</StatusTag> : <StatusTag tone="good">{t("status.active")}</StatusTag>;
}
