import { useState, type ReactNode } from "react";
import { Button } from "antd";
import { showDate, today } from "../../../ui/display.ts";
import { DraftFromDialog, FileDialog, RecallDialog, ReceiveDialog, RehearseDialog, SignDialog, SubmitDialog, WithdrawDialog } from "./step-dialogs.tsx";
import { PublishDialog } from "./publish-dialog.tsx";
import { t as step } from "./version-steps.texts.ts";
import type { Version } from "./version-edits.ts";
import { t } from "./versions.texts.ts";

const STEPS = ["draft", "sign", "publish", "force", "file"] as const;
/** In the order of the buttons; the first that is allowed is the one that leads on. */
const ACTIONS = ["publish", "sign", "submit", "file", "receive", "rehearse", "draft_from", "withdraw", "recall"] as const;
type Action = (typeof ACTIONS)[number];
/** What changes or judges the saved state, which must not differ from what is on the screen. */
const NEEDS_SAVED: ReadonlySet<Action> = new Set(["submit", "rehearse"]);

const isUndoing = (action: Action) => action === "withdraw" || action === "recall";

const DIALOGS: Record<Action, (props: { version: Version; onClose: () => void }) => ReactNode> = {
  submit: SubmitDialog,
  sign: SignDialog,
  rehearse: RehearseDialog,
  publish: PublishDialog,
  withdraw: WithdrawDialog,
  recall: RecallDialog,
  draft_from: DraftFromDialog,
  file: FileDialog,
  receive: ReceiveDialog,
};

/** How far a version has come, what stands in its way, and what the viewer may do with it now. */
export function NextStep({ version, hasUnsaved }: { version: Version; hasUnsaved: boolean }) {
  const [open, setOpen] = useState<Action>();
  const allowed = ACTIONS.filter((action) => version.allowed.includes(action));
  const Dialog = open === undefined ? undefined : DIALOGS[open];
  const isBlocked = (action: Action) => (hasUnsaved && NEEDS_SAVED.has(action)) || (action === "publish" && version.signOffs.some((sign) => sign.agreed !== true));
  return (
    <>
      {version.status !== "withdrawn" && <Progress version={version} />}
      <p style={{ margin: "0 0 12px" }} role="status">
        <strong>{t("next")}：</strong>
        {nextText(version)}
        {hasUnsaved && allowed.some((action) => NEEDS_SAVED.has(action)) && step("unsaved")}
      </p>
      <div className="sh-actions">
        {allowed.map((action, index) => (
          <Button key={action} type={index === 0 && !isUndoing(action) ? "primary" : "default"} danger={isUndoing(action)} disabled={isBlocked(action)} onClick={() => setOpen(action)}>
            {step(`act.${action}`)}
          </Button>
        ))}
      </div>
      {Dialog !== undefined && <Dialog version={version} onClose={() => setOpen(undefined)} />}
    </>
  );
}

function Progress({ version }: { version: Version }) {
  const at = placeOf(version);
  const shown = version.filing === null ? STEPS.filter((one) => one !== "file" || version.status !== "published") : STEPS;
  return (
    <ol className="po-steps" aria-label={t("steps")}>
      {shown.map((one, index) => (
        <li key={one} className={index < at && !(one === "force" && version.effectiveFrom > today()) ? "po-step-done" : ""} {...(index === at ? { "aria-current": "step" as const } : {})}>
          {t(`step.${one}`)}
        </li>
      ))}
    </ol>
  );
}

/** The step that is under way, by its place; beyond the last when all is done. */
function placeOf(version: Version): number {
  if (version.status === "draft") return 0;
  if (version.status === "submitted") return version.signOffs.every((sign) => sign.agreed === true) ? 2 : 1;
  if (version.filing === null) return STEPS.length;
  return version.filing.receivedOn === null ? 4 : STEPS.length;
}

function nextText(version: Version): string {
  if (version.status === "withdrawn") return t("next.withdrawn");
  if (version.status === "draft") return version.faults.length > 0 ? t("next.faults", { count: version.faults.length }) : t("next.edit");
  if (version.status === "submitted") return signText(version);
  const { filing } = version;
  if (filing === null || filing.receivedOn !== null) return t("next.published");
  return filing.filedOn === null ? t("next.file", { date: showDate(filing.dueOn) }) : t("next.receipt", { date: showDate(filing.filedOn) });
}

function signText(version: Version): string {
  const names = (agreed: boolean | null) => version.signOffs.filter((sign) => sign.agreed === agreed).map((sign) => sign.department).join("、");
  if (names(false) !== "") return t("next.refused", { departments: names(false) });
  return names(null) === "" ? t("next.publish") : t("next.sign", { departments: names(null) });
}
