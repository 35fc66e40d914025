import { Button } from "antd";
import { importTemplateRoute, listImportsRoute, OUTCOME_NAMES, type ImportOutcome, type ImportSummary } from "../../../../src/modules/people/import.contract.ts";
import { urlOf } from "../../../ui/api.ts";
import { showCount, showInstant } from "../../../ui/display.ts";
import { ListView } from "../../../ui/list-page.tsx";
import { Page as Frame, Sheet, StatusTag } from "../../../ui/page.tsx";
import { t } from "./texts.ts";
import { UploadForm } from "./upload-form.tsx";

/** Takes in sheets of seniors, and finds the imports of earlier again. */
export function Page() {
  return (
    <Frame
      title={t("title")}
      note={t("note")}
      actions={
        <Button href={urlOf(importTemplateRoute)} download>
          {t("template")}
        </Button>
      }
    >
      <Sheet title={t("steps")}>
        <p>{t("template.hint")}</p>
        <UploadForm />
      </Sheet>
      <Sheet title={t("past")}>
        <ListView
          id="people.imports"
          contract={listImportsRoute}
          rowKey={(row) => row.id}
          open={(row) => `/people/import/${row.id}`}
          empty={{ hint: t("past.empty") }}
          columns={[
            { key: "fileName", title: t("past.file"), always: true, render: (row) => row.fileName },
            { key: "dryRun", title: t("past.mode"), render: (row) => (row.dryRun ? t("past.try") : t("past.real")) },
            { key: "status", title: t("past.status"), render: (row) => <ImportStatus row={row} /> },
            { key: "total", title: t("rows"), align: "right", render: (row) => `${showCount(row.done)} / ${showCount(row.total)}` },
            { key: "result", title: t("past.result"), render: resultOf },
            { key: "createdAt", title: t("past.at"), render: (row) => showInstant(row.createdAt) },
          ]}
        />
      </Sheet>
    </Frame>
  );
}

function ImportStatus({ row }: { row: ImportSummary }) {
  const tone = row.status !== "done" ? "info" : (row.counts.refused ?? 0) > 0 ? "risk" : "good";
  return <StatusTag tone={tone}>{t(`status.${row.status}`)}</StatusTag>;
}

function resultOf(row: ImportSummary): string {
  return (Object.keys(OUTCOME_NAMES) as ImportOutcome[])
    .filter((outcome) => (row.counts[outcome] ?? 0) > 0)
    .map((outcome) => `${t(`outcome.${outcome}`)} ${showCount(row.counts[outcome] ?? 0)}`)
    .join("，");
}
