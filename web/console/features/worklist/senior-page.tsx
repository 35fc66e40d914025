import { useState } from "react";
import { useParams, useSearch } from "@tanstack/react-router";
import { Alert, App, Button } from "antd";
import { getSeniorRoute } from "../../../../src/modules/people/people.contract.ts";
import { getDecisions, listWork, listWorklist, nextOnWorklist } from "../../../../src/modules/policies/decisions.contract.ts";
import type { Search } from "../../../ui/address.ts";
import { asProblem, call, type ApiProblem } from "../../../ui/api.ts";
import { showCount } from "../../../ui/display.ts";
import { useGo } from "../../../ui/link.tsx";
import { Page as Frame, Sheet } from "../../../ui/page.tsx";
import { EmptyState, ErrorState, Loaded, LoadingState } from "../../../ui/states.tsx";
import { useRead, useRefresh } from "../../../ui/use-api.ts";
import { useMay } from "../../shell/shell.tsx";
import { OtherBenefits, UnmetBenefits } from "./senior-benefits.tsx";
import { WorkHistory } from "./senior-history.tsx";
import { SeniorReach } from "./senior-reach.tsx";
import { t } from "./senior-texts.ts";
import type { WorkAction } from "./work-actions.ts";
import { WorkForm } from "./work-form.tsx";
import { conditionsOf, listHref, seniorHref, type Conditions } from "./worklist-address.ts";
import type { WorkRow } from "./worklist-words.tsx";
import "./worklist.css";

/** As many rows as one senior can have. */
const ALL_ROWS = 200;

/** One senior after the other: who, what is due and why, and what was done about it. */
export function Page() {
  const { id = "" } = useParams({ strict: false });
  const conditions = conditionsOf(useSearch({ strict: false }) as Search);
  return <SeniorWork key={id} id={id} conditions={conditions} />;
}

function SeniorWork({ id, conditions }: { id: string; conditions: Conditions }) {
  const senior = useRead(getSeniorRoute, { params: { id } });
  const unmet = useRead(listWorklist, { query: { seniorId: id, size: ALL_ROWS } });
  const decisions = useRead(getDecisions, { params: { kind: "senior", id }, query: {} });
  const work = useRead(listWork, { params: { seniorId: id } });
  const mayWork = useMay(nextOnWorklist.permission);
  const queue = useQueue(id, conditions, mayWork);
  if (senior.data === undefined) return senior.isPending ? <LoadingState /> : <ErrorState isPage error={senior.error} retry={() => void senior.refetch()} />;
  const { name } = senior.data;
  return (
    <Frame title={t("title", { name })} actions={<QueueBar conditions={conditions} remaining={queue.remaining} />}>
      {queue.isDone ? (
        <Sheet>
          <EmptyState title={t("done")} hint={t("done.hint")} action={<BackButton conditions={conditions} />} />
        </Sheet>
      ) : (
        <div className="wl-work">
          <div className="wl-main">
            <SeniorReach senior={senior.data} />
            <Loaded of={unmet}>{({ rows }) => (rows.length === 0 ? <NothingUnmet name={name} onSkip={mayWork ? queue.moveOn : undefined} /> : <UnmetBenefits rows={rows} decisions={decisions} />)}</Loaded>
          </div>
          <div className="wl-side">{mayWork ? <WorkSide id={id} name={name} rows={unmet.data?.rows} queue={queue} /> : <ReadOnly />}</div>
          <div className="wl-rest">
            <OtherBenefits seniorId={id} decisions={decisions} />
            <WorkHistory work={work} />
          </div>
        </div>
      )}
    </Frame>
  );
}

type Queue = { remaining: number | undefined; isDone: boolean; problem: ApiProblem | undefined; moveOn: () => void };

/** Those who follow under the same conditions. The next one is asked for when it is wanted: others work on the list, too. */
function useQueue(id: string, conditions: Conditions, mayWork: boolean): Queue {
  const query = { ...conditions, after: id };
  const answer = useRead(nextOnWorklist, { query }, { enabled: mayWork });
  const go = useGo();
  const [isDone, setDone] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const moveOn = async () => {
    setProblem(undefined);
    try {
      const { seniorId } = await call(nextOnWorklist, { query });
      if (seniorId === null) setDone(true);
      else go(seniorHref(seniorId, conditions));
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  return { remaining: answer.data?.remaining, isDone, problem, moveOn: () => void moveOn() };
}

function QueueBar({ conditions, remaining }: { conditions: Conditions; remaining: number | undefined }) {
  return (
    <>
      {remaining !== undefined && <span role="status">{t("remaining", { count: showCount(remaining) })}</span>}
      <BackButton conditions={conditions} />
    </>
  );
}

function BackButton({ conditions }: { conditions: Conditions }) {
  const go = useGo();
  return <Button onClick={() => go(listHref(conditions))}>{t("back")}</Button>;
}

function NothingUnmet({ name, onSkip }: { name: string; onSkip: (() => void) | undefined }) {
  return (
    <Sheet>
      <EmptyState
        title={t("none")}
        hint={t("none.hint", { name })}
        action={
          onSkip && (
            <Button type="primary" onClick={onSkip}>
              {t("skip")}
            </Button>
          )
        }
      />
    </Sheet>
  );
}

function ReadOnly() {
  return (
    <Sheet title={t("form")}>
      <p className="sh-bar-note">{t("form.readonly")}</p>
    </Sheet>
  );
}

/** The form; a fresh one after each record that is kept. It stays when the last benefit goes, so that nothing typed is lost. */
function WorkSide({ id, name, rows, queue }: { id: string; name: string; rows: readonly WorkRow[] | undefined; queue: Queue }) {
  const [turn, setTurn] = useState(0);
  const [wasUnmet, setWasUnmet] = useState(false);
  const { message } = App.useApp();
  const refresh = useRefresh();
  if (rows !== undefined && rows.length > 0 && !wasUnmet) setWasUnmet(true);
  if (rows === undefined || !wasUnmet) return null;
  const onSaved = async (action: WorkAction, goOn: boolean) => {
    void message.success(t("saved", { name, action: t(`action.${action}`) }));
    if (goOn) queue.moveOn();
    // The rows first: the fresh form chooses among them.
    await refresh(listWorklist);
    setTurn((last) => last + 1);
  };
  return (
    <>
      {queue.problem !== undefined && (
        <Alert
          type="warning"
          title={t("next.failed")}
          description={queue.problem.detail}
          action={
            <Button size="small" onClick={queue.moveOn}>
              {t("next.retry")}
            </Button>
          }
        />
      )}
      <WorkForm key={turn} seniorId={id} rows={rows} onSaved={(action, goOn) => void onSaved(action, goOn)} onSkip={queue.moveOn} />
    </>
  );
}
