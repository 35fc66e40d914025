import { Button, InputNumber, Select } from "antd";
import { t } from "./editor.texts.ts";
import { useFormContext } from "./form-context.ts";

export type Shares = { payer: string; percent: number }[];

/** Who pays which part; the parts must make up the whole. */
export function SharesEditor({ shares, onChange }: { shares: Shares; onChange: (shares: Shares) => void }) {
  const { version, isReadOnly } = useFormContext();
  const put = (index: number, share: Shares[number] | undefined) => onChange([...shares.slice(0, index), ...(share === undefined ? [] : [share]), ...shares.slice(index + 1)]);
  const sum = sharesSum(shares);
  const unused = version.payers.find(({ payer }) => !shares.some((share) => share.payer === payer));
  return (
    <div className="po-lines">
      {shares.length === 0 && <p style={{ margin: 0 }}>{t("shares.none")}</p>}
      {shares.map((share, index) => (
        <div key={share.payer} className="po-share">
          <Select<string>
            aria-label={t("shares.payer", { number: index + 1 })}
            virtual={false}
            value={share.payer}
            options={version.payers.map(({ payer, name }) => ({ value: payer, label: name, disabled: payer !== share.payer && shares.some((other) => other.payer === payer) }))}
            onChange={(payer) => put(index, { ...share, payer })}
          />
          <InputNumber<number>
            aria-label={t("shares.percent", { number: index + 1 })}
            min={0}
            max={100}
            precision={2}
            suffix="%"
            style={{ width: "100%" }}
            value={share.percent}
            onChange={(percent) => put(index, { ...share, percent: percent ?? 0 })}
          />
          {!isReadOnly && (
            <Button type="text" aria-label={t("condition.remove.label", { place: t("shares.payer", { number: index + 1 }) })} onClick={() => put(index, undefined)}>
              {t("condition.remove")}
            </Button>
          )}
        </div>
      ))}
      {shares.length > 0 && (
        <span className={sum === 100 ? "sh-bar-note" : "po-strong"} role="status">
          {sum === 100 ? `${t("shares.sum", { sum })}。${t("shares.remainder")}` : t("shares.not_whole", { sum })}
        </span>
      )}
      {!isReadOnly && unused !== undefined && <Button onClick={() => onChange([...shares, { payer: unused.payer, percent: Math.max(0, 100 - sum) }])}>{t("shares.add")}</Button>}
    </div>
  );
}

/** In hundredths first, so that 33.33 and its like add up exactly. */
function sharesSum(shares: Shares): number {
  return shares.reduce((sum, share) => sum + Math.round(share.percent * 100), 0) / 100;
}
