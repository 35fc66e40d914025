import { IMPORT_STATUS_NAMES, importTemplateRoute, listImportsRoute, type ImportSummary } from "../../../../src/modules/people/import.contract.ts";
import { Button } from "antd";
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
  return <StatusTag tone={tone}>{t(`status.${row.status satisfies keyof typeof IMPORT_STATUS_NAMES}`)}</StatusTag>;
}

function resultOf(row: ImportSummary): string {
  return (Object.entries(row.counts) as [keyof ImportSummary["counts"] & string, number][])
    .filter(([, count]) => count > 0)
    .map(([outcome, count]) => `${t(`outcome.${outcome}`)} ${showCount(count)}`)
    .join("，");
}
