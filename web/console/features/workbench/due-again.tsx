import { Button } from "antd";
import { listWorklist } from "../../../../src/modules/policies/decisions.contract.ts";
import { showCount, showDate, today } from "../../../ui/display.ts";
import { AppLink, useGo } from "../../../ui/link.tsx";
import { Sheet, StatusTag } from "../../../ui/page.tsx";
import { PlainTable } from "../../../ui/plain-table.tsx";
import { Loaded } from "../../../ui/states.tsx";
import { useRead } from "../../../ui/use-api.ts";
import type { RowOf } from "../../../ui/use-list.ts";
import { listHref, seniorHref } from "../worklist/worklist-address.ts";
import { t } from "./texts.ts";

const SHOWN = 5;
const DUE = { state: "due" } as const;
type Row = RowOf<typeof listWorklist>;

/** Who was to be contacted again by today, the longest overdue first. Nothing where nobody was. */
export function DueAgain() {
  const answer = useRead(listWorklist, { query: { ...DUE, sort: "follow_up_on", size: SHOWN } });
  return <Loaded of={answer}>{({ rows, total }) => (total === 0 ? null : <DueTable rows={rows} total={total} />)}</Loaded>;
}

function DueTable({ rows, total }: { rows: readonly Row[]; total: number }) {
  const go = useGo();
  return (
    <Sheet title={t("due.title", { count: showCount(total) })}>
      <PlainTable
        label={t("due.title", { count: showCount(total) })}
        rows={rows}
        rowKey={(row) => `${row.seniorId} ${row.benefit}`}
        columns={[
          { key: "name", title: t("due.name"), render: (row) => row.name },
          { key: "what", title: t("what"), render: (row) => row.benefitName },
          { key: "when", title: t("due.when"), render: (row) => <Due row={row} /> },
          {
            key: "action",
            title: t("action"),
            render: (row) => (
              <Button size="small" aria-label={t("due.open.label", { name: row.name, benefit: row.benefitName })} onClick={() => go(seniorHref(row.seniorId, DUE))}>
                {t("due.open")}
              </Button>
            ),
          },
        ]}
      />
      {total > SHOWN && <AppLink href={listHref(DUE)}>{t("due.all", { count: showCount(total) })}</AppLink>}
    </Sheet>
  );
}

function Due({ row }: { row: Row }) {
  const isLate = row.followUpOn !== null && row.followUpOn < today();
  return (
    <span className="sh-actions">
      {showDate(row.followUpOn)}
      {isLate && <StatusTag tone="alarm">{t("due.late")}</StatusTag>}
    </span>
  );
}
