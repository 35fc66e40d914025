import { useState } from "react";
import { App, Button, Modal } from "antd";
import { accessContract, ORGANIZATION_KIND_NAMES } from "../../../../src/modules/access/access.contract.ts";
import { AppLink } from "../../../ui/link.tsx";
import { ListPage } from "../../../ui/list-page.tsx";
import { SchemaForm } from "../../../ui/schema-form.tsx";
import { useWrite } from "../../../ui/use-api.ts";
import { useMay } from "../../shell/shell.tsx";
import { OrganizationPicker } from "../users/organization-picker.tsx";
import { t } from "./texts.ts";

const { listOrganizations, createOrganization } = accessContract;
const kinds = () => Object.entries(ORGANIZATION_KIND_NAMES).map(([value, label]) => ({ value, label }));

/** The organizations of the jurisdiction. */
export function Page() {
  const mayCreate = useMay(createOrganization.permission);
  const [isNew, setNew] = useState(false);
  return (
    <>
      <ListPage
        title={t("title")}
        note={t("note")}
        id="access.organizations"
        contract={listOrganizations}
        rowKey={(row) => row.id}
        search={t("search")}
        empty={{ hint: t("empty") }}
        actions={
          mayCreate && (
            <Button type="primary" onClick={() => setNew(true)}>
              {t("new")}
            </Button>
          )
        }
        filters={[
          { key: "kind", label: t("kind"), kind: "select", options: kinds() },
          { key: "region", label: t("region"), kind: "region" },
        ]}
        columns={[
          { key: "name", title: t("name"), always: true, render: (row) => row.name },
          { key: "kind", title: t("kind"), render: (row) => ORGANIZATION_KIND_NAMES[row.kind] },
          { key: "region", title: t("region"), render: (row) => row.regionName },
          {
            key: "users",
            title: t("users"),
            render: (row) => (
              <AppLink href={`/system/users?organization=${row.id}`} aria-label={t("users.label", { name: row.name })}>
                {t("users.open")}
              </AppLink>
            ),
          },
        ]}
      />
      {isNew && <NewOrganizationDialog onClose={() => setNew(false)} />}
    </>
  );
}

function NewOrganizationDialog({ onClose }: { onClose: () => void }) {
  const { message } = App.useApp();
  const create = useWrite(createOrganization, { refreshes: [listOrganizations] });
  return (
    <Modal open width={640} title={t("new")} footer={null} onCancel={onClose} mask={{ closable: false }}>
      <SchemaForm
        schema={createOrganization.body}
        draftKey="access.organization.new"
        onCancel={onClose}
        onSubmit={async (body) => {
          const made = await create.run({ body });
          void message.success(t("created", { name: made.name }));
          onClose();
        }}
        sections={[
          {
            fields: [
              { kind: "text", name: "name", label: t("name"), wide: true },
              { kind: "select", name: "kind", label: t("kind"), options: kinds() },
              { kind: "region", name: "region", label: t("region") },
              {
                kind: "custom",
                name: "parent",
                label: t("parent"),
                wide: true,
                render: ({ value, "aria-required": _, ...control }) => <OrganizationPicker {...control} value={(value as string | null | undefined) ?? undefined} />,
              },
            ],
          },
        ]}
      />
    </Modal>
  );
}
