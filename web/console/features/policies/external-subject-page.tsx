import { useParams, useSearch } from "@tanstack/react-router";
import { getDecisionHistory, getDecisions, getExternal } from "../../../../src/modules/policies/decisions.contract.ts";
import type { Search } from "../../../ui/address.ts";
import type { CallResult } from "../../../ui/api.ts";
import { FactList, Timeline } from "../../../ui/detail.tsx";
import { showDate, showInstant } from "../../../ui/display.ts";
import { AppLink } from "../../../ui/link.tsx";
import { showYuan } from "../../../ui/money.tsx";
import { Page as Frame, Sheet } from "../../../ui/page.tsx";
import { Loaded } from "../../../ui/states.tsx";
import { useRead } from "../../../ui/use-api.ts";
import { useMay } from "../../shell/shell.tsx";
import { DecisionCard } from "./decision-card.tsx";
import { t } from "./external.texts.ts";
import "./policies.css";
import { t as term } from "./terms.texts.ts";

type Subject = CallResult<typeof getExternal>;

/** One facility, provider or caregiver: its subsidies and why, what is known of it, how its decisions came to be. */
export function Page() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const answer = useRead(getExternal, { params: { id } });
  return (
    <Loaded of={answer} isPage>
      {(subject) => <SubjectView subject={subject} />}
    </Loaded>
  );
}

function SubjectView({ subject }: { subject: Subject }) {
  const mayReason = useMay(getDecisions.permission);
  return (
    <Frame title={subject.name} note={`${term(`subject.${subject.kind}`)}；${t("code")} ${subject.code}；${subject.regionName}；${t("updated")} ${showInstant(subject.updatedAt)}`}>
      {mayReason && <Subsidies subject={subject} />}
      <Sheet title={t("facts")}>
        <FactList facts={subject.facts.map((fact) => ({ label: fact.label, value: factText(subject, fact) }))} />
      </Sheet>
      {mayReason && <History subject={subject} />}
    </Frame>
  );
}

/** Codes in words: the region by its name, an operator of its own as such. */
function factText(subject: Subject, { fact, value }: Subject["facts"][number]): string | null {
  if (fact === "region") return subject.regionName;
  return fact === "operator" && value === "none" ? t("operator.none") : value;
}

function Subsidies({ subject }: { subject: Subject }) {
  const showsAll = (useSearch({ strict: false }) as Search).all === "1";
  const answer = useRead(getDecisions, { params: { kind: subject.kind, id: subject.id }, query: { all: showsAll ? "true" : "false" } }, { keepPrevious: true });
  return (
    <Sheet title={t("subsidies")}>
      <Loaded of={answer}>
        {({ asOf, rows }) => (
          <>
            <p className="sh-bar-note po-page-note">
              {t("subsidies.on", { date: showDate(asOf) })}{" "}
              <AppLink href={`/policies/external/${subject.id}${showsAll ? "" : "?all=1"}`}>{showsAll ? t("show.some") : t("show.all")}</AppLink>
            </p>
            {rows.length === 0 && <p>{t("none")}</p>}
            {rows.map((decision) => (
              <DecisionCard key={decision.benefit} decision={decision} kind={subject.kind} subjectId={subject.id} names={new Map(rows.map((one) => [one.benefit, one.name]))} />
            ))}
          </>
        )}
      </Loaded>
    </Sheet>
  );
}

function History({ subject }: { subject: Subject }) {
  const answer = useRead(getDecisionHistory, { params: { kind: subject.kind, id: subject.id }, query: {} });
  return (
    <Sheet title={t("history")}>
      <Loaded of={answer}>
        {({ rows }) =>
          rows.length === 0 ? (
            <p style={{ margin: 0 }}>{t("history.none")}</p>
          ) : (
            <Timeline
              items={rows.map((row) => ({
                id: row.id,
                at: row.decidedAt,
                title: row.name,
                body: t("history.body", { standing: term(`standing.${row.standing}`), amount: row.amount === null ? t("no_amount") : showYuan(row.amount), number: row.versionNumber, cause: row.cause }),
              }))}
            />
          )
        }
      </Loaded>
    </Sheet>
  );
}
