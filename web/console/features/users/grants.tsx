import { useState } from "react";
import { App, Button, Modal } from "antd";
import { accessContract, type GrantItem, type UserItem } from "../../../../src/modules/access/access.contract.ts";
import { asProblem } from "../../../ui/api.ts";
import { showInstant } from "../../../ui/display.ts";
import { Sheet } from "../../../ui/page.tsx";
import { PlainTable } from "../../../ui/plain-table.tsx";
import { SchemaForm } from "../../../ui/schema-form.tsx";
import { Loaded } from "../../../ui/states.tsx";
import { t as ui } from "../../../ui/texts.ts";
import { useRead, useWrite } from "../../../ui/use-api.ts";
import { useMay, useMe } from "../../shell/shell.tsx";
import { OrganizationPicker } from "./organization-picker.tsx";
import { t } from "./texts.ts";

const { listGrants, grantRole, revokeGrant, listRoles, listUsers, getUser } = accessContract;
const REFRESHES = { refreshes: [listGrants, listUsers, getUser] };

/** The roles that a user holds, each over its jurisdiction. Nobody changes their own. */
export function Grants({ user }: { user: UserItem }) {
  const mayGrant = useMay(grantRole.permission) && useMe().id !== user.id;
  const answer = useRead(listGrants, { params: { id: user.id } });
  const [isGranting, setGranting] = useState(false);
  return (
    <Sheet title={t("grants")}>
      <Loaded of={answer}>
        {({ rows }) =>
          rows.length === 0 ? (
            <p>{t("grants.none")}</p>
          ) : (
            <PlainTable
              label={t("grants")}
              rows={rows}
              rowKey={(row) => row.id}
              columns={[
                { key: "role", title: t("grant.role"), render: (row) => row.role.name },
                { key: "where", title: t("grant.where"), render: (row) => row.jurisdiction.name },
                { key: "by", title: t("grant.by"), render: (row) => row.grantedBy },
                { key: "at", title: t("grant.at"), render: (row) => showInstant(row.grantedAt) },
                ...(mayGrant ? [{ key: "action", title: t("action"), render: (row: GrantItem) => <RevokeButton user={user} grant={row} /> }] : []),
              ]}
            />
          )
        }
      </Loaded>
      {mayGrant && (
        <div className="sh-actions" style={{ marginTop: 12 }}>
          <Button onClick={() => setGranting(true)}>{t("grant.new")}</Button>
        </div>
      )}
      {isGranting && <GrantDialog user={user} onClose={() => setGranting(false)} />}
    </Sheet>
  );
}

function RevokeButton({ user, grant }: { user: UserItem; grant: GrantItem }) {
  const { message, modal } = App.useApp();
  const revoke = useWrite(revokeGrant, REFRESHES);
  const words = { role: grant.role.name, where: grant.jurisdiction.name };
  const ask = () =>
    void modal.confirm({
      title: t("grant.revoke.title", words),
      content: t("grant.revoke.hint"),
      okText: t("grant.revoke"),
      cancelText: ui("cancel"),
      onOk: async () => {
        try {
          await revoke.run({ params: { id: user.id, grant: grant.id } });
          void message.success(t("grant.revoked"));
        } catch (error) {
          void message.error(asProblem(error).detail);
        }
      },
    });
  return (
    <Button size="small" aria-label={t("grant.revoke.label", words)} onClick={ask}>
      {t("grant.revoke")}
    </Button>
  );
}

const KINDS = ["region", "organization", "own"] as const;
const grantForm = grantRole.body;
const kindOf = (values: Record<string, unknown>) => (values.jurisdiction as { kind?: string } | undefined)?.kind;

function GrantDialog({ user, onClose }: { user: UserItem; onClose: () => void }) {
  const { message } = App.useApp();
  const roles = useRead(listRoles, {});
  const grant = useWrite(grantRole, REFRESHES);
  return (
    <Modal open width={560} title={t("grant.new")} footer={null} onCancel={onClose} mask={{ closable: false }}>
      <SchemaForm
        schema={grantForm}
        initial={{ jurisdiction: { kind: "region" } }}
        submitText={t("grant.new")}
        onCancel={onClose}
        onSubmit={async (body) => {
          await grant.run({ params: { id: user.id }, body });
          void message.success(t("grant.done"));
          onClose();
        }}
        sections={[
          {
            fields: [
              { kind: "select", name: "role", label: t("grant.role"), wide: true, options: (roles.data?.rows ?? []).map((role) => ({ value: role.id, label: role.name })) },
              { kind: "radio", name: "jurisdiction.kind", label: t("grant.kind"), wide: true, options: KINDS.map((value) => ({ value, label: t(`grant.kind.${value}`) })) },
              { kind: "region", name: "jurisdiction.code", label: t("grant.region"), wide: true, visible: (values) => kindOf(values) === "region" },
              {
                kind: "custom",
                name: "jurisdiction.id",
                label: t("organization"),
                wide: true,
                visible: (values) => kindOf(values) === "organization",
                render: ({ value, "aria-required": _, ...control }) => <OrganizationPicker {...control} value={value as string | undefined} />,
              },
            ],
          },
        ]}
      />
    </Modal>
  );
}
