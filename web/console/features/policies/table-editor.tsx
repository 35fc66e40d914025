import { Button } from "antd";
import type { ConditionForm } from "../../../../src/modules/policies/policies.contract.ts";
import { ConditionEditor } from "./condition-editor.tsx";
import { newTest, withMore } from "./conditions.ts";
import { t } from "./editor.texts.ts";
import { FigureField } from "./figure-field.tsx";
import { useFormContext } from "./form-context.ts";

export type TableRow = { when: ConditionForm | null; value: string };

/** A decision table: the first case that holds gives the figure; a case without a condition is 其他情况 and stands last. */
export function TableEditor({ rows, onChange, prefix }: { rows: readonly TableRow[]; onChange: (rows: TableRow[]) => void; prefix: string }) {
  const { subject, isReadOnly } = useFormContext();
  const put = (index: number, row: TableRow | undefined) => onChange([...rows.slice(0, index), ...(row === undefined ? [] : [row]), ...rows.slice(index + 1)]);
  const last = rows.at(-1);
  const cases = rows.filter((row) => row.when !== null);
  return (
    <div className="po-lines">
      <p className="sh-bar-note" style={{ margin: 0 }}>
        {t("table.hint")}
      </p>
      {rows.map((row, index) => {
        const name = row.when === null ? t("table.else") : t("table.case", { number: index + 1 });
        return (
          // A case is known by its place alone.
          <div key={index} className="po-row" role="group" aria-label={`${prefix}${name}`}>
            <div className="sh-bar" style={{ minHeight: 24, marginBottom: 4 }}>
              <strong>{name}</strong>
              {!isReadOnly && (
                <Button size="small" type="text" aria-label={t("condition.remove.label", { place: `${prefix}${name}` })} onClick={() => put(index, undefined)}>
                  {t("condition.remove")}
                </Button>
              )}
            </div>
            {row.when !== null && <ConditionEditor form={row.when} onChange={(when) => put(index, { ...row, when })} prefix={`${prefix}${name} `} />}
            <div style={{ maxWidth: 480, marginTop: 8 }}>
              <FigureField name={`${prefix}${name} ${t("table.value")}`} value={row.value} onChange={(value) => put(index, { ...row, value })} />
            </div>
          </div>
        );
      })}
      {!isReadOnly && (
        <div className="sh-actions">
          <Button onClick={() => onChange([...cases, { when: withMore({ rows: [] }, newTest(subject)), value: "" }, ...(last?.when === null ? [last] : [])])}>{t("table.add")}</Button>
          {last?.when !== null && <Button onClick={() => onChange([...rows, { when: null, value: "" }])}>{t("table.add_else")}</Button>}
        </div>
      )}
    </div>
  );
}
