import { useState, type ReactNode } from "react";
import { Button, Modal, Radio } from "antd";
import { GROUP_NAMES, SOURCE_NAMES, type SeniorPage } from "../../../../src/modules/people/people.contract.ts";
import { getDecisionHistory, listWork, replayDecision } from "../../../../src/modules/policies/decisions.contract.ts";
import { type TimelineItem, FactList, Timeline } from "../../../ui/detail.tsx";
import { showDate } from "../../../ui/display.ts";
import { showYuan } from "../../../ui/money.tsx";
import { Sheet, StatusTag } from "../../../ui/page.tsx";
import { RegionName } from "../../../ui/region-name.tsx";
import { EmptyState, ErrorState, Loaded, LoadingState } from "../../../ui/states.tsx";
import { t as ui } from "../../../ui/texts.ts";
import { useRead } from "../../../ui/use-api.ts";
import { useMay } from "../../shell/shell.tsx";
import { t } from "./benefit-texts.ts";
import { FactValueText, type BenefitNames } from "./fact-value.tsx";
import { SENIOR_FACTS } from "./fact-words.ts";
import { amountOf, Why } from "./senior-benefits.tsx";
import { t as words } from "./texts.ts";

const KINDS = ["all", "facts", "decisions", "work"] as const;
type Kind = (typeof KINDS)[number];
type Event = TimelineItem & { kind: Exclude<Kind, "all"> };
const PAGE = 30;

/** What happened to a senior over all modules, newest first; every decision can be computed again. */
export function SeniorTimeline({ senior, benefits }: { senior: SeniorPage; benefits: BenefitNames }) {
  const maySee = useMay(getDecisionHistory.permission);
  const decisions = useRead(getDecisionHistory, { params: { kind: "senior", id: senior.id }, query: {} }, { enabled: maySee });
  const work = useRead(listWork, { params: { seniorId: senior.id } }, { enabled: maySee });
  const [replayed, setReplayed] = useState<{ id: string; name: string }>();
  const [kind, setKind] = useState<Kind>("all");
  const [limit, setLimit] = useState(PAGE);
  const all: Event[] = [
    ...factEvents(senior, benefits),
    ...groupEvents(senior),
    ...(decisions.data?.rows ?? []).map(
      (row): Event => ({
        kind: "decisions",
        id: row.id,
        at: row.decidedAt,
        title: t("decision", { name: row.name, standing: t(`standing.${row.standing}`) }),
        by: t("decision.by", { cause: row.cause, number: row.versionNumber }),
        body: (
          <div className="sh-actions">
            {row.amount !== null && <span className="sh-number">{showYuan(row.amount)}</span>}
            <Button size="small" aria-label={t("replay.label", { name: row.name })} onClick={() => setReplayed(row)}>
              {t("replay")}
            </Button>
          </div>
        ),
      }),
    ),
    ...(work.data?.rows ?? []).map((row): Event => {
      const notes = [row.outcome, row.note, row.followUpOn === null ? "" : t("work.follow", { date: showDate(row.followUpOn) })].filter((note) => note !== "");
      return { kind: "work", id: row.id, at: row.at, title: t("work", { action: t(`action.${row.action}`), name: row.benefitName }), by: row.by, body: notes.join("；") };
    }),
  ].toSorted((a, b) => (a.at < b.at ? 1 : -1));
  const shown = all.filter((event) => kind === "all" || event.kind === kind);
  const problem = decisions.error ?? work.error;
  return (
    <div id="timeline">
      <Sheet title={words("section.timeline")}>
        <div className="sh-filters">
          <Radio.Group
            aria-label={t("timeline.kind")}
            optionType="button"
            value={kind}
            options={KINDS.filter((one) => maySee || one === "all" || one === "facts").map((value) => ({ value, label: t(`timeline.${value}`) }))}
            onChange={(event) => {
              setKind(event.target.value as Kind);
              setLimit(PAGE);
            }}
          />
        </div>
        {maySee && problem !== null && <ErrorState error={problem} retry={() => void Promise.all([decisions.refetch(), work.refetch()])} />}
        {maySee && decisions.isPending && <LoadingState />}
        {shown.length === 0 ? <EmptyState title={t("timeline.none")} /> : <Timeline items={shown.slice(0, limit)} />}
        {shown.length > limit && <Button onClick={() => setLimit(limit + PAGE)}>{t("timeline.more", { count: Math.min(PAGE, shown.length - limit) })}</Button>}
      </Sheet>
      {replayed !== undefined && <ReplayDialog seniorId={senior.id} decision={replayed} benefits={benefits} onClose={() => setReplayed(undefined)} />}
    </div>
  );
}

