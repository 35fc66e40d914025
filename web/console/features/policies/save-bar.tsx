import { useState } from "react";
import { Alert, App, Button } from "antd";
import { asProblem } from "../../../ui/api.ts";
import type { VersionEdit } from "../../../../src/modules/policies/policies.contract.ts";
import { t } from "./editor.texts.ts";
import { isFinished } from "./edits.ts";
import type { Version, VersionEdits } from "./version-edits.ts";
import { t as term } from "./terms.texts.ts";

/** Stays in sight while something is unsaved; says what hinders the saving, and keeps the changes whatever comes. */
export function SaveBar({ version, changes }: { version: Version; changes: VersionEdits }) {
  const { message } = App.useApp();
  const [isReloading, setReloading] = useState(false);
  if (changes.count === 0) return null;
  const save = async () => {
    try {
      const saved = await changes.save();
      void message.success(t("save.done", { edition: saved.edition }));
    } catch (error) {
      // What the server refused stands in the bar; anything else is said where it can be seen.
      if (asProblem(error).status === -1) void message.error(asProblem(error).detail);
    }
  };
  const reload = async () => {
    setReloading(true);
    await changes.rebase().finally(() => setReloading(false));
  };
  const { problem } = changes;
  const unfinished = Object.values(changes.edits).filter((edit) => !isFinished(edit)).map((edit) => placeOf(edit, version));
  return (
    <div className="po-save" role="region" aria-label={t("save")}>
      <div style={{ flex: 1, minWidth: 240 }}>
        <strong role="status">{t("save.count", { count: changes.count })}</strong>
        {changes.wasRestored && <span>　{t("save.kept")}</span>}
        {unfinished.length > 0 && <div>{t("save.unfinished", { places: [...new Set(unfinished)].join("、") })}</div>}
        {problem?.isStale && (
          <Alert
            type="warning"
            style={{ marginTop: 8 }}
            title={term("stale")}
            description={t("stale.hint")}
            action={
              <Button loading={isReloading} onClick={() => void reload()}>
                {t("stale.reload")}
              </Button>
            }
          />
        )}
        {problem !== undefined && !problem.isStale && <Alert type="error" style={{ marginTop: 8 }} title={problem.title} description={problem.detail} />}
      </div>
      <div className="sh-actions">
        <Button disabled={changes.isSaving} onClick={changes.discard}>
          {t("save.discard")}
        </Button>
        <Button type="primary" loading={changes.isSaving} disabled={(problem?.isStale ?? false) || unfinished.length > 0} onClick={() => void save()}>
          {t("save")}
        </Button>
      </div>
    </div>
  );
}

/** What an edit changes, by its name on the screen. */
function placeOf(edit: VersionEdit, version: Version): string {
  if (edit.what === "parameter") return version.parameters.find((one) => one.name === edit.name)?.label ?? edit.name;
  if (edit.what === "condition" || edit.what === "amount" || edit.what === "shares") return version.benefits.find((one) => one.id === edit.benefit)?.name ?? edit.benefit;
  return t("file");
}
