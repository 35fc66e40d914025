import { useState } from "react";
import { Input, Radio } from "antd";
import {
  checkConformity,
  draftVersion,
  fileVersion,
  getVersion,
  listFilings,
  listNotices,
  listRehearsals,
  listVersions,
  receiveFiling,
  rehearseVersion,
  signVersion,
  submitVersion,
  withdrawVersion,
  recallVersion,
} from "../../../../src/modules/policies/policies.contract.ts";
import { DateField } from "../../../ui/date-field.tsx";
import { showDate, today } from "../../../ui/display.ts";
import { useGo } from "../../../ui/link.tsx";
import { useWrite } from "../../../ui/use-api.ts";
import { useMe } from "../../shell/shell.tsx";
import { StepDialog } from "./step-dialog.tsx";
import type { Version } from "./version-edits.ts";
import { t } from "./version-steps.texts.ts";

type DialogProps = { version: Version; onClose: () => void };
/** What any step of a version puts out of date. */
export const TOUCHED = [getVersion, listVersions, listFilings, listNotices, checkConformity] as const;

export function SubmitDialog({ version, onClose }: DialogProps) {
  const write = useWrite(submitVersion, { refreshes: TOUCHED });
  const departments = version.signOffs.map((sign) => sign.department).join("、");
  return (
    <StepDialog title={t("act.submit")} okText={t("act.submit")} onClose={onClose} onOk={() => write.run({ params: { id: version.id }, body: { edition: version.edition } })}>
      <p>{t("submit.text", { departments })}</p>
    </StepDialog>
  );
}

export function WithdrawDialog({ version, onClose }: DialogProps) {
  const write = useWrite(withdrawVersion, { refreshes: TOUCHED });
  return (
    <StepDialog title={t("act.withdraw")} okText={t("act.withdraw")} danger onClose={onClose} onOk={() => write.run({ params: { id: version.id }, body: { edition: version.edition } })}>
      <p>{t("withdraw.text")}</p>
    </StepDialog>
  );
}

export function RecallDialog({ version, onClose }: DialogProps) {
  const write = useWrite(recallVersion, { refreshes: TOUCHED });
  return (
    <StepDialog title={t("act.recall")} okText={t("act.recall")} danger onClose={onClose} onOk={() => write.run({ params: { id: version.id }, body: { edition: version.edition } })}>
      <p>{t("recall.text", { date: showDate(version.effectiveFrom) })}</p>
    </StepDialog>
  );
}

export function SignDialog({ version, onClose }: DialogProps) {
  const write = useWrite(signVersion, { refreshes: TOUCHED });
  const user = useMe();
  const [agreed, setAgreed] = useState<boolean>();
  const [note, setNote] = useState("");
  const lacksReason = agreed === false && note.trim() === "";
  return (
    <StepDialog
      title={t("act.sign")}
      okText={t("act.sign")}
      canOk={agreed !== undefined && !lacksReason}
      onClose={onClose}
      onOk={() => write.run({ params: { id: version.id }, body: { edition: version.edition, agreed: agreed === true, note } })}
    >
      <p>{t("sign.text", { organization: user.organization?.name ?? user.name, edition: version.edition })}</p>
      <Radio.Group
        aria-label={t("sign.opinion")}
        value={agreed ?? null}
        options={[
          { value: true, label: t("sign.agree") },
          { value: false, label: t("sign.disagree") },
        ]}
        onChange={(event) => setAgreed(event.target.value as boolean)}
      />
      <div className="po-field" style={{ marginTop: 12 }}>
        <label htmlFor="sign-note">{t("sign.opinion")}</label>
        <Input.TextArea id="sign-note" rows={3} maxLength={500} value={note} aria-describedby="sign-note-fault" onChange={(event) => setNote(event.target.value)} />
        <span id="sign-note-fault" className="po-strong" role="status">
          {lacksReason && t("sign.opinion.required")}
        </span>
      </div>
    </StepDialog>
  );
}

