import type { ReactNode } from "react";
import { Checkbox, Input, InputNumber, Radio, Select } from "antd";
import { formatYuan, parseYuan } from "../../src/kernel/money.ts";
import { DateField, MonthField } from "./date-field.tsx";
import { RegionPicker } from "./region-picker.tsx";
import { t } from "./texts.ts";

export type FieldOption = { value: string; label: string };
export type FieldKind =
  | { kind: "text" | "textarea" | "date" | "month" | "region" }
  | { kind: "integer" | "decimal"; min?: number; max?: number }
  /** 元 as text with two decimals */
  | { kind: "yuan" }
  /** 是, 否 or 不详: unknown is not no */
  | { kind: "yes_no" }
  | { kind: "select" | "radio" | "multiple"; options: readonly FieldOption[] }
  | { kind: "custom"; render: (control: Control) => ReactNode };

/** One field of a form. `name` is dotted where the schema nests; `wide` takes the whole row. */
export type FormField = FieldKind & {
  name: string;
  label: string;
  help?: ReactNode;
  unit?: string;
  wide?: boolean;
  disabled?: boolean;
  placeholder?: string;
  /** shown only when it applies; what is hidden is not sent */
  visible?: (values: Record<string, unknown>) => boolean;
};

/** What a control gets: pass it all on, so that label, fault and focus find it. */
export type Control = {
  id: string;
  value: unknown;
  onChange: (value: unknown) => void;
  onBlur: () => void;
  disabled: boolean;
  "aria-invalid": boolean;
  "aria-describedby": string;
  "aria-required": boolean;
};

const wide = { width: "100%" };
const textOrNothing = (text: string) => (text === "" ? undefined : text);

export function FieldControl({ field, control }: { field: FormField; control: Control }): ReactNode {
  const { value, onChange, "aria-required": required, ...rest } = control;
  const placeholder = field.placeholder === undefined ? {} : { placeholder: field.placeholder };
  switch (field.kind) {
    case "text":
      return (
        <Input
          {...rest}
          {...placeholder}
          aria-required={required}
          autoComplete="off"
          suffix={field.unit}
          value={(value as string | undefined) ?? ""}
          onChange={(event) => onChange(textOrNothing(event.target.value))}
        />
      );
    case "textarea":
      return (
        <Input.TextArea
          {...rest}
          {...placeholder}
          aria-required={required}
          autoSize={{ minRows: 2, maxRows: 8 }}
          value={(value as string | undefined) ?? ""}
          onChange={(event) => onChange(textOrNothing(event.target.value))}
        />
      );
    case "integer":
    case "decimal":
      return (
        <InputNumber<number>
          {...rest}
          {...placeholder}
          aria-required={required}
          style={wide}
          suffix={field.unit}
          {...(field.min === undefined ? {} : { min: field.min })}
          {...(field.max === undefined ? {} : { max: field.max })}
          {...(field.kind === "integer" ? { precision: 0 } : {})}
          value={(value as number | undefined) ?? null}
          onChange={(number) => onChange(number ?? undefined)}
        />
      );
    case "yuan":
      return <YuanField {...control} unit={field.unit ?? t("unit.yuan")} />;
    case "date":
      return <DateField {...rest} value={value as string | undefined} onChange={onChange} />;
    case "month":
      return <MonthField {...rest} value={value as string | undefined} onChange={onChange} />;
    case "region":
      return <RegionPicker {...rest} value={value as string | undefined} onChange={onChange} />;
    case "select":
      return (
        <Select<string>
          {...rest}
          {...placeholder}
          virtual={false}
          allowClear={!required}
          showSearch={{ optionFilterProp: "label" }}
          value={(value as string | undefined) ?? null}
          onChange={(chosen) => onChange(chosen ?? undefined)}
          options={[...field.options]}
        />
      );
    case "multiple":
      return (
        <Checkbox.Group
          {...groupProps(rest, field.label)}
          value={(value as string[] | undefined) ?? []}
          onChange={(chosen) => onChange(chosen.length === 0 ? undefined : chosen)}
          options={[...field.options]}
        />
      );
    case "radio":
      return (
        <Radio.Group
          {...groupProps(rest, field.label)}
          value={value ?? null}
          onChange={(event) => onChange(event.target.value)}
          options={[...field.options]}
        />
      );
    case "yes_no":
      return (
        <Radio.Group
          {...groupProps(rest, field.label)}
          value={value === undefined || value === null ? "unknown" : value}
          onChange={(event) => onChange(event.target.value === "unknown" ? undefined : event.target.value)}
          options={[
            { value: true, label: t("yes") },
            { value: false, label: t("no") },
            { value: "unknown", label: t("unknown") },
          ]}
        />
      );
    case "custom":
      return field.render(control);
  }
}

type Rest = Omit<Control, "value" | "onChange" | "aria-required">;

/** A group is named by itself: a label's `for` can only point at one control. */
function groupProps({ id, disabled, "aria-describedby": describedBy }: Rest, label: string) {
  return { id, disabled, role: "radiogroup" as const, "aria-label": label, "aria-describedby": describedBy };
}

/** 元: whatever is typed is kept; on leaving, what is an amount gets its two decimals. */
function YuanField({ value, onChange, onBlur, unit, ...rest }: Control & { unit: string }) {
  const normalize = () => {
    if (typeof value === "string") {
      try {
        onChange(formatYuan(parseYuan(value)));
      } catch {
        // Not an amount: left as typed, the schema says what is wrong.
      }
    }
    onBlur();
  };
  return (
    <Input
      {...rest}
      inputMode="decimal"
      autoComplete="off"
      suffix={unit}
      style={{ textAlign: "right" }}
      value={(value as string | undefined) ?? ""}
      onChange={(event) => onChange(textOrNothing(event.target.value))}
      onBlur={normalize}
    />
  );
}
