import { Alert, Button, Input } from "antd";
import { checkConformity, listRehearsals } from "../../../../src/modules/policies/policies.contract.ts";
import { DateField } from "../../../ui/date-field.tsx";
import { FactList } from "../../../ui/detail.tsx";
import { showDate, showInstant } from "../../../ui/display.ts";
import { AppLink } from "../../../ui/link.tsx";
import { Sheet, StatusTag } from "../../../ui/page.tsx";
import { PlainTable } from "../../../ui/plain-table.tsx";
import { Loaded } from "../../../ui/states.tsx";
import { useRead } from "../../../ui/use-api.ts";
import { useMay } from "../../shell/shell.tsx";
import { findEdit } from "./edits.ts";
import type { Version, VersionEdits } from "./version-edits.ts";
import { t } from "./versions.texts.ts";

/** What a version changes, whether it is sound, who has agreed, and what it would do. */
export function VersionOverview({ version, changes }: { version: Version; changes: VersionEdits }) {
  return (
    <>
      {version.faults.length > 0 && <Faults version={version} changes={changes} />}
      <Changes version={version} />
      {version.allowed.includes("edit") ? <DraftBasics version={version} changes={changes} /> : null}
      <SignOffs version={version} />
      {version.faults.length === 0 && <Conformity version={version} />}
      {version.cases !== null && <Cases cases={version.cases} />}
      <Rehearsals version={version} />
      {version.filing !== null && <Filing filing={version.filing} />}
    </>
  );
}

function Faults({ version, changes }: { version: Version; changes: VersionEdits }) {
  return (
    <Sheet title={t("faults", { count: version.faults.length })}>
      {changes.canUndo && (
        <Alert
          type="warning"
          style={{ marginBottom: 12 }}
          title={t("faults.undo.hint")}
          action={
            <Button loading={changes.isSaving} onClick={() => void changes.undo()}>
              {t("faults.undo")}
            </Button>
          }
        />
      )}
      <div className="po-wrap">
        <PlainTable
          label={t("faults", { count: version.faults.length })}
          rows={version.faults}
          rowKey={(fault) => `${fault.line}:${fault.column}:${fault.code}`}
          columns={[
            {
              key: "line",
              title: t("faults.line"),
              render: (fault) => (
                <AppLink href={`/policies/versions/${version.id}?tab=file&line=${fault.line}`} aria-label={t("faults.open", { line: fault.line })}>
                  {fault.line}
                </AppLink>
              ),
            },
            { key: "what", title: t("faults.what"), render: (fault) => fault.message },
            { key: "mend", title: t("faults.mend"), render: (fault) => fault.mend },
          ]}
        />
      </div>
    </Sheet>
  );
}

function Changes({ version }: { version: Version }) {
  const none = version.number === 1 ? t("changes.first") : t("changes.none");
  return (
    <Sheet title={t("changes")}>
      {version.changes.length === 0 ? (
        <p style={{ margin: 0 }}>{none}</p>
      ) : (
        <div className="po-wrap">
          <PlainTable
            label={t("changes")}
            rows={version.changes}
            rowKey={(change) => change.place}
            columns={[
              { key: "place", title: t("changes.place"), render: (change) => change.place },
              { key: "before", title: t("changes.before"), render: (change) => change.before },
              { key: "after", title: t("changes.after"), render: (change) => change.after },
            ]}
          />
        </div>
      )}
    </Sheet>
  );
}

function DraftBasics({ version, changes }: { version: Version; changes: VersionEdits }) {
  const date = findEdit(changes.edits, "effective_from")?.date ?? version.effectiveFrom;
  const note = findEdit(changes.edits, "note")?.note ?? version.note;
  return (
    <Sheet title={t("basics")}>
      <div className="po-fields">
        <div className="po-field">
          <label htmlFor="version-date">{t("basics.effective.edit")}</label>
          <DateField
            id="version-date"
            value={date}
            onChange={(next) => (next === undefined || next === version.effectiveFrom ? changes.drop("effective_from") : changes.put({ what: "effective_from", date: next }))}
          />
        </div>
        <div className="po-field">
          <label htmlFor="version-note">{t("remark")}</label>
          <Input
            id="version-note"
            maxLength={500}
            value={note}
            onChange={(event) => (event.target.value === version.note ? changes.drop("note") : changes.put({ what: "note", note: event.target.value }))}
          />
        </div>
      </div>
      {version.faults.length === 0 && (
        <p className="sh-bar-note" style={{ margin: "8px 0 0" }}>
          {t("sound")}。
        </p>
      )}
    </Sheet>
  );
}

