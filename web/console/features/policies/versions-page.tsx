import { listVersions } from "../../../../src/modules/policies/policies.contract.ts";
import { showDate, showInstant } from "../../../ui/display.ts";
import { ListPage } from "../../../ui/list-page.tsx";
import { StatusTag, type Tone } from "../../../ui/page.tsx";
import "./policies.css";
import { t as term } from "./terms.texts.ts";
import { t } from "./versions.texts.ts";

const STATUSES = ["draft", "submitted", "published", "withdrawn"] as const;
export const STATUS_TONES: Record<(typeof STATUSES)[number], Tone> = { draft: "info", submitted: "risk", published: "good", withdrawn: "plain" };

/** Every version of every list that the user may see. */
export function Page() {
  return (
    <ListPage
      title={t("title")}
      note={t("note")}
      id="policies.versions"
      contract={listVersions}
      rowKey={(row) => row.id}
      open={(row) => `/policies/versions/${row.id}`}
      search={t("search")}
      filters={[
        { key: "status", label: t("status"), kind: "select", options: STATUSES.map((value) => ({ value, label: term(`status.${value}`) })) },
        { key: "region", label: term("region"), kind: "region" },
      ]}
      empty={{ hint: t("empty") }}
      columns={[
        { key: "title", title: t("name"), always: true, render: (row) => <div className="po-name">{row.title}</div> },
        { key: "number", title: t("number"), render: (row) => term("version", { number: row.number }) },
        { key: "status", title: t("status"), render: (row) => <StatusTag tone={STATUS_TONES[row.status]}>{term(`status.${row.status}`)}</StatusTag> },
        { key: "effective", title: t("effective"), render: (row) => row.effectiveTo ? `${showDate(row.effectiveFrom)} – ${showDate(row.effectiveTo)}` : t("effective.open", { date: showDate(row.effectiveFrom) }) },
        { key: "region", title: term("region"), render: (row) => row.regionName },
        { key: "created", title: t("created"), render: (row) => `${row.createdBy} ${showInstant(row.createdAt)}` },
        { key: "published", title: t("published"), optional: true, render: (row) => (row.publishedBy ? `${row.publishedBy} ${showInstant(row.publishedAt)}` : "—") },
        { key: "note", title: t("remark"), optional: true, render: (row) => row.note || "—" },
      ]}
    />
  );
}
