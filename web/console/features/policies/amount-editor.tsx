import { Button, Input, Radio, Select } from "antd";
import type { VersionEdit } from "../../../../src/modules/policies/policies.contract.ts";
import { t } from "./editor.texts.ts";
import { FigureField } from "./figure-field.tsx";
import { useFormContext } from "./form-context.ts";
import { TableEditor } from "./table-editor.tsx";

export type AmountForm = Extract<VersionEdit, { what: "amount" }>["amount"];
type Parts = Extract<AmountForm, { form: "parts" }>;
type Part = Parts["parts"][number];
type Bounds = Extract<AmountForm, { form: "bounds" }>;

const FORMS = ["parts", "bounds", "service", "unspecified"] as const;
const EMPTY_PART: Part = { label: "", times: "", value: "", table: null };
const EMPTY: Record<(typeof FORMS)[number], AmountForm> = {
  parts: { form: "parts", parts: [EMPTY_PART], cap: null },
  bounds: { form: "bounds", min: "", max: "", standard: null },
  service: { form: "service" },
  unspecified: { form: "unspecified", authorised: "" },
};

/** How much: a sum of parts, bounds, a service, or left to whom the text authorises. */
export function AmountEditor({ amount, onChange }: { amount: AmountForm; onChange: (amount: AmountForm) => void }) {
  return (
    <div className="po-lines">
      <div className="po-field" style={{ maxWidth: 320 }}>
        <span className="po-label">{t("amount.form")}</span>
        <Select<(typeof FORMS)[number]>
          aria-label={t("amount.form")}
          virtual={false}
          style={{ width: "100%" }}
          value={amount.form}
          options={FORMS.map((value) => ({ value, label: t(`form.${value}`) }))}
          onChange={(form) => onChange(EMPTY[form])}
        />
      </div>
      {amount.form === "parts" && <PartsEditor amount={amount} onChange={onChange} />}
      {amount.form === "bounds" && <BoundsEditor amount={amount} onChange={onChange} />}
      {amount.form === "unspecified" && (
        <div className="po-field">
          <span className="po-label">{t("amount.authorised")}</span>
          <Input aria-label={t("amount.authorised")} value={amount.authorised} onChange={(event) => onChange({ ...amount, authorised: event.target.value })} />
        </div>
      )}
    </div>
  );
}

function PartsEditor({ amount, onChange }: { amount: Parts; onChange: (amount: AmountForm) => void }) {
  const { isReadOnly } = useFormContext();
  const put = (index: number, part: Part | undefined) => onChange({ ...amount, parts: [...amount.parts.slice(0, index), ...(part === undefined ? [] : [part]), ...amount.parts.slice(index + 1)] });
  return (
    <>
      {amount.parts.map((part, index) => (
        // A part is known by its place alone.
        <PartEditor key={index} number={index + 1} part={part} onChange={(next) => put(index, next)} onRemove={amount.parts.length > 1 && !isReadOnly ? () => put(index, undefined) : undefined} />
      ))}
      {!isReadOnly && <Button onClick={() => onChange({ ...amount, parts: [...amount.parts, EMPTY_PART] })}>{t("amount.add")}</Button>}
      <div className="po-field" style={{ maxWidth: 480 }}>
        <span className="po-label">{t("amount.cap")}</span>
        <FigureField name={t("amount.cap")} mayBeNone value={amount.cap ?? ""} unit="元" onChange={(cap) => onChange({ ...amount, cap: cap === "" ? null : cap })} />
      </div>
    </>
  );
}

function PartEditor({ number, part, onChange, onRemove }: { number: number; part: Part; onChange: (part: Part) => void; onRemove: (() => void) | undefined }) {
  const name = t("amount.part", { number });
  const isTable = part.table !== null;
  return (
    <div className="po-row" role="group" aria-label={name}>
      <div className="sh-bar" style={{ minHeight: 24 }}>
        <strong>{name}</strong>
        {onRemove !== undefined && (
          <Button size="small" type="text" aria-label={t("condition.remove.label", { place: name })} onClick={onRemove}>
            {t("condition.remove")}
          </Button>
        )}
      </div>
      <div className="po-fields">
        <div className="po-field">
          <span className="po-label">{t("amount.label")}</span>
          <Input aria-label={`${name} ${t("amount.label")}`} value={part.label} onChange={(event) => onChange({ ...part, label: event.target.value })} />
        </div>
        <div className="po-field">
          <span className="po-label">{t("amount.times")}</span>
          <FigureField name={`${name} ${t("amount.times")}`} mayBeNone value={part.times} onChange={(times) => onChange({ ...part, times })} />
        </div>
        <div className="po-field">
          <span className="po-label">{t("amount.way")}</span>
          <Radio.Group
            aria-label={`${name} ${t("amount.way")}`}
            value={isTable ? "table" : "value"}
            options={[
              { value: "value", label: t("amount.way.value") },
              { value: "table", label: t("amount.way.table") },
            ]}
            onChange={(event) => onChange(event.target.value === "table" ? { ...part, value: null, table: [{ when: null, value: part.value ?? "" }] } : { ...part, value: part.table?.at(-1)?.value ?? "", table: null })}
          />
        </div>
        {!isTable && (
          <div className="po-field">
            <span className="po-label">{t("amount.value")}</span>
            <FigureField name={`${name} ${t("amount.value")}`} value={part.value ?? ""} unit="元" onChange={(value) => onChange({ ...part, value })} />
          </div>
        )}
      </div>
      {part.table !== null && <TableEditor prefix={`${name} `} rows={part.table} onChange={(table) => onChange({ ...part, table })} />}
    </div>
  );
}

function BoundsEditor({ amount, onChange }: { amount: Bounds; onChange: (amount: AmountForm) => void }) {
  const { isReadOnly } = useFormContext();
  return (
    <>
      <div className="po-fields">
        {(["min", "max"] as const).map((side) => (
          <div key={side} className="po-field">
            <span className="po-label">{t(`amount.${side}`)}</span>
            <FigureField name={t(`amount.${side}`)} value={amount[side]} unit="元" onChange={(value) => onChange({ ...amount, [side]: value })} />
          </div>
        ))}
      </div>
      {amount.standard === null ? (
        !isReadOnly && <Button onClick={() => onChange({ ...amount, standard: [{ when: null, value: "" }] })}>{t("amount.standard.add")}</Button>
      ) : (
        <>
          <strong>{t("amount.standard")}</strong>
          <TableEditor prefix={`${t("table")} `} rows={amount.standard} onChange={(standard) => onChange({ ...amount, standard })} />
          {!isReadOnly && <Button onClick={() => onChange({ ...amount, standard: null })}>{t("amount.standard.drop")}</Button>}
        </>
      )}
    </>
  );
}