function SignOffs({ version }: { version: Version }) {
  return (
    <Sheet title={t("signs")}>
      {version.signOffs.length === 0 ? (
        <p style={{ margin: 0 }}>{t("signs.none")}</p>
      ) : (
        <PlainTable
          label={t("signs")}
          rows={version.signOffs}
          rowKey={(sign) => sign.department}
          columns={[
            { key: "department", title: t("signs.department"), render: (sign) => sign.department },
            { key: "word", title: t("signs.word"), render: (sign) => <Word agreed={sign.agreed} /> },
            { key: "note", title: t("signs.note"), render: (sign) => sign.note || "—" },
            { key: "by", title: t("signs.by"), render: (sign) => (sign.by === null ? "—" : `${sign.by} ${showInstant(sign.at)}`) },
          ]}
        />
      )}
    </Sheet>
  );
}

function Word({ agreed }: { agreed: boolean | null }) {
  if (agreed === null) return <StatusTag>{t("signs.waiting")}</StatusTag>;
  return agreed ? <StatusTag tone="good">{t("signs.agreed")}</StatusTag> : <StatusTag tone="alarm">{t("signs.disagreed")}</StatusTag>;
}

function Conformity({ version }: { version: Version }) {
  const answer = useRead(checkConformity, { params: { id: version.id } });
  return (
    <Sheet title={t("conformity")}>
      <Loaded of={answer}>
        {({ upper, shortfalls }) => {
          if (upper.length === 0) return <p style={{ margin: 0 }}>{t("conformity.no_upper")}</p>;
          if (shortfalls.length === 0) return <p style={{ margin: 0 }}>{t("conformity.ok", { upper: upper.map((one) => one.title).join("、") })}</p>;
          return (
            <>
              <Alert type="error" showIcon title={t("conformity.short", { count: shortfalls.length })} style={{ marginBottom: 12 }} />
              <div className="po-wrap">
                <PlainTable
                  label={t("conformity")}
                  rows={shortfalls}
                  rowKey={(one) => `${one.benefit}:${one.aspect}:${one.message}`}
                  columns={[
                    { key: "name", title: t("conformity.item"), render: (one) => one.name },
                    { key: "aspect", title: t("conformity.aspect"), render: (one) => t(`aspect.${one.aspect}`) },
                    { key: "message", title: t("conformity.message"), render: (one) => `${one.message}${one.proven ? "" : t("conformity.unproven")}` },
                    { key: "example", title: t("conformity.example"), render: (one) => one.example ?? "—" },
                  ]}
                />
              </div>
            </>
          );
        }}
      </Loaded>
    </Sheet>
  );
}

function Cases({ cases }: { cases: NonNullable<Version["cases"]> }) {
  return (
    <Sheet title={t("cases", { passed: cases.passed, failed: cases.failed.length, uncovered: cases.uncovered })}>
      {cases.failed.length > 0 && (
        <>
          <p style={{ marginTop: 0 }}>{t("cases.failed")}</p>
          <ul>
            {cases.failed.map((failed) => (
              <li key={failed}>{failed}</li>
            ))}
          </ul>
        </>
      )}
    </Sheet>
  );
}

function Rehearsals({ version }: { version: Version }) {
  const mayRead = useMay(listRehearsals.permission);
  const answer = useRead(listRehearsals, { query: { version: version.id, size: 20 } }, { enabled: mayRead });
  if (!mayRead) return null;
  return (
    <Sheet title={t("rehearsals")}>
      <Loaded of={answer}>
        {({ rows }) =>
          rows.length === 0 ? (
            <p style={{ margin: 0 }}>{t("rehearsals.none")}</p>
          ) : (
            <PlainTable
              label={t("rehearsals")}
              rows={rows}
              rowKey={(row) => row.id}
              columns={[
                { key: "when", title: t("rehearsals.when"), render: (row) => <AppLink href={`/policies/rehearsals/${row.id}`}>{showInstant(row.createdAt)}</AppLink> },
                { key: "edition", title: t("number"), render: (row) => t("rehearsals.edition", { edition: row.edition }) },
                { key: "by", title: t("rehearsals.by"), render: (row) => row.createdBy },
                { key: "status", title: t("rehearsals.status"), render: (row) => t(`rehearsals.${row.status}`) },
              ]}
            />
          )
        }
      </Loaded>
    </Sheet>
  );
}

function Filing({ filing }: { filing: NonNullable<Version["filing"]> }) {
  return (
    <Sheet title={t("filing")}>
      <FactList
        facts={[
          { label: t("filing.due"), value: showDate(filing.dueOn) },
          { label: t("filing.filed"), value: filing.filedOn === null ? "—" : showDate(filing.filedOn) },
          { label: t("filing.receipt"), value: filing.receipt === null ? "—" : `${filing.receipt}（${showDate(filing.receivedOn)}）` },
        ]}
      />
    </Sheet>
  );
}
