import { useParams } from "@tanstack/react-router";
import { Alert, App, Button, Progress } from "antd";
import { FACTS } from "../../../../src/kernel/facts.ts";
import {
  downloadReceiptsRoute,
  getImportRoute,
  listImportsRoute,
  listReceiptsRoute,
  OUTCOME_NAMES,
  runImportRoute,
  type ImportOutcome,
  type ImportReceipt,
  type ImportSummary,
} from "../../../../src/modules/people/import.contract.ts";
import { SOURCE_NAMES } from "../../../../src/modules/people/people.contract.ts";
import { asProblem, urlOf } from "../../../ui/api.ts";
import { showCount, showInstant } from "../../../ui/display.ts";
import { AppLink, useGo } from "../../../ui/link.tsx";
import { ListView } from "../../../ui/list-page.tsx";
import { Page as Frame, Sheet, StatusTag, type Tone } from "../../../ui/page.tsx";
import { Loaded } from "../../../ui/states.tsx";
import { useRead, useWrite } from "../../../ui/use-api.ts";
import { t } from "./texts.ts";

const POLL_MS = 1000;
const OUTCOMES = Object.keys(OUTCOME_NAMES) as ImportOutcome[];
const TONES: Record<ImportOutcome, Tone> = { created: "good", updated: "good", unchanged: "plain", refused: "risk", duplicate: "info" };

/** One import: how far it is, then the receipt of every row. Lives at its own address, so it can be left and found again. */
export function Page() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const first = useRead(getImportRoute, { params: { id } });
  const isWorking = first.data !== undefined && first.data.status !== "done";
  const answer = useRead(getImportRoute, { params: { id } }, { refetchMs: isWorking ? POLL_MS : 0 });
  return (
    <Loaded of={answer} isPage>
      {(summary) => <OneImport key={summary.id} summary={summary} />}
    </Loaded>
  );
}

function OneImport({ summary }: { summary: ImportSummary }) {
  const go = useGo();
  const { message } = App.useApp();
  const run = useWrite(runImportRoute, { refreshes: [listImportsRoute] });
  const isDone = summary.status === "done";
  const start = async () => {
    try {
      const started = await run.run({ params: { id: summary.id } });
      void message.success(t("run.started"));
      go(`/people/import/${started.id}`);
    } catch (error) {
      void message.error(asProblem(error).detail);
    }
  };
  const title = t(summary.dryRun ? "one.title.try" : "one.title.real", { file: summary.fileName });
  const note = t("one.note", { source: SOURCE_NAMES[summary.source], at: showInstant(summary.createdAt), total: showCount(summary.total) });
  return (
    <Frame
      title={title}
      note={note}
      actions={
        <>
          <Button onClick={() => go("/people/import")}>{t("one.back")}</Button>
          {isDone && summary.dryRun && hasNews(summary) && (
            <Button type="primary" loading={run.isRunning} onClick={() => void start()}>
              {t("run")}
            </Button>
          )}
        </>
      }
    >
      <Sheet>
        <ImportState summary={summary} />
        {summary.columns.length > 0 && <p className="sh-bar-note">{t("recognised", { columns: summary.columns.join("、") })}</p>}
        {summary.ignoredColumns.length > 0 && <Alert type="warning" style={{ marginTop: 12 }} title={t("ignored", { columns: summary.ignoredColumns.join("、") })} />}
      </Sheet>
      {isDone && <Receipts summary={summary} />}
    </Frame>
  );
}

/** Whether there is anything in it that the register does not know. */
function hasNews({ counts }: ImportSummary): boolean {
  return (counts.created ?? 0) + (counts.updated ?? 0) > 0;
}

