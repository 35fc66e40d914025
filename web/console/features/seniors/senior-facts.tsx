import { useState } from "react";
import { Button, Modal } from "antd";
import { SOURCE_NAMES, type SeniorPage } from "../../../../src/modules/people/people.contract.ts";
import { FactList, type FactItem } from "../../../ui/detail.tsx";
import { showDate, showInstant, today } from "../../../ui/display.ts";
import { Sheet, StatusTag } from "../../../ui/page.tsx";
import { PlainTable } from "../../../ui/plain-table.tsx";
import { t as ui } from "../../../ui/texts.ts";
import { factText, FactValueText, type BenefitNames } from "./fact-value.tsx";
import { conflictsOf, FACT_GROUPS, historyOf, RECORDABLE, SENIOR_FACTS } from "./fact-words.ts";
import { t } from "./texts.ts";

type FactsProps = {
  senior: SeniorPage;
  benefits: BenefitNames;
  /** opens the form that records a change; absent without the permission */
  change: ((fact: string) => void) | undefined;
};

/** All that is known, under its headings, each with source, period, history and what other sources say otherwise. */
export function SeniorFacts({ senior, benefits, change }: FactsProps) {
  const [shown, setShown] = useState<string>();
  const known = new Set(senior.facts.map((one) => one.fact));
  const item = (fact: string): FactItem => {
    const current = senior.facts.find((one) => one.fact === fact);
    const label = SENIOR_FACTS[fact]!.label;
    const past = historyOf(senior.history, fact).length;
    return {
      label,
      value: current === undefined ? undefined : <FactValueText fact={fact} value={current.value} benefits={benefits} />,
      ...(current === undefined ? {} : { source: SOURCE_NAMES[current.source], from: current.since, to: current.until }),
      action: (
        <>
          {change !== undefined && RECORDABLE.includes(fact) && (
            <Button type="link" size="small" aria-label={t("fact.change.label", { label })} onClick={() => change(fact)}>
              {t("fact.change")}
            </Button>
          )}
          {past > 1 && (
            <Button type="link" size="small" aria-label={t("fact.history.label", { label })} onClick={() => setShown(fact)}>
              {t("fact.history", { count: past })}
            </Button>
          )}
          {conflictsOf(senior, fact, today()).map((one) => (
            <div key={one.source}>
              <StatusTag tone="risk">{t("fact.conflict", { source: SOURCE_NAMES[one.source], value: factText(fact, one.value, benefits) })}</StatusTag>
            </div>
          ))}
        </>
      ),
    };
  };
  const unknown = FACT_GROUPS.flatMap(({ facts }) => facts).filter((fact) => !known.has(fact));
  return (
    <div id="facts">
      <Sheet title={t("section.facts")}>
        {FACT_GROUPS.map(({ group, facts }) => {
          const rows = facts.filter((fact) => known.has(fact));
          return (
            rows.length > 0 && (
              <div key={group} className="sh-part">
                <h3>{t(`facts.${group}`)}</h3>
                <FactList facts={rows.map(item)} />
              </div>
            )
          );
        })}
        {unknown.length > 0 && (
          <div className="sh-part">
            <h3>{ui("unknown")}</h3>
            <p className="sh-actions">
              {unknown.map((fact) =>
                change === undefined || !RECORDABLE.includes(fact) ? (
                  <span key={fact}>{SENIOR_FACTS[fact]!.label}</span>
                ) : (
                  <Button key={fact} size="small" aria-label={t("fact.change.label", { label: SENIOR_FACTS[fact]!.label })} onClick={() => change(fact)}>
                    {SENIOR_FACTS[fact]!.label}
                  </Button>
                ),
              )}
            </p>
          </div>
        )}
      </Sheet>
      {shown !== undefined && <FactHistory senior={senior} fact={shown} benefits={benefits} onClose={() => setShown(undefined)} />}
    </div>
  );
}

/** What the register was told of one fact: by whom, when, and of which time. */
function FactHistory({ senior, fact, benefits, onClose }: { senior: SeniorPage; fact: string; benefits: BenefitNames; onClose: () => void }) {
  const label = SENIOR_FACTS[fact]!.label;
  const title = t("fact.history.title", { label });
  return (
    <Modal open width={860} title={title} onCancel={onClose} footer={<Button onClick={onClose}>{ui("close")}</Button>}>
      <PlainTable
        label={title}
        rows={historyOf(senior.history, fact)}
        rowKey={(entry) => `${entry.seq} ${entry.source}`}
        columns={[
          { key: "value", title: t("value"), render: (entry) => <FactValueText fact={fact} value={entry.facts[fact] ?? null} benefits={benefits} /> },
          { key: "period", title: t("period"), render: (entry) => `${showDate(entry.validFrom)} – ${entry.validTo === null ? ui("fact.open_end") : showDate(entry.validTo)}` },
          { key: "source", title: t("source"), render: (entry) => SOURCE_NAMES[entry.source] },
          { key: "learnt", title: t("learnt"), render: (entry) => showInstant(entry.learntAt) },
          { key: "by", title: t("by"), render: (entry) => entry.recordedBy },
          { key: "note", title: t("remark"), render: (entry) => entry.note },
        ]}
      />
    </Modal>
  );
}
