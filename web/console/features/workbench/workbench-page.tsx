import { Link, useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { daysUntil, showCount, showDate, today } from "../../../ui/display.ts";
import { Page as Frame, Sheet, StatusTag } from "../../../ui/page.tsx";
import { EmptyState, ErrorState, LoadingState } from "../../../ui/states.tsx";
import { useRead } from "../../../ui/use-api.ts";
import { useMe } from "../../shell/shell.tsx";
import { t } from "./texts.ts";
import { byDeadline, getWorklistSummary, urgencyOf, worklistSummary, type WorklistRow } from "./worklist.ts";

const REFRESH_MS = 60_000;

/** What must I do today, for whom, by when: work by deadline, the next action on each row. */
export function Page() {
  const user = useMe();
  return (
    <Frame title={t("title")} note={t("note", { date: showDate(today()), name: user.name })}>
      <Sheet>
        <Worklist />
      </Sheet>
    </Frame>
  );
}

function Worklist() {
  const answer = useRead(getWorklistSummary, {}, { refetchMs: REFRESH_MS });
  if (answer.isPending) return <LoadingState />;
  // The list belongs to another module, which an installation may not have or a user may not see.
  if (answer.error?.status === 404 || answer.error?.status === 403) return <EmptyState title={t("absent")} hint={t("absent.hint")} />;
  if (answer.error) return <ErrorState error={answer.error} retry={() => void answer.refetch()} />;
  const parsed = worklistSummary.safeParse(answer.data);
  if (!parsed.success) return <EmptyState title={t("absent")} hint={t("absent.hint")} />;
  if (parsed.data.rows.length === 0) return <EmptyState title={t("empty")} hint={t("empty.hint")} />;
  return <WorklistTable rows={[...parsed.data.rows].sort(byDeadline)} />;
}

function WorklistTable({ rows }: { rows: readonly WorklistRow[] }) {
  const navigate = useNavigate();
  return (
    <table className="sh-table">
      <thead>
        <tr>
          <th scope="col">{t("what")}</th>
          <th scope="col">{t("where")}</th>
          <th scope="col" className="sh-amount-cell">
            {t("count")}
          </th>
          <th scope="col">{t("due")}</th>
          <th scope="col">{t("action")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">{row.title}</th>
            <td>{row.regionName}</td>
            <td className="sh-amount-cell">
              <Link to={row.href}>{t("people", { count: showCount(row.count) })}</Link>
            </td>
            <td>
              <Deadline row={row} />
            </td>
            <td>
              <Button size="small" aria-label={t("open.label", { title: row.title })} onClick={() => void navigate({ to: row.href })}>
                {t("open")}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Deadline({ row }: { row: WorklistRow }) {
  if (!row.dueOn) return <>{t("no_due")}</>;
  const days = daysUntil(row.dueOn);
  const urgency = urgencyOf(row, daysUntil);
  return (
    <>
      {showDate(row.dueOn)}{" "}
      {urgency === "overdue" && <StatusTag tone="alarm">{t("overdue", { days: -days })}</StatusTag>}
      {urgency === "soon" && <StatusTag tone="risk">{days === 0 ? t("today") : t("soon", { days })}</StatusTag>}
    </>
  );
}
