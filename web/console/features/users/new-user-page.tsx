import { App } from "antd";
import { accessContract } from "../../../../src/modules/access/access.contract.ts";
import { useGo } from "../../../ui/link.tsx";
import { Page as Frame } from "../../../ui/page.tsx";
import { SchemaForm } from "../../../ui/schema-form.tsx";
import { useWrite } from "../../../ui/use-api.ts";
import { OrganizationPicker } from "./organization-picker.tsx";
import { PasswordField } from "./password-field.tsx";
import { t } from "./texts.ts";

/** A new user without roles: another administrator grants them. */
export function Page() {
  const go = useGo();
  const { message } = App.useApp();
  const create = useWrite(accessContract.createUser, { refreshes: [accessContract.listUsers] });
  return (
    <Frame title={t("new.title")} note={t("new.note")}>
      <section className="sh-sheet">
        {/* No draft: a password is not to be kept. */}
        <SchemaForm
          schema={accessContract.createUser.body}
          onCancel={() => go("/system/users")}
          onSubmit={async (body) => {
            const made = await create.run({ body });
            void message.success(t("created", { account: made.account }));
            go(`/system/users/${made.id}`);
          }}
          sections={[
            {
              fields: [
                { kind: "text", name: "account", label: t("account") },
                { kind: "text", name: "name", label: t("name") },
                {
                  kind: "custom",
                  name: "organizationId",
                  label: t("organization"),
                  render: ({ value, "aria-required": _, ...control }) => <OrganizationPicker {...control} value={value as string | undefined} />,
                },
                { kind: "custom", name: "password", label: t("password"), help: t("password.help"), render: (control) => <PasswordField {...control} /> },
              ],
            },
          ]}
        />
      </section>
    </Frame>
  );
}
