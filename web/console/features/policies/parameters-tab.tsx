import { useState } from "react";
import { Button, Input } from "antd";
import { DateField } from "../../../ui/date-field.tsx";
import { showDate } from "../../../ui/display.ts";
import { Sheet } from "../../../ui/page.tsx";
import { PlainTable } from "../../../ui/plain-table.tsx";
import { findEdit } from "./edits.ts";
import { t } from "./editor.texts.ts";
import type { Version, VersionEdits } from "./version-edits.ts";
import { t as term } from "./terms.texts.ts";

type Parameter = Version["parameters"][number];
type Value = Parameter["values"][number];

/** The dated figures of a version; in a draft each may get a new value from a date. Earlier periods keep theirs. */
export function ParametersTab({ version, changes }: { version: Version; changes: VersionEdits }) {
  const mayEdit = version.allowed.includes("edit");
  if (version.parameters.length === 0) return <Sheet>{version.faults.length > 0 ? t("faulty.form") : t("parameter.none")}</Sheet>;
  return (
    <Sheet>
      <div className="po-wrap">
        <PlainTable
          label={t("parameter")}
          rows={version.parameters}
          rowKey={(parameter) => parameter.name}
          columns={[
            { key: "label", title: t("parameter"), render: (parameter) => <div style={{ minWidth: 160, maxWidth: 260 }}>{parameter.label}</div> },
            { key: "unit", title: t("parameter.unit"), render: (parameter) => <span style={{ whiteSpace: "nowrap" }}>{parameter.unit}</span> },
            { key: "values", title: t("parameter.values"), render: (parameter) => parameter.values.map((value) => <ValueText key={value.from} value={value} />) },
            ...(mayEdit ? [{ key: "new", title: t("parameter.new"), render: (parameter: Parameter) => <NewValue parameter={parameter} version={version} changes={changes} /> }] : []),
            { key: "clause", title: term("clause"), render: (parameter) => <Clause value={parameter.values.at(-1)} /> },
          ]}
        />
      </div>
    </Sheet>
  );
}

function ValueText({ value }: { value: Value }) {
  const shown = value.value.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ",");
  return (
    <div className="sh-number">
      {value.to === null ? t("parameter.value", { from: showDate(value.from), value: shown }) : t("parameter.value.until", { from: showDate(value.from), to: showDate(value.to), value: shown })}
    </div>
  );
}

function Clause({ value }: { value: Value | undefined }) {
  if (value === undefined) return null;
  return (
    <div className="po-clause-ref" style={{ minWidth: 160, maxWidth: 320 }}>
      {value.clauseAt}
      <br />
      <q>{value.quote}</q>
    </div>
  );
}

const FIGURE = /^\d{1,12}(\.\d{1,6})?$/;

function NewValue({ parameter, version, changes }: { parameter: Parameter; version: Version; changes: VersionEdits }) {
  const edit = findEdit(changes.edits, "parameter", parameter.name);
  const [from, setFrom] = useState(edit?.from ?? version.effectiveFrom);
  const value = edit?.value ?? "";
  const put = (next: string, date: string) => {
    const plain = next.replace(/[,，\s]/g, "");
    if (plain === "") changes.drop(`parameter:${parameter.name}`);
    else changes.put({ what: "parameter", name: parameter.name, from: date, value: plain });
  };
  const isWrong = value !== "" && !FIGURE.test(value);
  return (
    <div style={{ minWidth: 190 }}>
      <div style={{ display: "grid", gridTemplateColumns: "minmax(0, 1fr)", gap: 4 }}>
        <Input
          aria-label={t("parameter.new.label", { name: parameter.label })}
          aria-invalid={isWrong}
          status={isWrong ? "error" : ""}
          inputMode="decimal"
          suffix={parameter.unit}
          value={value}
          onChange={(event) => put(event.target.value, from)}
        />
        {edit !== undefined && (
          <DateField
            aria-label={t("parameter.from.label", { name: parameter.label })}
            value={from}
            onChange={(date) => {
              setFrom(date ?? version.effectiveFrom);
              put(value, date ?? version.effectiveFrom);
            }}
          />
        )}
      </div>
      {isWrong && <span className="po-strong">{t("parameter.number")}</span>}
      {edit !== undefined && (
        <div className="sh-actions" style={{ gap: 4 }}>
          <span className="sh-bar-note">{t("changed")}</span>
          <Button size="small" type="link" aria-label={t("undo.label", { name: parameter.label })} onClick={() => changes.drop(`parameter:${parameter.name}`)}>
            {t("undo")}
          </Button>
        </div>
      )}
    </div>
  );
}
