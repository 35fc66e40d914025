import { App, Button } from "antd";
import { accessContract, type SessionItem } from "../../../../src/modules/access/access.contract.ts";
import { asProblem } from "../../../ui/api.ts";
import { showInstant } from "../../../ui/display.ts";
import { Page as Frame, Sheet, StatusTag } from "../../../ui/page.tsx";
import { PlainTable } from "../../../ui/plain-table.tsx";
import { Loaded } from "../../../ui/states.tsx";
import { useRead, useWrite } from "../../../ui/use-api.ts";
import { deviceOf } from "./device.ts";
import { t } from "./texts.ts";

/** Where one is signed in oneself, and how to end it. */
export function Page() {
  const answer = useRead(accessContract.listSessions, {});
  return (
    <Frame title={t("title")} note={t("note")}>
      <Sheet>
        <Loaded of={answer}>
          {({ rows }) => (
            <PlainTable
              label={t("title")}
              rows={rows}
              rowKey={(row) => row.id}
              columns={[
                { key: "device", title: t("device"), render: (row) => deviceOf(row.agent) ?? t("device.unknown") },
                { key: "ip", title: t("ip"), render: (row) => row.ip },
                { key: "created", title: t("created"), render: (row) => showInstant(row.createdAt) },
                { key: "seen", title: t("seen"), render: (row) => showInstant(row.seenAt) },
                { key: "action", title: t("action"), render: (row) => (row.current ? <StatusTag tone="good">{t("current")}</StatusTag> : <RevokeButton session={row} />) },
              ]}
            />
          )}
        </Loaded>
      </Sheet>
    </Frame>
  );
}

function RevokeButton({ session }: { session: SessionItem }) {
  const { message } = App.useApp();
  const revoke = useWrite(accessContract.revokeSession, { refreshes: [accessContract.listSessions] });
  const end = async () => {
    try {
      await revoke.run({ params: { id: session.id } });
      void message.success(t("revoked"));
    } catch (error) {
      void message.error(asProblem(error).detail);
    }
  };
  return (
    <Button
      size="small"
      loading={revoke.isRunning}
      aria-label={t("revoke.label", { device: deviceOf(session.agent) ?? t("device.unknown"), ip: session.ip })}
      onClick={() => void end()}
    >
      {t("revoke")}
    </Button>
  );
}