export function RehearseDialog({ version, onClose }: DialogProps) {
  const write = useWrite(rehearseVersion, { refreshes: [listRehearsals] });
  const go = useGo();
  const [asOf, setAsOf] = useState<string | undefined>(version.effectiveFrom > today() ? version.effectiveFrom : today());
  return (
    <StepDialog
      title={t("act.rehearse")}
      okText={t("rehearse.start")}
      onClose={onClose}
      onOk={async () => {
        const { id } = await write.run({ params: { id: version.id }, body: asOf === undefined ? {} : { asOf } });
        go(`/policies/rehearsals/${id}`);
      }}
    >
      <p>{t("rehearse.text")}</p>
      <div className="po-field">
        <label htmlFor="rehearse-date">{t("rehearse.date")}</label>
        <DateField id="rehearse-date" value={asOf} onChange={setAsOf} />
      </div>
    </StepDialog>
  );
}

export function DraftFromDialog({ version, onClose }: DialogProps) {
  const write = useWrite(draftVersion, { refreshes: TOUCHED });
  const go = useGo();
  const [date, setDate] = useState<string>();
  const [note, setNote] = useState("");
  return (
    <StepDialog
      title={t("act.draft_from")}
      okText={t("draft.create")}
      canOk={date !== undefined}
      onClose={onClose}
      onOk={async () => {
        const { id } = await write.run({ body: { basedOn: version.id, effectiveFrom: date!, note } });
        go(`/policies/versions/${id}?tab=parameters`);
      }}
    >
      <p>{t("draft.text")}</p>
      <div className="po-field">
        <label htmlFor="draft-date">{t("draft.date")}</label>
        <DateField id="draft-date" value={date} onChange={setDate} />
      </div>
      <div className="po-field" style={{ marginTop: 12 }}>
        <label htmlFor="draft-note">{t("draft.note")}</label>
        <Input.TextArea id="draft-note" rows={2} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
      </div>
      {date === undefined && (
        <p className="sh-bar-note" role="status">
          {t("draft.date.required")}
        </p>
      )}
    </StepDialog>
  );
}

export function FileDialog({ version, onClose }: { version: { id: string }; onClose: () => void }) {
  const write = useWrite(fileVersion, { refreshes: TOUCHED });
  const [date, setDate] = useState<string | undefined>(today());
  return (
    <StepDialog
      title={t("act.file")}
      okText={t("act.file")}
      canOk={date !== undefined}
      onClose={onClose}
      onOk={() => write.run({ params: { id: version.id }, body: { filedOn: date! } })}
    >
      <p>{t("file.text")}</p>
      <div className="po-field">
        <label htmlFor="file-date">{t("file.date")}</label>
        <DateField id="file-date" value={date} onChange={setDate} />
      </div>
    </StepDialog>
  );
}

export function ReceiveDialog({ version, onClose }: { version: { filing: { id: string } | null }; onClose: () => void }) {
  const write = useWrite(receiveFiling, { refreshes: TOUCHED });
  const [receipt, setReceipt] = useState("");
  const [date, setDate] = useState<string | undefined>(today());
  return (
    <StepDialog
      title={t("act.receive")}
      okText={t("act.receive")}
      canOk={date !== undefined && receipt.trim() !== ""}
      onClose={onClose}
      onOk={() => write.run({ params: { id: version.filing!.id }, body: { receipt, receivedOn: date! } })}
    >
      <div className="po-field">
        <label htmlFor="receive-receipt">{t("receive.receipt")}</label>
        <Input id="receive-receipt" maxLength={100} value={receipt} onChange={(event) => setReceipt(event.target.value)} />
      </div>
      <div className="po-field" style={{ marginTop: 12 }}>
        <label htmlFor="receive-date">{t("receive.date")}</label>
        <DateField id="receive-date" value={date} onChange={setDate} />
      </div>
      {receipt.trim() === "" && (
        <p className="sh-bar-note" role="status">
          {t("receive.required")}
        </p>
      )}
    </StepDialog>
  );
}
