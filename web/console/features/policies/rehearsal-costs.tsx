import { formatYuan, parseYuan } from "../../../../src/kernel/money.ts";
import { showCount } from "../../../ui/display.ts";
import { AppLink } from "../../../ui/link.tsx";
import type { ListColumn } from "../../../ui/list-columns.tsx";
import { showYuan } from "../../../ui/money.tsx";
import { Sheet } from "../../../ui/page.tsx";
import { PlainTable } from "../../../ui/plain-table.tsx";
import type { ListOf, Summary } from "./rehearsal-page.tsx";
import { t } from "./rehearsals.texts.ts";
import { t as term } from "./terms.texts.ts";

type Sides = { before: string; after: string };
type Tally = { wins: number; loses: number; more: number; less: number; isFirst?: boolean };
const CHANGES = ["wins", "loses", "more", "less"] as const;

/** Cost before and after by payer, benefit, region and month, each with its bars side by side. */
export function RehearsalCosts({ summary, listOf }: { summary: Summary; listOf: ListOf }) {
  // A region has a row for each period, and its people are counted over all of them: said once, so that the column adds up.
  const regions = summary.byRegion.map((row, at) => ({ ...row, isFirst: row.region !== summary.byRegion[at - 1]?.region }));
  return (
    <>
      <Sheet title={t("cost")}>
        <PlainTable
          label={t("cost")}
          rows={summary.costs}
          rowKey={(row) => `${row.payer} ${row.period}`}
          columns={[
            { key: "payer", title: t("cost.payer"), render: (row) => row.payer },
            { key: "period", title: t("cost.period"), render: (row) => <span className="po-period">{term(`period.${row.period}`)}</span> },
            ...sideColumns(summary.costs),
          ]}
        />
      </Sheet>
      <Sheet title={t("benefits")}>
        {summary.byBenefit.length === 0 ? (
          <p style={{ margin: 0 }}>{t("benefits.none")}</p>
        ) : (
          <div className="po-wrap">
            <PlainTable
              label={t("benefits")}
              rows={summary.byBenefit}
              rowKey={(row) => row.benefit}
              columns={[
                { key: "name", title: t("benefits.name"), render: (row) => row.name },
                ...tallyColumns<Summary["byBenefit"][number]>(listOf, (row) => ({ name: row.name, filter: { benefit: row.benefit } })),
                { key: "period", title: t("cost.period"), render: (row) => <span className="po-period">{term(`period.${row.period}`)}</span> },
                ...sideColumns(summary.byBenefit),
              ]}
            />
          </div>
        )}
      </Sheet>
      <Sheet title={t("regions")}>
        <PlainTable
          label={t("regions")}
          rows={regions}
          rowKey={(row) => `${row.region} ${row.period}`}
          columns={[
            { key: "region", title: term("region"), render: (row) => row.regionName },
            ...tallyColumns<(typeof regions)[number]>(listOf, (row) => ({ name: row.regionName, filter: { region: row.region } })),
            { key: "period", title: t("cost.period"), render: (row) => <span className="po-period">{term(`period.${row.period}`)}</span> },
            ...sideColumns(summary.byRegion),
          ]}
        />
      </Sheet>
      <Sheet title={t("months")}>
        <PlainTable
          label={t("months")}
          rows={summary.byMonth}
          rowKey={(row) => row.month}
          columns={[{ key: "month", title: t("month"), render: (row) => row.month }, ...sideColumns(summary.byMonth)]}
        />
      </Sheet>
    </>
  );
}

type Column<Row> = Pick<ListColumn<Row>, "key" | "title" | "render" | "align">;

/** Who gains and who loses, each figure a way to the list. */
function tallyColumns<Row extends Tally>(listOf: ListOf, of: (row: Row) => { name: string; filter: Record<string, string> }): Column<Row>[] {
  return CHANGES.map((change) => ({
    key: change,
    title: term(`change.${change}`),
    align: "right",
    render: (row) => {
      const { name, filter } = of(row);
      if (row.isFirst === false) return "";
      if (row[change] === 0) return "0";
      return (
        <AppLink href={listOf({ ...filter, change })} aria-label={t("open", { name: `${name} ${term(`change.${change}`)}` })}>
          {showCount(row[change])}
        </AppLink>
      );
    },
  }));
}

/** Now, after, the difference, and bars on one scale for the whole table. */
function sideColumns<Row extends Sides>(rows: readonly Row[]): Column<Row>[] {
  const most = Math.max(1, ...rows.flatMap((row) => [parseYuan(row.before), parseYuan(row.after)]));
  return [
    { key: "before", title: t("before"), align: "right", render: (row) => <span className="sh-number">{showYuan(row.before)}</span> },
    { key: "after", title: t("after"), align: "right", render: (row) => <span className="sh-number">{showYuan(row.after)}</span> },
    { key: "difference", title: t("difference"), align: "right", render: (row) => <span className="sh-number">{differenceOf(row)}</span> },
    { key: "bars", title: t("compare"), render: (row) => <Bars before={parseYuan(row.before) / most} after={parseYuan(row.after) / most} /> },
  ];
}

function differenceOf({ before, after }: Sides): string {
  const fen = parseYuan(after) - parseYuan(before);
  if (fen === 0) return "0";
  return `${fen > 0 ? "+" : ""}${showYuan(formatYuan(fen))}`;
}

/** The figures stand beside it in words: the bars are for the eye alone. */
function Bars({ before, after }: { before: number; after: number }) {
  return (
    <div className="po-bar" aria-hidden="true">
      <span>{t("bar.before")}</span>
      <i className="po-bar-before" style={{ width: `${before * 100}%` }} />
      <span>{t("bar.after")}</span>
      <i className="po-bar-after" style={{ width: `${after * 100}%` }} />
    </div>
  );
}
