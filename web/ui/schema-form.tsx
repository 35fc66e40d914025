import type { ReactNode } from "react";
import { Alert, Button, Form } from "antd";
import type { z } from "zod";
import { FieldControl, type FormField } from "./form-fields.tsx";
import { isRequired, valueAt } from "./form-check.ts";
import { t } from "./texts.ts";
import { controlId, useForm, type FormOptions, type FormState } from "./use-form.ts";

export type FormSection = { title?: string; note?: ReactNode; fields: readonly FormField[] };

export type SchemaFormProps<S extends z.ZodType> = Omit<FormOptions<S>, "hidden" | "names"> & {
  sections: readonly FormSection[];
  submitText?: string;
  onCancel?: () => void;
  /** loads the present state after somebody else changed the thing (409) */
  onReload?: () => void;
  /** stands between the fields and the buttons, such as duplicates found while typing */
  children?: (form: FormState) => ReactNode;
};

/** A form over a route's body schema: fields in sections, faults beside them and in a summary on top, a kept draft. */
export function SchemaForm<S extends z.ZodType>(props: SchemaFormProps<S>) {
  const fields = props.sections.flatMap((section) => section.fields);
  const form = useForm<S>({
    ...props,
    names: fields.map((field) => field.name),
    hidden: (values) => fields.filter((field) => field.visible?.(values) === false).map((field) => field.name),
  });
  return (
    <form
      className="sh-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void form.submit();
      }}
    >
      <FormMessages form={form} fields={fields} onReload={props.onReload} />
      <Form component={false} layout="vertical">
        {props.sections.map((section, index) => (
          <fieldset key={section.title ?? index} disabled={form.isSubmitting}>
            {section.title !== undefined && <legend>{section.title}</legend>}
            {section.note !== undefined && <p className="sh-bar-note">{section.note}</p>}
            <div className="sh-form-grid">
              {section.fields
                .filter((field) => field.visible?.(form.values) !== false)
                .map((field) => (
                  <FormFieldView key={field.name} field={field} form={form} required={isRequired(props.schema, field.name)} />
                ))}
            </div>
          </fieldset>
        ))}
      </Form>
      {props.children?.(form)}
      <div className="sh-actions">
        <Button type="primary" htmlType="submit" loading={form.isSubmitting}>
          {form.isSubmitting ? t("form.saving") : (props.submitText ?? t("form.submit"))}
        </Button>
        {props.onCancel !== undefined && <Button onClick={props.onCancel}>{t("cancel")}</Button>}
      </div>
    </form>
  );
}

/** One field with its label, its fault and its help: for forms that `SchemaForm` cannot lay out. */
export function FormFieldView({ field, form, required }: { field: FormField; form: FormState; required: boolean }) {
  const id = controlId(form.formId, field.name);
  const fault = form.faultOf(field.name);
  const isGroup = field.kind === "radio" || field.kind === "multiple" || field.kind === "yes_no";
  return (
    <Form.Item
      className={field.wide || field.kind === "textarea" ? "sh-form-wide" : ""}
      label={field.label}
      required={required}
      {...(isGroup ? {} : { htmlFor: id })}
      {...(fault === undefined ? {} : { validateStatus: "error" as const })}
      help={fault === undefined && field.help === undefined ? undefined : <span id={`${id}-note`}>{fault ?? field.help}</span>}
    >
      <FieldControl
        field={field}
        control={{
          id,
          value: valueAt(form.values, field.name),
          onChange: (value) => form.set(field.name, value),
          onBlur: () => form.touch(field.name),
          disabled: field.disabled ?? false,
          "aria-invalid": fault !== undefined,
          "aria-describedby": `${id}-note`,
          "aria-required": required,
        }}
      />
    </Form.Item>
  );
}

/** Stands above the fields: a restored draft, what the server refused, and every fault as a way to its field. */
export function FormMessages({ form, fields, onReload }: { form: FormState; fields: readonly FormField[]; onReload?: (() => void) | undefined }) {
  const { problem, summary } = form;
  return (
    <div className="sh-faults">
      {form.isDraft && (
        <Alert
          type="info"
          title={t("form.draft")}
          action={
            <Button size="small" onClick={form.discardDraft}>
              {t("form.draft.drop")}
            </Button>
          }
        />
      )}
      {problem !== undefined && summary.length === 0 && (
        <Alert
          type="error"
          title={problem.isStale ? t("problem.stale") : problem.title}
          description={problem.isStale ? t("problem.stale.hint") : problem.detail}
          action={problem.isStale && onReload !== undefined ? <Button onClick={onReload}>{t("problem.stale.reload")}</Button> : undefined}
        />
      )}
      {summary.length > 0 && (
        <Alert
          type="error"
          title={t("form.summary", { count: summary.length })}
          description={
            <ul>
              {summary.map((fault) => (
                <li key={fault.path}>
                  <FaultLink fault={fault} form={form} label={fields.find((field) => field.name === fault.path)?.label} />
                </li>
              ))}
            </ul>
          }
        />
      )}
    </div>
  );
}

function FaultLink({ fault, form, label }: { fault: { path: string; message: string }; form: FormState; label: string | undefined }) {
  if (label === undefined) return <>{fault.message}</>;
  return (
    <button type="button" onClick={() => form.focus(fault.path)}>
      {label}：{fault.message}
    </button>
  );
}