function ImportState({ summary }: { summary: ImportSummary }) {
  if (summary.status !== "done") {
    return (
      <div role="status">
        <p>{t("progress", { done: showCount(summary.done), total: showCount(summary.total) })}</p>
        <Progress percent={summary.total === 0 ? 0 : Math.round((summary.done / summary.total) * 100)} showInfo={false} aria-label={t("past.status")} />
        <p className="sh-bar-note">{t("progress.hint")}</p>
      </div>
    );
  }
  return (
    <div role="status">
      <p>
        <strong>{summary.dryRun ? t("done.try") : t("done.real")}</strong>
      </p>
      {summary.dryRun && <p>{t(hasNews(summary) ? "done.try.hint" : "done.try.nothing")}</p>}
      <ul className="sh-tags" aria-label={t("counts")}>
        {OUTCOMES.filter((outcome) => (summary.counts[outcome] ?? 0) > 0).map((outcome) => (
          <li key={outcome}>
            <AppLink href={`/people/import/${summary.id}?outcome=${outcome}`}>
              {outcomeOf(summary.dryRun, outcome)} {showCount(summary.counts[outcome] ?? 0)}
            </AppLink>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Of a dry run: what would happen. */
function outcomeOf(isDryRun: boolean, outcome: ImportOutcome): string {
  if (isDryRun && (outcome === "created" || outcome === "updated")) return t(`outcome.would.${outcome}`);
  return t(`outcome.${outcome}`);
}

function Receipts({ summary }: { summary: ImportSummary }) {
  const download = (outcome?: ImportOutcome) => urlOf(downloadReceiptsRoute, { params: { id: summary.id }, query: { outcome } });
  const refused = summary.counts.refused ?? 0;
  return (
    <Sheet title={t("receipts")}>
      {refused > 0 && <p>{t("mend")}</p>}
      <ListView
        id="people.receipts"
        contract={listReceiptsRoute}
        params={{ id: summary.id }}
        rowKey={(row) => String(row.row)}
        tools={() => (
          <>
            {refused > 0 && (
              <Button href={download("refused")} download>
                {t("download.refused")}
              </Button>
            )}
            <Button href={download()} download>
              {t("download")}
            </Button>
          </>
        )}
        filters={[{ key: "outcome", label: t("outcome"), kind: "select", options: OUTCOMES.map((value) => ({ value, label: outcomeOf(summary.dryRun, value) })) }]}
        columns={[
          { key: "row", title: t("receipt.row"), always: true, render: (row) => row.row },
          { key: "name", title: t("receipt.name"), render: (row) => <ReceiptName row={row} /> },
          { key: "outcome", title: t("receipt.outcome"), render: (row) => <StatusTag tone={TONES[row.outcome]}>{outcomeOf(summary.dryRun, row.outcome)}</StatusTag> },
          { key: "faults", title: t("receipt.faults"), render: (row) => <Faults row={row} /> },
          { key: "facts", title: t("receipt.facts"), render: (row) => <span className="sh-wrap">{row.facts.map(headingOf).join("、")}</span> },
        ]}
      />
    </Sheet>
  );
}

function ReceiptName({ row }: { row: ImportReceipt }) {
  return row.seniorId === null ? row.name : <AppLink href={`/people/seniors/${row.seniorId}`}>{row.name}</AppLink>;
}

function Faults({ row }: { row: ImportReceipt }) {
  if (row.faults.length === 0) return null;
  return (
    <ul className="sh-plain-list sh-wrap">
      {row.faults.map((fault) => (
        <li key={`${fault.path} ${fault.message}`}>
          {fault.path.replace(/^行 \d+ (列 )?/, "")}：{fault.message}
        </li>
      ))}
    </ul>
  );
}

/** Fields of the register that are no facts of the dictionary, by the names that a sheet gives them. */
const OWN_HEADINGS: Record<string, string> = {
  name: "姓名",
  idNumber: "身份证号",
  birthDate: "出生日期",
  ethnicity: "民族",
  phone: "联系电话",
  address: "住址",
  householdRegion: "户籍地",
  diedOn: "去世日期",
};

function headingOf(field: string): string {
  return OWN_HEADINGS[field] ?? FACTS.senior[field]?.label ?? field;
}
