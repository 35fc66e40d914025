import { Button } from "antd";
import { useSearch } from "@tanstack/react-router";
import { GROUP_NAMES } from "../../../../src/modules/people/people.contract.ts";
import { listWorklist, nextOnWorklist, summarizeWorklist } from "../../../../src/modules/policies/decisions.contract.ts";
import type { Search } from "../../../ui/address.ts";
import { showCount, showInstant } from "../../../ui/display.ts";
import type { ListColumn } from "../../../ui/list-columns.tsx";
import type { ListFilter } from "../../../ui/list-filters.tsx";
import { useGo } from "../../../ui/link.tsx";
import { ListPage } from "../../../ui/list-page.tsx";
import { useRead } from "../../../ui/use-api.ts";
import { useMay, useMe } from "../../shell/shell.tsx";
import { StartButton } from "./start-button.tsx";
import { t } from "./texts.ts";
import { conditionsOf, seniorHref, type Conditions } from "./worklist-address.ts";
import { Overview } from "./worklist-summary.tsx";
import { AmountView, groupNames, KINDS, PayersView, shortPlace, showPerson, WORK_STATES, WorkStateView, type WorkRow } from "./worklist-words.tsx";
import "./worklist.css";

const OPTIONS_STALE_MS = 300_000;
const WANTED = [...WORK_STATES, "due"] as const;

/** Seniors who are entitled to something that they do not receive: sums with progress, the list, and the way into the work. */
export function Page() {
  const conditions = conditionsOf(useSearch({ strict: false }) as Search);
  const summary = useRead(summarizeWorklist, { query: conditions }, { keepPrevious: true });
  const benefits = useRead(summarizeWorklist, { query: {} }, { staleMs: OPTIONS_STALE_MS }).data?.byBenefit ?? [];
  const mayWork = useMay(nextOnWorklist.permission);
  const sums = summary.data;
  return (
    <ListPage
      title={t("title")}
      note={sums && sums.decidedAt !== null ? t("note", { seniors: showCount(sums.seniors), entitlements: showCount(sums.entitlements), at: showInstant(sums.decidedAt) }) : undefined}
      actions={mayWork && <StartButton conditions={conditions} />}
      id="policies.worklist"
      contract={listWorklist}
      rowKey={(row) => `${row.seniorId} ${row.benefit}`}
      open={(row) => seniorHref(row.seniorId, conditions)}
      search={t("search")}
      filters={filters(benefits)}
      columns={useColumns(conditions, mayWork)}
      overview={() => <Overview summary={summary} conditions={conditions} isFolded={mayWork} />}
      empty={{ hint: t("empty") }}
    />
  );
}

function filters(benefits: readonly { benefit: string; name: string }[]): ListFilter[] {
  return [
    { key: "region", label: t("filter.region"), kind: "region" },
    { key: "benefit", label: t("filter.benefit"), kind: "select", options: benefits.map(({ benefit, name }) => ({ value: benefit, label: name })) },
    { key: "group", label: t("filter.group"), kind: "select", options: Object.entries(GROUP_NAMES).map(([value, label]) => ({ value, label })) },
    { key: "state", label: t("filter.state"), kind: "select", options: WANTED.map((value) => ({ value, label: t(`state.${value}`) })) },
    { key: "kind", label: t("filter.kind"), kind: "select", options: KINDS.map((value) => ({ value, label: t(`kind.${value}`) })) },
  ];
}

function useColumns(conditions: Conditions, mayWork: boolean): ListColumn<WorkRow>[] {
  const go = useGo();
  const { jurisdictionName } = useMe();
  return [
    { key: "name", title: t("name"), always: true, render: (row) => <PersonCell row={row} /> },
    { key: "place", title: t("place"), render: (row) => <span className="wl-place">{shortPlace(row.regionName, jurisdictionName)}</span> },
    { key: "benefit", title: t("benefit"), always: true, render: (row) => <BenefitCell row={row} /> },
    { key: "amount", title: t("amount"), align: "right", sort: true, render: (row) => <AmountView row={row} /> },
    { key: "payers", title: t("payers"), render: (row) => <PayersView payers={row.payers} /> },
    { key: "state", title: t("state"), render: (row) => <WorkStateView row={row} /> },
    {
      key: "action",
      title: t("action"),
      always: true,
      render: (row) => (
        <Button size="small" tabIndex={-1} aria-label={t("open.label", { name: row.name, benefit: row.benefitName })} onClick={() => go(seniorHref(row.seniorId, conditions))}>
          {mayWork ? t("open") : t("view")}
        </Button>
      ),
    },
  ];
}

function PersonCell({ row }: { row: WorkRow }) {
  return (
    <span className="wl-lines">
      <strong>{row.name}</strong>
      <span className="sh-bar-note">{showPerson(row)}</span>
      {row.groups.length > 0 && <span className="sh-bar-note">{groupNames(row.groups).join("、")}</span>}
    </span>
  );
}

/** The benefit with the sentence that grants it. */
function BenefitCell({ row }: { row: WorkRow }) {
  return (
    <span className="wl-benefit">
      <span>{row.benefitName}</span>
      <span className="sh-bar-note sh-quote">
        {row.clause.at}：<q>{row.clause.quote}</q>
      </span>
    </span>
  );
}
