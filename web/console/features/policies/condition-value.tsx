import { Input, Select } from "antd";
import type { Fact } from "../../../../src/kernel/facts.ts";
import { DateField } from "../../../ui/date-field.tsx";
import { RegionPicker } from "../../../ui/region-picker.tsx";
import { takesNone, takesSeveral, type Test } from "./conditions.ts";
import { t } from "./editor.texts.ts";
import { useFormContext } from "./form-context.ts";

const NATION = "000000000000";

/** The value that a fact is compared with, by the fact's type; figures and dates may also be a parameter of the version. */
export function ConditionValue({ test, fact, place, onChange }: { test: Test; fact: Fact | undefined; place: string; onChange: (values: string[]) => void }) {
  const { version } = useFormContext();
  const label = t("condition.value", { place });
  if (takesNone(test.operator)) return <span aria-hidden="true" />;
  if (fact?.type === "benefits") {
    return <Choice label={label} several values={test.values} onChange={onChange} options={version.receivable.map(({ benefit, name }) => ({ value: benefit, label: name }))} />;
  }
  if (fact?.type === "enum") {
    const options = Object.entries(fact.values).map(([value, name]) => ({ value, label: name }));
    return <Choice label={label} several={takesSeveral(test.operator)} values={test.values} onChange={onChange} options={options} />;
  }
  if (fact?.type === "region") {
    return <RegionPicker aria-label={label} roots={[NATION]} value={test.values[0]} onChange={(code) => onChange(code === undefined ? [] : [code])} />;
  }
  if (takesSeveral(test.operator)) {
    return <Input aria-label={label} value={test.values.join("、")} onChange={(event) => onChange(event.target.value.split(/[、,，\s]+/))} />;
  }
  if (fact?.type === "text") return <Input aria-label={label} value={test.values[0] ?? ""} onChange={(event) => onChange([event.target.value])} />;
  return <Comparable test={test} fact={fact} place={place} onChange={onChange} />;
}

function Choice({ label, several, values, options, onChange }: { label: string; several: boolean; values: string[]; options: { value: string; label: string }[]; onChange: (values: string[]) => void }) {
  const shared = { "aria-label": label, virtual: false, options, showSearch: { optionFilterProp: "label" }, style: { width: "100%" } } as const;
  if (several) return <Select<string[]> {...shared} mode="multiple" value={values} onChange={onChange} />;
  return <Select<string | null> {...shared} value={values[0] ?? null} onChange={(value) => onChange(value === null ? [] : [value])} />;
}

/** A figure or a date, or the parameter (`@name`) that holds one. */
function Comparable({ test, fact, place, onChange }: { test: Test; fact: Fact | undefined; place: string; onChange: (values: string[]) => void }) {
  const { version } = useFormContext();
  const [value = ""] = test.values;
  const isParameter = value.startsWith("@");
  const label = t("condition.value", { place });
  return (
    <div style={{ display: "grid", gridTemplateColumns: "88px minmax(0, 1fr)", gap: 8 }}>
      <Select<string>
        aria-label={t("value.kind", { place })}
        virtual={false}
        value={isParameter ? "parameter" : "number"}
        options={[
          { value: "number", label: t("value.number") },
          { value: "parameter", label: t("value.parameter") },
        ]}
        onChange={(kind) => onChange(kind === "parameter" ? ["@"] : [])}
      />
      {isParameter ? (
        <Select<string | null>
          aria-label={label}
          virtual={false}
          placeholder={t("value.parameter.choose")}
          value={value === "@" ? null : value}
          options={version.parameters.map((parameter) => ({ value: `@${parameter.name}`, label: `${parameter.label}（${parameter.unit}）` }))}
          onChange={(name) => onChange(name === null ? [] : [name])}
        />
      ) : fact?.type === "date" ? (
        <DateField aria-label={label} value={value || undefined} onChange={(date) => onChange(date === undefined ? [] : [date])} />
      ) : (
        <Input aria-label={label} inputMode="decimal" suffix={fact?.unit} value={value} onChange={(event) => onChange(event.target.value === "" ? [] : [event.target.value])} />
      )}
    </div>
  );
}
