import { useEffect } from "react";
import { useParams, useSearch } from "@tanstack/react-router";
import { Alert, Progress } from "antd";
import { getRehearsal, getVersion, listRehearsalChanges } from "../../../../src/modules/policies/policies.contract.ts";
import type { Search } from "../../../ui/address.ts";
import type { CallResult } from "../../../ui/api.ts";
import { showCount, showDate, showInstant } from "../../../ui/display.ts";
import { AppLink } from "../../../ui/link.tsx";
import { ListView } from "../../../ui/list-page.tsx";
import { showYuan } from "../../../ui/money.tsx";
import { Page as Frame, Sheet, StatusTag, type Tone } from "../../../ui/page.tsx";
import { Loaded } from "../../../ui/states.tsx";
import { useRead } from "../../../ui/use-api.ts";
import { useMay } from "../../shell/shell.tsx";
import "./policies.css";
import { RehearsalCosts } from "./rehearsal-costs.tsx";
import { t } from "./rehearsals.texts.ts";
import { t as term } from "./terms.texts.ts";

type Rehearsal = CallResult<typeof getRehearsal>;
export type Summary = NonNullable<Rehearsal["summary"]>;
type Change = CallResult<typeof listRehearsalChanges>["rows"][number];

const POLL_MS = 1500;
const CHANGES = ["wins", "loses", "more", "less"] as const;
const TONES: Record<(typeof CHANGES)[number], Tone> = { wins: "good", more: "good", less: "risk", loses: "alarm" };

/** What a version would do on the register: who gains, who loses, what it costs whom, and the list behind each figure. */
export function Page() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const answer = useRead(getRehearsal, { params: { id } });
  const isRunning = answer.data !== undefined && answer.data.status !== "done";
  useRead(getRehearsal, { params: { id } }, { enabled: isRunning, refetchMs: POLL_MS });
  return (
    <Loaded of={answer} isPage>
      {(rehearsal) => <RehearsalView rehearsal={rehearsal} />}
    </Loaded>
  );
}

function RehearsalView({ rehearsal }: { rehearsal: Rehearsal }) {
  return (
    <Frame
      title={t("title", { title: rehearsal.title, number: rehearsal.number, edition: rehearsal.edition })}
      note={t("note", { date: showDate(rehearsal.asOf), account: rehearsal.createdBy, at: showInstant(rehearsal.createdAt) })}
      actions={<AppLink href={`/policies/versions/${rehearsal.versionId}`}>{t("version")}</AppLink>}
    >
      <Outdated rehearsal={rehearsal} />
      {rehearsal.summary === null ? <Running rehearsal={rehearsal} /> : <Results rehearsal={rehearsal} summary={rehearsal.summary} />}
    </Frame>
  );
}

/** A draft may have been changed since. Submitting and publishing count editions too, but change nothing of the rules. */
function Outdated({ rehearsal }: { rehearsal: Rehearsal }) {
  const mayRead = useMay(getVersion.permission);
  const version = useRead(getVersion, { params: { id: rehearsal.versionId } }, { enabled: mayRead });
  if (version.data?.status !== "draft" || version.data.edition === rehearsal.edition) return null;
  return <Alert type="warning" showIcon style={{ marginBottom: 16 }} title={t("stale", { edition: version.data.edition })} />;
}

function Running({ rehearsal }: { rehearsal: Rehearsal }) {
  const percent = rehearsal.total === 0 ? 0 : Math.round((rehearsal.done / rehearsal.total) * 100);
  return (
    <Sheet>
      <p role="status">{rehearsal.status === "waiting" ? t("waiting") : t("running", { done: showCount(rehearsal.done), total: showCount(rehearsal.total) })}</p>
      <Progress percent={percent} aria-label={t("waiting")} />
    </Sheet>
  );
}

/** The address of the list behind a figure. */
export type ListOf = (filters: Record<string, string>) => string;

function Results({ rehearsal, summary }: { rehearsal: Rehearsal; summary: Summary }) {
  const listOf: ListOf = (filters) => `/policies/rehearsals/${rehearsal.id}?${new URLSearchParams({ ...filters, show: "list" }).toString()}`;
  return (
    <>
      <Sheet title={t("who")}>
        <dl className="po-figures">
          {CHANGES.map((change) => (
            <div key={change}>
              <dt>
                <StatusTag tone={summary[change] > 0 ? TONES[change] : "plain"}>{term(`change.${change}`)}</StatusTag>
              </dt>
              <dd>
                <AppLink href={listOf({ change })} aria-label={t("open", { name: term(`change.${change}`) })}>
                  {t("people", { count: showCount(summary[change]) })}
                </AppLink>
              </dd>
            </div>
          ))}
          <div>
            <dt>{t("unchanged")}</dt>
            <dd>{t("people", { count: showCount(summary.unchanged) })}</dd>
          </div>
          <div>
            <dt>{t("subjects")}</dt>
            <dd>{showCount(summary.subjects)}</dd>
          </div>
        </dl>
      </Sheet>
      <RehearsalCosts summary={summary} listOf={listOf} />
      <Concerned rehearsal={rehearsal} summary={summary} />
      <Sheet title={t("remarks")}>
        <ul style={{ margin: 0 }}>
          {summary.remarks.map((remark) => (
            <li key={remark}>{remark}</li>
          ))}
        </ul>
      </Sheet>
    </>
  );
}

/** Everybody whose entitlement changes; the figures above narrow it. */
function Concerned({ rehearsal, summary }: { rehearsal: Rehearsal; summary: Summary }) {
  const search = useSearch({ strict: false }) as Search;
  useEffect(() => {
    if (search.show !== "list") return;
    document.getElementById("concerned")?.scrollIntoView({ block: "start" });
    document.getElementById("concerned")?.focus({ preventScroll: true });
  }, [search]);
  return (
    <section id="concerned" tabIndex={-1} className="sh-sheet" style={{ scrollMarginTop: 56 }} aria-label={t("list")}>
      <h2>{t("list")}</h2>
      <ListView
        id="policies.rehearsal"
        contract={listRehearsalChanges}
        params={{ id: rehearsal.id }}
        rowKey={(row) => `${row.subjectId}/${row.benefit}`}
        open={(row) => pageOf(row)}
        filters={[
          { key: "change", label: t("list.change"), kind: "select", options: CHANGES.map((value) => ({ value, label: term(`change.${value}`) })) },
          { key: "benefit", label: t("benefits.name"), kind: "select", options: summary.byBenefit.map((one) => ({ value: one.benefit, label: one.name })) },
          { key: "region", label: term("region"), kind: "region" },
        ]}
        empty={{ hint: t("list.none") }}
        columns={[
          { key: "name", title: t("list.name"), always: true, render: (row) => row.name },
          { key: "benefit", title: t("benefits.name"), render: (row) => row.benefitName },
          { key: "change", title: t("list.change"), render: (row) => <StatusTag tone={TONES[row.change]}>{term(`change.${row.change}`)}</StatusTag> },
          { key: "before", title: t("list.before"), align: "right", render: (row) => amountText(row.before) },
          { key: "after", title: t("list.after"), align: "right", render: (row) => amountText(row.after) },
          { key: "region", title: term("region"), render: (row) => row.regionName },
        ]}
      />
    </section>
  );
}

/** Nothing where the benefit has no figure, or is not had on that side. */
function amountText(amount: string | null): string {
  return amount === null ? t("no_amount") : showYuan(amount);
}

function pageOf(row: Change): string {
  return row.subjectKind === "senior" ? `/people/seniors/${row.subjectId}` : `/policies/external/${row.subjectId}`;
}
