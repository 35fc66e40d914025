import { useState } from "react";
import { Button } from "antd";
import { NATION } from "../../../../src/kernel/regions.ts";
import { accessContract, type RoleItem } from "../../../../src/modules/access/access.contract.ts";
import { Page as Frame, Sheet } from "../../../ui/page.tsx";
import { PlainTable } from "../../../ui/plain-table.tsx";
import { RegionName } from "../../../ui/region-name.tsx";
import { Loaded } from "../../../ui/states.tsx";
import { useRead } from "../../../ui/use-api.ts";
import { useMay } from "../../shell/shell.tsx";
import { NewRoleDialog, EditRoleDialog } from "./role-dialogs.tsx";
import { t } from "./texts.ts";

/** All roles with what each allows; an installation adds its own to the built-in ones. */
export function Page() {
  const mayEdit = useMay(accessContract.editRole.permission);
  const roles = useRead(accessContract.listRoles, {});
  const permissions = useRead(accessContract.listPermissions, {});
  const [edited, setEdited] = useState<string>();
  const [isNew, setNew] = useState(false);
  const words = permissions.data?.rows ?? [];
  const role = roles.data?.rows.find((one) => one.id === edited);
  return (
    <Frame
      title={t("title")}
      note={t("note")}
      actions={
        mayEdit && (
          <Button type="primary" onClick={() => setNew(true)}>
            {t("new")}
          </Button>
        )
      }
    >
      <Sheet>
        <Loaded of={roles}>
          {({ rows }) => (
            <PlainTable
              label={t("title")}
              rows={rows}
              rowKey={(row) => row.id}
              columns={[
                { key: "name", title: t("name"), render: (row) => row.name },
                { key: "kind", title: t("kind"), render: (row) => (row.builtIn ? t("kind.built_in") : t("kind.own")) },
                { key: "region", title: t("region"), render: (row) => (row.region === NATION ? t("nation") : <RegionName code={row.region} />) },
                { key: "permissions", title: t("permissions"), render: (row) => <Permissions role={row} words={words} /> },
                ...(mayEdit
                  ? [
                      {
                        key: "action",
                        title: t("action"),
                        render: (row: RoleItem) =>
                          !row.builtIn && (
                            <Button size="small" aria-label={t("edit.label", { name: row.name })} onClick={() => setEdited(row.id)}>
                              {t("edit")}
                            </Button>
                          ),
                      },
                    ]
                  : []),
              ]}
            />
          )}
        </Loaded>
      </Sheet>
      {isNew && <NewRoleDialog permissions={words} onClose={() => setNew(false)} />}
      {role !== undefined && <EditRoleDialog role={role} permissions={words} reload={() => void roles.refetch()} onClose={() => setEdited(undefined)} />}
    </Frame>
  );
}

export type PermissionWords = readonly { name: string; text: string }[];

function Permissions({ role, words }: { role: RoleItem; words: PermissionWords }) {
  const count = role.permissions.length;
  return (
    <details className="sh-fold">
      <summary aria-label={t("permissions.label", { name: role.name, count })}>{t("permissions.count", { count })}</summary>
      <ul>
        {role.permissions.map((name) => (
          <li key={name}>{words.find((one) => one.name === name)?.text ?? name}</li>
        ))}
      </ul>
    </details>
  );
}