function factEvents(senior: SeniorPage, benefits: BenefitNames): Event[] {
  return senior.history.map((entry) => ({
    kind: "facts",
    id: `fact ${entry.seq} ${entry.source}`,
    at: entry.learntAt,
    title: t("facts.learnt"),
    by: t("facts.by", { source: SOURCE_NAMES[entry.source], by: entry.recordedBy }),
    body: (
      <>
        {joined(
          Object.entries(entry.facts).map(([fact, value]) => (
            <span key={fact}>
              {SENIOR_FACTS[fact]?.label ?? fact} <FactValueText fact={fact} value={value} benefits={benefits} />
            </span>
          )),
        )}
        <span className="sh-fact-note">
          {entry.validTo === null ? t("facts.period", { from: showDate(entry.validFrom) }) : t("facts.period_to", { from: showDate(entry.validFrom), to: showDate(entry.validTo) })}
          {entry.note !== null && `　${entry.note}`}
        </span>
      </>
    ),
  }));
}

function joined(parts: readonly ReactNode[]): ReactNode[] {
  return parts.flatMap((part, index) => (index === 0 ? [part] : ["；", part]));
}

function groupEvents(senior: SeniorPage): Event[] {
  return senior.groupPeriods.flatMap((period): Event[] => {
    const suffix = period.withdrawn ? t("group.withdrawn") : "";
    const details = { group: GROUP_NAMES[period.kind] };
    const id = `${period.kind} ${period.validFrom} ${period.learntAt}`;
    const entered: Event = { kind: "facts", id: `in ${id}`, at: period.validFrom, title: t("group.entered", details) + suffix, by: SOURCE_NAMES[period.source] };
    return period.validTo === null ? [entered] : [entered, { kind: "facts", id: `out ${id}`, at: period.validTo, title: t("group.left", details) + suffix }];
  });
}

/** The decision of then beside the same computed again from the versions and facts of then. */
function ReplayDialog({ seniorId, decision, benefits, onClose }: { seniorId: string; decision: { id: string; name: string }; benefits: BenefitNames; onClose: () => void }) {
  const answer = useRead(replayDecision, { params: { kind: "senior", id: seniorId, decisionId: decision.id } });
  return (
    <Modal open width={860} title={t("replay.title", { name: decision.name })} onCancel={onClose} footer={<Button onClick={onClose}>{ui("close")}</Button>}>
      <Loaded of={answer}>
        {({ same, stored, recomputed, facts }) => (
          <>
            <p role="status">
              <StatusTag tone={same ? "good" : "alarm"}>{same ? t("replay.same") : t("replay.differs")}</StatusTag>
            </p>
            <FactList
              facts={[
                { label: t("replay.stored"), value: `${t(`standing.${stored.standing}`)} ${stored.amount === null ? "" : showYuan(stored.amount)}` },
                { label: t("replay.recomputed"), value: <>{t(`standing.${recomputed.standing}`)} {amountOf(recomputed)}</> },
              ]}
            />
            <div className="sh-part">
              <h3>{t("why")}</h3>
              <Why row={recomputed} />
            </div>
            <div className="sh-part">
              <h3>{t("replay.facts")}</h3>
              <FactList facts={facts.map(({ fact, label, value }) => ({ label, value: <RecordedValue fact={fact} value={value} benefits={benefits} /> }))} />
            </div>
          </>
        )}
      </Loaded>
    </Modal>
  );
}

/** A fact of then comes as text; the codes in it get their names. */
function RecordedValue({ fact, value, benefits }: { fact: string; value: string; benefits: BenefitNames }) {
  if (SENIOR_FACTS[fact]?.type === "region") return <RegionName code={value} />;
  if (SENIOR_FACTS[fact]?.type !== "benefits") return <>{value}</>;
  return <>{value.replace(/[a-z][a-z0-9-]+/g, (id) => benefits.get(id) ?? id)}</>;
}
