import { useEffect } from "react";
import { Button, Form, Radio } from "antd";
import { addDays, type CivilDate } from "../../../../src/kernel/dates.ts";
import { listWork, listWorklist, nextOnWorklist, recordWork, summarizeWorklist } from "../../../../src/modules/policies/decisions.contract.ts";
import { asProblem } from "../../../ui/api.ts";
import { DateField } from "../../../ui/date-field.tsx";
import { today } from "../../../ui/display.ts";
import type { Control, FormField } from "../../../ui/form-fields.tsx";
import { Sheet } from "../../../ui/page.tsx";
import { FormFieldView, FormMessages } from "../../../ui/schema-form.tsx";
import { useRefresh, useWrite } from "../../../ui/use-api.ts";
import { useForm, type FormState } from "../../../ui/use-form.ts";
import { t } from "./senior-texts.ts";
import { useShortcuts } from "./use-shortcuts.ts";
import { followUpOf, latestWork, outcomesOf, WORK_ACTIONS, type WorkAction } from "./work-actions.ts";
import type { WorkRow } from "./worklist-words.tsx";

const NAMES = ["benefits", "action", "outcome", "note", "followUpOn"];
const QUICK_DAYS = [3, 7, 30];

type WorkFormProps = {
  seniorId: string;
  rows: readonly WorkRow[];
  /** the record is kept: stay, or go on to the next senior */
  onSaved: (action: WorkAction, goOn: boolean) => void;
  onSkip: () => void;
};

/** Records one contact about one or several benefits. What is typed outlives failures, stale answers and reloads. */
export function WorkForm({ seniorId, rows, onSaved, onSkip }: WorkFormProps) {
  const write = useWrite(recordWork, { refreshes: [listWork, summarizeWorklist, nextOnWorklist] });
  const refresh = useRefresh();
  const saved: { action?: WorkAction } = {};
  const form = useForm({
    schema: recordWork.body,
    names: NAMES,
    initial: { benefits: initialChoice(rows) },
    draftKey: `worklist.${seniorId}`,
    onSubmit: async (body) => {
      try {
        await write.run({ params: { seniorId }, body: { ...body, seenAt: latestWork(rows) } });
        saved.action = body.action;
      } catch (error) {
        // No longer unmet: the page shows what is, beside what was typed.
        if (asProblem(error).status === 404) await refresh(listWorklist, listWork);
        throw error;
      }
    },
  });
  const save = async (goOn: boolean) => {
    if (form.isSubmitting) return;
    await form.submit();
    if (saved.action !== undefined) onSaved(saved.action, goOn);
  };
  usePruned(form, rows);
  useShortcuts({ choose: (place) => chooseAction(form, WORK_ACTIONS[place]?.action), save: () => void save(true), skip: onSkip });
  const fields = fieldsOf(form, rows);
  const reload = async () => {
    await refresh(listWorklist, listWork);
    form.dismissProblem();
  };
  return (
    <Sheet title={t("form")}>
      <form className="sh-form" noValidate onSubmit={(event) => event.preventDefault()}>
        <FormMessages form={form} fields={fields} onReload={() => void reload()} />
        <Form component={false} layout="vertical">
          <fieldset disabled={form.isSubmitting}>
            {fields
              .filter((field) => field.visible?.(form.values) !== false)
              .map((field) => (
                <FormFieldView key={field.name} field={field} form={form} required={field.name === "benefits" || field.name === "action"} />
              ))}
          </fieldset>
        </Form>
        <div className="sh-form-buttons wl-buttons">
          <Button type="primary" loading={form.isSubmitting} onClick={() => void save(true)}>
            {t("save.next")}
          </Button>
          <Button disabled={form.isSubmitting} onClick={() => void save(false)}>
            {t("save")}
          </Button>
          <Button type="link" disabled={form.isSubmitting} onClick={onSkip}>
            {t("skip")}
          </Button>
        </div>
        <p className="sh-bar-note sh-keys">{t("keys")}</p>
      </form>
    </Sheet>
  );
}

/** What nobody has worked on yet; where all was, everything. */
function initialChoice(rows: readonly WorkRow[]): string[] {
  const open = rows.filter((row) => row.state === "open");
  return (open.length > 0 ? open : rows).map((row) => row.benefit);
}

/** What is no longer unmet cannot stay chosen. */
function usePruned(form: FormState, rows: readonly WorkRow[]): void {
  const chosen = (form.values.benefits ?? []) as string[];
  const left = chosen.filter((benefit) => rows.some((row) => row.benefit === benefit));
  const isGone = left.length < chosen.length;
  useEffect(() => {
    if (isGone) form.set("benefits", left);
  }, [isGone]);
}

/** Another action brings its own outcomes, and its own day of asking again unless the worker has set one. */
function chooseAction(form: FormState, action: WorkAction | undefined): void {
  if (action === undefined) return;
  const { action: last, outcome, followUpOn } = form.values as { action?: WorkAction; outcome?: string; followUpOn?: CivilDate | null };
  const isOwnDay = followUpOn !== undefined && followUpOn !== null && followUpOn !== followUpOf(last, today());
  form.fill({
    action,
    outcome: outcomesOf(action).some(({ value }) => value === outcome) ? outcome : undefined,
    followUpOn: isOwnDay ? followUpOn : followUpOf(action, today()),
  });
}

function fieldsOf(form: FormState, rows: readonly WorkRow[]): FormField[] {
  const action = form.values.action as WorkAction | undefined;
  return [
    { name: "benefits", label: t("form.benefits"), kind: "multiple", options: rows.map((row) => ({ value: row.benefit, label: row.benefitName })) },
    {
      name: "action",
      label: t("form.action"),
      kind: "custom",
      ...(action === "apply" ? { help: t("form.apply") } : {}),
      render: (control) => <ActionChoice control={control} onChoose={(chosen) => chooseAction(form, chosen)} />,
    },
    { name: "outcome", label: t("form.outcome"), kind: "radio", options: outcomesOf(action), visible: () => action !== undefined },
    { name: "note", label: t("form.note"), kind: "textarea", placeholder: t("form.note.hint") },
    { name: "followUpOn", label: t("form.followUp"), kind: "custom", render: (control) => <FollowUp control={control} /> },
  ];
}

function ActionChoice({ control, onChoose }: { control: Control; onChoose: (action: WorkAction) => void }) {
  return (
    <div id={control.id} className="wl-actions-choice">
      <Radio.Group
        role="radiogroup"
        aria-label={t("form.action")}
        aria-describedby={control["aria-describedby"]}
        optionType="button"
        buttonStyle="solid"
        disabled={control.disabled}
        value={control.value ?? null}
        onChange={(event) => onChoose(event.target.value as WorkAction)}
        options={WORK_ACTIONS.map(({ action }) => ({ value: action, label: t(`action.${action}`) }))}
      />
    </div>
  );
}

function FollowUp({ control }: { control: Control }) {
  const { value, onChange, "aria-required": _, ...rest } = control;
  return (
    <>
      <DateField {...rest} value={(value as CivilDate | null | undefined) ?? undefined} onChange={onChange} />
      <div className="wl-quick">
        {QUICK_DAYS.map((count) => (
          <Button key={count} size="small" onClick={() => onChange(addDays(today(), count))}>
            {t("form.followUp.days", { count })}
          </Button>
        ))}
        <Button size="small" onClick={() => onChange(undefined)}>
          {t("form.followUp.none")}
        </Button>
      </div>
    </>
  );
}
