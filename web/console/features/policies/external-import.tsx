import { useId, useState } from "react";
import { Alert, Button, Checkbox, Modal, Select } from "antd";
import { FACTS } from "../../../../src/kernel/facts.ts";
import { importExternal, listExternal } from "../../../../src/modules/policies/decisions.contract.ts";
import { asProblem, upload, type ApiProblem, type CallResult } from "../../../ui/api.ts";
import { StatusTag, type Tone } from "../../../ui/page.tsx";
import { PlainTable } from "../../../ui/plain-table.tsx";
import { t as ui } from "../../../ui/texts.ts";
import { useRefresh } from "../../../ui/use-api.ts";
import { EXTERNAL_KINDS, type ExternalKind } from "./external-page.tsx";
import { t } from "./external.texts.ts";
import { t as term } from "./terms.texts.ts";

type Receipt = CallResult<typeof importExternal>;
const RESULT_TONES: Record<Receipt["rows"][number]["result"], Tone> = { created: "good", updated: "info", unchanged: "plain", refused: "alarm" };

/** Imports a table: first a dry run with a receipt for every row, then the same file for good. */
export function ExternalImport({ kind: first, onClose }: { kind: ExternalKind; onClose: () => void }) {
  const fileId = useId();
  const refresh = useRefresh();
  const [kind, setKind] = useState(first);
  const [file, setFile] = useState<File>();
  const [done, setDone] = useState<{ dryRun: boolean; receipt: Receipt }>();
  const [problem, setProblem] = useState<ApiProblem>();
  const [running, setRunning] = useState<"check" | "do">();
  const send = async (dryRun: boolean) => {
    if (file === undefined) return;
    setRunning(dryRun ? "check" : "do");
    setProblem(undefined);
    try {
      const form = new FormData();
      form.append("kind", kind);
      form.append("dryRun", String(dryRun));
      form.append("file", file);
      setDone({ dryRun, receipt: await upload(importExternal, { form }) });
      if (!dryRun) await refresh(listExternal);
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setRunning(undefined);
    }
  };
  const forget = () => {
    setDone(undefined);
    setProblem(undefined);
  };
  const isChecked = done?.dryRun === true && done.receipt.created + done.receipt.updated > 0;
  return (
    <Modal
      open
      width={880}
      title={t("import")}
      onCancel={onClose}
      mask={{ closable: false }}
      footer={
        <div className="sh-actions" style={{ justifyContent: "flex-end" }}>
          <Button onClick={onClose}>{ui("close")}</Button>
          <Button loading={running === "check"} disabled={file === undefined} onClick={() => void send(true)}>
            {t("import.check")}
          </Button>
          <Button type="primary" loading={running === "do"} disabled={!isChecked} onClick={() => void send(false)}>
            {t("import.do")}
          </Button>
        </div>
      }
    >
      <p>{t("import.hint")}</p>
      <div className="po-fields">
        <div className="po-field">
          <label htmlFor={`${fileId}-kind`}>{t("kind")}</label>
          <Select<ExternalKind>
            id={`${fileId}-kind`}
            virtual={false}
            style={{ width: "100%" }}
            value={kind}
            options={EXTERNAL_KINDS.map((value) => ({ value, label: term(`subject.${value}`) }))}
            onChange={(value) => {
              setKind(value);
              forget();
            }}
          />
        </div>
        <div className="po-field">
          <label htmlFor={fileId}>{t("import.file")}</label>
          <input
            id={fileId}
            type="file"
            accept=".csv,.xlsx"
            onChange={(event) => {
              setFile(event.target.files?.[0]);
              forget();
            }}
          />
        </div>
      </div>
      <p>
        <a href={templateOf(kind)} download={`${term(`subject.${kind}`)}.csv`}>
          {t("import.template")}
        </a>
        {file === undefined && <span className="sh-bar-note">　{t("import.none")}</span>}
      </p>
      {problem !== undefined && <Alert role="alert" type="error" title={problem.title} description={problem.detail} />}
      {done !== undefined && <ReceiptView receipt={done.receipt} dryRun={done.dryRun} />}
    </Modal>
  );
}

/** The header alone, with the mark by which spreadsheet programs know UTF-8. */
function templateOf(kind: ExternalKind): string {
  const columns = ["编号", "名称", "区划代码", ...Object.entries(FACTS[kind]).flatMap(([name, fact]) => (name === "region" ? [] : [fact.label]))];
  return `data:text/csv;charset=utf-8,${encodeURIComponent(`\uFEFF${columns.join(",")}\r\n`)}`;
}

function ReceiptView({ receipt, dryRun }: { receipt: Receipt; dryRun: boolean }) {
  const [onlyRefused, setOnlyRefused] = useState(receipt.refused > 0);
  const { total, created, updated, unchanged, refused } = receipt;
  const rows = onlyRefused ? receipt.rows.filter((row) => row.result === "refused") : receipt.rows;
  return (
    <>
      <Alert role="status" type={refused > 0 ? "warning" : "success"} title={t(dryRun ? "import.checked" : "import.done", { total, created, updated, unchanged, refused })} />
      {refused > 0 && (
        <Checkbox style={{ margin: "12px 0" }} checked={onlyRefused} onChange={(event) => setOnlyRefused(event.target.checked)}>
          {t("import.only_refused")}
        </Checkbox>
      )}
      <div className="po-wrap" style={{ maxHeight: 320, overflowY: "auto" }}>
        <PlainTable
          label={t("import.receipt")}
          rows={rows}
          rowKey={(row) => String(row.row)}
          columns={[
            { key: "row", title: t("import.row"), render: (row) => row.row },
            { key: "code", title: t("code"), render: (row) => row.code },
            { key: "name", title: t("name"), render: (row) => row.name },
            { key: "result", title: t("import.result"), render: (row) => <StatusTag tone={RESULT_TONES[row.result]}>{t(`result.${row.result}`)}</StatusTag> },
            { key: "faults", title: t("import.faults"), render: (row) => row.faults.join("；") || "—" },
          ]}
        />
      </div>
    </>
  );
}
