import { Button, InputNumber, Select } from "antd";
import { formatYuan, parseYuan } from "../../../../src/kernel/money.ts";
import type { Control, FieldKind } from "../../../ui/form-fields.tsx";
import { t as ui } from "../../../ui/texts.ts";
import { t } from "./entry-texts.ts";
import type { BenefitNames } from "./fact-value.tsx";
import { SENIOR_FACTS } from "./fact-words.ts";

/** The control in which a fact is filled in. */
export function fieldOfFact(name: string, benefits: BenefitNames): FieldKind & { unit?: string; wide?: boolean } {
  const fact = SENIOR_FACTS[name]!;
  switch (fact.type) {
    case "boolean":
      return { kind: "yes_no" };
    case "enum":
      return { kind: "select", options: Object.entries(fact.values).map(([value, label]) => ({ value, label })) };
    case "integer":
      return { kind: "integer", min: fact.min, max: fact.max, ...(fact.unit === undefined ? {} : { unit: fact.unit }) };
    case "number":
      return { kind: "decimal", min: fact.min, max: fact.max, ...(fact.unit === undefined ? {} : { unit: fact.unit }) };
    case "date":
      return { kind: "date" };
    case "region":
      return { kind: "region" };
    case "money":
    case "text":
      return { kind: "text" };
    case "benefits":
      return { kind: "custom", wide: true, render: (control) => <BenefitsField control={control} benefits={benefits} /> };
  }
}

type Receives = Record<string, number | null>;

/** Which benefits are received, each with its monthly amount where that is known. */
function BenefitsField({ control, benefits }: { control: Control; benefits: BenefitNames }) {
  const value = (control.value ?? {}) as Receives;
  const chosen = Object.keys(value);
  const free = [...benefits].filter(([id]) => !chosen.includes(id));
  const without = (id: string) => Object.fromEntries(Object.entries(value).filter(([key]) => key !== id));
  return (
    <div>
      {chosen.length === 0 && <p className="sh-bar-note">{t("receives.none")}</p>}
      {chosen.map((id) => (
        <div key={id} className="sh-actions" style={{ marginBottom: 8 }}>
          <span style={{ flex: "1 1 200px" }}>{benefits.get(id) ?? id}</span>
          <InputNumber<string>
            stringMode
            precision={2}
            min="0"
            style={{ width: 200 }}
            suffix={ui("unit.yuan")}
            placeholder={t("receives.amount")}
            aria-label={`${benefits.get(id) ?? id} ${t("receives.amount")}`}
            value={value[id] === null || value[id] === undefined ? null : formatYuan(value[id])}
            onChange={(amount) => control.onChange({ ...value, [id]: amount === null || amount === "" ? null : parseYuan(amount) })}
          />
          <Button aria-label={`${t("receives.remove")} ${benefits.get(id) ?? id}`} onClick={() => control.onChange(without(id))}>
            {t("receives.remove")}
          </Button>
        </div>
      ))}
      {free.length > 0 && (
        <Select<string>
          id={control.id}
          value={null}
          virtual={false}
          style={{ width: "100%" }}
          showSearch={{ optionFilterProp: "label" }}
          placeholder={t("receives.add")}
          aria-label={t("receives.add")}
          options={free.map(([id, name]) => ({ value: id, label: name }))}
          onChange={(id) => control.onChange({ ...value, [id]: null })}
        />
      )}
    </div>
  );
}
