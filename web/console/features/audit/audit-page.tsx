import { useState } from "react";
import { Button, Input, Modal, Select } from "antd";
import { addDays, dateOfInstant, type CivilDate } from "../../../../src/kernel/dates.ts";
import { accessContract, type AuditItem } from "../../../../src/modules/access/access.contract.ts";
import { DateField } from "../../../ui/date-field.tsx";
import { FactList } from "../../../ui/detail.tsx";
import { showCount, showInstant } from "../../../ui/display.ts";
import type { ListFilter } from "../../../ui/list-filters.tsx";
import { ListPage } from "../../../ui/list-page.tsx";
import { RegionName } from "../../../ui/region-name.tsx";
import { t as ui } from "../../../ui/texts.ts";
import { actionName, actionOptions, actorName, subjectName } from "./action-names.ts";
import { t } from "./texts.ts";
import { VerifyButton } from "./verify-button.tsx";

/** Who saw or changed what. */
export function Page() {
  const [shown, setShown] = useState<AuditItem>();
  return (
    <>
      <ListPage
        title={t("title")}
        note={t("note")}
        id="access.audit"
        contract={accessContract.listAudit}
        rowKey={(row) => `${row.chain} ${row.seq}`}
        actions={<VerifyButton />}
        empty={{ hint: t("empty") }}
        filters={FILTERS()}
        columns={[
          { key: "at", title: t("at"), always: true, render: (row) => <span className="sh-number">{showInstant(row.at)}</span> },
          { key: "actor", title: t("actor"), render: (row) => actorName(row.actor) },
          { key: "action", title: t("action"), render: (row) => actionName(row.action) },
          { key: "subject", title: t("subject"), render: subjectOf },
          { key: "region", title: t("region"), render: (row) => row.region !== null && <RegionName code={row.region} /> },
          { key: "reason", title: t("reason"), render: (row) => <span className="sh-wrap">{row.reason}</span> },
          { key: "place", title: t("place"), optional: true, render: (row) => t("place.value", { chain: row.chain, seq: row.seq }) },
          {
            key: "details",
            title: t("details"),
            render: (row) => (
              <Button type="link" size="small" aria-label={t("details.label", { at: showInstant(row.at), action: actionName(row.action) })} onClick={() => setShown(row)}>
                {t("details.show")}
              </Button>
            ),
          },
        ]}
      />
      {shown !== undefined && <DetailsDialog entry={shown} onClose={() => setShown(undefined)} />}
    </>
  );
}

/** What an entry is about: the account where it names one, else the kind of thing. */
function subjectOf(entry: AuditItem): string | null {
  const { account } = entry.details;
  const kind = entry.subject === null ? null : subjectName(entry.subject);
  return typeof account === "string" ? `${kind ?? ""} ${account}` : kind;
}

const FILTERS = (): ListFilter[] => [
  { key: "actor", label: t("actor"), kind: "custom", render: (field) => <TextFilter {...field} placeholder={t("actor.hint")} /> },
  {
    key: "action",
    label: t("action"),
    kind: "custom",
    render: ({ id, value, onChange }) => (
      <Select<string>
        id={id}
        value={value ?? ""}
        virtual={false}
        showSearch={{ optionFilterProp: "label" }}
        popupMatchSelectWidth={280}
        style={{ width: 200 }}
        options={[{ value: "", label: ui("list.all") }, ...actionOptions((module) => t("action.all", { module }))]}
        onChange={(action) => onChange(action === "" ? undefined : action)}
      />
    ),
  },
  { key: "subjectId", label: t("subject_id"), kind: "custom", render: (field) => <TextFilter {...field} placeholder="" /> },
  { key: "region", label: t("region"), kind: "region" },
  { key: "from", label: t("from"), kind: "custom", render: ({ id, value, onChange }) => <DateField id={id} value={value && dateOfInstant(new Date(value))} onChange={(date) => onChange(date && startOf(date))} /> },
  {
    key: "to",
    label: t("to"),
    kind: "custom",
    // The route's end is not included: the day after the last one.
    render: ({ id, value, onChange }) => <DateField id={id} value={value && addDays(dateOfInstant(new Date(value)), -1)} onChange={(date) => onChange(date && startOf(addDays(date, 1)))} />,
  },
];

/** The instant at which a civil date begins in Shanghai. */
function startOf(date: CivilDate): string {
  return new Date(`${date}T00:00:00+08:00`).toISOString();
}

type TextFilterProps = { id: string; value: string | undefined; onChange: (value: string | undefined) => void; placeholder: string };

/** Looks for a whole text, so it waits until one is done typing. */
function TextFilter({ id, value, onChange, placeholder }: TextFilterProps) {
  const apply = (text: string) => {
    const next = text.trim() === "" ? undefined : text.trim();
    if (next !== value) onChange(next);
  };
  return (
    <Input
      // Anew when the condition is cleared from outside.
      key={value ?? ""}
      id={id}
      autoComplete="off"
      maxLength={80}
      placeholder={placeholder}
      defaultValue={value}
      onBlur={(event) => apply(event.target.value)}
      onPressEnter={(event) => apply(event.currentTarget.value)}
      style={{ width: 160 }}
    />
  );
}

function DetailsDialog({ entry, onClose }: { entry: AuditItem; onClose: () => void }) {
  const details = Object.entries(entry.details);
  return (
    <Modal open width={720} title={actionName(entry.action)} onCancel={onClose} footer={<Button onClick={onClose}>{ui("close")}</Button>}>
      <FactList
        facts={[
          { label: t("at"), value: showInstant(entry.at) },
          { label: t("actor"), value: actorName(entry.actor) },
          { label: t("action"), value: entry.action },
          { label: t("subject"), value: subjectOf(entry) ?? ui("none") },
          { label: t("subject_id"), value: entry.subjectId ?? ui("none") },
          { label: t("region"), value: entry.region === null ? ui("none") : <RegionName code={entry.region} /> },
          { label: t("reason"), value: entry.reason ?? ui("none") },
          { label: t("place"), value: t("place.value", { chain: entry.chain, seq: showCount(entry.seq) }) },
        ]}
      />
      {details.length > 0 && (
        <div className="sh-part">
          <h2>{t("details")}</h2>
          <FactList facts={details.map(([label, value]) => ({ label, value: typeof value === "string" ? value : JSON.stringify(value) }))} />
        </div>
      )}
    </Modal>
  );
}
