import { useState } from "react";
import { useParams } from "@tanstack/react-router";
import { App, Button, Modal } from "antd";
import { accessContract, type UserItem } from "../../../../src/modules/access/access.contract.ts";
import { FactList, ReasonDialog } from "../../../ui/detail.tsx";
import { showInstant } from "../../../ui/display.ts";
import { Page as Frame, Sheet } from "../../../ui/page.tsx";
import { SchemaForm } from "../../../ui/schema-form.tsx";
import { Loaded } from "../../../ui/states.tsx";
import { useRead, useWrite } from "../../../ui/use-api.ts";
import { useMay } from "../../shell/shell.tsx";
import { Grants } from "./grants.tsx";
import { PasswordField } from "./password-field.tsx";
import { t } from "./texts.ts";
import { UserStatus } from "./users-page.tsx";

const { getUser, listUsers, disableUser, enableUser, unlockUser, resetPassword } = accessContract;
const REFRESHES = { refreshes: [getUser, listUsers] };
type Asked = "disable" | "enable" | "unlock" | "reset";

/** One user: the account, what can be done about it, the roles held. */
export function Page() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const answer = useRead(getUser, { params: { id } });
  return (
    <Loaded of={answer} isPage>
      {(user) => (
        <Frame title={user.name} note={user.organization?.name} actions={<Actions user={user} reload={() => void answer.refetch()} />}>
          <Sheet title={t("basics")}>
            <FactList
              facts={[
                { label: t("account"), value: user.account },
                { label: t("organization"), value: user.organization?.name },
                { label: t("region"), value: user.regionName },
                { label: t("status"), value: <UserStatus user={user} /> },
                { label: t("last"), value: user.lastSignInAt === null ? t("never") : showInstant(user.lastSignInAt) },
              ]}
            />
          </Sheet>
          <Grants user={user} />
        </Frame>
      )}
    </Loaded>
  );
}

function Actions({ user, reload }: { user: UserItem; reload: () => void }) {
  const mayManage = useMay(disableUser.permission);
  const [asked, setAsked] = useState<Asked>();
  if (!mayManage) return null;
  return (
    <>
      {user.locked && <Button onClick={() => setAsked("unlock")}>{t("unlock")}</Button>}
      <Button onClick={() => setAsked("reset")}>{t("reset")}</Button>
      {user.status === "active" ? <Button onClick={() => setAsked("disable")}>{t("disable")}</Button> : <Button onClick={() => setAsked("enable")}>{t("enable")}</Button>}
      {asked === "reset" && <ResetDialog user={user} reload={reload} onClose={() => setAsked(undefined)} />}
      {asked !== undefined && asked !== "reset" && <AskDialog user={user} asked={asked} onClose={() => setAsked(undefined)} />}
    </>
  );
}

/** Disable, enable, unlock: each for a reason that goes into the audit. */
function AskDialog({ user, asked, onClose }: { user: UserItem; asked: Exclude<Asked, "reset">; onClose: () => void }) {
  const { message } = App.useApp();
  const disable = useWrite(disableUser, REFRESHES);
  const enable = useWrite(enableUser, REFRESHES);
  const unlock = useWrite(unlockUser, REFRESHES);
  const params = { id: user.id };
  const run = {
    disable: (reason: string) => disable.run({ params, body: { version: user.version, reason } }),
    enable: (reason: string) => enable.run({ params, body: { version: user.version, reason } }),
    unlock: (reason: string) => unlock.run({ params, body: { reason } }),
  };
  return (
    <ReasonDialog
      title={t(`${asked}.title`, { name: user.name })}
      okText={t(asked)}
      {...(asked === "disable" ? { hint: t("disable.hint") } : {})}
      onCancel={onClose}
      onReason={async (reason) => {
        await run[asked](reason);
        void message.success(t(`done.${asked}`));
        onClose();
      }}
    />
  );
}

const resetForm = resetPassword.body.omit({ version: true });

function ResetDialog({ user, reload, onClose }: { user: UserItem; reload: () => void; onClose: () => void }) {
  const { message } = App.useApp();
  const reset = useWrite(resetPassword, REFRESHES);
  return (
    <Modal open width={560} title={t("reset.title", { name: user.name })} footer={null} onCancel={onClose} mask={{ closable: false }}>
      <SchemaForm
        schema={resetForm}
        submitText={t("reset")}
        onCancel={onClose}
        onReload={reload}
        onSubmit={async (values) => {
          await reset.run({ params: { id: user.id }, body: { ...values, version: user.version } });
          void message.success(t("done.reset"));
          onClose();
        }}
        sections={[
          {
            note: t("reset.note"),
            fields: [
              { kind: "custom", name: "password", label: t("reset.password"), help: t("password.help"), wide: true, render: (control) => <PasswordField {...control} /> },
              { kind: "textarea", name: "reason", label: t("reason") },
            ],
          },
        ]}
      />
    </Modal>
  );
}
