import { Button } from "antd";
import { nextOnWorklist, summarizeWorklist } from "../../../../src/modules/policies/decisions.contract.ts";
import { publishVersion, signVersion } from "../../../../src/modules/policies/policies.contract.ts";
import type { CallResult } from "../../../ui/api.ts";
import { showCount, showDate, showInstant, today } from "../../../ui/display.ts";
import { AppLink, useGo } from "../../../ui/link.tsx";
import { Page as Frame, Sheet } from "../../../ui/page.tsx";
import { PlainTable } from "../../../ui/plain-table.tsx";
import { EmptyState, ErrorState, LoadingState } from "../../../ui/states.tsx";
import { useRead } from "../../../ui/use-api.ts";
import { useMay, useMe } from "../../shell/shell.tsx";
import { StartButton } from "../worklist/start-button.tsx";
import { WORKLIST } from "../worklist/worklist-address.ts";
import { DueAgain } from "./due-again.tsx";
import { SubmittedVersions } from "./submitted-versions.tsx";
import { t } from "./texts.ts";

const REFRESH_MS = 60_000;

/** What must I do today, for whom: unmet entitlements by place and by benefit, the next action on each row. */
export function Page() {
  const user = useMe();
  const maySee = useMay(summarizeWorklist.permission);
  const mayWork = useMay(nextOnWorklist.permission);
  const maySign = useMay(signVersion.permission);
  const mayPublish = useMay(publishVersion.permission);
  return (
    <Frame title={t("title")} note={t("note", { date: showDate(today()), name: user.name })} actions={mayWork && <StartButton conditions={{}} />}>
      {mayWork && <DueAgain />}
      {(maySign || mayPublish) && <SubmittedVersions isAll={!maySee} />}
      {maySee ? <Worklist mayWork={mayWork} /> : !maySign && !mayPublish && <NoWork />}
    </Frame>
  );
}

function NoWork() {
  return (
    <Sheet>
      <EmptyState title={t("absent")} hint={t("absent.hint")} />
    </Sheet>
  );
}

function Worklist({ mayWork }: { mayWork: boolean }) {
  const answer = useRead(summarizeWorklist, {}, { refetchMs: REFRESH_MS });
  if (answer.isPending) return <LoadingState />;
  // An installation may go without the module that keeps the worklist.
  if (answer.error?.code === "request.not_found") return <NoWork />;
  if (answer.data === undefined) return <ErrorState error={answer.error} retry={() => void answer.refetch()} />;
  return <WorklistSummary summary={answer.data} mayWork={mayWork} />;
}

function WorklistSummary({ summary, mayWork }: { summary: CallResult<typeof summarizeWorklist>; mayWork: boolean }) {
  if (summary.entitlements === 0) {
    return (
      <Sheet>
        <EmptyState title={t("empty")} hint={t("empty.hint")} />
      </Sheet>
    );
  }
  const places = summary.byRegion.map((row) => ({ ...row, id: row.region, title: row.regionName, href: `${WORKLIST}?region=${row.region}` }));
  const benefits = summary.byBenefit.map((row) => ({ ...row, id: row.benefit, title: row.name, href: `${WORKLIST}?benefit=${encodeURIComponent(row.benefit)}` }));
  return (
    <>
      <Sheet title={t("unmet.title", { seniors: showCount(summary.seniors), entitlements: showCount(summary.entitlements) })}>
        {summary.decidedAt !== null && <p className="sh-bar-note">{t("unmet.decided", { at: showInstant(summary.decidedAt) })}</p>}
        <WorkTable heading={t("where")} rows={places} mayWork={mayWork} />
      </Sheet>
      <Sheet>
        <WorkTable heading={t("what")} rows={benefits} mayWork={mayWork} />
      </Sheet>
    </>
  );
}

type WorkRow = { id: string; title: string; href: string; unmet: number; worked: number; eligible: number; receiving: number };

/** Where the most is to do comes first. */
function WorkTable({ heading, rows, mayWork }: { heading: string; rows: readonly WorkRow[]; mayWork: boolean }) {
  const go = useGo();
  const shown = rows.filter((row) => row.eligible > 0).toSorted((a, b) => b.unmet - a.unmet);
  return (
    <PlainTable
      label={heading}
      rows={shown}
      rowKey={(row) => row.id}
      columns={[
        { key: "title", title: heading, render: (row) => row.title },
        {
          key: "unmet",
          title: t("unmet"),
          align: "right",
          render: (row) => (
            <AppLink href={row.href} aria-label={t("rows.label", { title: row.title, count: row.unmet })}>
              {showCount(row.unmet)}
            </AppLink>
          ),
        },
        { key: "worked", title: t("worked"), align: "right", render: (row) => showCount(row.worked) },
        {
          key: "receiving",
          title: t("receiving"),
          align: "right",
          render: (row) => `${showCount(row.receiving)} / ${showCount(row.eligible)}`,
        },
        {
          key: "action",
          title: t("action"),
          render: (row) =>
            row.unmet > 0 && (
              <Button size="small" aria-label={t(mayWork ? "open.label" : "see.label", { title: row.title })} onClick={() => go(row.href)}>
                {t(mayWork ? "open" : "see")}
              </Button>
            ),
        },
      ]}
    />
  );
}
