import { Fragment } from "react";
import { Button, Input, Select } from "antd";
import type { Fact } from "../../../../src/kernel/facts.ts";
import type { ConditionForm } from "../../../../src/modules/policies/policies.contract.ts";
import { ConditionValue } from "./condition-value.tsx";
import { factsOf, findFact, newTest, operatorsOf, operatorWords, takesNone, withMore, withOperator, withTest, type ConditionRows, type Operator, type Test } from "./conditions.ts";
import { t } from "./editor.texts.ts";
import { formulaInWords } from "./figures.ts";
import { useFormContext } from "./form-context.ts";
import { t as term } from "./terms.texts.ts";

/** A condition as rows joined by 且, each of alternatives joined by 或; what is too deep for rows as an expression. `prefix` tells several on one page apart. */
export function ConditionEditor({ form, onChange, prefix = "" }: { form: ConditionForm; onChange: (form: ConditionForm) => void; prefix?: string }) {
  return "rows" in form ? <Rows form={form} onChange={onChange} prefix={prefix} /> : <Expression form={form} onChange={onChange} prefix={prefix} />;
}

function Expression({ form, onChange, prefix }: { form: Extract<ConditionForm, { expression: string }>; onChange: (form: ConditionForm) => void; prefix: string }) {
  const { subject, version } = useFormContext();
  return (
    <div className="po-lines">
      <p style={{ margin: 0 }}>{t("condition.deep")}</p>
      <Input.TextArea
        aria-label={`${prefix}${t("condition.expression")}`}
        autoSize={{ minRows: 2, maxRows: 12 }}
        value={form.expression}
        onChange={(event) => onChange({ ...form, expression: event.target.value })}
      />
      <p className="sh-bar-note" style={{ margin: 0 }}>
        {t("figure.words", { words: formulaInWords(form.expression, subject, version.parameters, { min: t("word.min"), max: t("word.max") }) })}
      </p>
      <Button onClick={() => onChange(withMore({ rows: [] }, newTest(subject)))}>{t("condition.rewrite")}</Button>
    </div>
  );
}

function Rows({ form, onChange, prefix }: { form: ConditionRows; onChange: (form: ConditionForm) => void; prefix: string }) {
  const { subject, isReadOnly } = useFormContext();
  return (
    <div>
      {form.rows.length === 0 && <p>{t("condition.none", { subject: term(`subject.${subject}`) })}</p>}
      {form.rows.map((row, r) => (
        // Rows have no ids of their own; their place is what the form shows of them.
        <Fragment key={r}>
          {r > 0 && <div className="po-joint">{t("condition.and")}</div>}
          <div className="po-row" role="group" aria-label={`${prefix}${t("condition.row", { number: r + 1 })}`}>
            {row.any.map((alternative, a) => (
              <Fragment key={a}>
                {a > 0 && <div className="po-joint">{t("condition.or")}</div>}
                {alternative.all.map((test, x) => (
                  <TestLine
                    key={x}
                    test={test}
                    place={`${prefix}${t("condition.place", { row: r + 1, test: row.any.slice(0, a).reduce((sum, one) => sum + one.all.length, 0) + x + 1 })}`}
                    onChange={(next) => onChange(withTest(form, { row: r, any: a, test: x }, next))}
                  />
                ))}
                {!isReadOnly && (
                  <Button size="small" type="link" onClick={() => onChange(withMore(form, newTest(subject), { row: r, any: a }))}>
                    {t("condition.add_test")}
                  </Button>
                )}
              </Fragment>
            ))}
            {!isReadOnly && (
              <Button size="small" type="link" onClick={() => onChange(withMore(form, newTest(subject), { row: r }))}>
                {t("condition.add_or")}
              </Button>
            )}
          </div>
        </Fragment>
      ))}
      {!isReadOnly && (
        <Button style={{ marginTop: 8 }} onClick={() => onChange(withMore(form, newTest(subject)))}>
          {t("condition.add")}
        </Button>
      )}
    </div>
  );
}

function TestLine({ test, place, onChange }: { test: Test; place: string; onChange: (test: Test | undefined) => void }) {
  const { subject, isReadOnly } = useFormContext();
  const fact = findFact(subject, test.fact);
  return (
    <div className="po-test">
      <Select<string>
        aria-label={t("condition.fact", { place })}
        virtual={false}
        showSearch={{ optionFilterProp: "label" }}
        value={test.fact}
        options={factsOf(subject).map(([value, one]) => ({ value, label: one.label }))}
        onChange={(name) => onChange(newTest(subject, name))}
      />
      <Select<Operator>
        aria-label={t("condition.operator", { place })}
        virtual={false}
        popupMatchSelectWidth={false}
        value={test.operator}
        options={operatorsOf(fact, test.operator).map((value) => ({ value, label: operatorName(value, fact) }))}
        onChange={(operator) => onChange(withOperator(test, operator))}
      />
      {takesNone(test.operator) ? <span /> : <ConditionValue test={test} fact={fact} place={place} onChange={(values) => onChange({ ...test, values })} />}
      {!isReadOnly && (
        <Button type="text" aria-label={t("condition.remove.label", { place })} onClick={() => onChange(undefined)}>
          {t("condition.remove")}
        </Button>
      )}
    </div>
  );
}

/** 不低于 of figures is 不早于 of dates. */
function operatorName(operator: Operator, fact: Fact | undefined): string {
  switch (operator) {
    case "==":
    case "!=":
      return t(`${operatorWords(fact)}.${operator}`);
    case "<":
    case "<=":
    case ">":
    case ">=":
      return t(`${operatorWords(fact) === "date" ? "date" : "op"}.${operator}`);
    default:
      return t(`op.${operator}`);
  }
}
