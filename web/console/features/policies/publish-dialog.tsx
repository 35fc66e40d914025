import { useState } from "react";
import { Alert, Checkbox } from "antd";
import { addDays } from "../../../../src/kernel/dates.ts";
import { getRehearsal, listRehearsals, listVersions, publishVersion } from "../../../../src/modules/policies/policies.contract.ts";
import { showCount, showDate } from "../../../ui/display.ts";
import { AppLink } from "../../../ui/link.tsx";
import { useRead, useWrite } from "../../../ui/use-api.ts";
import { useMay } from "../../shell/shell.tsx";
import { StepDialog } from "./step-dialog.tsx";
import { TOUCHED } from "./step-dialogs.tsx";
import type { Version } from "./version-edits.ts";
import { t } from "./version-steps.texts.ts";

/** The last step before a policy holds: what will happen on which date, whom it touches, and that it is final. */
export function PublishDialog({ version, onClose }: { version: Version; onClose: () => void }) {
  const write = useWrite(publishVersion, { refreshes: TOUCHED });
  const [isChecked, setChecked] = useState(false);
  return (
    <StepDialog
      width={680}
      title={t("publish.title", { title: version.title, number: version.number })}
      okText={t("publish.do")}
      canOk={isChecked}
      onClose={onClose}
      onOk={() => write.run({ params: { id: version.id }, body: { edition: version.edition } })}
    >
      <strong>{t("publish.what")}</strong>
      <ul>
        <li>{t("publish.from", { date: showDate(version.effectiveFrom), number: version.number, region: version.regionName })}</li>
        <Predecessor version={version} />
        {version.changes.length > 0 && (
          <li>
            {t("publish.changes", { count: version.changes.length })}
            <ul>
              {version.changes.map((change) => (
                <li key={change.place}>
                  {change.place}：{change.before} → {change.after}
                </li>
              ))}
            </ul>
          </li>
        )}
        <li>{t("publish.filing")}</li>
        <li>{t("publish.final")}</li>
      </ul>
      <LastRehearsal version={version} />
      <Checkbox style={{ marginTop: 12 }} checked={isChecked} onChange={(event) => setChecked(event.target.checked)}>
        {t("publish.confirm")}
      </Checkbox>
    </StepDialog>
  );
}

/** The version that this one takes over from, and its last day. */
function Predecessor({ version }: { version: Version }) {
  const answer = useRead(listVersions, { query: { pack: version.pack, status: "published", size: 200 } });
  if (answer.data === undefined) return null;
  const last = answer.data.rows.filter((row) => row.effectiveTo === null).sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? 1 : -1))[0];
  return <li>{last === undefined ? t("publish.first") : t("publish.ends", { number: last.number, date: showDate(addDays(version.effectiveFrom, -1)) })}</li>;
}

function LastRehearsal({ version }: { version: Version }) {
  const mayRead = useMay(listRehearsals.permission);
  const list = useRead(listRehearsals, { query: { version: version.id, size: 20 } }, { enabled: mayRead });
  const done = list.data?.rows.find((row) => row.status === "done");
  const answer = useRead(getRehearsal, { params: { id: done?.id ?? "" } }, { enabled: done !== undefined });
  if (list.data !== undefined && done === undefined) return <Alert type="warning" showIcon title={t("publish.not_rehearsed")} />;
  const summary = answer.data?.summary;
  if (!done || !summary) return null;
  const { wins, loses, more, less } = summary;
  return (
    <Alert
      type="info"
      showIcon
      title={t("publish.rehearsed", { date: showDate(done.asOf), wins: showCount(wins), loses: showCount(loses), more: showCount(more), less: showCount(less) })}
      description={<AppLink href={`/policies/rehearsals/${done.id}`}>{t("publish.rehearsal.open")}</AppLink>}
    />
  );
}
