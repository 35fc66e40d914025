import { useState } from "react";
import { useQueries, type UseQueryResult } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button, Radio } from "antd";
import { isWithin, lineage, type RegionCode } from "../../../../src/kernel/regions.ts";
import type { summarizeWorklist } from "../../../../src/modules/policies/decisions.contract.ts";
import type { Search } from "../../../ui/address.ts";
import type { ApiProblem, CallResult } from "../../../ui/api.ts";
import { showCount } from "../../../ui/display.ts";
import type { ListColumn } from "../../../ui/list-columns.tsx";
import { AppLink } from "../../../ui/link.tsx";
import { PlainTable } from "../../../ui/plain-table.tsx";
import { useRegionSource } from "../../../ui/region-source.ts";
import { ErrorState, LoadingState } from "../../../ui/states.tsx";
import { t } from "./texts.ts";
import { listHref, type Conditions } from "./worklist-address.ts";

type Summary = CallResult<typeof summarizeWorklist>;
const VIEWS = ["region", "benefit", "group"] as const;
type View = (typeof VIEWS)[number];
/** Rows shown before the rest is asked for: so many that the list below still begins on the first screen. */
const FIRST_ROWS = 5;
const REGIONS_STALE_MS = 3_600_000;
const NARROW = "(max-width: 640px)";

/**
 * Sums under the conditions of the list: where the most is to do, and how far it is. Folded for those who do the work
 * and on phones, where the list comes first.
 */
export function Overview({ summary, conditions, isFolded }: { summary: UseQueryResult<Summary, ApiProblem>; conditions: Conditions; isFolded: boolean }) {
  const [view, setView, isChosen] = useView();
  const [isOpen] = useState(() => isChosen || (!isFolded && !window.matchMedia(NARROW).matches));
  return (
    <details className="sh-fold wl-overview" open={isOpen}>
      <summary>{t("sum.title")}</summary>
      <div className="wl-overview-head">
        <Radio.Group
          role="radiogroup"
          aria-label={t("sum.by")}
          optionType="button"
          size="small"
          value={view}
          onChange={(event) => setView(event.target.value as View)}
          options={VIEWS.map((value) => ({ value, label: t(`sum.${value}`) }))}
        />
        <RegionPath conditions={conditions} />
      </div>
      {summary.data !== undefined && <SumTable key={view} rows={rowsOf(view, summary.data, conditions)} view={view} isOneState={conditions.state !== undefined} />}
      {summary.data === undefined && (summary.isPending ? <LoadingState /> : <ErrorState error={summary.error} retry={() => void summary.refetch()} />)}
    </details>
  );
}

/** By what the sums are made: in the address, with the conditions. */
function useView(): [View, (view: View) => void, boolean] {
  const { by } = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const view = VIEWS.find((one) => one === by) ?? "region";
  return [view, (next) => void navigate({ to: ".", search: (last: Search) => ({ ...last, by: next }), replace: true } as never), by !== undefined];
}

/** The regions from the user's own down to the one chosen; each leads back to itself. */
function RegionPath({ conditions }: { conditions: Conditions }) {
  const source = useRegionSource();
  const { region, ...rest } = conditions;
  const codes = region === undefined ? [] : lineage(region).filter((code) => source.roots.some((root) => isWithin(code, root) && code !== root)).reverse();
  const regions = useQueries({ queries: codes.map((code) => ({ queryKey: ["region", code], queryFn: () => source.get(code), staleTime: REGIONS_STALE_MS })) });
  if (codes.length === 0) return null;
  return (
    <nav className="wl-path" aria-label={t("sum.path")}>
      <AppLink href={listHref(rest, "region")}>{t("sum.top")}</AppLink>
      {codes.map((code, index) => {
        const name = regions[index]?.data?.name ?? code;
        return (
          <span key={code}>
            <span aria-hidden="true"> › </span>
            {code === region ? <span aria-current="true">{name}</span> : <AppLink href={listHref({ ...rest, region: code }, "region")}>{name}</AppLink>}
          </span>
        );
      })}
    </nav>
  );
}

type SumRow = {
  id: string;
  title: string;
  /** the same for this row alone */
  down: string | undefined;
  /** the conditions of the rows behind the figures */
  behind: Conditions;
  unmet: number;
  worked?: number;
  applying?: number;
  refused?: number;
  eligible?: number;
  receiving?: number;
};

