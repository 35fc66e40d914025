import { App, Checkbox, Modal } from "antd";
import { accessContract, type RoleItem } from "../../../../src/modules/access/access.contract.ts";
import type { Control, FormField } from "../../../ui/form-fields.tsx";
import { SchemaForm } from "../../../ui/schema-form.tsx";
import { useWrite } from "../../../ui/use-api.ts";
import type { PermissionWords } from "./roles-page.tsx";
import { t } from "./texts.ts";

const { createRole, editRole, listRoles } = accessContract;

const nameField = (): FormField => ({ kind: "text", name: "name", label: t("name") });
const permissionsField = (permissions: PermissionWords): FormField => ({
  kind: "custom",
  name: "permissions",
  label: t("permissions"),
  wide: true,
  render: (control) => <PermissionsField control={control} permissions={permissions} />,
});

export function NewRoleDialog({ permissions, onClose }: { permissions: PermissionWords; onClose: () => void }) {
  const { message } = App.useApp();
  const create = useWrite(createRole, { refreshes: [listRoles] });
  return (
    <Modal open width={760} title={t("new")} footer={null} onCancel={onClose} mask={{ closable: false }}>
      <SchemaForm
        schema={createRole.body}
        onCancel={onClose}
        onSubmit={async (body) => {
          const made = await create.run({ body });
          void message.success(t("created", { name: made.name }));
          onClose();
        }}
        sections={[{ fields: [nameField(), { kind: "region", name: "region", label: t("region") }, permissionsField(permissions)] }]}
      />
    </Modal>
  );
}

const editForm = editRole.body.omit({ version: true });

type EditRoleProps = { role: RoleItem; permissions: PermissionWords; reload: () => void; onClose: () => void };

export function EditRoleDialog({ role, permissions, reload, onClose }: EditRoleProps) {
  const { message } = App.useApp();
  const edit = useWrite(editRole, { refreshes: [listRoles] });
  return (
    <Modal open width={760} title={t("edit.title", { name: role.name })} footer={null} onCancel={onClose} mask={{ closable: false }}>
      <SchemaForm
        schema={editForm}
        initial={{ name: role.name, permissions: role.permissions }}
        onCancel={onClose}
        onReload={reload}
        onSubmit={async (values) => {
          await edit.run({ params: { id: role.id }, body: { ...values, version: role.version } });
          void message.success(t("edited"));
          onClose();
        }}
        sections={[{ note: t("edit.note"), fields: [nameField(), permissionsField(permissions)] }]}
      />
    </Modal>
  );
}

const MODULES = ["people", "policies", "access"] as const;
const moduleOf = (permission: string) => MODULES.find((module) => permission.startsWith(`${module}.`)) ?? "other";

/** Permissions under the names of their modules. */
function PermissionsField({ control, permissions }: { control: Control; permissions: PermissionWords }) {
  const value = (control.value as string[] | undefined) ?? [];
  const groups = [...MODULES, "other" as const].map((module) => ({ module, rows: permissions.filter(({ name }) => moduleOf(name) === module) }));
  const choose = (rows: PermissionWords, chosen: readonly string[]) => {
    const next = [...value.filter((name) => !rows.some((row) => row.name === name)), ...chosen];
    control.onChange(next.length === 0 ? undefined : next);
  };
  return (
    <div id={control.id}>
      {groups
        .filter(({ rows }) => rows.length > 0)
        .map(({ module, rows }) => (
          <div key={module} role="group" aria-label={t(`module.${module}`)} className="sh-part">
            <h2>{t(`module.${module}`)}</h2>
            <Checkbox.Group
              style={{ display: "grid", gridTemplateColumns: "repeat(auto-fill, minmax(280px, 1fr))", gap: 8 }}
              value={value.filter((name) => rows.some((row) => row.name === name))}
              options={rows.map(({ name, text }) => ({ value: name, label: text }))}
              onChange={(chosen) => choose(rows, chosen)}
            />
          </div>
        ))}
    </div>
  );
}
