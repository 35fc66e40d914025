import { useState } from "react";
import { Input, Select } from "antd";
import { t } from "./editor.texts.ts";
import { figureKind, formulaInWords, quantitiesOf, readCapped, writeCapped, type FigureKind } from "./figures.ts";
import { useFormContext } from "./form-context.ts";

/** A quantity or an amount: a figure, a parameter, a fact, or a formula of these. `name` says which to readers. */
export function FigureField({ name, value, onChange, mayBeNone = false, unit }: { name: string; value: string; onChange: (value: string) => void; mayBeNone?: boolean; unit?: string }) {
  const { subject, version } = useFormContext();
  const read = figureKind(value, subject, version.parameters);
  // While nothing is filled in, the kind that was chosen cannot be read from the text.
  const [chosen, setChosen] = useState<FigureKind>();
  const kind = chosen ?? (read === "none" && !mayBeNone ? "number" : read);
  const kinds: FigureKind[] = [...(mayBeNone ? (["none"] as const) : []), "number", "parameter", "fact", "capped", "expression"];
  const options = kind === "fact" ? quantitiesOf(subject) : version.parameters.map((parameter) => ({ value: parameter.name, label: `${parameter.label}（${parameter.unit}）` }));
  return (
    <div className="po-figure">
      <Select<FigureKind>
        aria-label={t("figure.kind", { name })}
        virtual={false}
        value={kind}
        options={kinds.map((one) => ({ value: one, label: t(`figure.${one}`) }))}
        onChange={(next) => {
          setChosen(next);
          if (next !== "expression") onChange(next === "capped" ? writeCapped(kind === "fact" ? value : "", "") : "");
        }}
      />
      {kind === "none" && <span />}
      {(kind === "number" || kind === "expression") && (
        <Input className={kind === "expression" ? "po-formula" : ""} aria-label={name} inputMode={kind === "number" ? "decimal" : "text"} suffix={kind === "number" ? unit : undefined} value={value} onChange={(event) => onChange(event.target.value)} />
      )}
      {(kind === "parameter" || kind === "fact") && (
        <Select<string | null>
          aria-label={name}
          virtual={false}
          showSearch={{ optionFilterProp: "label" }}
          value={options.some((option) => option.value === value) ? value : null}
          options={options}
          onChange={(next) => onChange(next ?? "")}
        />
      )}
      {kind === "capped" && <CappedFact name={name} value={value} onChange={onChange} />}
      {kind === "expression" && <small>{t("figure.words", { words: formulaInWords(value, subject, version.parameters, { min: t("word.min"), max: t("word.max") }) })}</small>}
    </div>
  );
}

/** A fact that counts only up to a parameter: so many beds, at most 500. */
function CappedFact({ name, value, onChange }: { name: string; value: string; onChange: (value: string) => void }) {
  const { subject, version } = useFormContext();
  const { fact, limit } = readCapped(value) ?? { fact: "", limit: "" };
  const quantities = quantitiesOf(subject);
  const limits = version.parameters.map((parameter) => ({ value: parameter.name, label: `${parameter.label}（${parameter.unit}）` }));
  // A limit written as a figure stays on offer as it is.
  const offered = limit === "" || limits.some((one) => one.value === limit) ? limits : [{ value: limit, label: limit }, ...limits];
  return (
    <>
      <Select<string | null> aria-label={name} virtual={false} showSearch={{ optionFilterProp: "label" }} value={fact || null} options={quantities} onChange={(next) => onChange(writeCapped(next ?? "", limit))} />
      <span style={{ alignSelf: "center", textAlign: "right" }}>{t("figure.limit.word")}</span>
      <Select<string | null> aria-label={t("figure.limit", { name })} virtual={false} showSearch={{ optionFilterProp: "label" }} value={limit || null} options={offered} onChange={(next) => onChange(writeCapped(fact, next ?? ""))} />
    </>
  );
}