/** Where the most is to do comes first. */
function rowsOf(view: View, summary: Summary, conditions: Conditions): SumRow[] {
  const rows: SumRow[] = {
    region: () => summary.byRegion.map((row) => ({ ...row, id: row.region, title: row.regionName, down: downOf(row.region, conditions), behind: { ...conditions, region: row.region } })),
    benefit: () => summary.byBenefit.map((row) => ({ ...row, id: row.benefit, title: row.name, down: undefined, behind: { ...conditions, benefit: row.benefit } })),
    group: () => summary.byGroup.map((row) => ({ ...row, id: row.group, title: row.name, down: undefined, behind: { ...conditions, group: row.group } })),
  }[view]();
  // Under a state, what has nothing in it says nothing.
  const isShown = (row: SumRow) => row.unmet > 0 || (conditions.state === undefined && (row.eligible ?? 0) > 0);
  return rows.filter(isShown).toSorted((a, b) => b.unmet - a.unmet);
}

function downOf(region: RegionCode, conditions: Conditions): string | undefined {
  return region === conditions.region ? undefined : listHref({ ...conditions, region }, "region");
}

function SumTable({ rows, view, isOneState }: { rows: readonly SumRow[]; view: View; isOneState: boolean }) {
  const [isAll, setAll] = useState(false);
  const columns = columnsOf(view, isOneState);
  return (
    <>
      <PlainTable label={t(`sum.${view}`)} columns={columns} rows={isAll ? rows : rows.slice(0, FIRST_ROWS)} rowKey={(row) => row.id} />
      {rows.length > FIRST_ROWS && (
        <Button type="link" size="small" aria-expanded={isAll} onClick={() => setAll(!isAll)}>
          {isAll ? t("sum.less", { count: FIRST_ROWS }) : t("sum.more", { count: rows.length - FIRST_ROWS })}
        </Button>
      )}
    </>
  );
}

function columnsOf(view: View, isOneState: boolean): Pick<ListColumn<SumRow>, "key" | "title" | "render" | "align">[] {
  const figures: Pick<ListColumn<SumRow>, "key" | "title" | "render" | "align">[] = [
    { key: "title", title: t(`filter.${view}`), render: (row) => <TitleCell row={row} /> },
    { key: "unmet", title: t("unmet"), align: "right", render: (row) => <CountLink row={row} count={row.unmet} href={listHref(row.behind)} /> },
  ];
  if (view === "group" || isOneState) return figures;
  figures.push({ key: "progress", title: t("progress"), render: (row) => <Progress row={row} /> });
  if (view === "region") {
    figures.push(
      { key: "applying", title: t("applying"), align: "right", render: (row) => <CountLink row={row} count={row.applying ?? 0} href={listHref({ ...row.behind, state: "applying" })} /> },
      { key: "refused", title: t("refused"), align: "right", render: (row) => <CountLink row={row} count={row.refused ?? 0} href={listHref({ ...row.behind, state: "refused" })} /> },
    );
  }
  figures.push({ key: "receiving", title: t("receiving"), align: "right", render: (row) => `${showCount(row.receiving ?? 0)} / ${showCount(row.eligible ?? 0)}` });
  return figures;
}

function TitleCell({ row }: { row: SumRow }) {
  return row.down === undefined ? (
    row.title
  ) : (
    <AppLink href={row.down} aria-label={t("down.label", { title: row.title })}>
      {row.title}
    </AppLink>
  );
}

function CountLink({ row, count, href }: { row: SumRow; count: number; href: string }) {
  if (count === 0) return "0";
  return (
    <AppLink href={href} aria-label={t("rows.label", { title: row.title, count })}>
      {showCount(count)}
    </AppLink>
  );
}

function Progress({ row }: { row: SumRow }) {
  const { unmet, worked = 0 } = row;
  if (unmet === 0) return t("none.unmet");
  const percent = Math.round((worked / unmet) * 100);
  return (
    <span className="wl-progress">
      <progress max={100} value={percent} aria-label={t("progress.label", { title: row.title, worked, unmet })} />
      <span className="sh-number">
        {showCount(worked)}/{showCount(unmet)}　{percent}%
      </span>
    </span>
  );
}
