import { useState } from "react";
import { useParams } from "@tanstack/react-router";
import { Alert, Button } from "antd";
import { changeSeniorRoute, getSeniorRoute, recordDeathRoute, recordFactsRoute, type SeniorPage } from "../../../../src/modules/people/people.contract.ts";
import { getDecisions } from "../../../../src/modules/policies/decisions.contract.ts";
import { showDate } from "../../../ui/display.ts";
import { Page as Frame } from "../../../ui/page.tsx";
import { Loaded } from "../../../ui/states.tsx";
import { useRead, useRefresh } from "../../../ui/use-api.ts";
import { useMay } from "../../shell/shell.tsx";
import { ChangeFactDialog } from "./change-fact-dialog.tsx";
import { t as words } from "./entry-texts.ts";
import { useBenefitNames } from "./fact-value.tsx";
import { CorrectDialog, DeathDialog } from "./identity-dialogs.tsx";
import { SeniorBenefits } from "./senior-benefits.tsx";
import { SeniorContacts } from "./senior-contacts.tsx";
import { SeniorFacts } from "./senior-facts.tsx";
import { SeniorIdentity } from "./senior-identity.tsx";
import { SeniorTimeline } from "./senior-timeline.tsx";
import { t } from "./texts.ts";

/** Everything about one senior: who, what they are entitled to and why, what is known and by whom, what happened. */
export function Page() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const answer = useRead(getSeniorRoute, { params: { id } });
  return (
    <Loaded of={answer} isPage>
      {(senior) => <Senior key={senior.id} senior={senior} />}
    </Loaded>
  );
}

type Dialog = { kind: "fact"; fact: string } | { kind: "correct" } | { kind: "death" };

function Senior({ senior }: { senior: SeniorPage }) {
  const [dialog, setDialog] = useState<Dialog>();
  const refresh = useRefresh();
  const benefits = useBenefitNames(senior.id);
  const mayDecide = useMay(getDecisions.permission);
  const mayRecord = useMay(recordFactsRoute.permission);
  const change = mayRecord ? (fact: string) => setDialog({ kind: "fact", fact }) : undefined;
  const common = { senior, reload: () => void refresh(getSeniorRoute), onClose: () => setDialog(undefined) };
  return (
    <Frame title={senior.name} note={lineOf(senior)} actions={<Actions senior={senior} open={setDialog} />}>
      {senior.diedOn !== null && <Alert type="info" style={{ marginBottom: 16 }} title={t("died", { date: showDate(senior.diedOn) })} />}
      <nav className="sh-jump" aria-label={t("nav")}>
        <a href="#identity">{t("section.identity")}</a>
        {mayDecide && <a href="#benefits">{t("section.benefits")}</a>}
        <a href="#facts">{t("section.facts")}</a>
        <a href="#contacts">{t("section.contacts")}</a>
        <a href="#timeline">{t("section.timeline")}</a>
      </nav>
      <div className="sh-sections">
        <SeniorIdentity senior={senior} />
        {mayDecide && <SeniorBenefits seniorId={senior.id} received={receivedBy(senior)} change={change} />}
        <SeniorFacts senior={senior} benefits={benefits} change={change} />
        <SeniorContacts senior={senior} reload={common.reload} />
        <SeniorTimeline senior={senior} benefits={benefits} />
      </div>
      {dialog?.kind === "fact" && <ChangeFactDialog {...common} fact={dialog.fact} benefits={benefits} />}
      {dialog?.kind === "correct" && <CorrectDialog {...common} />}
      {dialog?.kind === "death" && <DeathDialog {...common} />}
    </Frame>
  );
}

function receivedBy(senior: SeniorPage): Record<string, number | null> {
  const value = senior.facts.find((one) => one.fact === "receives")?.value;
  return typeof value === "object" && value !== null ? value : {};
}

function lineOf(senior: SeniorPage): string {
  const parts = [
    senior.sex === null ? "" : t(`sex.${senior.sex}`),
    senior.age === null ? "" : t("age.years", { age: senior.age }),
    senior.birthDate === null ? "" : t("born", { date: showDate(senior.birthDate) }),
    senior.regionName,
  ];
  return parts.filter((part) => part !== "").join("，");
}

function Actions({ senior, open }: { senior: SeniorPage; open: (dialog: Dialog) => void }) {
  const mayChange = useMay(changeSeniorRoute.permission);
  const mayRecordDeath = useMay(recordDeathRoute.permission);
  return (
    <>
      {mayChange && <Button onClick={() => open({ kind: "correct" })}>{words("correct.action")}</Button>}
      {mayRecordDeath && senior.diedOn === null && <Button onClick={() => open({ kind: "death" })}>{words("death.action")}</Button>}
    </>
  );
}
