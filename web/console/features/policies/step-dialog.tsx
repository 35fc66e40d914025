import { useState, type ReactNode } from "react";
import { Alert, Modal } from "antd";
import type { ApiProblem } from "../../../ui/api.ts";
import { asProblem } from "../../../ui/api.ts";
import { t as ui } from "../../../ui/texts.ts";

/** A dialog that says what will happen, does it, and stays open with the reason when it fails. */
export function StepDialog({ title, okText, canOk = true, danger = false, width = 560, onOk, onClose, children }: {
  title: string;
  okText: string;
  canOk?: boolean;
  danger?: boolean;
  width?: number;
  onOk: () => Promise<unknown>;
  onClose: () => void;
  children: ReactNode;
}) {
  const [isRunning, setRunning] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const run = async () => {
    setRunning(true);
    setProblem(undefined);
    try {
      await onOk();
      onClose();
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setRunning(false);
    }
  };
  return (
    <Modal
      open
      title={title}
      width={width}
      okText={okText}
      cancelText={ui("cancel")}
      okButtonProps={{ disabled: !canOk, danger }}
      confirmLoading={isRunning}
      mask={{ closable: false }}
      onOk={() => void run()}
      onCancel={onClose}
    >
      {children}
      {problem !== undefined && <Alert role="alert" type="error" style={{ marginTop: 12 }} title={problem.isStale ? ui("problem.stale") : problem.title} description={problem.isStale ? ui("problem.stale.hint") : problem.detail} />}
    </Modal>
  );
}
