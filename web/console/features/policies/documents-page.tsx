import { listDocuments } from "../../../../src/modules/policies/policies.contract.ts";
import type { CallResult } from "../../../ui/api.ts";
import { showDate } from "../../../ui/display.ts";
import { ListPage } from "../../../ui/list-page.tsx";
import { StatusTag } from "../../../ui/page.tsx";
import { documentTone } from "./document-status.ts";
import { t } from "./documents.texts.ts";
import "./policies.css";
import { t as term } from "./terms.texts.ts";

type Row = CallResult<typeof listDocuments>["rows"][number];

/** Which documents there are, whether they are in force and for how long. */
export function Page() {
  return (
    <ListPage
      title={t("title")}
      note={t("note")}
      id="policies.documents"
      contract={listDocuments}
      rowKey={(row) => row.id}
      open={(row) => `/policies/documents/${row.id}`}
      search={t("search")}
      filters={[{ key: "region", label: term("region"), kind: "region" }]}
      empty={{ hint: t("empty") }}
      columns={[
        { key: "title", title: t("name"), always: true, render: (row) => <span className="po-title">{row.title}</span> },
        { key: "status", title: t("status"), render: (row) => <StatusTag tone={documentTone(row.status)}>{t(`status.${row.status}`)}</StatusTag> },
        { key: "days", title: t("days"), align: "right", render: (row) => <DaysLeft row={row} /> },
        { key: "validity", title: t("validity"), render: (row) => `${showDate(row.effective)} – ${row.expires ? showDate(row.expires) : t("open_end")}` },
        { key: "issuer", title: t("issuer"), render: (row) => <div className="po-place">{row.issuer}</div> },
        { key: "benefits", title: t("benefits"), align: "right", render: (row) => t("benefits.count", { count: row.benefits }) },
        { key: "region", title: term("region"), optional: true, render: (row) => row.regionName },
        { key: "number", title: t("number"), optional: true, render: (row) => row.number ?? "—" },
      ]}
    />
  );
}

function DaysLeft({ row }: { row: Row }) {
  if (row.daysLeft === null) return <>—</>;
  const text = row.daysLeft < 0 ? t("days.over", { days: -row.daysLeft }) : t("days.left", { days: row.daysLeft });
  return row.status === "ending" || row.status === "ended" ? <span className="po-strong">{text}</span> : <>{text}</>;
}
