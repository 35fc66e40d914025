import { useEffect } from "react";
import { useSearch } from "@tanstack/react-router";
import { Alert } from "antd";
import { getVersionFile } from "../../../../src/modules/policies/policies.contract.ts";
import type { Search } from "../../../ui/address.ts";
import { Sheet } from "../../../ui/page.tsx";
import { Loaded } from "../../../ui/states.tsx";
import { useRead } from "../../../ui/use-api.ts";
import { findEdit, touchesForm } from "./edits.ts";
import { t } from "./editor.texts.ts";
import type { Version, VersionEdits } from "./version-edits.ts";

const LINE_PX = 20;
const PADDING_PX = 16;

/** The file of a version: the same thing as its form. Lines with faults are marked; `?line=` goes to one. */
export function FileTab({ version, changes }: { version: Version; changes: VersionEdits }) {
  const answer = useRead(getVersionFile, { params: { id: version.id } });
  const isBlocked = touchesForm(changes.edits);
  return (
    <Sheet title={t("file")}>
      <p>{t("file.hint")}</p>
      {isBlocked && <Alert type="info" showIcon title={t("form.pending")} style={{ marginBottom: 12 }} />}
      <Loaded of={answer}>
        {({ policy }) => (
          <FileView
            policy={findEdit(changes.edits, "file")?.policy ?? policy}
            version={version}
            isReadOnly={!version.allowed.includes("edit") || isBlocked}
            onChange={(next) => (next === policy ? changes.drop("file") : changes.put({ what: "file", policy: next }))}
          />
        )}
      </Loaded>
    </Sheet>
  );
}

function FileView({ policy, version, isReadOnly, onChange }: { policy: string; version: Version; isReadOnly: boolean; onChange: (policy: string) => void }) {
  const asked = Number((useSearch({ strict: false }) as Search).line);
  const lines = policy.split("\n").length;
  const faulty = new Map(version.faults.map((fault) => [fault.line, fault.message]));
  useEffect(() => {
    if (asked > 0) document.getElementById(`line-${asked}`)?.scrollIntoView({ block: "center" });
  }, [asked]);
  return (
    <div className="po-file">
      <ol aria-hidden="true">
        {Array.from({ length: lines }, (_, index) => (
          <li key={index} id={`line-${index + 1}`} className={faulty.has(index + 1) ? "po-line-fault" : ""} title={faulty.get(index + 1)}>
            {index + 1}
          </li>
        ))}
      </ol>
      <textarea
        aria-label={t("file.edit")}
        readOnly={isReadOnly}
        spellCheck={false}
        style={{ height: lines * LINE_PX + PADDING_PX }}
        value={policy}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
