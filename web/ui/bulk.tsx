import { useState, type ReactNode } from "react";
import { Alert, Button, Modal, Progress } from "antd";
import { asProblem } from "./api.ts";
import { t } from "./texts.ts";

/**
 * Something done to many rows. `describe` says beforehand what will happen; `run` does one row; `name` says which row
 * failed in the receipt.
 */
export type BulkAction<Row> = {
  id: string;
  label: string;
  describe: (rows: readonly Row[]) => ReactNode;
  run: (row: Row) => Promise<unknown>;
  name: (row: Row) => string;
};

export type BulkReceipt = { done: number; failed: { name: string; reason: string }[] };

/** Does the rows one after the other; a row that fails does not stop the others. */
export async function runEach<Row>(
  action: Pick<BulkAction<Row>, "run" | "name">,
  rows: readonly Row[],
  onProgress: (count: number) => void,
): Promise<BulkReceipt> {
  const receipt: BulkReceipt = { done: 0, failed: [] };
  for (const [index, row] of rows.entries()) {
    try {
      await action.run(row);
      receipt.done += 1;
    } catch (error) {
      receipt.failed.push({ name: action.name(row), reason: asProblem(error).detail });
    }
    onProgress(index + 1);
  }
  return receipt;
}

/** Shown while rows are selected: how many, and what can be done with them. */
export function BulkBar<Row>({ rows, actions, onFinished, onClear }: {
  rows: readonly Row[];
  actions: readonly BulkAction<Row>[];
  onFinished: () => void;
  onClear: () => void;
}) {
  const [chosen, setChosen] = useState<BulkAction<Row>>();
  return (
    <div className="sh-actions" role="status">
      <span>{t("list.selected", { count: rows.length })}</span>
      {actions.map((action) => (
        <Button key={action.id} onClick={() => setChosen(action)}>
          {action.label}
        </Button>
      ))}
      <Button type="link" onClick={onClear}>
        {t("list.unselect")}
      </Button>
      {chosen !== undefined && (
        <BulkDialog
          action={chosen}
          rows={rows}
          onClose={(isFinished) => {
            setChosen(undefined);
            if (isFinished) onFinished();
          }}
        />
      )}
    </div>
  );
}

/** Before: what it will do. During: how far it is. After: the receipt. */
function BulkDialog<Row>({ action, rows, onClose }: { action: BulkAction<Row>; rows: readonly Row[]; onClose: (isFinished: boolean) => void }) {
  const [count, setCount] = useState<number>();
  const [receipt, setReceipt] = useState<BulkReceipt>();
  const start = async () => {
    setCount(0);
    setReceipt(await runEach(action, rows, setCount));
  };
  const isRunning = count !== undefined && receipt === undefined;
  const footer = receipt ? (
    <Button type="primary" onClick={() => onClose(true)}>
      {t("close")}
    </Button>
  ) : (
    <div className="sh-actions" style={{ justifyContent: "flex-end" }}>
      <Button disabled={isRunning} onClick={() => onClose(false)}>
        {t("cancel")}
      </Button>
      <Button type="primary" loading={isRunning} onClick={() => void start()}>
        {t("bulk.start")}
      </Button>
    </div>
  );
  return (
    <Modal open title={action.label} closable={!isRunning} mask={{ closable: false }} onCancel={() => onClose(receipt !== undefined)} footer={footer}>
      {count === undefined && (
        <>
          <p>{t("bulk.confirm", { count: rows.length })}</p>
          {action.describe(rows)}
        </>
      )}
      {isRunning && (
        <div role="status">
          <p>{t("bulk.running", { done: count, count: rows.length })}</p>
          <Progress percent={Math.round((count / rows.length) * 100)} showInfo={false} aria-label={action.label} />
        </div>
      )}
      {receipt !== undefined && <BulkResult receipt={receipt} />}
    </Modal>
  );
}

function BulkResult({ receipt }: { receipt: BulkReceipt }) {
  return (
    <Alert
      type={receipt.failed.length === 0 ? "success" : "warning"}
      title={t("bulk.receipt", { done: receipt.done, failed: receipt.failed.length })}
      description={
        receipt.failed.length > 0 && (
          <ul>
            {receipt.failed.map((one) => (
              <li key={one.name}>
                {one.name}：{one.reason}
              </li>
            ))}
          </ul>
        )
      }
    />
  );
}
