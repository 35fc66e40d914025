import { useState } from "react";
import { Alert, Button, Modal } from "antd";
import { accessContract } from "../../../../src/modules/access/access.contract.ts";
import { asProblem, call, type ApiProblem, type CallResult } from "../../../ui/api.ts";
import { showCount } from "../../../ui/display.ts";
import { PlainTable } from "../../../ui/plain-table.tsx";
import { t as ui } from "../../../ui/texts.ts";
import { useRefresh } from "../../../ui/use-api.ts";
import { t } from "./texts.ts";

type Outcome = CallResult<typeof accessContract.verifyAudit>;

/** Walks the whole chain and tells what it found. That it was walked is an entry itself. */
export function VerifyButton() {
  const refresh = useRefresh();
  const [isRunning, setRunning] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>();
  const [problem, setProblem] = useState<ApiProblem>();
  const verify = async () => {
    setRunning(true);
    setProblem(undefined);
    try {
      setOutcome(await call(accessContract.verifyAudit, {}));
      await refresh(accessContract.listAudit);
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setRunning(false);
    }
  };
  const close = () => {
    setOutcome(undefined);
    setProblem(undefined);
  };
  return (
    <>
      <Button type="primary" loading={isRunning} onClick={() => void verify()}>
        {isRunning ? t("verify.running") : t("verify")}
      </Button>
      {(outcome !== undefined || problem !== undefined) && (
        <Modal open width={760} title={t("verify")} onCancel={close} footer={<Button onClick={close}>{ui("close")}</Button>}>
          {problem !== undefined && <Alert role="alert" type="error" title={problem.title} description={problem.detail} />}
          {outcome !== undefined && <OutcomeView outcome={outcome} />}
        </Modal>
      )}
    </>
  );
}

function OutcomeView({ outcome }: { outcome: Outcome }) {
  const { faults, heads, entries } = outcome;
  return (
    <>
      {faults.length === 0 ? (
        <Alert role="status" type="success" title={t("verify.good", { entries: showCount(entries) })} />
      ) : (
        <Alert
          role="alert"
          type="error"
          title={t("verify.bad", { count: faults.length })}
          description={
            <ul>
              {faults.map((one) => (
                <li key={`${one.chain} ${one.seq} ${one.fault}`}>{t("verify.fault", { chain: one.chain, seq: one.seq, fault: t(`fault.${one.fault}`) })}</li>
              ))}
            </ul>
          }
        />
      )}
      <div className="sh-part">
        <h2>{t("verify.heads")}</h2>
        <PlainTable
          label={t("verify.heads")}
          rows={heads}
          rowKey={(head) => String(head.chain)}
          columns={[
            { key: "chain", title: t("chain"), render: (head) => head.chain },
            { key: "seq", title: t("seq"), align: "right", render: (head) => showCount(head.seq) },
            { key: "hash", title: t("hash"), render: (head) => <code className="sh-wrap">{head.hash}</code> },
          ]}
        />
      </div>
    </>
  );
}
